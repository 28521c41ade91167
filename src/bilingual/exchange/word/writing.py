"""An article as a Word document in which translators and editors work: a table, French beside English.

Written as a stream of XML, row by row, since a document of python-docx is a tree in memory and has no content controls;
memory grows with comments and links only. What brings a row back to its place stands in its first cell as plain text,
in very small letters, since every program keeps text: LibreOffice 7.4 already loses the tags of content controls, and
custom XML.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import IO, TYPE_CHECKING
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile

from bilingual.errors import InputError
from bilingual.exchange.statuses import LABELS, shown
from bilingual.exchange.word import package
from bilingual.exchange.word.comments import Comments
from bilingual.exchange.word.runs import Links, plain, runs
from bilingual.messages import _
from bilingual.read.archive import MOST_BYTES
from bilingual.reasons import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.exchange.outgoing import Outgoing, Row
    from bilingual.exchange.word.runs import Anchor
    from bilingual.types import Status

ARTICLE = "bilingual:"
"""Begins the trace in the table's head, behind which stands the article's name; percent-encoded, as addresses are."""
SKIPPED = "skipped."
"""Begins, in a row's trace, the reason why its block is not translated."""

_WIDTHS = (1000, 6350, 6350, 1436)
"""Of the columns, in twentieths of a point; together the breadth of a landscape A4 page less its margins."""
_REGIONS = {"fr": "fr-FR", "en": "en-US"}
"""Word and its like know spelling by region only."""
_SPLIT = 1500
"""Characters from which on a row may go over two pages; a longer one might not fit on one."""
_INDENTS = {"item": 280, "quotation": 420, "caption": 200}
_FILLS = {"head": "E9EDF1", "source": "F6F7F8", "skipped": "EDEFF1"}


def write(file: IO[bytes], article: Outgoing) -> None:
    """Writes the document; the rows of the article are walked once.

    Raises:
        InputError: it would be longer than what is read again, about 25,000 segments.
    """
    links, comments = Links(), Comments()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in package.FIXED.items():
            archive.writestr(name, content)
        archive.writestr("word/styles.xml", _styles(article))
        archive.writestr("word/footer1.xml", package.footer(plain(article.name)))
        size = 0
        with archive.open("word/document.xml", "w") as part:
            for piece in _document(article, links, comments):
                size += part.write(piece.encode())
                if size > MOST_BYTES:
                    raise InputError(_("too long for a Word document"), _("divide the article, or export it as XLIFF"))
        with archive.open("word/comments.xml", "w") as part:
            for piece in package.comments(comments.xml):
                part.write(piece.encode())
        archive.writestr("word/_rels/document.xml.rels", package.relations(links.relations()))


def _styles(article: Outgoing) -> str:
    styles = files("bilingual").joinpath("data/word_styles.xml").read_text("utf-8")
    return styles.replace("{source}", _region(article.source_lang)).replace("{target}", _region(article.target_lang))


def _region(language: str) -> str:
    return re.sub("[^A-Za-z0-9-]", "", _REGIONS.get(language, language))


def _document(article: Outgoing, links: Links, comments: Comments) -> Iterator[str]:
    terms: dict[tuple[str, str], None] = {}
    statuses = {status: _status(status) for status in LABELS}
    yield package.BEGIN
    yield _paragraph("Title", runs(article.name, (), links, [comments.add(_how())]))
    yield _paragraph("Hint", plain(_hint()))
    yield _table(article)
    number = 0
    for row in article.rows:
        if row.skip:
            yield _skipped(row, links, comments)
        else:
            yield _row(row, statuses[row.status], links, comments.of(row), is_first=row.number != number)
            terms.update(((pin.term.source, pin.term.target), None) for pin in row.pins if pin.term.rule != "forbidden")
        number = row.number
    yield "</w:tbl>"
    yield from _glossary(terms)
    yield package.END


def _hint() -> str:
    return _(
        "Change the English and the status; what you comment on comes back as a note. "
        "Tracked changes count as accepted. Leave the French and the small print on the left as they are."
    )


def _how() -> str:
    return _("Remarks by “bilingual” are what the checks found; those by “editor” are notes, which may be changed.")


def _table(article: Outgoing) -> str:
    heads = (
        _paragraph("Head", plain("№")) + _paragraph("Trace", plain(f"{ARTICLE}{_coded(article.name)}")),
        _paragraph("Head", plain(_("{language} – do not change", language=_language(article.source_lang)))),
        _paragraph("Head", plain(_language(article.target_lang))),
        _paragraph("Head", plain(_("Status"))),
    )
    cells = (_cell(body, width, _FILLS["head"]) for body, width in zip(heads, _WIDTHS, strict=True))
    return package.table(_WIDTHS) + package.row("".join(cells), is_head=True)


def _row(row: Row, status: str, links: Links, anchors: list[Anchor], *, is_first: bool) -> str:
    heading = "Heading" * (row.kind == "heading")
    indent = _INDENTS.get(row.kind, 0)
    trace = f"{_coded(row.address)}={row.seen}"
    source = _paragraph(f"Source{heading}", runs(row.source, row.source_marks, links), indent)
    target = _paragraph(f"Target{heading}", runs(row.target, row.target_marks, links, anchors), indent)
    cells = (
        _cell(_place(row, trace, is_first=is_first), _WIDTHS[0], above=is_first),
        _cell(source, _WIDTHS[1], _FILLS["source"], above=is_first),
        _cell(target, _WIDTHS[2], above=is_first),
        _cell(status, _WIDTHS[3], above=is_first),
    )
    return package.row("".join(cells), may_split=max(len(row.source), len(row.target)) > _SPLIT)


def _skipped(row: Row, links: Links, comments: Comments) -> str:
    trace = f"{_coded(row.address)}={SKIPPED}{row.skip}"
    told = plain(_("Not translated ({reason}):", reason=said(row.skip or "")) + " ")
    text = _paragraph("Skipped", told + runs(row.source, row.source_marks, links, comments.of(row)))
    fill = _FILLS["skipped"]
    place = _cell(_place(row, trace, is_first=True), _WIDTHS[0], fill, above=True)
    cells = place + _cell(text, sum(_WIDTHS[1:]), fill, above=True, span=len(_WIDTHS) - 1)
    return package.row(cells, may_split=len(row.source) > _SPLIT)


def _place(row: Row, trace: str, *, is_first: bool) -> str:
    """Number and address for people, and the trace, which has the address once more for where they change it."""
    number = _paragraph("Number", plain(str(row.number))) if is_first else ""
    return number + _paragraph("Address", plain(_coded(row.address))) + _paragraph("Trace", plain(trace))


def _status(status: Status) -> str:
    """The status in a list of all of them."""
    return _paragraph("Status", package.choice(map(shown, LABELS), plain(shown(status))))


def _glossary(terms: dict[tuple[str, str], None]) -> Iterator[str]:
    """The terms of the article, each once, in the order in which they come."""
    yield _paragraph("Hint", "")  # no table may end a document
    if terms:
        yield _paragraph("Head", plain(_("Terms of the glossary in this article")))
        for source, target in terms:
            yield _paragraph("Terms", plain(f"{source} → {target}"))


def _paragraph(style: str, content: str, indent: int = 0) -> str:
    shift = f'<w:ind w:left="{indent}"/>' if indent else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{shift}</w:pPr>{content}</w:p>'


def _cell(content: str, width: int, fill: str = "", *, above: bool = False, span: int = 1) -> str:
    """A cell; with `above`, a line says that something new begins there."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    line = package.LINE if above else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}{line}{shade}</w:tcPr>{content}</w:tc>'


def _language(code: str) -> str:
    return {"fr": _("French"), "en": _("English")}.get(code, code)


def _coded(name: str) -> str:
    """A name as one word that no program breaks or mends."""
    return quote(name, safe="/-", errors="surrogatepass")
