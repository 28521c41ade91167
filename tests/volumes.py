"""Books for the tests of e-books and Word documents: one that reads like a book, hostile ones, and long ones."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from hypothesis import strategies as st

from bilingual.edition.book import Book, Colophon, Edition, Entry, Layout, Line, Paragraph
from bilingual.types import Inline, InlineKind, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LAYOUTS: tuple[Layout, ...] = get_args(Layout)

SIGNATURE = {"bilingual": "0.3.0", "model": "builtin", "style": "uk"}

HOSTILE = (
    "</p></body></html><script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %} &lt;b&gt; &amp;amp; <!-- ]]> <![CDATA[x]]> <?xml?>",
    "a\u2028b\u2029c\x0bd\x0ce\x01f\x85g\x9fh\ufffei\uffffj\ufdd0k\U0001fffel",
    "line\r\nline\rline\n\ttab  two spaces \u00a0no-break",
    "\u202eevird\u202c שלום مرحبا \u2066open",
    "NUL \0 and halves \ud800 \udc80 \U0001f600 👩‍👩‍👧 e\u0301",
    "' onmouseover='alert(1) \" onclick=\"alert(2)",
    " ",
    "x" * 20_000,
)
"""Texts that a parser, a template or a page may stumble over."""
HREFS = (
    "https://example.org/a?b=1&c=<d>#é",
    "https://exemple.fr/chemin/été?q=[1]&x=%zz#a#b",
    "http://[",
    "http://a:b/",
    "https://a@b.example/",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "mailto:redaction@example.org?subject=50%",
    "//example.org/",
    "../article-2.xhtml",
    "data:text/html,x",
)

_ARTICLE = Path(__file__).parent / "data" / "edition_article.toml"
_LINK = "https://example.org/requête"
_TITLE = ("L’immunité, dernier rempart", "Immunity, the last line of defence")
_MARKED: tuple[tuple[tuple[str, InlineKind], ...], ...] = (
    (("Cour suprême", "bold"), ("la requête", "link"), ("espions", "italic")),
    (("Supreme Court", "bold"), ("the petition", "link"), ("spyware", "italic")),
)


def edition(name: str = "press/immunite", title: tuple[str, str] = _TITLE) -> Edition:
    """An article with every kind of paragraph, and marks in the first one."""
    entries = tomllib.loads(_ARTICLE.read_text(encoding="utf-8"))["paragraph"]
    paragraphs = [
        Paragraph(one["kind"], one.get("level", 0), Line(one["source"]), Line(one["target"]), f"{at:010x}")
        for at, one in enumerate(entries)
    ]
    sides = (paragraphs[0].source, paragraphs[0].target)
    source, target = (_line(side.text, marked) for side, marked in zip(sides, _MARKED, strict=True))
    paragraphs[0] = replace(paragraphs[0], source=source, target=target)
    return Edition(
        name,
        (Line(title[0]), Line(title[1])),
        tuple(paragraphs),
        signature=SIGNATURE,
        approved=5,
        segments=11,
        terms=(("immunité souveraine", "sovereign immunity"), ("logiciel espion", "spyware")),
    )


def single() -> Book:
    """A book of one article."""
    return Book(
        _TITLE[1],
        (edition(),),
        (_TITLE,),
        authors=("Anne Roux",),
        translators=("Zoé Noir",),
        date="2026-07-01",
        colophon=Colophon(11, 5, 0, (SIGNATURE,)),
    )


def collection() -> Book:
    """A book of three articles, with contents, glossaries and an index."""
    titles = (_TITLE, ("Ce que l’on vend aux États", "What is sold to states"), ("La plainte", "The complaint"))
    return Book(
        "Spyware before the courts",
        tuple(edition(f"press/{number}", title) for number, title in enumerate(titles)),
        titles,
        subtitle="Three reports",
        authors=("Anne Roux", "Paul Blanc"),
        translators=("Zoé Noir",),
        publisher="Éditions du Canal",
        date="2026-07-01",
        rights="© 2026 Éditions du Canal",
        identifier="978-2-07-036822-8",
        index=(
            Entry("immunité souveraine", "sovereign immunity", ((0, f"{0:010x}"), (1, f"{0:010x}"), (1, f"{4:010x}"))),
            Entry("Pegasus", "Pegasus", ((2, f"{10:010x}"),)),
        ),
        is_collection=True,
        colophon=Colophon(33, 15, 0, (SIGNATURE,)),
    )


@dataclass(frozen=True)
class Lazy:
    """Articles that are made when they are asked for."""

    count: int
    make: Callable[[int], Edition]
    walked: list[int] = field(default_factory=list)
    """Their numbers, as they were asked for."""

    def __iter__(self) -> Iterator[Edition]:
        """One article after the other."""
        for number in range(self.count):
            self.walked.append(number)
            yield self.make(number)


def long(count: int, *, articles: int = 1) -> Book:
    """A book of so many paragraphs, with marks in each, in each of so many articles."""
    first = edition().paragraphs[0]

    def make(number: int) -> Edition:
        paragraphs = tuple(replace(first, address=f"{at:010x}") for at in range(count))
        return replace(edition(f"long-{number}"), paragraphs=paragraphs)

    titles = (("Un titre", "A title"),) * articles
    return replace(single(), editions=Lazy(articles, make), titles=titles, is_collection=articles > 1)


def hostile() -> Book:
    """A collection in which every text, name and address is what nobody would like to find in it."""
    names = HOSTILE[:-1]
    return Book(
        HOSTILE[0],
        tuple(_hostile(number, text) for number, text in enumerate(HOSTILE)),
        tuple((text, text) for text in HOSTILE),
        HOSTILE[1],
        names,
        names,
        HOSTILE[2],
        "vers le mois de mai <b>",
        HOSTILE[3],
        HOSTILE[5],
        tuple(Entry(text, f"{text}x", ((at, f"p{at}"),)) for at, text in enumerate(HOSTILE)),
        is_collection=True,
        colophon=Colophon(9, 0, 9, tuple({text: text} for text in names)),
        target_lang="<en>",
    )


def _line(text: str, marked: tuple[tuple[str, InlineKind], ...]) -> Line:
    places = ((text.index(words), words, kind) for words, kind in marked)
    return Line(text, tuple(Inline(at, at + len(words), kind, _LINK * (kind == "link")) for at, words, kind in places))


def _hostile(number: int, text: str) -> Edition:
    href = HREFS[number % len(HREFS)]
    link = Inline(len(text) + 1, len(text) + 5, "link", href)
    marked = Line(f"{text} lien", (*_everywhere(text), link))
    links = (Line("un lien", (Inline(3, 7, "link", href),)) for href in HREFS)
    paragraphs = (
        *(Paragraph("paragraph", 0, line, line, f"l{at}") for at, line in enumerate(links)),
        *(Paragraph(kind, 9, marked, marked, f"{kind} {text[:20]}") for kind in get_args(Kind)),
        Paragraph("paragraph", 0, marked, Line(""), f"p{number}"),
    )
    titles = (Line(text), Line(text))
    return Edition(text, titles, paragraphs, "<fr>", "en\n", signature={text: text}, terms=((text, text),))


def _everywhere(text: str) -> tuple[Inline, ...]:
    """Marks that overlap, stand outside of the text, or are empty."""
    half = len(text) // 2
    places = ((0, half + 1), (half, len(text)), (0, len(text)), (half, half), (-3, 2), (len(text), len(text) + 99))
    kinds = get_args(InlineKind)
    return tuple(Inline(start, end, kind, "https://a.example") for start, end in places for kind in kinds)


_TEXTS = st.text(st.characters(exclude_categories=()), max_size=40) | st.sampled_from(HOSTILE[:-1])


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """Any line with any marks."""
    text = draw(_TEXTS)
    place = st.integers(0, len(text))
    marks = st.builds(Inline, place, place, st.sampled_from(get_args(InlineKind)), st.sampled_from(HREFS))
    found = draw(st.lists(marks, max_size=5))
    return Line(text, tuple(sorted(found, key=lambda one: (one.start, -one.end))))


@st.composite
def volumes(draw: st.DrawFn) -> Book:
    """Any book of one or a few articles."""
    editions = tuple(draw(_editions(number)) for number in range(draw(st.integers(1, 3))))
    return Book(
        draw(_TEXTS),
        editions,
        tuple((one.title[0].text, one.title[1].text) for one in editions),
        draw(_TEXTS),
        authors=tuple(draw(st.lists(_TEXTS, max_size=2))),
        publisher=draw(_TEXTS),
        date=draw(_TEXTS),
        identifier=draw(_TEXTS),
        index=tuple(
            Entry(draw(_TEXTS), draw(_TEXTS), ((number, paragraph.address),))
            for number, one in enumerate(editions)
            for paragraph in one.paragraphs[:1]
        ),
        is_collection=len(editions) > 1,
    )


@st.composite
def _editions(draw: st.DrawFn, number: int) -> Edition:
    kinds = draw(st.lists(st.sampled_from(get_args(Kind)), max_size=4))
    paragraphs = tuple(
        Paragraph(kind, draw(st.integers(1, 6)), draw(lines()), draw(lines()), f"a{number}-{at}")
        for at, kind in enumerate(kinds)
    )
    language = draw(st.sampled_from(("fr", "pt-BR", "<x>")))
    return Edition(draw(_TEXTS), (draw(lines()), draw(lines())), paragraphs, language)
