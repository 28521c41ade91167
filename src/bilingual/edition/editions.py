"""From a bitext to what readers get of it: paragraphs in both languages, and nothing that only editors need."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from bilingual.edition.book import Edition, Line, Paragraph
from bilingual.types import Inline, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilingual.types import Bitext, Pair, Passage

LEFT_OUT = "[…]"
"""In the place of a translation that is not shown; once for neighbours."""
_TITLE_WITHIN = 3
"""Passages among which the title is sought: a heading further down is that of a section."""
_FAR = 8
"""Characters that never stand between two sentences: what is marked on both sides of so many is marked twice."""
_BREAK = re.compile("[\\s\x1c-\x1f\x85\u2028\u2029]", re.ASCII)


_FRENCH = re.compile("(?<=«) | (?=[»?!;:])")


class _Piece(NamedTuple):
    """A stretch of a line to be joined with others."""

    text: str
    inlines: Iterable[Inline] = ()


def edition(bitext: Bitext, *, only_approved: bool = False, title: str = "") -> Edition:
    """The readers' edition of an article; skipped passages are not in it.

    Args:
        bitext: the article; walked once.
        only_approved: whether a translation that no editor has approved is left out, as a rejected one always is.
        title: goes before the article's own in the target language.
    """
    told = [passage for passage in bitext.passages if passage.pairs]
    is_french = bitext.source_lang.startswith("fr")
    paragraphs = [_paragraph(passage, only_approved=only_approved, is_french=is_french) for passage in told]
    at = next((n for n, one in enumerate(paragraphs[:_TITLE_WITHIN]) if one.kind == "heading"), -1)
    name = Line(PurePosixPath(bitext.name).name)
    titles = (paragraphs[at].source, paragraphs[at].target) if at >= 0 else (name, name)
    pairs = [pair for passage in told for pair in passage.pairs]
    return Edition(
        bitext.name,
        (titles[0], Line(_flat(title)) if title else titles[1]),
        tuple(one for n, one in enumerate(paragraphs) if n != at),
        bitext.source_lang,
        bitext.target_lang,
        bitext.signature,
        left_out=sum(not _is_shown(pair, only_approved=only_approved) for pair in pairs),
        approved=sum(pair.status == "approved" and _is_shown(pair, only_approved=True) for pair in pairs),
        segments=len(pairs),
    )


def headline(told: Edition) -> tuple[str, str]:
    """The titles as plain texts for contents and covers; where the translation's is left out, the source's stands."""
    source, target = (line.text for line in told.title)
    return source, source if target == LEFT_OUT else target


def _paragraph(passage: Passage, *, only_approved: bool, is_french: bool) -> Paragraph:
    first, last = passage.pairs[0].source, passage.pairs[-1].source
    block = passage.block
    text = block.text[first.start : last.end]
    source = _Piece(_unbroken(_flat(text)) if is_french else text, within(block.inlines, first.start, last.end))
    target = _joined(_shown(passage.pairs, only_approved=only_approved))
    return Paragraph(block.kind, block.level, _line(source), _line(target), first.address)


def _shown(pairs: Sequence[Pair], *, only_approved: bool) -> Iterator[_Piece]:
    """The translations of a paragraph, one sign for those in a row that are left out."""
    before = True
    for pair in pairs:
        is_shown = _is_shown(pair, only_approved=only_approved)
        if is_shown:
            yield _stripped(pair)
        elif before or pair is pairs[0]:
            yield _Piece(LEFT_OUT)
        before = is_shown


def _is_shown(pair: Pair, *, only_approved: bool) -> bool:
    if not pair.target.strip() or pair.status == "rejected":
        return False
    return pair.status == "approved" or not only_approved


def _stripped(pair: Pair) -> _Piece:
    start = len(pair.target) - len(pair.target.lstrip())
    end = start + len(pair.target.strip())
    return _Piece(pair.target[start:end], within(pair.inlines, start, end))


def _joined(pieces: Iterable[_Piece]) -> _Piece:
    """Pieces with a space between them, as one."""
    texts: list[str] = []
    inlines: list[Inline] = []
    at = 0
    for piece in pieces:
        texts.append(piece.text)
        inlines += (replace(one, start=one.start + at, end=one.end + at) for one in piece.inlines)
        at += len(piece.text) + 1
    return _Piece(" ".join(texts), inlines)


def _line(piece: _Piece) -> Line:
    return Line(_flat(piece.text), tuple(_mended(piece.text, piece.inlines)))


def _unbroken(text: str) -> str:
    """French with its quotation marks and high punctuation tied to their words, offset by offset."""
    return _FRENCH.sub("\u00a0", text)


def _flat(text: str) -> str:
    """The text on one line, offset by offset; a break inside it would be another paragraph to some formats."""
    return _BREAK.sub(" ", text)


def _mended(text: str, inlines: Iterable[Inline]) -> list[Inline]:
    """Marks that went on from one sentence into the next, in one piece again; ordered as in `Block`."""
    ends: dict[tuple[str, str], int] = {}
    found: list[Inline] = []
    for one in sorted(inlines, key=lambda one: (one.start, -one.end)):
        kept = ends.get((one.kind, one.href))
        gap = one.start - found[kept].end if kept is not None else _FAR
        if kept is not None and 0 <= gap < _FAR and not text[found[kept].end : one.start].strip():
            found[kept] = replace(found[kept], end=one.end)
        else:
            ends[one.kind, one.href] = len(found)
            found.append(one)
    return found
