"""French words as they are looked up: without regard to case, typography and inflection."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"[^\W_ʼ]+(?:[\u0300-\u036f\u00ad]+[^\W_ʼ]*)*")
"""Letters and digits, decomposed accents and soft hyphens among them."""
_BETWEEN = re.compile(r"[\s\-‐‑'’‘ʼ´`′]{1,3}")
"""What may stand between two words of a term."""
_APOSTROPHES = frozenset("'’‘ʼ´`′")
_HYPHENS = frozenset("-‐‑")
_ORDINAL = re.compile(r"(\d+)(?:e|è|ème|eme|ième)")
_ELIDED = {"c": "ce", "d": "de", "j": "je", "l": "le", "m": "me", "n": "ne", "qu": "que", "s": "se", "t": "te"}
_SHORT = 4
"""Letters of a word that keeps its endings when it is not known: des, les, pas …"""


class Word(NamedTuple):
    """A word where it stands in a text."""

    start: int
    end: int
    folded: str
    """Without regard to case and typography."""
    keys: tuple[str, ...]
    """The names under which it is looked up."""
    doubtful: bool
    """Whether its lemma is in doubt: it may lack accents, or is unknown."""
    joined: bool
    """Whether it goes with the word before it: no punctuation between."""
    hyphened: bool
    """Whether a hyphen stands right before it."""
    elided: bool
    """Whether an apostrophe comes behind it."""


class _Known(NamedTuple):
    """What a word is, wherever it stands."""

    folded: str
    keys: tuple[str, ...]
    doubtful: bool


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order."""
    last = -1
    for match in _WORD.finditer(text):
        start, end = match.span()
        elided = text[end : end + 1] in _APOSTROPHES
        joined = last >= 0 and _BETWEEN.fullmatch(text, last, start) is not None
        hyphened = joined and text[start - 1] in _HYPHENS
        yield Word(start, end, *_known(match[0], elided), joined, hyphened, elided)
        last = end


@lru_cache(maxsize=50_000)
def _known(word: str, elided: bool) -> _Known:  # noqa: FBT001  # a cache's key
    """A word is looked up under itself, too, for it may be the lemma of another inflection."""
    from simplemma import is_known

    folded = fold(word)
    keys = {_joined(folded), name_key(folded), lemma(folded, elided=elided), stem(folded, elided=elided)}
    if folded.endswith(("s", "x")) and len(folded) >= _SHORT:
        keys.add(lemma(folded[:-1]))  # simplemma knows mises for the plural of mise, but takes mise for a form of miser
    if folded.endswith(("ée", "ées")):
        keys.add(lemma(folded.removesuffix("s")[:-1]))  # and condamnée for the verb's, condamné for a noun
    return _Known(folded, tuple(keys), not word.islower() or not is_known(folded, lang="fr"))


def fold(word: str) -> str:
    """A word in small letters, without soft hyphens, ligatures of the printer and the many ways to write an ordinal."""
    folded = unicodedata.normalize("NFKC", word.replace("\xad", "")).casefold()
    ordinal = _ORDINAL.fullmatch(folded)
    return f"{ordinal[1]}e" if ordinal else folded


@lru_cache(maxsize=50_000)
def lemma(folded: str, *, elided: bool = False) -> str:
    """The lemma of a word; of an elided one the word in full."""
    from simplemma import lemmatize

    if elided and folded in _ELIDED:
        return _ELIDED[folded]
    if len(folded) == 1:  # vitamine D is no vitamine de
        return folded
    return _joined(lemmatize(folded, lang="fr").casefold() if folded.isalpha() else folded)


def stem(folded: str, *, elided: bool = False) -> str:
    """The word without accents, which capitals often lack, and without the endings of plural and feminine.

    What no dictionary lists is found by it.
    """
    if elided and folded in _ELIDED:
        return _ELIDED[folded]
    plain = bare(_joined(folded))
    if len(plain) < _SHORT:
        return plain
    short = plain.removesuffix("s").removesuffix("x")
    return short.removesuffix("e") if len(short) > _SHORT else short  # a short word ends in an e of its own


def name_key(folded: str) -> str:
    """For a name: its letters, but for accents, which capitals often lack."""
    return f"={bare(_joined(folded))}"


def bare(folded: str) -> str:
    """A word without accents."""
    if folded.isascii():
        return folded
    return "".join(letter for letter in unicodedata.normalize("NFD", folded) if not unicodedata.combining(letter))


def _joined(folded: str) -> str:
    """Without ligatures, which many keyboards lack: coeur for cœur."""
    return folded.replace("œ", "oe").replace("æ", "ae")
