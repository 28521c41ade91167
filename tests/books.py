"""Bitexts and books for the tests of the readers' editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilingual import publish
from bilingual.address import Addresses
from bilingual.edition.book import Book, Colophon, Edition, Line, Paragraph
from bilingual.types import Bitext, Block, Inline, Pair, Passage, Segment, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from bilingual.types import Kind, Status

    Sides = tuple[str, str] | tuple[str, str, Status]

SIGNATURE = {"bilingual": "0.1.0", "model": "builtin 0.3", "glossary": "51ce07aa (38 terms)"}


def passage(
    addresses: Addresses,
    kind: Kind,
    *sides: Sides,
    level: int = 0,
    marks: tuple[Iterable[Inline], Iterable[Inline]] = ((), ()),
) -> Passage:
    """A block of sentence pairs; marks are those of the first pair's texts."""
    block = Block(" ".join(one[0] for one in sides), kind, level, inlines=tuple(marks[0]))
    pairs, at = [], 0
    for number, (source, target, *status) in enumerate(sides):
        end = at + len(source)
        segment = Segment(block, at, end, addresses.of(source), within(block.inlines, at, end))
        there = tuple(marks[1]) if not number else ()
        pairs.append(Pair(segment, target, status=status[0] if status else "draft", inlines=there))
        at += len(source) + 1
    return Passage(block, tuple(pairs))


def bitext(*passages: Passage, name: str = "press/whatsapp") -> Bitext:
    """An article."""
    return Bitext(name, f"source_fr/{name}.txt", passages, signature=SIGNATURE)


def article(name: str = "press/whatsapp", paragraphs: int = 1) -> Bitext:
    """A short article: title, section, paragraphs with marks, a list, a quotation, a caption and a skipped block."""
    known = Addresses()
    link = Inline(3, 19, "link", "https://example.org/a?b=1&c=2")
    body = [
        passage(
            known,
            "paragraph",
            ("Le logiciel Pegasus vise des journalistes.", "The Pegasus software targets journalists.", "approved"),
            (f"« Rien de neuf », dit-elle en {number}.", f"“Nothing new,” she says in {number}."),
            marks=([link], [Inline(4, 20, "link", link.href), Inline(4, 11, "bold")]),
        )
        for number in range(paragraphs)
    ]
    return bitext(
        passage(known, "heading", ("WhatsApp attaque NSO", "WhatsApp Sues NSO", "approved"), level=1),
        *body,
        Passage(Block("Abonnez-vous !", skip="newsletter"), address="abonnezvou"),
        passage(known, "heading", ("Ce que demande WhatsApp", "What WhatsApp Wants"), level=2),
        passage(known, "item", ("Des dommages-intérêts", "Damages")),
        passage(known, "item", ("Une interdiction", "An injunction")),
        passage(known, "quotation", ("C'est historique.", "This is historic.", "rejected")),
        passage(known, "caption", ("Le siège de NSO", "")),
        name=name,
    )


def saved(folder: Path, *articles: Bitext) -> Path:
    """The folder with the files of record of some articles."""
    for one in articles:
        publish.record(folder, one, {})
    return folder


def book(*paragraphs: tuple[Kind, str, str], **fields: object) -> Book:
    """A book of one article with plain paragraphs."""
    made = tuple(
        Paragraph(kind, 2 if kind == "heading" else 0, Line(source), Line(target), f"p{number}")
        for number, (kind, source, target) in enumerate(paragraphs)
    )
    edition = Edition("a", (Line("Titre"), Line("Title")), made, signature=SIGNATURE, segments=len(made))
    return of(edition, **fields)


def of(*editions: Edition, **fields: object) -> Book:
    """A book of editions."""
    titles = tuple((one.title[0].text, one.title[1].text) for one in editions)
    told = Colophon(sum(one.segments for one in editions), signatures=(SIGNATURE,))
    known: dict[str, object] = {"title": titles[0][1], "colophon": told}
    return Book(editions=editions, titles=titles, **(known | fields))  # type: ignore[arg-type]


def texts(lines: Sequence[Line]) -> list[str]:
    """The plain texts of lines."""
    return [line.text for line in lines]
