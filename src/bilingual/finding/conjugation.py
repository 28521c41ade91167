"""The forms of a French verb, and what each of them is.

A lemmatiser gives each word one lemma, and takes *porte*, *juge*, *attaque*, *saisie* for the nouns. Here one goes the
other way: from an infinitive to all its forms.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Form = Literal["infinitive", "third", "present", "participle", "gerund", "past", "future"]
"""`third` is the present of *il*, `past` imperfect and past historic, `future` future and conditional."""

_VERB = re.compile(
    r"(?P<reflexive>se[ \u00a0]|s['’ʼ])?(?P<infinitive>[^\W\d_]+)(?<=er|ir|re)(?=[ \u00a0]|$)", re.IGNORECASE
)
_SHORTEST = 4
"""Letters of an infinitive; mer, air and the like are none."""
_CIRCUMFLEX = str.maketrans("aiu", "âîû")
_IMPERFECT = ("ais", "ait", "ions", "iez", "aient")
_FUTURE = ("ai", "as", "a", "ons", "ez", "ont", *_IMPERFECT)
_BEFORE_MUTE = r"(?=e(?:s|nt)?$|er(?:$|[aio]))"
"""Where an ending begins with an e that is not heard."""
_HEARD = re.compile(rf"[eé](?P<consonants>[bcdfgjlmnpqrstvz]|[bcdfgptv][lr]|gn|qu|gu){_BEFORE_MUTE}")
_YOD = re.compile(rf"(?<=[aou])y{_BEFORE_MUTE}")
_DOUBLED = re.compile(rf"e([lt]){_BEFORE_MUTE}")


class Verb(NamedTuple):
    """The verb that a phrase begins with."""

    infinitive: str
    reflexive: bool


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("bilingual") / "data" / "conjugation.fr.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=20_000)
def verb(phrase: str) -> Verb | None:
    """The verb in the infinitive, be it reflexive, that a phrase begins with; None where it begins with none.

    Infinitives that are nouns as well (*pouvoir*) count here; see `is_noun`.
    """
    from simplemma import is_known, lemmatize

    if not (found := _VERB.match(phrase)) or len(found["infinitive"]) < _SHORTEST:
        return None
    said = found["infinitive"].casefold()
    # il disait belongs to dire, whereas no *il affaisait* is known to belong to affaire
    known = lemmatize(said, lang="fr") == said and any(
        kinds == ("past",) and form.endswith("ait") and is_known(form, lang="fr") and lemmatize(form, lang="fr") == said
        for form, kinds in forms(said).items()
    )
    return Verb(said, bool(found["reflexive"])) if known else None


def is_noun(infinitive: str) -> bool:
    """Whether an infinitive is a noun as well: le pouvoir."""
    return infinitive in _table()["nouns"]


@lru_cache(maxsize=5_000)
def forms(infinitive: str) -> dict[str, tuple[Form, ...]]:
    """The forms of a verb with what each can be, the likelier first; those of no tense that is found in print too.

    Of what can be spelt in two ways both are given. There are none for what no table lists.
    """
    found: dict[str, tuple[Form, ...]] = {}
    for form, kind in _forms(infinitive):
        if kind not in (kinds := found.get(form, ())):
            found[form] = (*kinds, kind)
    return found


def _forms(infinitive: str) -> Iterator[tuple[str, Form]]:
    yield infinitive, "infinitive"
    family = _family(infinitive)
    if family is None:
        return
    stem = infinitive.removesuffix(family["ends"])
    for form, kind in _conjugated(family):
        for spelling in _spellings(_softened(stem, form) + form) if family["ends"] == "er" else (stem + form,):
            yield spelling, kind


def _family(infinitive: str) -> dict[str, str] | None:
    families: list[dict[str, str]] = _table()["family"]
    if infinitive in _table()["like_finir"]:
        return next(family for family in families if family["ends"] == "ir")
    fitting = [family for family in families if infinitive.endswith(family["ends"])]
    best = max(fitting, key=lambda family: len(family["ends"]), default=None)
    return None if best and best["ends"] == "ir" and infinitive.endswith("oir") else best  # of those none is regular


def _conjugated(family: dict[str, str]) -> Iterator[tuple[str, Form]]:
    """What is written behind the stem of a family's verbs."""
    je, tu, il, nous, vous, ils = family["present"].split()
    yield il, "third"
    participle = family["participle"]
    feminine = family.get("feminine", f"{participle}e")
    for form in (participle, participle if participle.endswith("s") else f"{participle}s", feminine, f"{feminine}s"):
        yield form, "participle"
    for form in (je, tu, nous, vous, ils):
        yield form, "present"
    plural = nous.removesuffix("ons") if nous.endswith("ons") else ""
    yield family.get("gerund", f"{plural}ant"), "gerund"
    imperfect = family.get("imperfect", plural)
    for ending in _IMPERFECT:
        yield imperfect + ending, "past"
    subjunctive = family.get("subjunctive") or " ".join(
        ils.removesuffix("ent") + ending for ending in ("e", "es", "e", "ent")
    )
    for form in subjunctive.split():
        yield form, "third"
    if family["past"]:
        for form in _historic(family["past"]):
            yield form, "past"
    for ending in _FUTURE:
        yield family["future"] + ending, "future"


def _historic(stem: str) -> Iterator[str]:
    """Past historic, and the imperfect of the subjunctive as far as it is used."""
    vowel = stem.rstrip("n")
    long = vowel[:-1] + vowel[-1].translate(_CIRCUMFLEX) + stem[len(vowel) :]
    if stem.endswith("a"):
        yield from (f"{stem}i", f"{stem}s", stem, f"{stem[:-1]}èrent")
    else:
        yield from (f"{stem}s", f"{stem}t", f"{stem}rent")
    yield from (f"{long}mes", f"{long}tes", f"{long}t")


def _softened(stem: str, ending: str) -> str:
    """The stem of a verb in -er as it is spelt before an ending: commençons, mangeait."""
    if ending[0] in "aoâ":
        return re.sub("c$", "ç", re.sub("g$", "ge", stem))
    return stem


def _spellings(form: str) -> tuple[str, ...]:
    """How a form of a verb in -er may be spelt, given its letters: emploie, lève, jette."""
    yod = _YOD.sub("i", form)
    grave = _HEARD.sub(r"è\g<consonants>", form)
    double = _DOUBLED.sub(r"e\1\1", form)
    return tuple(dict.fromkeys((form, yod, grave, double)))
