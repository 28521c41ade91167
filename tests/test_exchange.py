"""The bilingual files of anyone are read to the last word, in flat memory, and none of them can do harm."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from translate.storage import pypo, tmx, xliff

from bilingual.address import digest
from bilingual.errors import InputError
from bilingual.exchange import found, units
from bilingual.exchange.po import MOST
from bilingual.exchange.unit import Unit, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DATA = Path(__file__).parent / "data"
HOSTILE = (
    "\N{RIGHT-TO-LEFT OVERRIDE}مرحبا",
    "👩‍👩‍👧 é",
    "<b>&amp;]]></b>",
    "=1+1",
    "x" * 100_000,
    "a\tb\nc",
    "${env} {0} %s",
)
"""Texts that a reader, a terminal or a spreadsheet may stumble over."""
PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1)


def table(name: str) -> dict[str, dict[str, Any]]:
    """Cases by their titles."""
    return tomllib.loads((DATA / f"exchange_{name}.toml").read_text(encoding="utf-8"))


def cases(name: str) -> list[Any]:
    """Cases for pytest."""
    return [pytest.param(case, id=title) for title, case in table(name).items()]


def read(path: Path, text: str | bytes) -> list[Unit]:
    """What a file of this text holds."""
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(units(path))


def expected(case: dict[str, Any], status: str = "draft") -> list[Unit]:
    """The units that a table tells of."""
    plain = {"address": "", "status": status, "languages": ("fr", "en"), "notes": ()}
    rows = [plain | row for row in case["units"]]
    return [
        Unit(**row | {"address": row["address"], "notes": tuple(row["notes"]), "languages": tuple(row["languages"])})
        for row in rows
    ]


def without_digests(found: list[Unit], wanted: list[Unit]) -> list[Unit]:
    """The units without those addresses that no table tells."""
    return [unit if one.address else unit._replace(address="") for unit, one in zip(found, wanted, strict=True)]


def refused(path: Path, text: str | bytes) -> InputError:
    """Why a file is refused."""
    with pytest.raises(InputError) as error:
        read(path, text)
    assert str(error.value).startswith(f"{path}: ")
    assert error.value.hint
    return error.value


# gettext


@pytest.mark.parametrize("case", cases("po"))
def test_a_catalogue_is_read(case: dict[str, Any], tmp_path: Path) -> None:
    """Each unit with its line, status, notes and languages."""
    wanted = expected(case)
    assert without_digests(read(tmp_path / "a.po", case["text"]), wanted) == wanted


@pytest.mark.parametrize("case", cases("po_broken"))
def test_a_broken_catalogue_is_refused_with_its_line(case: dict[str, Any], tmp_path: Path) -> None:
    """Nothing is guessed."""
    assert case["says"] in str(refused(tmp_path / "a.po", case["text"]))


def test_an_entry_without_a_context_has_a_digest_for_its_address(tmp_path: Path) -> None:
    """The same in every file."""
    (unit,) = read(tmp_path / "a.po", 'msgid "a"\nmsgstr "b"')
    assert unit.address == digest("a")


def test_a_catalogue_is_read_in_the_encoding_that_it_names(tmp_path: Path) -> None:
    """Anyone's may be old; a byte order mark and the template's placeholder are none."""
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset={}\\n"\n\nmsgid "été"\nmsgstr "summer"\n'
    for name, encoding in (("ISO-8859-15", "iso-8859-15"), ("UTF-8", "utf-8-sig"), ("CHARSET", "utf-8")):
        (unit,) = read(tmp_path / "a.po", head.format(name).encode(encoding))
        assert unit.source == "été"
    assert "line 4: this is no utf-8" in str(refused(tmp_path / "a.po", head.format("CHARSET").encode("latin-1")))


def test_a_catalogue_cannot_fill_the_memory(tmp_path: Path) -> None:
    """Neither with one line nor with one entry."""
    assert "line 1: longer than" in str(refused(tmp_path / "a.po", b"#" * (MOST + 10)))
    line = b'"' + b"x" * 999_998 + b'"\n'
    assert "too long" in str(refused(tmp_path / "a.po", b"msgid " + line * (MOST // 999_998 + 2)))


@given(st.binary(max_size=300))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    """In every format; nothing else ever happens."""
    for ending in ("po", "xlf", "tmx"):
        path = tmp_path / f"a.{ending}"
        path.write_bytes(data)
        with contextlib.suppress(InputError):
            list(units(path))


# XLIFF and TMX


@pytest.mark.parametrize("case", cases("xliff"))
def test_an_xliff_is_read(case: dict[str, Any], tmp_path: Path) -> None:
    """Both versions, by either ending."""
    assert read(tmp_path / "a.XLF", case["text"]) == expected(case)
    assert read(tmp_path / "a.xliff", case["text"]) == expected(case)


@pytest.mark.parametrize("case", cases("tmx"))
def test_a_tmx_is_read(case: dict[str, Any], tmp_path: Path) -> None:
    """In any languages; what a memory holds is approved."""
    head = f'<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4"><header srclang="{case["srclang"]}"/><body>\n'
    wanted = expected(case, "approved")
    got = read(tmp_path / "a.tmx", f"{head}{case['body']}</body></tmx>")
    assert without_digests(got, wanted) == wanted


def _xliff(inner: str, doctype: str = "") -> str:
    return f'{doctype}<xliff version="1.2"><file original="f" source-language="fr"><body>{inner}</body></file></xliff>'


def _unit(text: str, name: str = "1") -> str:
    return f'<trans-unit id="{name}"><source>{text}</source><target>{text}</target></trans-unit>'


LAUGHS = '<!DOCTYPE xliff [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (_xliff(_unit("&i;"), f"{LAUGHS}]>"), "declares entities"),
        (_xliff(_unit("&s;"), '<!DOCTYPE xliff [<!ENTITY s SYSTEM "secret">]>'), "declares entities"),
        (_xliff(_unit("a"), '<!DOCTYPE xliff [<!ENTITY % s SYSTEM "secret"> ]>'), "declares entities"),
        (_xliff("<group>" * 230), "line 1: its elements are nested more than 200 deep"),
        (_xliff("<group>" * 100_000), "nested more than 200 deep"),
        (_xliff("<note/>" * 10_001), "line 1: this is no XLIFF"),
        (_xliff(_unit("<x/>" * 10_001)), "line 1: this is no XLIFF"),
        (_xliff("<trans-unit>" + f"<source>{'x' * 9_000_000}</source>" * 7), "line 1: this is no XLIFF"),
        (_xliff(_unit("\x08")), "it is no sound XML"),
        (_xliff(_unit("&#8;")), "it is no sound XML"),
        (_xliff(_unit("x" * 11_000_000)), "it is no sound XML"),
        ("<html/>", "its root is not xliff"),
        ("", "it is no sound XML"),
        ('<?xml version="1.0" encoding="klingon"?><xliff/>', "it is no sound XML"),
        (_xliff(_unit("a"))[:-20], "it is no sound XML"),
    ],
)
def test_hostile_xml_is_refused(text: str, says: str, tmp_path: Path) -> None:
    """Soon, and without a look at other files."""
    (tmp_path / "secret").write_text("secret")
    start = time.perf_counter()
    assert says in str(refused(tmp_path / "a.xlf", text))
    assert time.perf_counter() - start < 5


def test_what_comes_before_a_fault_has_been_read(tmp_path: Path) -> None:
    """A file is read unit by unit: what is sound before the fault is handed over."""
    path = tmp_path / "a.xlf"
    path.write_text(_xliff(_unit("a") + _unit("b", "2") + "<x>" * 300))
    got = []
    with pytest.raises(InputError):
        got.extend(units(path))
    assert [unit.source for unit in got] == ["a", "b"]


def test_a_dtd_is_not_looked_for_and_html_names_are_understood(tmp_path: Path) -> None:
    """A DOCTYPE that names one is allowed, and what it would have declared is lost least."""
    text = _xliff(_unit("l&apos;&eacute;t&eacute; &lt;"), '<!DOCTYPE xliff SYSTEM "http://127.0.0.1:1/x.dtd">')
    (unit,) = read(tmp_path / "a.xlf", text)
    assert unit.source == "l'été <"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_through_as_it_is(text: str, tmp_path: Path) -> None:
    """To the last character, in every format."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    tuv = "".join(f'<tuv xml:lang="{name}"><seg>{escape(text)}</seg></tuv>' for name in ("fr", "en"))
    for path, content in (
        (tmp_path / "a.po", f'msgid "{escaped}"\nmsgstr "{escaped}"\n'),
        (tmp_path / "a.xlf", _xliff(_unit(escape(text)))),
        (tmp_path / "a.tmx", f'<tmx version="1.4"><header/><body><tu>{tuv}</tu></body></tmx>'),
    ):
        (unit,) = read(path, content)
        assert (unit.source, unit.target) == (text, text)


# what other tools write


def _by_po(pairs: list[tuple[str, str]]) -> bytes:
    store = pypo.pofile()
    for number, (source, target) in enumerate(pairs):
        unit = store.addsourceunit(source)
        unit.target = target
        unit.setcontext(f"c{number}")
        unit.addnote("seen", origin="translator")
        unit.markfuzzy(number % 2 == 1)
    return bytes(store)


def _by_xliff(pairs: list[tuple[str, str]]) -> bytes:
    store = xliff.xlifffile(sourcelanguage="fr", targetlanguage="en")
    for number, (source, target) in enumerate(pairs):
        unit = store.addsourceunit(source)
        unit.setid(f"c{number}")
        unit.target = target
        unit.addnote("seen")
        unit.markapproved(number % 2 == 0)
    return bytes(store)


def _by_tmx(pairs: list[tuple[str, str]]) -> bytes:
    store = tmx.tmxfile(sourcelanguage="fr", targetlanguage="en")
    for source, target in pairs:
        store.addtranslation(source, "fr", target, "en", "seen")
    return bytes(store)


WRITERS: dict[str, Callable[[list[tuple[str, str]]], bytes]] = {"po": _by_po, "xlf": _by_xliff, "tmx": _by_tmx}


@pytest.mark.parametrize("ending", WRITERS)
@given(st.lists(st.tuples(PRINTABLE.map("a{}".format), PRINTABLE.map("b{}".format)), min_size=1, max_size=4))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_the_translate_toolkit_writes_comes_back(
    tmp_path: Path, ending: str, pairs: list[tuple[str, str]]
) -> None:
    """Texts, order, notes and status; white space is the toolkit's own business."""
    got = read(tmp_path / f"a.{ending}", WRITERS[ending](pairs))
    assert [_squeezed(unit) for unit in got] == [tuple(" ".join(text.split()) for text in pair) for pair in pairs]
    assert all("seen" in "".join(unit.notes) for unit in got)
    assert {unit.languages for unit in got} == {("fr", "en")}
    if ending != "tmx":
        assert [unit.status for unit in got] == ["draft" if n % 2 else "approved" for n in range(len(got))]
        assert [unit.address.rpartition("/")[2] for unit in got] == [f"c{n}" for n in range(len(got))]


def _squeezed(unit: Unit) -> tuple[str, str]:
    return " ".join(unit.source.split()), " ".join(unit.target.split())


# files


def test_folders_are_searched_and_each_file_is_found_once(tmp_path: Path) -> None:
    """In the order of the names; hidden files and the glossary are left out."""
    for name in ("b.po", "a/c.xliff", "a/d.txt", ".x/e.po", "glossary.po", "a/F.TMX"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "none").mkdir()
    got = list(found([tmp_path, tmp_path / "b.po", tmp_path / "none"]))
    assert got[:-1] == [tmp_path / "a" / "F.TMX", tmp_path / "a" / "c.xliff", tmp_path / "b.po"]
    assert "no bilingual text" in str(got[-1])


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """And what has no reader."""
    for name, says in (("a.po", "No such file"), ("a.txt", "no reader knows this kind")):
        with pytest.raises(InputError, match=says) as error:
            list(units(tmp_path / name))
        assert name in str(error.value)


@pytest.mark.parametrize(
    ("source", "target", "languages"),
    [
        ("", "", ("fr", "en")),
        ("fr_CA", "EN-us", ("fr", "en")),
        ("", "en", ("fr", "en")),
        ("", "fr", ("en", "fr")),
        ("en", "", ("en", "fr")),
        ("de", "", ("de", "en")),
        ("fr", "it", ("fr", "it")),
    ],
)
def test_languages_that_a_file_leaves_unsaid(source: str, target: str, languages: tuple[str, str]) -> None:
    """Into English from French, into all others from English."""
    assert told(source, target) == languages


def _many(ending: str, count: int) -> Iterator[str]:
    """A file of many units, piece by piece."""
    parts = {
        "po": ("", 'msgctxt "a{n}"\nmsgid "La cour {n}."\nmsgstr "The court {n}."\n\n', ""),
        "xlf": (
            '<xliff version="1.2"><file source-language="fr"><body>',
            "<group>{u}</group>\n",
            "</body></file></xliff>",
        ),
        "tmx": (
            '<tmx version="1.4"><header srclang="fr"/><body>',
            '<tu><tuv xml:lang="fr"><seg>La cour {n}.</seg></tuv><tuv xml:lang="en"><seg>The court.</seg></tuv></tu>\n',
            "</body></tmx>",
        ),
    }
    head, row, end = parts[ending]
    yield head
    yield from (row.format(n=n, u=_unit(f"La cour {n}.", str(n))) for n in range(count))
    yield end


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["po", "xlf", "tmx"])
def test_memory_is_flat_for_100_000_units(ending: str, tmp_path: Path) -> None:
    """A hundred times as many units take no more than 8 MB more."""
    program = (
        "import sys; from pathlib import Path; from bilingual.exchange import units; from clocks import most_memory\n"
        "for path in sys.argv[1:]:\n"
        "    print(sum(1 for _ in units(Path(path))), most_memory())"
    )
    paths = [tmp_path / f"{count}.{ending}" for count in (1_000, 100_000)]
    for path in paths:
        with path.open("w", encoding="utf-8") as file:
            file.writelines(_many(ending, int(path.stem)))
    here = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    run = [sys.executable, "-c", program, *paths]
    done = subprocess.run(run, capture_output=True, text=True, check=True, env=here)
    (few, before), (many, after) = (map(int, line.split()) for line in done.stdout.splitlines())
    assert (few, many) == (1_000, 100_000)
    assert after - before < 8_000
