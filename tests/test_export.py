"""Articles leave for other tools in XLIFF and TMX, valid, and come back to the letter."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage import tmx, xliff, xliff2

from bilingual import exchange
from bilingual.errors import InputError
from bilingual.exchange import marks, outgoing, seen, units
from bilingual.exchange.characters import freed, held
from bilingual.memory import exchange as memory
from bilingual.types import Finding, Inline, Pin, Term
from bitexts import realistic
from exchanged import HOSTILE, PEAK, TEXTS, article, back, expected, row, rows, told, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.exchange.outgoing import Row

DATA = Path(__file__).parent / "data"
OURS = ("xliff", "xliff12", "tmx")
SCHEMAS = Path(__file__).parents[1] / "build" / "schemas"
"""Where `make schemas` puts those of OASIS, which Debian has in a package."""
X, X1 = "{urn:oasis:names:tc:xliff:document:2.0}", "{urn:oasis:names:tc:xliff:document:1.2}"
GLS = "{urn:oasis:names:tc:xliff:glossary:2.0}"
FOLDER = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def parsed(data: bytes) -> Any:  # noqa: ANN401  # lxml's elements have no types of their own
    """The root of a document."""
    return etree.fromstring(data, etree.XMLParser(huge_tree=True))


def marked(source: str, target: str, *kinds: str) -> Row:
    """A segment with marks of the first letters of both sides, each longer than the one before."""
    found = [Inline(0, n, kind, 'https://a.fr/?b=1&c="<é' if kind == "link" else "") for n, kind in enumerate(kinds, 1)]  # type: ignore[arg-type]
    return row(source, target, source_marks=tuple(found[::-1]), target_marks=tuple(found[::-1]))


# there and back


@pytest.mark.parametrize("name", OURS)
@given(made=rows())
@FOLDER
def test_what_leaves_comes_back(tmp_path: Path, name: str, made: list[Row]) -> None:
    """Texts, notes, statuses, marks and order, whatever the texts; nothing is new, and no skipped block comes back."""
    leaving = article(*made)
    got = back(name, written(name, leaving), tmp_path)
    assert [told(one) for one in got] == expected(leaving, has_all=name != "tmx")
    assert not any(one.added for one in got)


@pytest.mark.parametrize("name", OURS)
def test_hostile_texts_come_back(tmp_path: Path, name: str) -> None:
    """On all sides of a segment at once; 100,000 characters, and 50,000 that XML cannot hold."""
    made = [row(text, text, note=text, address=f"a{n}", number=n + 1) for n, text in enumerate(HOSTILE)]
    leaving = article(*made, name='pre\x07ss/"x" <é>')
    assert [told(one) for one in back(name, written(name, leaving), tmp_path)] == expected(leaving)


@pytest.mark.parametrize("name", OURS)
def test_a_realistic_article_comes_back(tmp_path: Path, name: str) -> None:
    """With the glossary's terms in it; and the checks read the same texts from it."""
    leaving = outgoing.of(realistic(), lambda pair: tuple(one.pin for one in pair.occurrences))
    data = written(name, leaving)
    assert [told(one) for one in back(name, data, tmp_path)] == expected(leaving, has_all=name != "tmx")
    path = tmp_path / f"x{exchange.FORMATS[name].ending}"
    read = [(one.source, one.target, one.status) for one in units(path) if not one.is_aside]
    assert read == [(one.source, one.target, one.status) for one in leaving.rows if not one.skip]
    if name != "tmx":
        aside = [one.source for one in units(path) if one.is_aside]
        assert aside == [one.source for one in leaving.rows if one.skip] != []


@given(TEXTS)
def test_text_is_held_by_xml_and_freed(text: str) -> None:
    """Also where it looks like what stands for a character."""
    assert freed(held(text)) == text
    etree.Element("a").text = held(text)


@pytest.mark.parametrize("text", [r"\u{8}", r"\u{5c}u{8}", "\\\\u{1}\x01}", r"\u{110000}", r"\u{"])
def test_what_looks_like_an_escape_stays_so(text: str) -> None:
    """Each of them."""
    assert freed(held(text)) == text


def test_addresses_that_are_no_identifiers(tmp_path: Path) -> None:
    """Get one of their own, and are told beside it; two alike stay two."""
    addresses = ["1", "a b", "a b", "é", "_1", "x" * 300, "\x07", "-", "1"]
    leaving = article(*(row(f"Phrase {n}.", address=one, number=n + 1) for n, one in enumerate(addresses)))
    for name in OURS:
        data = written(name, leaving)
        assert [one.address for one in back(name, data, tmp_path)] == addresses
        units_ = list(parsed(data).iter("{*}unit", "{*}trans-unit", "{*}tu"))
        assert len({one.get("id") or one.get("tuid") for one in units_}) == len(addresses)


# what stands in the files


def test_xliff_2_tells_states_terms_notes_and_blocks() -> None:
    """In the words of the standard."""
    term = Term("cour", "court", note="of law")
    made = [
        row("Titre", "", kind="heading", level=2, address="a1", number=1),
        row("Menu", skip="navigation", address="a2", number=2, target=""),
        row("Un.", "One.", status="approved", address="a3", number=3, note="Why?\nBecause."),
        row(
            "Deux.",
            "Two.",
            status="rejected",
            address="a4",
            number=3,
            findings=(Finding("figure", "error", "2", "a4"),),
        ),
        row("La cour.", "The court.", address="a5", number=4, pins=(Pin(term, 3, 7),)),
    ]
    root = parsed(written("xliff", article(*made)))
    segments = [dict(one.attrib) for one in root.iter(f"{X}segment")]
    assert segments == [
        {"state": "initial"},
        {"state": "initial"},
        {"state": "final"},
        {"state": "initial", "subState": "bilingual:rejected"},
        {"state": "translated"},
    ]
    assert [one.get("type") for one in root.iter(f"{X}group")] == [
        "bilingual:heading-2",
        *["bilingual:paragraph"] * 3,
    ]
    assert [one.get("id") for one in root.iter(f"{X}unit")] == ["a1", "a2", "a3", "a4", "a5"]
    assert [one.get("translate") for one in root.iter(f"{X}unit")] == [None, "no", None, None, None]
    notes = [(one.get("category"), one.get("priority"), one.text) for one in root.iter(f"{X}note")]
    assert notes == [
        ("bilingual:skipped", None, "navigation"),
        ("editor", None, "Why?\nBecause."),
        ("bilingual:check", "1", "figure: 2"),
    ]
    (entry,) = root.iter(f"{GLS}glossEntry")
    assert [one.text for one in entry] == ["cour", "court", "of law"]
    (mark,) = root.iter(f"{X}mrk")
    assert (f"#{mark.get('id')}", mark.get("type"), mark.text) == (entry.get("ref"), "term", "cour")
    assert root.find(f"{X}file").get("canResegment") == "no"


def test_xliff_12_tells_states_terms_notes_and_the_machines_text() -> None:
    """In the words of the standard."""
    made = [
        row("Un.", "One.", status="approved", address="a1", machine="A."),
        row("Deux.", "Two.", status="rejected", address="a2", note="Why?"),
        row("La cour.", "The court.", address="a3", pins=(Pin(Term("cour", "court", rule="forbidden"), 3, 7),)),
        row("Quatre.", "", address="a4"),
        row("Menu", "", skip="navigation", address="a5"),
    ]
    root = parsed(written("xliff12", article(*made)))
    found = list(root.iter(f"{X1}trans-unit"))
    assert [(one.get("approved"), one.get("translate")) for one in found] == [
        ("yes", None),
        ("no", None),
        ("no", None),
        ("no", None),
        (None, "no"),
    ]
    states = [one.get("state") for one in root.iter(f"{X1}target")]
    assert states == ["final", None, "needs-translation", "needs-review-translation"]
    assert found[0].findtext(f"{X1}alt-trans/{X1}target") == "A."
    assert [(one.get("from"), one.text) for one in root.iter(f"{X1}note")][2:] == [
        ("editor", "Why?"),
        ("bilingual:term", "cour (not: court)"),
        ("bilingual:skipped", "navigation"),
    ]


def test_inline_markup_is_told_in_the_words_of_each_format() -> None:
    """Elements around the words where they can be; both ends with the original's code where not."""
    made = marked("abcdef", "ABCDEF", "bold", "link")
    crossing = row(
        "abc", "ABC", source_marks=(Inline(0, 2, "bold"), Inline(1, 3, "italic")), target_marks=(Inline(0, 1, "bold"),)
    )
    two, one, third = (written(name, article(made, crossing)).decode() for name in ("xliff", "xliff12", "tmx"))
    assert '<pc id="1" type="link" dataRefStart="b1" dataRefEnd="e1"><pc id="2" type="fmt" subType="xlf:b"' in two
    assert '<data id="b1">&lt;a href="https://a.fr/?b=1&amp;amp;c=&amp;quot;&amp;lt;é"&gt;</data>' in two
    assert '<sc id="1" type="fmt" subType="xlf:b" dataRef="b1"/>a<sc id="2"' in two.replace("\n", "")
    assert (
        '<target><sc id="1" type="fmt" subType="xlf:b" dataRef="b1"/>A<ec startRef="1" dataRef="e1"/>BC</target>' in two
    )
    assert '<bpt id="1" rid="1" ctype="link">&lt;a href=' in one
    assert '<g id="2" ctype="bold">a</g>' in one
    assert '<bpt i="2" x="2" type="bold">&lt;b&gt;</bpt>a<ept i="2">&lt;/b&gt;</ept>' in third


def test_what_stands_for_the_same_has_the_same_number() -> None:
    """Whatever the order of the marks in the translation; one that the source has not gets a new one."""
    source = (Inline(0, 1, "bold"), Inline(1, 2, "italic"), Inline(2, 3, "bold"))
    target = (Inline(0, 1, "italic"), Inline(1, 2, "bold"), Inline(2, 3, "bold"), Inline(3, 4, "code"))
    here, there = marks.numbered(source, target)
    assert [one.name for one in here] == ["1", "2", "3"]
    assert [one.name for one in there] == ["2", "1", "3", "4"]


def test_only_segments_with_a_status_are_asked_for() -> None:
    """Then skipped blocks are left out, too; and the rows can be walked twice."""
    bitext = realistic()
    chosen = outgoing.of(bitext, statuses=("approved",))
    assert [one.status for one in chosen.rows] == ["approved"] * len(list(chosen.rows)) != []
    assert {one.status for one in outgoing.of(bitext, statuses=("draft", "rejected")).rows} == {"draft"}


def test_what_was_seen_is_told_apart() -> None:
    """Field by field; addresses of links in whatever spelling; what is damaged is nothing."""
    one = seen.of("a", "approved", "n", (Inline(0, 1, "link", "https://a.fr/%C3%A9/"),))
    assert seen.read(f" {one}\n") == one
    assert seen.of("a", "approved", "n", (Inline(0, 1, "link", "https://a.fr/é"),)) == one
    assert (
        len({one, *(seen.of(*fields) for fields in (("b", "approved", "n"), ("a", "draft", "n"), ("a", "draft", "m")))})
        == 4
    )
    assert all(seen.read(text) is None for text in ("", "draft", f"{one}.", str(one).replace("approved", "yes")))


@pytest.mark.parametrize(
    ("told_", "written_"), [("fr", "fr"), ("FR_ch", "FR-ch"), ("", "und"), ('"><x', "und"), ("f" * 9, "und")]
)
def test_languages_are_such_as_xml_takes(told_: str, written_: str) -> None:
    """Whatever a header says."""
    for name in OURS:
        root = parsed(written(name, article(row(), source_lang=told_)))
        assert written_ in {value for one in root.iter() for key, value in one.attrib.items() if "ang" in key}


# rules of the standards


@given(rows())
@example([marked("abcdef", "ABCDEF", "bold", "link", "code")])
@FOLDER
def test_the_rules_of_xliff_2_that_no_schema_knows(made: list[Row]) -> None:
    """Those of the specification's constraints, as its Schematron files have them."""
    assert list(_breaches(parsed(written("xliff", article(*made))))) == []


def _breaches(root: Any) -> Iterator[str]:  # noqa: ANN401  # lxml's elements have no types of their own
    for kind in ("group", "unit"):
        yield from (f"two {kind}s are {name}" for name in _twice(root.iter(f"{X}{kind}")))
    for unit in root.iter(f"{X}unit"):
        data = {one.get("id") for one in unit.iter(f"{X}data")}
        yield from (f"two data are {name}" for name in _twice(unit.iter(f"{X}data")))
        yield from (f"two notes are {name}" for name in _twice(unit.iter(f"{X}note")))
        for entry in unit.iter(f"{GLS}glossEntry"):
            if entry.find(f"{GLS}translation") is None and entry.find(f"{GLS}definition") is None:
                yield "an entry says nothing"
            if not unit.findall(f".//{X}source//*[@id='{entry.get('ref')[1:]}']"):
                yield "an entry is about nothing"
        for segment in unit.iter(f"{X}segment"):
            yield from _breaches_of_codes(segment, data)


def _breaches_of_codes(segment: Any, data: set[str]) -> Iterator[str]:  # noqa: ANN401  # as above
    codes = {side: [one for one in segment.iterfind(f"{X}{side}//*") if one.get("id")] for side in ("source", "target")}
    names = {one.get("id"): one.tag for one in codes["source"]}
    yield from (f"two codes are {name}" for side in codes.values() for name in _twice(side))
    yield from (
        f"{one.get('id')} is another element" for one in codes["target"] if names.get(one.get("id"), one.tag) != one.tag
    )
    for one in segment.iter():
        if any(one.get(key, "b1") not in data for key in ("dataRef", "dataRefStart", "dataRefEnd") if one.get(key)):
            yield "no such data"
        if one.get("subType") and not one.get("type"):
            yield "a subType without a type"
        if one.get("subState") and not one.get("state"):
            yield "a subState without a state"
    for side in ("source", "target"):
        at = 0
        for begin, end, key in (("sc", "ec", "startRef"), ("sm", "em", "startRef")):
            begun = [one.get("id") for one in segment.iterfind(f"{X}{side}//{X}{begin}")]
            ended = [one.get(key) for one in segment.iterfind(f"{X}{side}//{X}{end}")]
            at += sorted(begun) != sorted(ended)
        if at:
            yield "a code without its other end"


def _twice(elements: Any) -> list[str]:  # noqa: ANN401  # as above
    return [name for name, count in Counter(one.get("id") for one in elements).items() if count > 1]


@given(rows())
@FOLDER
def test_tmx_has_the_form_of_its_dtd(made: list[Row]) -> None:
    """The elements and attributes of version 1.4b, and ends that fit together."""
    root = parsed(written("tmx", article(*made)))
    with (DATA / "tmx14.dtd").open("rb") as file:
        dtd = etree.DTD(file)
    assert dtd.validate(root), dtd.error_log
    for segment in root.iter("seg"):
        begun = [one.get("i") for one in segment.iter("bpt")]
        assert sorted(begun) == sorted(one.get("i") for one in segment.iter("ept"))
        assert len(set(begun)) == len(begun)


@pytest.mark.parametrize(
    ("name", "schema"), [("xliff", "xliff-core-2.0.xsd"), ("xliff12", "xliff-core-1.2-strict.xsd")]
)
@given(made=rows())
@settings(FOLDER, max_examples=30)
def test_the_schemas_of_oasis_are_content(name: str, schema: str, made: list[Row]) -> None:
    """Those of the core, which Debian ships with Symfony (the core of 2.1 has kept that of 2.0)."""
    found = _schema(schema)
    root = parsed(written(name, article(*made)))
    assert found.validate(root), found.error_log


def _schema(name: str) -> etree.XMLSchema:
    if not (SCHEMAS / name).is_file() and not os.environ.get("CI"):
        pytest.skip("no schemas: make schemas")

    class Here(etree.Resolver):
        def resolve(self, url: str, _public: object, context: object) -> object:
            return self.resolve_filename(str(SCHEMAS / "xml.xsd"), context) if url.endswith("xml.xsd") else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Here())
    return etree.XMLSchema(etree.parse(SCHEMAS / name, parser))


# other tools


def test_the_translate_toolkit_reads_what_we_write() -> None:
    """Each segment with its translation, its state and its note; and we read what it has changed."""
    made = [row("Un.", "One.", address="a1", status="approved"), row("Deux.", "Two.", address="a2", note="Why?")]
    store = xliff.xlifffile.parsestring(written("xliff12", article(*made)))
    assert [(one.source, one.target, one.isapproved()) for one in store.units] == [
        ("Un.", "One.", True),
        ("Deux.", "Two.", False),
    ]
    assert "Why?" in store.units[1].getnotes()
    second = xliff2.Xliff2File.parsestring(written("xliff", article(*made)))
    assert [(one.source, one.target) for one in second.units] == [("Un.", "One."), ("Deux.", "Two.")]
    third = tmx.tmxfile.parsestring(written("tmx", article(*made)))
    assert [(one.source, one.target) for one in third.units] == [("Un.", "One."), ("Deux.", "Two.")]


@pytest.mark.parametrize("name", OURS)
def test_what_the_translate_toolkit_changes_comes_back(tmp_path: Path, name: str) -> None:
    """A new text, and a new note beside ours."""
    klass = {"xliff": xliff2.Xliff2File, "xliff12": xliff.xlifffile, "tmx": tmx.tmxfile}[name]
    store = klass.parsestring(written(name, article(row(note="Why?"), row("Deux.", "Two.", address="a2"))))
    store.units[1].target = "2 < 3."
    store.units[1].addnote("Really?", origin="translator")
    file = io.BytesIO()
    store.serialize(file)
    first, second = back(name, file.getvalue(), tmp_path)
    assert (first.target, first.note, first.added) == ("The court says no.", "Why?", ())
    assert (second.target, "".join(second.added), second.seen) == ("2 < 3.", "Really?", str(row(target="Two.").seen))


# what other tools do to the files


def xliff_2(inner: str, more: str = "") -> bytes:
    """A file of version 2 with this in its only unit."""
    head = f'<xliff xmlns="{X[1:-1]}" version="2.0" srcLang="fr" trgLang="en"><file id="f" original="x">'
    return f'{head}<unit id="a1"{more}>{inner}</unit></file></xliff>'.encode()


def xliff_1(inner: str, more: str = "") -> bytes:
    """A file of version 1.2 with this in its only unit."""
    head = f'<xliff xmlns="{X1[1:-1]}" version="1.2"><file original="x" source-language="fr"><body>'
    return f'{head}<trans-unit id="a1"{more}>{inner}</trans-unit></body></file></xliff>'.encode()


def test_what_a_tool_has_divided_is_one_segment_again(tmp_path: Path) -> None:
    """With what stands between the parts; approved where all of them are."""
    parts = (
        '<segment state="final"><source>Un.</source>'
        '<target><pc id="1" type="fmt" subType="xlf:b">One</pc>.</target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment state="{}"><source>Deux.</source><target>Two.</target></segment>'
    )
    (one,) = back("xliff", xliff_2(parts.format("reviewed")), tmp_path)
    assert (one.source, one.target, one.status, one.marks) == (
        "Un. Deux.",
        "One. Two.",
        "approved",
        (Inline(0, 3, "bold"),),
    )
    (one,) = back("xliff", xliff_2(parts.format("translated")), tmp_path)
    assert one.status == "draft"


def test_codes_without_attributes_mean_what_they_mean_in_the_source(tmp_path: Path) -> None:
    """A tool may write the number alone; codes of its own mark nothing, and lose no text."""
    inner = (
        '<originalData><data id="d">&lt;a href="https://a.fr"&gt;</data></originalData><segment>'
        '<source><pc id="1" type="link" dataRefStart="d">a</pc>'
        '<pc id="2" type="fmt" subType="xlf:i">b</pc></source>'
        '<target><pc id="2">B</pc> <pc id="9">x</pc><sc id="1"/>A<ec startRef="1"/><ec startRef="7"/></target>'
        "</segment>"
    )
    (one,) = back("xliff", xliff_2(inner), tmp_path)
    assert (one.target, one.marks) == ("B xA", (Inline(0, 1, "italic"), Inline(3, 4, "link", "https://a.fr")))
    assert one.status is None


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (xliff_1('<source>a</source><target state="final">A</target>'), "approved"),
        (xliff_1("<source>a</source><target>A</target>", ' approved="yes"'), "approved"),
        (xliff_1("<source>a</source><target>A</target>", ' approved="no"'), "draft"),
        (xliff_1('<source>a</source><target state="x" state-qualifier="rejected-grammar">A</target>'), "rejected"),
        (xliff_1("<source>a</source><target>A</target>"), None),
        (xliff_1("<source>a</source>"), None),
        (xliff_2('<segment state="final"><source>a</source><target>A</target></segment>'), "approved"),
        (xliff_2('<segment state="initial" subState="bilingual:rejected"><source>a</source></segment>'), "rejected"),
        (xliff_2('<segment state="initial"><source>a</source></segment>'), "draft"),
        (xliff_2("<segment><source>a</source></segment>"), None),
    ],
)
def test_statuses_as_tools_tell_them(tmp_path: Path, data: bytes, status: str | None) -> None:
    """None where they do not."""
    (one,) = back("xliff", data, tmp_path)
    assert one.status == status
    assert (one.source, one.article, one.address) == ("a", "x", "a1")


def test_what_is_not_to_be_translated_does_not_come_back(tmp_path: Path) -> None:
    """As the unit says, or what is around it."""
    assert back("xliff", xliff_2("<segment><source>a</source></segment>", ' translate="no"'), tmp_path) == []


def test_notes_that_are_new_are_told_from_ours(tmp_path: Path) -> None:
    """The editor's as it is now, others as new, the program's own not at all."""
    notes = (
        '<notes><note category="editor">Old, changed</note><note category="bilingual:check">figure</note>'
        '<note>New</note><note category="editor">Another</note><note> </note></notes>'
    )
    (one,) = back("xliff", xliff_2(f"{notes}<segment><source>a</source></segment>"), tmp_path)
    assert (one.note, one.added) == ("Old, changed", ("New", "Another"))
    (one,) = back("xliff", xliff_1('<source>a</source><note from="Anna">New</note>'), tmp_path)
    assert (one.note, one.added) == (None, ("New",))


def test_a_memory_of_another_tool_comes_back(tmp_path: Path) -> None:
    """By its texts: the source language first, codes left out."""
    tuv = '<tuv xml:lang="{}"><seg>{}</seg></tuv>'
    body = f"<tu><note>N</note>{tuv.format('EN-us', 'A<ph>{1}</ph>B')}{tuv.format('fr', 'ab')}</tu><tu/>"
    data = f'<tmx version="1.4"><header srclang="FR"/><body>{body}</body></tmx>'.encode()
    one, empty = back("tmx", data, tmp_path)
    assert one[:7] == ("", "ab", "AB", None, None, ("N",), ())
    assert (empty.source, empty.target) == ("", "")


def test_what_a_file_is_is_told_by_its_content(tmp_path: Path) -> None:
    """Whatever it is called, and in whatever encoding; what nothing comes back in is refused with the mend."""
    path = tmp_path / "x.mxliff"
    path.write_bytes(xliff_1("<source>é</source>").decode().encode("utf-16"))
    (one,) = exchange.returned(path)
    assert one.source == "é"
    for name, data, says in (
        ("x.rtf", b"text", "nothing comes back in this kind of file"),
        ("x.po", b'msgid ""', "nothing comes back"),
        ("x.xlf", b"<html/>", "nothing comes back"),
        ("x.xlf", b"<xliff><", "no sound XML"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError, match=says) as error:
            list(exchange.returned(tmp_path / name))
        assert str(error.value).startswith(str(tmp_path / name))
        assert error.value.hint
    with pytest.raises(InputError, match=r"none\.xlf"):
        list(exchange.returned(tmp_path / "none.xlf"))


@given(st.sampled_from([b"", b"<xliff>", b"<tmx><tu>", b"PK\3\4", b"source;target\n"]), st.binary(max_size=200))
@FOLDER
def test_any_bytes_come_back_or_are_refused(tmp_path: Path, begin: bytes, data: bytes) -> None:
    """Whatever they begin with; nothing else ever happens."""
    path = tmp_path / "x.csv"
    path.write_bytes(begin + data)
    with contextlib.suppress(InputError):
        list(exchange.returned(path))


def test_a_memory_takes_only_what_is_approved_from_an_exported_article(tmp_path: Path) -> None:
    """Its drafts are nobody's word yet; and the checks read them as drafts."""
    made = [row("Un.", "One.", status="approved"), row("Deux.", "Two."), row("Trois.", "Three.", status="rejected")]
    path = tmp_path / "x.tmx"
    path.write_bytes(written("tmx", article(*made)))
    flaws: list[object] = []
    assert [pair.target for pair in memory.read(path, flaws.append)] == ["One."]
    assert flaws == []
    assert [one.status for one in units(path)] == ["approved", "draft", "rejected"]


@pytest.mark.slow
@pytest.mark.parametrize("name", OURS)
def test_10_000_segments_are_written_and_read_in_time_and_space(tmp_path: Path, name: str) -> None:
    """Ten seconds each way, and 300 MB."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, name, tmp_path / "x", Path(__file__).parent],
        capture_output=True,
        text=True,
        check=True,
    )
    writing, reading, memory = map(float, done.stdout.split())
    assert max(writing, reading) < 10
    assert memory < 300
