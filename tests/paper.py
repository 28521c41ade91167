"""PDF files made by hand: lines of text at their places, pages as a printer would get them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject

if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = tuple[float, float, float, str]
    """x, y and size of a line, in points, and its text; bold if that begins with `*`."""

WIDTH, HEIGHT = 400, 600


def pdf(pages: Sequence[Sequence[Row]], *, password: str | None = None, pictures: bool = False) -> bytes:
    """A PDF.

    Args:
        pages: their lines in the order of drawing.
        password: that opens it; the empty one is asked of nobody.
        pictures: whether each page has a picture, too.
    """
    writer = PdfWriter()
    for rows in pages:
        page = writer.add_blank_page(WIDTH, HEIGHT)
        content = DecodedStreamObject()
        content.set_data(b"\n".join(map(_drawn, rows)))
        page[NameObject("/Contents")] = writer._add_object(content)
        fonts = DictionaryObject({NameObject("/F0"): _font("Helvetica"), NameObject("/F1"): _font("Helvetica-Bold")})
        resources = DictionaryObject({NameObject("/Font"): fonts})
        if pictures:
            resources[NameObject("/XObject")] = DictionaryObject({NameObject("/I"): writer._add_object(_picture())})
        page[NameObject("/Resources")] = resources
    if password is not None:
        writer.encrypt(password, "owner", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def column(lines: str, *, x: float = 40, y: float = 520, size: float = 10) -> list[Row]:
    """Lines below each other; a blank one makes the gap between paragraphs."""
    leading, gap = 12, 20
    rows: list[Row] = []
    for line in lines.split("\n"):
        if line:
            rows.append((x, y, size, line))
        y -= leading if line else gap - leading
    return rows


def _drawn(row: Row) -> bytes:
    x, y, size, words = row
    font = "F1" if words.startswith("*") else "F0"
    shown = words.removeprefix("*").replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({shown}) Tj ET".encode("cp1252")


def _font(name: str) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject(f"/{name}"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )


def _picture() -> DecodedStreamObject:
    picture = DecodedStreamObject()
    picture.set_data(b"\0")
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(1),
            NameObject("/Height"): NumberObject(1),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
            NameObject("/BitsPerComponent"): NumberObject(8),
        }
    )
    return picture
