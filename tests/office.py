"""Files of word processors, made by hand: as small as they can be, and written as Word and LibreOffice write them."""

from __future__ import annotations

import zlib
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
        ("table", "table"),
        ("svg", "svg-compatible"),
        ("fo", "xsl-fo-compatible"),
    )
)
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'

WORD_STYLES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles {W}>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Inter"><w:name w:val="Notre inter"/><w:basedOn w:val="Titre2"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Maison"><w:name w:val="Maison"/>
  <w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Corps"><w:name w:val="Corps"/><w:basedOn w:val="Titre1"/>
  <w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Liste"><w:name w:val="Ma liste"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Rond"><w:name w:val="Rond"/><w:basedOn w:val="Rond"/></w:style>
<w:style w:type="paragraph" w:styleId="Citationintense"><w:name w:val="Intense Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="TM1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="lev"><w:name w:val="Strong"/></w:style>
<w:style w:type="character" w:styleId="Gras"><w:name w:val="Gras maison"/><w:basedOn w:val="Haut"/>
  <w:rPr><w:b/><w:i w:val="0"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Haut"><w:name w:val="Haut"/><w:basedOn w:val="Haut"/>
  <w:rPr><w:i/><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Fille"><w:name w:val="Fille"/><w:basedOn w:val="Gras"/></w:style>
</w:styles>"""

WORD_LINKS = "".join(
    f'<Relationship Id="{key}" Type="http://x/relationships/{kind}" Target="{target}"/>'
    for key, kind, target in (
        ("rId1", "hyperlink", "https://a.fr/x"),
        ("rId2", "hyperlink", "file:///x"),
        ("rId3", "image", "media/a.png"),
    )
)
"""Relations of a part."""

WRITER_WORDS = "".join(
    f'<style:style style:name="{name}" style:family="text"{parent}><style:text-properties {properties}/></style:style>'
    for name, parent, properties in (
        ("T1", "", 'fo:font-weight="bold"'),
        ("T2", "", 'fo:font-style="italic" fo:font-weight="normal"'),
        ("T3", "", 'style:text-position="-33% 58%"'),
        ("T4", "", 'style:text-position="super 58%"'),
        ("T5", "", 'fo:font-style="normal" style:text-position="0% 100%"'),
        ("T6", ' style:parent-style-name="T1"', 'fo:font-style="oblique"'),
    )
) + ('<text:list-style><style:text-properties fo:font-weight="bold"/></text:list-style>')
"""Automatic styles of words."""

WRITER_STYLES = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-styles {ODF}><office:styles>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Quotations" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"/>
<style:style style:name="Rond" style:family="paragraph" style:parent-style-name="Rond"/>
</office:styles><office:master-styles><style:master-page style:name="Standard">
<style:header><text:p>Le Journal</text:p></style:header>
<style:header-first><text:p>Le Journal</text:p></style:header-first>
<style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer>
</style:master-page></office:master-styles></office:document-styles>"""


def zipped(members: Mapping[str, str | bytes], *, packed: bool = True) -> bytes:
    """A zip archive, always the same for the same members; `mimetype` is never packed."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in members.items():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED if packed and name != "mimetype" else ZIP_STORED
            archive.writestr(info, content)
    return file.getvalue()


def docx(body: str, parts: Mapping[str, str] | None = None, styles: str = WORD_STYLES) -> bytes:
    """A Word document; `parts` are further members below `word/`, the inside of their root element."""
    inside = {f"word/{name}": f"<w:part {W}>{content}</w:part>" for name, content in (parts or {}).items()}
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f"<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>",
            "word/styles.xml": styles,
            **inside,
        }
    )


def odt(body: str, automatic: str = "", styles: str = WRITER_STYLES) -> bytes:
    """An OpenDocument text."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {ODF} {DC}>'
            f"<office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": styles,
            "META-INF/manifest.xml": "<manifest/>",
        }
    )


def marked(ending: str, body: str) -> bytes:
    """A file of a kind whose body has marked words: what stands beside it says which are bold, and where links lead."""
    match ending:
        case "docx":
            return docx(body, {"_rels/document.xml.rels": WORD_LINKS})
        case "odt":
            return odt(body, WRITER_WORDS, "<x/>")
        case "rtf":
            return rtf(body)
    return body.encode()


def epub(
    chapters: Mapping[str, str], order: Sequence[str], extra: Mapping[str, str] | None = None, guide: str = ""
) -> bytes:
    """An e-book; `nav.xhtml` among the chapters is its table of contents. Names are those of files below `OEBPS/`."""
    items = "".join(
        f'<item id="i{number}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"'
        + (' properties="nav"/>' if name == "nav.xhtml" else "/>")
        for number, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{list(chapters).index(name)}"/>' for name in order)
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>',
            "OEBPS/content.opf": '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
            f'<item id="css" href="a.css" media-type="text/css"/>{items}</manifest><spine>{spine}</spine>'
            f"<guide>{guide}</guide></package>",
            **{f"OEBPS/{name}": content for name, content in chapters.items()},
            **(extra or {}),
        }
    )


def page(body: str) -> str:
    """A chapter of an e-book."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/><script src="x.js"/></head><body>{body}</body></html>'
    )


def rtf(body: str) -> bytes:
    """An RTF text; what is not ASCII is written as Word writes it."""
    written = "".join(char if char.isascii() else _written(char) for char in body)
    return (r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 Calibri;}}" + written + "}\0").encode()


def _written(char: str) -> str:
    units = char.encode("utf-16-le")
    numbers = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
    return "".join(rf"\u{number}?" for number in numbers)


def saved(lines: Sequence[str]) -> dict[str, bytes]:
    """The same paragraphs as each kind of file."""
    return {
        "docx": docx("".join(f"<w:p><w:r><w:t>{escape(line, quote=False)}</w:t></w:r></w:p>" for line in lines)),
        "odt": odt(
            "".join(f'<text:p text:style-name="Standard">{escape(line, quote=False)}</text:p>' for line in lines)
        ),
        "epub": epub({"1.xhtml": page("".join(f"<p>{escape(line, quote=False)}</p>" for line in lines))}, ["1.xhtml"]),
        "rtf": rtf("".join(f"{line}\\par\n" for line in lines)),
    }


def bomb(name: str, size: int, around: tuple[bytes, bytes] = (b"", b"")) -> bytes:
    """An archive with one member of very many spaces, written without ever having it in memory."""
    first, last = around
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    check, pieces = zlib.crc32(first), [packer.compress(first)]
    chunk = b" " * (1 << 20)
    for _ in range(size >> 20):
        check = zlib.crc32(chunk, check)
        pieces.append(packer.compress(chunk))
    pieces += [packer.compress(last), packer.flush()]
    return _stored(name, b"".join(pieces), zlib.crc32(last, check), len(first) + (size >> 20 << 20) + len(last))


def _stored(name: str, packed: bytes, check: int, size: int) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr(ZipInfo(name), packed)
    data = bytearray(file.getvalue())
    directory = data.index(b"PK\x01\x02")
    for at in (8, directory + 10):  # method, then check and sizes, in both headers
        data[at : at + 2] = ZIP_DEFLATED.to_bytes(2, "little")
        data[at + 6 : at + 10] = check.to_bytes(4, "little")
        data[at + 14 : at + 18] = size.to_bytes(4, "little")
    return bytes(data)
