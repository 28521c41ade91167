"""What a file really is, whatever its name says."""

from __future__ import annotations

from bilingual.errors import InputError
from bilingual.messages import _, marked
from bilingual.read import archive

NAMES = {
    "txt": marked("a text file"),
    "docx": marked("a Word document"),
    "odt": marked("an OpenDocument text"),
    "epub": marked("an e-book"),
    "rtf": marked("an RTF text"),
    "pdf": marked("a PDF file"),
    "html": marked("a web page"),
    "doc": marked("a document of a Word before 2007"),
    "xlsx": marked("a table of Excel"),
    "pptx": marked("a presentation"),
    "zip": marked("an archive of other files"),
    "locked": marked("a document behind a password"),
}
"""What the files are called that we can tell, by the ending they should have."""

_LARGE = marked("open it in Word or LibreOffice, and save it as .docx")
_HINTS = {
    "doc": _LARGE,
    "xlsx": marked("save the sheet as .csv"),
    "pptx": marked("give the text of its slides as .txt"),
    "zip": marked("unpack it, and give the files that are in it"),
    "locked": archive.UNLOCK,
}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML_SIGNS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<article")
_PARTS = {"word/": "docx", "META-INF/container.xml": "epub", "content.xml": "odt", "xl/": "xlsx", "ppt/": "pptx"}
_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.spreadsheet": "xlsx",
    b"application/vnd.oasis.opendocument.presentation": "pptx",
}
_LONGEST_TYPE = 80
"""Bytes."""


def kind(data: bytes) -> str | None:
    """The ending that the file should have, a key of `NAMES`; None for text, and for what we cannot tell."""
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if data.startswith(_ZIP):
        return _zipped(data)
    if data.startswith(_OLE):
        return "locked" if "EncryptedPackage".encode("utf-16-le") in data else "doc"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if start.startswith(b"%pdf-"):
        return "pdf"
    return "html" if start.startswith(_HTML_SIGNS) else None


def other(data: bytes, wanted: str) -> InputError:
    """What to tell of a file that is not of the wanted kind."""
    found = kind(data)
    if found is None or found == wanted:
        what = _("this is not {kind}, or it is damaged", kind=_(NAMES[wanted]))
        return InputError(what, _("open it in its program, and save it again"))
    hint = _(_HINTS[found]) if found in _HINTS else _("give it the ending .{ending}", ending=found)
    return InputError(_("this is not {kind}, but {other}", kind=_(NAMES[wanted]), other=_(NAMES[found])), hint)


def _zipped(data: bytes) -> str | None:
    try:
        members = archive.Archive(data)
        declared = next(iter(members.chunks("mimetype")), b"") if "mimetype" in members else b""
    except InputError:
        return None
    if found := _TYPES.get(declared[:_LONGEST_TYPE].strip().removesuffix(b"-template")):
        return found
    names = members.names
    return next((ending for part, ending in _PARTS.items() if any(name.startswith(part) for name in names)), "zip")
