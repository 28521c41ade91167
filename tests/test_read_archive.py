"""Files that are not what they say, and files that mean harm: told or refused at once, with the mend."""

from __future__ import annotations

import re
import resource
from io import BytesIO
from zipfile import ZIP_BZIP2, ZipFile, ZipInfo

import pytest

import office
from bilingual.errors import InputError
from bilingual.read import Source, docx, epub, odt, read, rtf, signature
from bilingual.read.archive import Archive
from bilingual.read.xml import events
from bilingual.types import Block
from clocks import timed

BODY = f"<w:document {office.W}><w:p><w:r><w:t>Un texte.</w:t></w:r></w:p></w:document>"
WORD = office.docx("<w:p><w:r><w:t>Un texte.</w:t></w:r></w:p>")
WRITER = office.odt("<text:p>Un texte.</text:p>", styles="<x/>")
BOOK = office.epub({"1.xhtml": office.page("<p>Un texte.</p>")}, ["1.xhtml"])
RICH = office.rtf("Un texte.")
PAGE = b"<!doctype html><p>Un texte."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le")
SHEET = office.zipped({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
CALC = office.zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})
LOCKED_WRITER = office.zipped(
    {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<m><manifest:encryption-data/></m>",
        "content.xml": b"\x01\x02",
    }
)


def flagged(data: bytes, flag: int) -> bytes:
    """The archive with a flag set on all of its members, in the directory."""
    found = bytearray(data)
    for match in re.finditer(b"PK\x01\x02", data):
        found[match.start() + 8] |= flag
    return bytes(found)


def bzipped() -> bytes:
    """A Word document packed by another method."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr(ZipInfo("word/document.xml"), BODY, ZIP_BZIP2)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "message", "hint"),
    [
        ("a.docx", PAGE, "not a Word document, but a web page", r"ending \.html"),
        ("a.docx", OLE, "but a document of a Word before 2007", r"save it as \.docx"),
        ("a.docx", LOCKED, "but a document behind a password", "save it without one"),
        ("a.docx", RICH, "but an RTF text", r"ending \.rtf"),
        ("a.docx", WRITER, "but an OpenDocument text", r"ending \.odt"),
        ("a.docx", SHEET, "but a table of Excel", r"\.csv"),
        ("a.docx", b"Bonjour", "not a Word document, or it is damaged", "save it again"),
        ("a.docx", office.zipped({"x": "y"}), "but an archive of other files", "unpack it"),
        ("a.docx", WORD[:-40], "damaged or cut off", "fetch it again"),
        ("a.docx", flagged(WORD, 1), "protected by a password", "without one"),
        ("a.docx", bzipped(), "other than deflate", "divide it"),
        ("a.docx", office.zipped({"word/document.xml": "<a><b></a>"}), "no sound XML", "save it again"),
        ("a.docx", office.zipped({"word/document.xml": ""}), "no sound XML", "save it again"),
        ("a.docx", office.zipped({"word/document.xml": BODY[:60]}), "no sound XML", "save it again"),
        ("a.docx", office.zipped({"word/document.xml": "<a/>"}), "no text in it", "put the article"),
        ("a.docx", office.zipped({"_rels/.rels": "<a/>"}), "an archive of other files", "unpack"),
        ("a.odt", CALC, "not an OpenDocument text, but a table", r"\.csv"),
        ("a.odt", WORD, "but a Word document", r"\.docx"),
        ("a.odt", LOCKED_WRITER, "protected by a password", "without one"),
        ("a.odt", office.zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "or it is damaged", "again"),
        ("a.odt", b"PK\x03\x04", "damaged or cut off", "again"),
        ("a.epub", PAGE, "not an e-book, but a web page", r"\.html"),
        ("a.epub", WORD, "but a Word document", r"\.docx"),
        ("a.epub", office.epub({}, []), "names no chapters", r"\.xhtml"),
        ("a.epub", BOOK.replace(b"OEBPS/1.xhtml", b"OEBPS/2.xhtml"), "'OEBPS/1.xhtml' is missing", "save it again"),
        ("a.rtf", WORD, "not an RTF text, but a Word document", r"\.docx"),
        ("a.rtf", b"Bonjour", "not an RTF text", "save it again"),
        ("-", OLE, "not a text file, but a document of a Word before 2007", r"\.docx"),
        ("a.txt", SHEET, "not a text file, but a table of Excel", r"\.csv"),
    ],
)
def test_what_is_not_what_it_says_is_told_with_the_mend(name: str, data: bytes, message: str, hint: str) -> None:
    """What is not what it says is told with the mend."""
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        read(Source("a", name, lambda: data))
    assert str(caught.value).startswith(f"{name}: ")
    assert re.search(hint, caught.value.hint)


@pytest.mark.parametrize("data", [WORD, WRITER, BOOK, RICH, PAGE], ids=["docx", "odt", "epub", "rtf", "html"])
def test_standard_input_is_what_it_is(data: bytes) -> None:
    """Standard input is what it is."""
    assert read(Source("stdin", "-", lambda: data)).blocks == (Block("Un texte."),)


def test_a_text_is_what_it_is_too_but_may_begin_with_a_tag() -> None:
    """A text is what it is too but may begin with a tag."""
    assert read(Source("a", "a.txt", lambda: RICH)).blocks == (Block("Un texte."),)
    assert read(Source("a", "a.txt", lambda: b"<html> est une balise.")).blocks == (Block("<html> est une balise."),)


@pytest.mark.parametrize(
    ("data", "wanted"),
    [(WORD, "docx"), (CALC, "xlsx"), (b" %PDF-1.7", "pdf"), (b"PK\x03\x04", None), (b"", None), (b"Bonjour", None)],
)
def test_files_are_known_by_what_is_in_them(data: bytes, wanted: str | None) -> None:
    """Files are known by what is in them."""
    assert signature.kind(data) == wanted


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY a{n} '{'&a;' * 10}'>" for n in range(9)) + "]><x>&a8;</x>"
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'


@pytest.mark.clock
@pytest.mark.parametrize(
    ("reader", "data", "message"),
    [
        (docx, office.bomb("word/document.xml", 1 << 30), "unpacks to more than 64 MB"),
        (docx, office.bomb("word/document.xml", 48 << 20, (b"<x>", b"</x>")), "more than 100 times its size"),
        (odt, office.bomb("content.xml", 1 << 30), "unpacks to more than 64 MB"),
        (epub, office.bomb("META-INF/container.xml", 1 << 30), "unpacks to more than 64 MB"),
        (
            docx,
            office.zipped({"word/document.xml": "<x/>", **{f"{n}.xml": " " * 300_000 for n in range(60)}}),
            "100 times",
        ),
        (docx, office.zipped({"word/document.xml": LAUGHS}), "document type"),
        (docx, office.zipped({"word/document.xml": OUTSIDE}), "document type"),
        (odt, office.zipped({"content.xml": LAUGHS}), "document type"),
        (epub, office.zipped({"META-INF/container.xml": LAUGHS}), "document type"),
        (docx, office.zipped({"word/document.xml": "<p>" * 100_000}), "nested"),
        (docx, office.zipped({"word/document.xml": "<p>" + "x" * 11_000_000}, packed=False), "XML"),
        (docx, b"PK\x03\x04" + b"PK\x01\x02" + b"PK\x01\x02" * 20_000, "more than 10,000 members"),
    ],
    ids=[
        "giant",
        "ratio",
        "odt",
        "epub",
        "many",
        "laughs",
        "outside",
        "odt laughs",
        "epub laughs",
        "deep",
        "node",
        "members",
    ],
)
def test_bombs_are_refused_at_once(reader: object, data: bytes, message: str) -> None:
    """Bombs are refused at once: within a second and 200 MB."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def work() -> None:
        with pytest.raises(InputError, match=message):
            list(reader.blocks(data))  # type: ignore[attr-defined]

    assert timed(work)[0] < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 << 10


@pytest.mark.clock
@pytest.mark.parametrize(
    "body",
    [
        "{" * 100_000,
        "}" * 100_000,
        "\\'e9" * 50_000,
        "\\u233 " * 50_000,
        "\\" * 100_000,
        "{\\shptxt " * 20_000,
        "\\par" * 50_000,
    ],
    ids=["open", "closed", "bytes", "units", "backslashes", "boxes", "paragraphs"],
)
def test_hostile_rtf_does_not_hang(body: str) -> None:
    """Hostile rtf does not hang."""
    seconds, found = timed(lambda: list(rtf.blocks(b"{\\rtf1 " + body.encode() + b" mot")))
    assert "mot" in "".join(block.text for block in found)
    assert seconds < 5


@pytest.mark.clock
@pytest.mark.parametrize("body", ["<" + "a" * 300_000, "<a " * 100_000, "<a>1" * 50_000, "<a/>" * 50_000])
def test_hostile_chapters_do_not_hang(body: str) -> None:
    """Hostile chapters do not hang."""
    book = office.epub({"1.xhtml": office.page(body + " mot")}, ["1.xhtml"])
    assert timed(lambda: list(epub.blocks(book)))[0] < 5


def test_an_archive_gives_no_more_than_its_limit_in_all() -> None:
    """An archive gives no more than its limit in all, and less at once."""
    archive = Archive(office.bomb("a.txt", 4 << 20))
    with pytest.raises(InputError, match="more than 64 MB"):
        [archive.read("a.txt") for _ in range(20)]
    large = Archive(office.zipped({"a.xml": bytes(17 << 20)}, packed=False))
    assert sum(map(len, large.chunks("a.xml"))) == 17 << 20
    with pytest.raises(InputError, match="more than 16 MB"):
        large.read("a.xml")


def test_an_archive_yields_its_members_and_tells_of_those_it_lacks() -> None:
    """An archive yields its members and tells of those it lacks."""
    archive = Archive(office.zipped({"a.xml": "x" * 100_000}))
    assert (archive.names, "a.xml" in archive, len(archive.read("a.xml"))) == (["a.xml"], True, 100_000)
    with pytest.raises(InputError, match=r"'b\.xml' is missing"):
        archive.read("b.xml")


def test_xml_comes_as_events_without_comments() -> None:
    """Xml comes as events without comments; namespaces are shortened to their last word."""
    found = list(events([b'<t:p xmlns:t="urn:x:text:1.0" t:a="1">', b"u<!-- x --><?pi x?>n</t:p>"]))
    assert [(event.what, event.value, dict(event.attributes)) for event in found if event.what != "text"] == [
        ("start", "text:p", {"a": "1"}),
        ("end", "text:p", {}),
    ]
    assert "".join(event.value for event in found if event.what == "text") == "un"
