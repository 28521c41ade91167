"""What must be known of French words to tell what may be a term: their lemmas, and what each may be inside one."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from bilingual.finding import lemmas
from bilingual.messages import _

Role = Literal["content", "inner", "outside"]
"""A word of a term, one that may only join two of them, or one that no term has."""

WORD = re.compile(r"[^\W_]+")
_INFINITIVE = ("er", "ir", "re")
_COMMON = 5  # letters: what is short and in the dictionary is most often in more than one sense


def key(text: str) -> tuple[str, ...]:
    """The lemmas of a text's words: alike for all inflections and typographies of a term."""
    return tuple(map(lemma, WORD.findall(text)))


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """The dictionary's form of a word, in small letters; the word itself where it has none."""
    return lemmas.lemma(lemmas.fold(word))


@lru_cache(maxsize=50_000)
def role(word: str) -> Role:
    """What a word may be inside a term; of one with hyphens all parts are asked (peut-il)."""
    parts = word.split("-")
    if len(parts) > 1:
        return "outside" if all(role(part) == "outside" for part in parts if part) else "content"
    folded = word.casefold()
    inner, outside, adverbial = _lists()
    if folded in inner:
        return "inner"
    if folded in outside or folded.isdigit() or (len(folded) == 1 and folded.isalpha()):
        return "outside"
    return "outside" if word.islower() and (folded.endswith(adverbial) or _is_verb(folded)) else "content"


def is_french(word: str) -> bool:
    """Whether the dictionary has a word, be it that its first letter lacks an accent, as capitals often do."""
    from simplemma import is_known

    folded = word.casefold()
    return bool(is_known(folded, lang="fr") or (folded[:1] == "e" and is_known(f"é{folded[1:]}", lang="fr")))


def doubt(word: str) -> str:
    """Why a single word is a risky entry, as a clause that goes on from it; empty where it is none."""
    if not word.islower():
        return ""
    if role(word) != "content":
        return _("is a word of grammar or a form of a common verb, and stands in many sentences")
    if len(word) <= _COMMON and is_french(word):
        return _("is one short, common word; is the rendering right in every ordinary sentence?")
    return ""


def _is_verb(folded: str) -> bool:
    """Whether a word is a conjugated verb or a participle, rather than the plural or feminine of a noun."""
    infinitive = lemma(folded)
    if folded == infinitive or not infinitive.endswith(_INFINITIVE):
        return False
    return folded.removesuffix("s") not in {infinitive, f"{infinitive[:-2]}ère", f"{infinitive}e"}


@cache
def _lists() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """Inner and outside words, and how adverbs end."""
    table = tomllib.loads((files("bilingual") / "data" / "terms.fr.toml").read_text(encoding="utf-8"))
    return frozenset(table["inner"]), frozenset(table["outside"]), tuple(table["adverb_endings"])
