"""Glossaries looked after: entries in every format and back, edits that touch nothing else, and all that is wrong."""

from __future__ import annotations

import os
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import polib
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bilingual.cells import guarded, unguarded
from bilingual.errors import GlossaryError
from bilingual.glossary import load
from bilingual.terminology import audit, edit, formats, merge, po, table, tbx, tbx_writing
from bilingual.terminology.entry import LONGEST, Entry, flaws, sound, tidy

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"
PROBLEMS: dict[str, dict[str, Any]] = tomllib.loads((DATA / "glossary_problems.toml").read_text(encoding="utf-8"))
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
SPYWARE = Entry("logiciel espion", "spyware", flags=("terminology",))
FULL = Entry(
    source="cour d'appel",
    target="appeals court",
    plural="cours d'appel",
    plural_target="appeals courts",
    accepted=("court of appeal", "appellate court | CA"),
    variants=("Cour d'appel",),
    near=("juge", "arrêt"),
    context="law \\ courts",
    flags=("terminology", "fuzzy"),
    note='Press style.\n\n#, forbidden\nmsgid "x"',
    remark="=SUM(A1)\n-- me",
)

# short texts of what breaks formats: quotes, backslashes, hashes, bars, markup, formulas, white space, controls
_NASTY = st.text(st.sampled_from(list("ab é0\"\\#,.:|;'=+-@<&>[]~\t\n\r\x00\x1b\u2028\u200b\ufeff\ud800")), max_size=9)
_TEXT = st.builds(lambda a, b: f"{a}mot{b}", _NASTY, _NASTY)
_MAYBE = st.one_of(st.just(""), _TEXT)
_SEVERAL = st.lists(_TEXT, max_size=3).map(tuple)
_FLAGS = st.sampled_from(
    [(), ("terminology",), ("terminology", "read-only"), ("forbidden",), ("fuzzy", "terminology"), ("max-length",)]
)
_ANY = st.builds(
    Entry,
    source=_TEXT,
    target=_MAYBE,
    plural=_MAYBE,
    plural_target=_MAYBE,
    accepted=_SEVERAL,
    variants=_SEVERAL,
    near=_SEVERAL,
    context=_MAYBE,
    flags=_FLAGS,
    note=_NASTY,
    remark=_NASTY,
)


def _mended(entry: Entry) -> Entry:
    """The nearest entry that can stand in a glossary."""
    plain = {
        name: "".join(sign for sign in getattr(entry, name) if sign.isprintable() or sign in "\t\n\r")
        for name in ("source", "target", "plural", "plural_target", "context")
    }
    lists = {
        name: tuple("".join(filter(str.isprintable, text)) for text in getattr(entry, name))
        for name in ("accepted", "variants", "near")
    }
    one = tidy(replace(entry, **plain, **lists))
    one = replace(one, near=tuple(word for word in one.near if any(map(str.isalnum, word))))
    if not one.target:
        one = replace(one, target="", accepted=(), plural_target="", flags=("terminology",))
    if not one.plural:
        one = replace(one, plural_target="")
    others = tuple(text for text in one.accepted if text not in {one.target, one.plural_target})
    return replace(one, accepted=others, plural_target="" if one.plural_target == one.target else one.plural_target)


SOUND = _ANY.map(_mended).filter(lambda entry: not flaws(entry))


def _glossary(folder: Path, text: str) -> Path:
    path = folder / "glossary.po"
    path.write_bytes(text.encode())
    return path


# ── entries ──


@given(_ANY)
def test_tidying_twice_changes_nothing(entry: Entry) -> None:
    """Tidying twice changes nothing."""
    assert tidy(tidy(entry)) == tidy(entry)


def test_labels_in_a_note_are_fields() -> None:
    """What `glossary` reads from `#.` lines is read from any note."""
    one = tidy(Entry("a", "b", note="Why.\nAccepted: c\nnear : d, e\nvariant: f\nvariants: no"))
    assert (one.accepted, one.near, one.variants, one.note) == (("c",), ("d", "e"), ("f",), "Why.\nvariants: no")


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (Entry("…", "x"), "has no word"),
        (Entry("a", "…"), "without a word"),
        (Entry("a" * (LONGEST + 1), "b"), "longer than"),
        (Entry("a", "b\u200b"), "U+200B"),
        (Entry("a", "b", flags=("read-only", "forbidden")), "both"),
        (Entry("a", flags=("forbidden",)), "forbids nothing"),
        (Entry("a", "b", plural_target="bs"), "one language only"),
        (Entry("a", "b", flags=("fuzzy\nmsgid",)), "has a flag that is none"),
    ],
)
def test_what_makes_no_sense_is_refused(entry: Entry, reason: str) -> None:
    """What makes no sense is refused."""
    with pytest.raises(GlossaryError, match=reason.replace("+", r"\+")):
        sound(entry)


# ── every format and back ──


@given(st.lists(SOUND, max_size=4))
@example([FULL])
@settings(deadline=None)
def test_every_format_brings_back_every_field(entries: list[Entry]) -> None:
    """Every format brings back every field."""
    catalogue = po.scan("\n".join([po.HEADER, *("\n".join(po.block(one)) + "\n" for one in entries)]))
    assert not catalogue.flaws
    assert [item.entry for item in catalogue.items] == entries
    for delimiter in ",\t":
        assert [entry for _, entry in table.read(table.write(entries, delimiter))] == entries
    assert [entry for _, entry in tbx.read(tbx_writing.write(entries).encode())] == entries


@given(SOUND)
@example(FULL)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_other_programs_read_what_we_write(tmp_path: Path, entry: Entry) -> None:
    """polib, and the loader of `translate` with it, take an entry for what it is, and for one."""
    path = tmp_path / "one.po"
    formats.write(path, [entry])
    (read,) = polib.pofile(str(path))
    assert (read.msgid, read.msgid_plural, read.msgctxt or "") == (entry.source, entry.plural, entry.context)
    assert (read.msgstr or read.msgstr_plural.get(0, "")) == entry.target
    assert read.flags == list(entry.flags)
    terms = load([path]).terms
    assert len(terms) == (not entry.is_open)
    assert all(term.source == entry.source and set(entry.accepted) <= {term.target, *term.accepted, *entry.accepted}
               for term in terms)  # fmt: skip


@pytest.mark.parametrize("ending", formats.ENDINGS)
def test_a_glossary_comes_back_from_any_file(tmp_path: Path, ending: str) -> None:
    """Our own glossary, written and read in each format."""
    ours = edit.read(ROOT / "glossary.po")
    path = tmp_path / f"out{ending.upper()}"
    formats.write(path, ours)
    assert [entry for _, entry in formats.read(path)] == ours


@pytest.mark.parametrize("name", ["a.xlsx", "a"])
def test_other_endings_are_refused(tmp_path: Path, name: str) -> None:
    """Other endings are refused."""
    for call in (lambda: formats.read(tmp_path / name), lambda: formats.write(tmp_path / name, [])):
        with pytest.raises(GlossaryError, match="no such format"):
            call()


def test_what_cannot_be_read_or_written_is_named(tmp_path: Path) -> None:
    """What cannot be read or written is named."""
    with pytest.raises(GlossaryError, match=r"a\.csv: No such file"):
        formats.read(tmp_path / "a.csv")
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(GlossaryError, match=r"b\.csv: "):
        formats.write(tmp_path / "b.csv", [])
    (tmp_path / "c.csv").write_bytes(b"\0")
    with pytest.raises(GlossaryError, match=r"c\.csv: this is not a text file"):
        formats.read(tmp_path / "c.csv")


# ── tables ──


@pytest.mark.parametrize(
    "text",
    [
        "source,target\ncour,court\n",
        "\ufeffFrench;English;seen by\r\ncour;court;me\r\n;;\r\n",
        "en\tfr\ncourt\tcour\n",
        '"Source" | "Target"\n"cour"|"court"\n',
    ],
)
def test_tables_of_others_are_read(text: str) -> None:
    """Any delimiter, order of columns, and usual name will do."""
    assert [entry for _, entry in table.read(text)] == [Entry("cour", "court")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: there are no columns"),
        ("cour,court\n", "line 1: there are no columns"),
        ("source,target,fr\n", "line 1: two columns mean the same"),
        ("source,target\na,b,c\n", "line 2: there are more cells"),
        ('source,target\n"a"b,c\n', "line 2: "),
        ('source,target\na,"b', "line 2: "),
        (f"source,target\na,{'b' * 100_001}\n", "line 2: a cell is too long"),
    ],
)
def test_broken_tables_are_refused_with_the_line(text: str, says: str) -> None:
    """Broken tables are refused with the line."""
    with pytest.raises(GlossaryError, match=says):
        list(table.read(text))


@given(_NASTY)
@example("=1+1")
@example("'=1+1")
@example("'tis")
def test_no_cell_is_a_formula(text: str) -> None:
    """No cell is a formula."""
    cell = guarded(text)
    assert cell[:1] not in set("=+-@\t\r")
    assert unguarded(cell) == text


# ── TBX ──

CONCEPT = """<termEntry id="c1"><descripGrp><descrip type="subjectField">law</descrip></descripGrp><note>Why.</note>
<langSet xml:lang="fr-CH"><tig><term>cour d'appel</term></tig>
<ntig><termGrp><term>cours d'appel</term><termNote type="grammaticalNumber">plural</termNote></termGrp></ntig></langSet>
<langSet lang="de"><tig><term>Berufungsgericht</term></tig></langSet>
<langSet lang="EN_gb"><tig><term>appellate court</term>
<termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></tig>
<tig><term>appeals <hi>court</hi></term></tig>
<tig><term>appeals courts</term><termNote type="grammaticalNumber">plural</termNote></tig>
<tig><term>call court</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
</termEntry>"""
MARTIF = f'<martif type="TBX-Basic"><text><body>{CONCEPT}</body></text></martif>'
DCT = """<tbx xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://www.tbxinfo.net/ns/min"
xmlns:basic="http://www.tbxinfo.net/ns/basic" style="dct" type="TBX-Basic" xml:lang="en"><text><body>
<conceptEntry id="c1"><min:subjectField>law</min:subjectField><basic:definition>Why.</basic:definition>
<langSec xml:lang="fr"><termSec><term>cour d'appel</term></termSec>
<termSec><term>cours d'appel</term><basic:grammaticalNumber>plural</basic:grammaticalNumber></termSec></langSec>
<langSec xml:lang="en"><termSec><term>appeals court</term>
<min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec>
<termSec><term>appellate court</term>
<min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termSec>
<termSec><term>appeals courts</term><basic:grammaticalNumber>plural</basic:grammaticalNumber></termSec>
<termSec><term>call court</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
</langSec></conceptEntry></body></text></tbx>"""
COURT = Entry(
    "cour d'appel",
    "appeals court",
    plural="cours d'appel",
    plural_target="appeals courts",
    accepted=("appellate court",),
    context="law",
    flags=("terminology",),
    note="Why.",
)
NO_CALL = replace(
    COURT, target="call court", plural="", plural_target="", accepted=(), context="forbidden: call court",
    flags=("terminology", "forbidden"),
)  # fmt: skip


@pytest.mark.parametrize("text", [MARTIF, DCT], ids=["version 2", "version 3, DCT"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_both_versions_are_read(text: str, codec: str) -> None:
    """Both versions are read, in any encoding that the file declares."""
    data = f'<?xml version="1.0" encoding="{codec}"?>\n{text}'.encode(codec)
    assert [entry for _, entry in tbx.read(data)] == [COURT, NO_CALL]


def test_each_french_term_makes_an_entry_admitted_ones_a_variant() -> None:
    """Each French term makes an entry, admitted ones a variant."""

    def said(status: str) -> str:
        terms = f"<tig><term>b</term><termNote type='administrativeStatus'>{status}</termNote></tig>"
        french = f"<langSet xml:lang='fr'><tig><term>a</term></tig>{terms}<tig><term> </term></tig></langSet>"
        return f"<martif><termEntry>{french}</termEntry></martif>"

    read = [entry for _, entry in tbx.read(said("deprecatedTerm-admn-sts").encode())]
    assert [entry.source for entry in read] == ["a", "b"]
    (one,) = [entry for _, entry in tbx.read(said("admittedTerm-admn-sts").encode())]
    assert (one.source, one.variants, one.is_open) == ("a", ("b",), True)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no sound XML"),
        (b"<martif>", "no sound XML"),
        (b"<tmx/>", "no TBX"),
        (b'<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd"><martif/>', "DOCTYPE"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><martif>&x;</martif>', "DOCTYPE"),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE martif><martif/>'.encode("utf-16"), "DOCTYPE"),
        (b"<martif>" + b"<a>" * 300 + b"</a>" * 300 + b"</martif>", "no sound XML"),
        (b"<martif>" + b" " * tbx.MOST_BYTES, "larger than"),
    ],
)
def test_dangerous_or_broken_xml_is_refused(data: bytes, says: str) -> None:
    """Dangerous or broken XML is refused."""
    with pytest.raises(GlossaryError, match=says):
        list(tbx.read(data))


# ── edits ──

COMMENTED = (
    "\ufeff# A file.\r\n" + HEADER.replace("\n", "\r\n") + "#  odd   spacing\r\n\r\n"
    '#. Why.\r\n#,  terminology ,fuzzy\r\nmsgid   "tribunal"\r\nmsgstr ""\r\n"co"\r\n"urt"\r\n\r\n'
    '# ── courts ──\r\n\r\nmsgid "cour"\r\nmsgstr "court"\r\n#~ msgid "x"\r\n#~ msgstr "y"'
)


def test_adding_keeps_every_byte_that_was_there(tmp_path: Path) -> None:
    """Adding keeps every byte that was there, and goes on with the file's own line ends."""
    path = _glossary(tmp_path, COMMENTED)
    edit.add(path, [SPYWARE, FULL])
    text = path.read_bytes().decode()
    assert text.startswith(COMMENTED + "\r\n\r\n#, terminology\r\nmsgid ")
    assert "\n" not in text.replace("\r\n", "")
    assert edit.read(path)[2:] == [SPYWARE, FULL]


def test_what_is_added_and_removed_leaves_no_trace(tmp_path: Path) -> None:
    """What is added and removed leaves no trace."""
    path = tmp_path / "glossary.po"
    before = (ROOT / "glossary.po").read_bytes()
    path.write_bytes(before)
    edit.add(path, [FULL])
    assert path.read_bytes() != before
    assert edit.remove(path, " cour  d'appel ", FULL.context) == FULL
    assert path.read_bytes() == before


def test_removing_takes_the_entry_and_its_comments_only(tmp_path: Path) -> None:
    """Removing takes the entry and its comments only; headings of the file stay."""
    path = _glossary(tmp_path, COMMENTED)
    edit.remove(path, "tribunal")
    kept = COMMENTED.replace(COMMENTED[COMMENTED.index("#. Why") : COMMENTED.index("# ── courts")], "")
    assert path.read_bytes().decode() == kept


@given(st.lists(SOUND, min_size=1, max_size=4, unique_by=lambda entry: entry.name), st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_entry_can_be_taken_out_of_any_file(tmp_path: Path, entries: list[Entry], data: st.DataObject) -> None:
    """Any entry can be taken out of any file."""
    path = tmp_path / "glossary.po"
    path.unlink(missing_ok=True)
    edit.add(path, entries)
    gone = data.draw(st.sampled_from(entries))
    assert edit.remove(path, gone.source, gone.context) == gone
    assert edit.read(path) == [entry for entry in entries if entry != gone]


def test_the_last_entry_goes_with_the_blank_line_before_it(tmp_path: Path) -> None:
    """The last entry goes with the blank line before it."""
    path = _glossary(tmp_path, HEADER + 'msgid "a"\nmsgstr "b"')
    edit.remove(path, "a")
    assert path.read_text(encoding="utf-8") == HEADER[:-2]


def test_duplicates_are_refused_with_their_line(tmp_path: Path) -> None:
    """Nothing is written then."""
    path = _glossary(tmp_path, HEADER + 'msgid "logiciel espion"\nmsgstr "spy"\n')
    before = path.read_bytes()
    with pytest.raises(GlossaryError, match="line 4: “logiciel espion” is there already"):
        edit.add(path, [FULL, SPYWARE])
    with pytest.raises(GlossaryError, match="with the context “law"):
        edit.add(path, [FULL, FULL])
    assert path.read_bytes() == before


def test_what_is_not_there_or_more_than_once_is_not_removed(tmp_path: Path) -> None:
    """What is not there or more than once is not removed."""
    path = tmp_path / "new" / "glossary.po"
    edit.add(path, [SPYWARE, replace(SPYWARE, context="x")])
    with pytest.raises(GlossaryError, match="there is no entry “logiciel”"):
        edit.remove(path, "logiciel")
    with pytest.raises(GlossaryError, match=r"line 11 .*, line 16 "):
        edit.remove(path, "logiciel espion")
    assert edit.remove(path, "logiciel espion", "").context == ""


def test_broken_files_are_left_alone(tmp_path: Path) -> None:
    """Broken files are left alone."""
    path = _glossary(tmp_path, HEADER + 'msgid "a\nmsgstr "b"\n')
    before = path.read_bytes()
    for call in (lambda: edit.add(path, [SPYWARE]), lambda: edit.remove(path, "a"), lambda: edit.read(path)):
        with pytest.raises(GlossaryError, match="line 4: a quotation mark"):
            call()
    assert path.read_bytes() == before
    path.write_bytes(b"a\nb\xff")
    with pytest.raises(GlossaryError, match="line 2: it is not UTF-8"):
        edit.read(path)
    with pytest.raises(GlossaryError, match="No such file"):
        edit.read(tmp_path / "none.po")


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """A link stays a link."""
    real = _glossary(tmp_path, HEADER)
    link = tmp_path / "link.po"
    link.symlink_to(real)
    edit.add(link, [SPYWARE])
    assert link.is_symlink()
    assert edit.read(real) == [SPYWARE]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_takes_no_file_is_named(tmp_path: Path) -> None:  # pragma: no cover
    """A folder that takes no file is named."""
    tmp_path.chmod(0o500)
    with pytest.raises(GlossaryError, match="Permission denied"):
        edit.add(tmp_path / "a.po", [SPYWARE])


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    """A file in the place of a folder is named."""
    (tmp_path / "a").touch()
    with pytest.raises(GlossaryError, match=r"a/b\.po: "):
        edit.add(tmp_path / "a" / "b.po", [SPYWARE])


# ── imports ──


def _import(folder: Path, theirs: list[Entry], choice: merge.Choice = "ask") -> merge.Merger:
    source = folder / "theirs.tsv"
    formats.write(source, theirs)
    return merge.import_file(source, folder / "glossary.po", choice)


def test_what_is_new_is_added_and_what_is_the_same_left(tmp_path: Path) -> None:
    """What is new is added and what is the same left."""
    edit.add(tmp_path / "glossary.po", [SPYWARE])
    found = _import(tmp_path, [SPYWARE, FULL])
    assert (found.added, found.same, found.conflicts, found.written) == ((FULL,), 1, (), True)
    assert edit.read(tmp_path / "glossary.po") == [SPYWARE, FULL]
    assert not _import(tmp_path, [SPYWARE, FULL]).written


@pytest.mark.parametrize(("choice", "last"), [("ask", None), ("keep", "spyware"), ("replace", "spy software")])
def test_contradictions_are_listed_and_settled_as_asked(tmp_path: Path, choice: merge.Choice, last: str | None) -> None:
    """Nothing is overwritten in silence."""
    path = tmp_path / "glossary.po"
    edit.add(path, [FULL, SPYWARE])
    before = path.read_bytes()
    found = _import(tmp_path, [replace(SPYWARE, target="spy software"), Entry("cour", "court")], choice)
    assert [(one.line, one.ours) for one in found.conflicts] == [(2, SPYWARE)]
    assert found.written == bool(last)
    after = path.read_bytes()
    if last:
        assert [entry.target for entry in edit.read(path)] == ["appeals court", last, "court"]
        assert after.startswith(before.replace(b'msgstr "spyware"', f'msgstr "{last}"'.encode()))
    else:
        assert after == before


def test_a_file_may_contradict_itself(tmp_path: Path) -> None:
    """With `replace` its last word counts."""
    theirs = [SPYWARE, replace(SPYWARE, target="spy software")]
    assert len(_import(tmp_path, theirs).conflicts) == 1
    assert not (tmp_path / "glossary.po").exists()
    _import(tmp_path, theirs, "replace")
    assert edit.read(tmp_path / "glossary.po") == theirs[1:]


def test_what_can_stand_in_no_glossary_is_left_out(tmp_path: Path) -> None:
    """What can stand in no glossary is left out, and told with its line."""
    found = _import(tmp_path, [Entry("…", "x"), SPYWARE])
    assert found.refused == ((2, "…", "has no word to look for"),)
    assert edit.read(tmp_path / "glossary.po") == [SPYWARE]


def test_replacing_keeps_the_line_ends_of_the_file(tmp_path: Path) -> None:
    """Replacing keeps the line ends of the file."""
    path = _glossary(tmp_path, COMMENTED)
    _import(tmp_path, [Entry("cour", "tribunal")], "replace")
    assert path.read_bytes().decode() == COMMENTED.replace('msgstr "court"', 'msgstr "tribunal"')


# ── what is wrong ──


@pytest.mark.parametrize("title", PROBLEMS)
def test_every_problem_is_found_where_it_is(tmp_path: Path, title: str) -> None:
    """Every problem is found where it is."""
    case = PROBLEMS[title]
    text = case["text"] if case.get("literal", True) else case["text"].replace("\\u200b", "\u200b")
    problems = audit.audit([_glossary(tmp_path, HEADER + text)])
    assert [f"{one.line} {one.severity} {one.check}" for one in problems] == case["expected"]
    assert any(case.get("says", "") in one.message for one in problems) or not problems


def test_what_translate_refuses_is_an_error(tmp_path: Path) -> None:
    """Whatever the loader says, `check` says, too."""
    for title, case in PROBLEMS.items():
        path = _glossary(tmp_path, HEADER + case["text"])
        try:
            load([path])
        except GlossaryError:
            assert audit.gravest(audit.audit([path])) == "error", title


def test_what_else_the_loader_finds_is_told(tmp_path: Path) -> None:
    """A lone carriage return ends a line for polib alone."""
    path = _glossary(tmp_path, HEADER + '# a\rb\nmsgid "cour d\'appel"\nmsgstr "appeals court"\n')
    with pytest.raises(GlossaryError):
        load([path])
    (problem,) = audit.audit([path])
    assert (problem.line, problem.severity, problem.check) == (0, "error", "file")


def test_files_are_checked_together(tmp_path: Path) -> None:
    """Files are checked together, each once, in the order given."""
    paths = [tmp_path / name for name in ("b.po", "a.po", "none.po")]
    edit.add(paths[0], [SPYWARE])
    edit.add(paths[1], [SPYWARE, Entry("logiciels espions", "spy software")])
    found = audit.audit([*paths, paths[0]])
    assert [(one.path.name, one.check, one.severity) for one in found] == [
        ("a.po", "duplicate", "info"),
        ("a.po", "conflict", "error"),
        ("none.po", "file", "error"),
    ]
    assert f"{paths[0]}, line 11" in found[0].message


def test_a_header_is_asked_for(tmp_path: Path) -> None:
    """A header is asked for."""
    path = _glossary(tmp_path, 'msgid "cour d\'appel"\nmsgstr "appeals court"\n')
    assert [(one.line, one.severity) for one in audit.audit([path])] == [(1, "info")]
    path = _glossary(tmp_path, 'msgid ""\nmsgstr "Content-Type: text/plain; charset=latin-1\\n"\n')
    assert [(one.line, one.severity) for one in audit.audit([path])] == [(1, "warning")]


def test_our_own_glossary_has_no_errors() -> None:
    """Our own glossary has no errors."""
    assert audit.gravest(audit.audit([ROOT / "glossary.po"])) == "info"
    assert audit.gravest([]) is None


@given(st.text(st.sampled_from(list('mM sgid[1]txr"\\#~,.|\n\r \ufeff')), max_size=80))
def test_any_file_can_be_scanned(text: str) -> None:
    """Nothing is lost and nothing fails; entries lie in order and apart."""
    catalogue = po.scan(text)
    assert "\n".join(catalogue.lines) == text
    ends = [place for item in catalogue.items for place in (item.first, item.last)]
    assert ends == sorted(ends)
