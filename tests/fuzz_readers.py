"""Fuzzing of the readers: `make fuzz READER=docx MINUTES=10`; `make test` has a minute of it for all of them.

Two kinds of cases for each ending: sound files of our samples, damaged (bytes and members of archives cut, doubled,
spliced, strewn with what is special to the format), and files built from words, none of which may be lost. Whatever
comes: blocks with sound marks or an `InputError` with its mend, in time, in little memory, and without a look outside:
no file but our own data is opened, no process started but the PDF's, nobody connected to.
"""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import socket
import sys
import sysconfig
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cache
from html import escape
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import click
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

import bilingual
import office
import paper
from bilingual.clean import clean
from bilingual.errors import InputError
from bilingual.read import READERS, Source, read
from bilingual.read.archive import _BROKEN as BROKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bilingual.types import Block, Document

    Damage = tuple[str, int, int, int, bytes]
    """What is done, to which member of an archive (0: to all), where (in thousandths), how many bytes, and what is put
    there."""

LONGEST = 5.0
"""Seconds of processor for a file of a few kilobytes."""
LONGEST_WAIT = 60.0
"""Seconds on the clock, on a machine that does other work as well; a PDF has a process to start."""

MOST_MEMORY = 200 << 20
"""Bytes by which the peak may grow over a whole run."""

BATCH = 50
"""Cases between two looks at the clock."""

ENDINGS = sorted(set(READERS) - {"text", "markdown", "htm", "xhtml", "ndjson", "url", "webloc"})
ARCHIVES = frozenset({"docx", "odt", "epub"})
DATA = Path(__file__).parent / "data" / "read"
OURS = tuple(
    str(Path(one).resolve())
    for one in (Path(bilingual.__file__).parent, sys.prefix, sys.base_prefix, sysconfig.get_paths()["stdlib"])
)
UNSEEN = "contenu-du-disque-que-nul-ne-lit"
"""Stands in a file that no reader may open."""


class Hang(BaseException):
    """A reader took too long; no `except Exception` on its way hides it."""


@dataclass
class Watch:
    """What must not be touched while a reader runs."""

    on: bool = False
    seen: list[str] = field(default_factory=list)

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        """Takes note of what Python is about to do (an audit hook can never be taken away, so it sleeps)."""
        if not self.on or not event.startswith(("open", "socket.", "subprocess.", "os.system", "os.exec", "shutil.")):
            return
        if event == "open" and (isinstance(args[0], int) or _is_ours(str(args[0]), args[1])):
            return
        if event == "subprocess.Popen" and "bilingual.read.pdf_lines" in str(args[1]):
            return
        self.seen.append(f"{event} {args!r}"[:300])


@dataclass(frozen=True, slots=True)
class Outside:
    """Places outside the file that a hostile one names: a secret on the disk, a server that nobody may call."""

    secret: Path
    server: socket.socket

    @property
    def address(self) -> str:
        """Of the server."""
        port = self.server.getsockname()[1]
        return f"http://127.0.0.1:{port}/x"

    def calls(self) -> int:
        """How often the server was called since."""
        count = 0
        while True:
            try:
                connection, _ = self.server.accept()
            except BlockingIOError:
                return count
            connection.close()
            count += 1

    def pieces(self) -> list[bytes]:
        """Markup that would have a careless parser look there."""
        path = self.secret.as_uri()
        made = [
            f'<!DOCTYPE x [<!ENTITY e SYSTEM "{path}">]><x>&e;</x>',
            f'<!DOCTYPE x SYSTEM "{self.address}">',
            f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{path}" parse="text"/>',
            f'<link rel="stylesheet" href="{self.address}"><img src="{self.address}"><iframe src="{path}"></iframe>',
            f'<a href="{self.address}">x</a><object data="{path}"></object>',
            rf'{{\field{{\*\fldinst INCLUDETEXT "{self.secret}"}}}}',
            f"![x]({path})",
            '<!DOCTYPE a [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
        ]
        return [one.encode() for one in made]


WATCH = Watch()


@cache
def _hooked() -> None:
    """Sets the watch; what libraries do when they are loaded (urllib3 tries whether there is IPv6) comes before it."""
    list(read(Source("a", "a.html", lambda: b"<p>Un texte, et rien de plus.")).blocks)
    sys.addaudithook(WATCH)


def _is_ours(path: str, mode: object) -> bool:
    """Whether a file is one of our own data or of Python's modules, and only read."""
    if isinstance(mode, str) and not set(mode) <= set("rbtU"):
        return False
    full = os.path.realpath(path)
    return full.startswith(OURS) or path == os.devnull or full.startswith(("/proc/self/", "/usr/share/zoneinfo"))


@contextmanager
def watched() -> Iterator[None]:
    """Raises AssertionError where something outside was touched, Hang where it took too long."""

    def stop(*_: object) -> None:
        raise Hang

    _hooked()
    clocks = ((signal.SIGPROF, signal.ITIMER_PROF, LONGEST), (signal.SIGALRM, signal.ITIMER_REAL, LONGEST_WAIT))
    before = [signal.signal(number, stop) for number, _clock, _seconds in clocks]
    for _number, clock, seconds in clocks:
        signal.setitimer(clock, seconds)
    WATCH.seen, WATCH.on = [], True
    try:
        yield
    finally:
        WATCH.on = False
        for (number, clock, _seconds), handler in zip(clocks, before, strict=True):
            signal.setitimer(clock, 0)
            signal.signal(number, handler)
    assert not WATCH.seen, WATCH.seen


def checked(ending: str, data: bytes) -> Document | None:
    """The cleaned document, None where it was refused; AssertionError or Hang where something is wrong."""
    with watched():
        try:
            document = read(Source("a", f"a.{ending}", lambda: data))
        except InputError as error:
            refusal = error
        else:
            refusal = None
            cleaned = clean(document)
    if refusal is not None:
        assert str(refusal)
        assert refusal.hint
        return None
    for block in document.blocks:
        assert block.text == block.text.strip(" \t\n")
        assert block.text
        assert "\n" not in block.text
        assert "\r" not in block.text
        assert (block.kind == "heading") == (block.level > 0), block
    assert_marked(document.blocks)
    assert_marked(cleaned.blocks)
    assert _characters(cleaned.blocks) == _characters(document.blocks)
    assert UNSEEN not in _characters(document.blocks)
    return cleaned


def assert_marked(blocks: Sequence[Block]) -> None:
    """Asserts that marks are what `Block` says of them, and that none leads where no reader may go."""
    for block in blocks:
        last: dict[tuple[str, str], int] = {}
        order = [(one.start, -one.end) for one in block.inlines]
        assert order == sorted(order), block
        for one in block.inlines:
            words = block.text[one.start : one.end]
            assert 0 <= one.start < one.end <= len(block.text), block
            assert words == words.strip(), block
            assert one.kind in {"code", "superscript", "subscript", "link"} or words != block.text, block
            assert (one.kind == "link") == bool(one.href), block
            assert not one.href or re.fullmatch(r"(https?://|mailto:)[^\s\x00-\x1f\x7f-\x9f]{1,2000}", one.href), block
            assert one.start > last.get((one.kind, one.href), -1), block
            last[one.kind, one.href] = one.end


def _characters(blocks: Sequence[Block]) -> str:
    return "".join("".join(block.text for block in blocks).split())


def damaged(ending: str, data: bytes, damages: Sequence[Damage]) -> bytes:
    """A file with its damages done: to the whole of it, or to one member of an archive."""
    for kind, member, where, size, piece in damages:
        start = where / 1000
        if ending in ARCHIVES and member:
            data = _in_member(data, member, lambda inside: _done(kind, inside, int(len(inside) * start), size, piece))  # noqa: B023  # called at once
        else:
            data = _done(kind, data, int(len(data) * start), size, piece)
    return data


def _done(kind: str, data: bytes, start: int, size: int, piece: bytes) -> bytes:
    end = start + size
    made = {
        "insert": data[:start] + piece + data[start:],
        "replace": data[:start] + piece + data[end:],
        "repeat": data[:end] + data[start:end] * size + data[end:],
        "remove": data[:start] + data[end:],
        "cut": data[:start],
    }
    return made[kind]


KINDS = ("insert", "insert", "replace", "replace", "repeat", "remove", "cut")


def _in_member(data: bytes, number: int, change: Callable[[bytes], bytes]) -> bytes:
    """An archive with one of its members changed; as it is where it is an archive no more."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except BROKEN:
        return data
    name = sorted(members)[number % len(members)] if members else "a"
    return office.zipped(members | {name: change(members.get(name, b""))})


@cache
def samples(ending: str) -> tuple[bytes, ...]:
    """Sound files of a kind: those of the tests' data, and some that have all there is."""
    text = _inputs("text.txt")
    if ending in {"html", "md", "rtf", "docx", "odt"}:
        own = _inputs({"md": "markdown.txt"}.get(ending, f"{ending}.txt"))
        make: dict[str, Callable[[str], bytes]] = {"docx": office.docx, "odt": office.odt, "rtf": office.rtf}
        pages = [path.read_bytes() for path in sorted((DATA / "pages").iterdir())] if ending == "html" else []
        return (*(make.get(ending, str.encode)(one) for one in own), *pages, *_marked(ending))
    if ending in {"srt", "vtt"}:
        return (*(one.encode() for one in _inputs("subtitles.txt")), *_marked("srt"))
    if ending == "eml":
        return tuple(map(_mail, _inputs("replies.txt")))
    if ending == "epub":
        chapters = {"nav.xhtml": office.page("<nav><a>Table</a></nav>"), "1.xhtml": office.page("<h1>Un</h1><p>Deux.")}
        return (office.epub(chapters, ["1.xhtml", "nav.xhtml"]), *(_built("epub", one.split()) for one in text))
    return tuple(one.encode() if ending == "txt" else _built(ending, one.split()) for one in text)


def _inputs(name: str, kind: str = "") -> list[str]:
    """The inputs of the cases in a data file, of those whose title begins with a kind."""
    cases = (DATA / name).read_text("utf-8").split("=== ")[1:]
    return [case.partition("\n")[2].partition("\n---->\n")[0] for case in cases if case.startswith(kind)]


def _marked(ending: str) -> list[bytes]:
    return [office.marked(ending, one) for one in _inputs("marks.txt", f"{ending}:")]


def _mail(text: str) -> bytes:
    made = EmailMessage()
    made["Subject"] = "RE: Un éditeur devant ses juges"
    made["From"] = "Zoé <zoe@press.example>"
    made.set_content(text)
    made.add_alternative(f"<p>{escape(text)}</p><blockquote type=cite>Cité</blockquote>", subtype="html")
    made.add_attachment(b"x", maintype="image", subtype="jpeg", filename="été.jpg")
    return made.as_bytes()


def _built(ending: str, words: Sequence[str]) -> bytes:
    """A sound file whose text is these words, a paragraph for every three."""
    lines = [" ".join(words[start : start + 3]) for start in range(0, len(words), 3)]
    if ending == "pdf":
        return paper.pdf([paper.column("\n\n".join(lines[at : at + 9])) for at in range(0, len(lines), 9)])
    if ending in FORMS:
        begin, line, between = FORMS[ending]
        return (begin + between.join(line.replace("…", one) for one in lines)).encode()
    return office.saved(lines)[ending]


FORMS = {
    "txt": ("", "…", "\n\n"),
    "md": ("", "…", "\n\n"),
    "html": ("", "<p>…", ""),
    "eml": ("Subject: \nContent-Type: text/plain; charset=utf-8\n\n", "…", "\n\n"),
    "srt": ("", "1\n00:00:01,000 --> 00:00:02,900\n…", "\n\n"),
    "vtt": ("WEBVTT\n\n", "00:01.000 --> 00:02.000\n…", "\n\n"),
    "csv": ("texte\n", '"…"', "\n"),
    "tsv": ("id\ttexte\n", "1\t…", "\n"),
    "json": ("", '{"texte": "…"}', ""),
    "jsonl": ("", '{"id": 1, "texte": "…"}', "\n"),
}
"""How a text is written in the formats of plain text: what begins it, a paragraph, what stands between two."""

PIECES = [
    *[b"", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xc3", b"\r", b"\x85", b"\xe2\x80\xa8", b"  ", b"\n\n"],
    *[b"<", b">", b"</p>", b"<p>", b"<!--", b"]]>", b"<![CDATA[", b"&#0;", b"&#x110000;", b"&lt;", b"&e;", b"<script>"],
    *[
        b"<table><tr><td>",
        b"<div>" * 300,
        b"</w:t>",
        b"<w:tbl><w:tr><w:tc>",
        b"<text:p>",
        b"<text:s text:c='9999999'/>",
    ],
    *[b"{", b"}", b"\\", b"\\u-3", b"\\bin99999 ", b"\\'zz", b"{\\*\\x ", b"{" * 300, b"\\ucm", b"\\uc9", b"\\par"],
    *[b"Content-Type: multipart/mixed; boundary=b\n\n--b\n", b"charset=utf-7", b"=?utf-8?q?=C3?=", b"> ", b"-- \n"],
    *[b'"', b";", b",", b"|", b"[", b"{}", b"null", b"1e999", b'"\\ud800"', b"NaN", b'{"texte": "x"}', b"sep=;\n"],
    *[b"00:00:01,000 --> 00:00:02,000\n", b"-->", b"WEBVTT", b"{\\an8}", b"<v A>", b"99:99:99,999 --> 00:00:00,000"],
    *[b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"\xff\xff\xff\xff", b"%PDF-", b"endobj", b"stream\n", b"/Length 1"],
    *[
        b"<b>",
        b"</i>",
        b"<sup> ",
        b"<a href='https://a.fr/ \xc2\xa0'>",
        b"<a href='javascript:x'>",
        b"**",
        b"](http://a.fr)",
    ],
    *[
        b"<w:b/>",
        b"<w:i w:val='0'/>",
        b"<w:fldChar w:fldCharType='end'/>",
        b"{\\b ",
        b"\\super ",
        b"\\plain ",
        b"<text:a>",
    ],
    *[b"/Kids [1 0 R]", b"1 0 R", b" Tj ", b"BT ET", b"(" * 50, b"-\n", b"\xc2\xad\n", b"#" * 7, b"> " * 80, b"*" * 60],
    *["Ã©".encode(), "â€™".encode(), "\ud800".encode("utf-8", "surrogatepass"), "\u202e".encode(), "e\u0301".encode()],
]
"""What is special in some format."""

LETTERS = st.characters(codec="utf-8", categories=["L", "N"], exclude_characters="ÂÃÅâ")  # those may be mojibake
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=30)
PLAIN = st.lists(st.text("abcdefghijklmnopéèàçœ", min_size=1, max_size=12), min_size=1, max_size=30)


def files(ending: str, outside: Outside) -> st.SearchStrategy[bytes]:
    """Damaged files of a kind."""
    damages = st.tuples(
        st.sampled_from(KINDS),
        st.integers(0, 5),
        st.integers(0, 1000),
        st.integers(0, 60),
        st.sampled_from([*PIECES, *outside.pieces()]) | st.binary(max_size=6),
    )
    found = st.lists(damages, min_size=1, max_size=12)
    return st.tuples(st.sampled_from(samples(ending)), found).map(lambda one: damaged(ending, *one))


@dataclass(slots=True)
class Tally:
    """What a run came to."""

    cases: int = 0
    read: int = 0
    refused: int = 0
    slowest: float = 0.0
    grown: int = 0
    """Bytes by which the peak of memory grew."""


def fuzz(ending: str, seconds: float, outside: Outside, first: int = 0) -> Tally:
    """Runs cases for so many seconds; raises what goes wrong, with the smallest case that Hypothesis finds.

    Each batch has a seed of its own, from the first one on: where CI is set, Hypothesis would try the same cases again
    and again.
    """
    tally = Tally()
    patient = settings(
        max_examples=5 if ending == "pdf" else BATCH,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )

    @patient
    @given(files(ending, outside))
    def harm(data: bytes) -> None:
        start = time.monotonic()
        document = checked(ending, data)
        tally.cases += 1
        tally.read += document is not None
        tally.refused += document is None
        tally.slowest = max(tally.slowest, time.monotonic() - start)

    @patient
    @given(PLAIN if ending == "pdf" else WORDS)
    def keep(words: list[str]) -> None:
        tally.cases += 1
        tally.read += 1
        document = checked(ending, _built(ending, words))
        assert document is not None, words
        shown = _characters(document.blocks)
        lost = [word for word in words if word not in shown]
        assert not lost, lost

    before = _peak()
    end = time.monotonic() + seconds
    for number in count(first):
        seed(number)(harm)()
        seed(number)(keep)()
        if time.monotonic() >= end:
            break
    assert outside.calls() == 0, "somebody was called"
    tally.grown = _peak() - before
    assert tally.grown < MOST_MEMORY, tally
    return tally


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


@contextmanager
def looked_after(folder: Path) -> Iterator[Outside]:
    """A secret in a folder, and a server on this machine."""
    secret = folder / "secret.txt"
    secret.write_text(UNSEEN, "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield Outside(secret, server)


@click.command()
@click.option("--reader", "chosen", type=click.Choice(ENDINGS), multiple=True, help="All of them where none is named.")
@click.option("--minutes", type=float, default=10.0, show_default=True, help="For each reader.")
@click.option("--seed", "first", type=int, help="Of the first batch; by chance where none is given.")
def main(chosen: tuple[str, ...], minutes: float, first: int | None) -> None:
    """Fuzz the readers; the first failure ends it, with the case that shows it."""
    import tempfile

    first = random.randrange(1 << 32) if first is None else first  # noqa: S311  # no secret
    click.echo(f"seed {first}")
    for ending in chosen or ENDINGS:
        with tempfile.TemporaryDirectory() as folder, looked_after(Path(folder)) as outside:
            click.echo(f"{ending:6} {fuzz(ending, 60 * minutes, outside, first)}")


if __name__ == "__main__":
    main()
