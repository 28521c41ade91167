"""Names and word groups in French text that may be terms, whether a glossary has them or not.

A candidate is one capitalised word inside a sentence, or two to four words of content with nothing but prepositions
and articles between them: the patterns of Justeson and Katz, “Technical terminology”, Natural Language Engineering 1
(1995), with lists of words in the place of a tagger. Which candidates are terms is told by how often they recur.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bilingual.lexicon import lemma, role
from bilingual.links import word_spans
from bilingual.renderings import overlap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilingual.lexicon import Role
    from bilingual.types import Span

MOST_WORDS = 4
"""Words of content in a candidate; few terms have more, and those that do recur in parts."""
_MOST_INNER = 2
"""Words in a row that join two words of content: de la."""
_ARTICLES = frozenset({"le", "la", "les", "l"})
"""What joins two words of a term only behind a preposition: chef de l'État, but elle saisit la cour."""
_OPENING = frozenset('«“"„(:–—-…')
"""Signs after which a sentence may begin."""


class Candidate(NamedTuple):
    """A stretch of a text that may be a term."""

    key: str
    """Its lemmas: alike for all inflections."""
    start: int
    end: int


class _Word(NamedTuple):
    start: int
    end: int
    lemma: str
    role: Role
    article: bool
    capital: bool
    joined: bool
    """Whether only white space, or nothing, stands between it and the word before."""


def candidates(text: str, taken: Sequence[Span]) -> Iterator[Candidate]:
    """The candidates of a French sentence, those with shared words among them; at most a few a word.

    Args:
        text: the sentence.
        taken: where something stands that is no news, such as terms of the glossary.
    """
    words = _words(text, taken)
    in_capitals = text.isupper()
    for i, word in enumerate(words):
        if word.role != "content" or _goes_on(words, i):
            continue
        if word.capital and not (in_capitals or _begins_sentence(text, words, i) or _goes_on(words, i + 1)):
            yield Candidate(word.lemma, word.start, word.end)
        for last in _ends(words, i):
            key = " ".join(one.lemma for one in words[i : last + 1])
            yield Candidate(key, word.start, words[last].end)


def _words(text: str, taken: Sequence[Span]) -> list[_Word]:
    words: list[_Word] = []
    behind, free = 0, list(reversed(taken))
    for start, end in word_spans(text):
        while free and free[-1][1] <= start:
            free.pop()
        said = text[start:end].rstrip("'’")
        pinned = bool(free) and overlap(free[-1], (start, end))
        what: Role = "outside" if pinned or not any(map(str.isalpha, said)) else role(said)
        gap = text[behind:start]
        article, joined = said.casefold() in _ARTICLES, not gap or gap.isspace()
        words.append(_Word(start, end, lemma(said), what, article, said[0].isupper(), joined))
        behind = end
    return words


def _ends(words: Sequence[_Word], first: int) -> Iterator[int]:
    """The words with which a candidate of more than one word may end that begins with some word."""
    content, inner = 1, 0
    for i in range(first + 1, len(words)):
        if not words[i].joined or words[i].role == "outside":
            return
        if words[i].role == "inner":
            if inner == _MOST_INNER or (words[i].article and not inner):
                return
            inner += 1
            continue
        content, inner = content + 1, 0
        if not _goes_on(words, i + 1):
            yield i
        if content == MOST_WORDS:
            return


def _goes_on(words: Sequence[_Word], i: int) -> bool:
    """Whether a word is part of the name that the word before belongs to: San Francisco."""
    if not 0 < i < len(words):
        return False
    one, other = words[i - 1], words[i]
    return other.joined and one.capital and other.capital and one.role == other.role == "content"


def _begins_sentence(text: str, words: Sequence[_Word], i: int) -> bool:
    """Whether a capital says nothing: the first word of the text, or of a quotation or a part of it."""
    between = text[words[i - 1].end if i else 0 : words[i].start]
    return i == 0 or not _OPENING.isdisjoint(between)
