"""The package around a Word document's text (ECMA-376, parts 1 and 2): its parts, and the elements of its table."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {"document": "document.main", "styles": "styles", "comments": "comments", "settings": "settings"}
"""The parts in the folder `word`, and what their content is called."""

BEGIN = f"{_HEAD}<w:document {_NAMES}><w:body>"
END = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="964" w:right="851" w:bottom="964" w:left="851" w:header="454" w:footer="454" w:gutter="0"/>'
    "</w:sectPr></w:body></w:document>"
)
_OVERRIDES = "".join(
    f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
    for name, kind in (_PARTS | {"footer1": "footer"}).items()
)
FIXED = {
    "[Content_Types].xml": (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{_OVERRIDES}</Types>'
    ),
    "_rels/.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/settings.xml": (
        f'{_HEAD}<w:settings {_NAMES}><w:defaultTabStop w:val="708"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        "</w:compat></w:settings>"
    ),
}
"""The parts that are the same in every document."""
_RELATED = (("styles", "styles"), ("settings", "settings"), ("comments", "comments"), ("footer", "footer1"))


_INSIDE = ("insideH", "insideV")
LINE = '<w:tcBorders><w:top w:val="single" w:sz="6" w:space="0" w:color="AEB6BE"/></w:tcBorders>'
"""Above a cell, darker than those between others."""


def relations(links: Iterable[str]) -> str:
    """The relations of the document: to its parts, and the links."""
    parts = (
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>'
        for number, (kind, name) in enumerate(_RELATED, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(parts)}{"".join(links)}</Relationships>'


def comments(elements: Iterable[str]) -> Iterator[str]:
    """The part with the comments."""
    yield f"{_HEAD}<w:comments {_NAMES}>"
    yield from elements
    yield "</w:comments>"


def footer(name: str) -> str:
    """The part with what stands at the foot of each page: a name, and the page's number."""
    between = '<w:r><w:t xml:space="preserve"> · </w:t></w:r>'
    page = '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    body = f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{name}{between}{page}</w:p>'
    return f"{_HEAD}<w:ftr {_NAMES}>{body}</w:ftr>"


def table(widths: Sequence[int]) -> str:
    """How the table begins; it keeps its widths, whatever is written into it."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    inside = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="E3E6E9"/>' for side in _INSIDE)
    below = '<w:bottom w:val="single" w:sz="6" w:space="0" w:color="AEB6BE"/>'
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 50), ("left", 100), ("bottom", 50), ("right", 100))
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{below}{inside}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )


def row(cells: str, *, is_head: bool = False, may_split: bool = False) -> str:
    """A row; the head is repeated on each page."""
    told = "" if may_split else "<w:cantSplit/>"
    told += "<w:tblHeader/>" if is_head else ""
    return f"<w:tr>{f'<w:trPr>{told}</w:trPr>' if told else ''}{cells}</w:tr>"


def choice(offered: Iterable[str], chosen: str) -> str:
    """A list to choose from, inside a paragraph."""
    items = "".join(f"<w:listItem w:displayText={quoteattr(one)} w:value={quoteattr(one)}/>" for one in offered)
    content = f"<w:sdtContent>{chosen}</w:sdtContent>"
    return f"<w:sdt><w:sdtPr><w:dropDownList>{items}</w:dropDownList></w:sdtPr>{content}</w:sdt>"
