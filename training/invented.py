"""Made-up names, @names, hashtags and web addresses: what a model has to copy because nobody could know it."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

_ODDS_OF_FIRST_NAME = 0.25
_ODDS_OF_CODA = 0.5
_ODDS_OF_NUMBER = 0.4


@cache
def parts() -> dict[str, list[str]]:
    """The tables of `invented.toml`."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def name(rng: random.Random) -> str:
    """A surname, or, now and then, a first name and a surname, or one with a particle."""
    surname = rng.choice(parts()["particles"]) + _word(rng)
    return f"{_word(rng)} {surname}" if rng.random() < _ODDS_OF_FIRST_NAME else surname


def handle(rng: random.Random) -> str:
    """An @name as of a network."""
    word = _ascii(rng)
    return "@" + rng.choice((word, word.lower(), f"{word}_{_ascii(rng)}", f"{word.lower()}{rng.randint(1, 99)}"))


def hashtag(rng: random.Random) -> str:
    """A hashtag: a made-up word, a topic, or two topics run together."""
    topics = parts()["topics"]
    return "#" + rng.choice((_word(rng), "".join(rng.sample(topics, 2)), rng.choice(topics)))


def link(rng: random.Random) -> str:
    """A web address, with a path or without."""
    host = (
        f"{_ascii(rng).lower()}{rng.choice(('', '-'))}{rng.choice(parts()['sites'])}.{rng.choice(parts()['domains'])}"
    )
    path = [_ascii(rng).lower() for _ in range(rng.randint(0, 2))]
    if path and rng.random() < _ODDS_OF_NUMBER:
        path.append(str(rng.randint(2, 99999)))
    return rng.choice(("https://", "https://www.", "http://", "www.")) + "/".join([host, *path])


def emoji(rng: random.Random) -> str:
    """One emoji, sometimes two or three times."""
    return rng.choice(parts()["emoji"]) * rng.choice((1, 1, 1, 2, 3))


def _word(rng: random.Random) -> str:
    """A capitalised word of one to four syllables that stands in no dictionary, most likely."""
    word = ""
    for _ in range(rng.randint(1, 3)):
        word += rng.choice(parts()["onsets"]) + rng.choice(parts()["vowels"])
        word += rng.choice(parts()["codas"]) if rng.random() < _ODDS_OF_CODA else ""
    return (word + rng.choice(parts()["endings"])).capitalize()


def _ascii(rng: random.Random) -> str:
    """Such a word without accents."""
    return unicodedata.normalize("NFD", _word(rng)).encode("ascii", "ignore").decode("ascii")
