"""The spellings under which a term is looked for: those of its entry, and what may be made of them without a doubt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bilingual.finding.french import grammar
from bilingual.finding.lemmas import fold, lemma

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.types import Term

_HYPHEN = re.compile(r"(?<=\w)[-‐‑](?=\w)")
_LONGEST_TURNED = 3
"""Words."""
_SHORT = 3
"""Letters of a word that is not told by its ending."""


class Spelling(NamedTuple):
    """A way to write a term."""

    text: str
    turned: bool = False
    """Whether the adjective stands on the other side than in the entry."""


def spellings(term: Term) -> Iterator[Spelling]:
    """The spellings of a term: its own; in one word for with a hyphen; the adjective on the other side of its noun."""
    for text in dict.fromkeys((term.source, *term.variants)):
        yield Spelling(text)
        if term.verb or term.rule == "read-only":
            continue
        if (closed := _HYPHEN.sub("", text)) != text:
            yield Spelling(closed)
        yield from (Spelling(turned, turned=True) for turned in _turned(text))


def _turned(text: str) -> Iterator[str]:
    """A noun's first adjective behind it, or its last one before it, if it is nothing but a noun and adjectives.

    Not those that mean something else there (un grand homme), nor names.
    """
    parts = text.split(" ")
    plain = text.islower() and all(part.isalpha() and len(part) > _SHORT for part in parts)
    if not (plain and 1 < len(parts) <= _LONGEST_TURNED) or any(map(_is_bound, parts)):
        return
    if _looks_like_adjective(parts[-1]):
        yield " ".join((parts[-1], *parts[:-1]))
    elif _looks_like_adjective(parts[0]):
        yield " ".join((*parts[1:], parts[0]))


def _is_bound(word: str) -> bool:
    """Whether a word has its place: an adjective that changes its meaning with it, or no adjective nor noun at all."""
    known, said = grammar(), fold(word)
    single = said.removesuffix("s")
    adjective = {said, lemma(said), single, single.removesuffix("e")} & known.bound_adjectives
    return bool(adjective) or any(said in words for words in (known.before_nouns, known.between, known.auxiliaries))


def _looks_like_adjective(word: str) -> bool:
    single = word.removesuffix("s")
    return single.endswith((*grammar().adjective_endings, "aux"))
