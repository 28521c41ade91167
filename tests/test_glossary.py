"""Terms are read from gettext files, or the file and line are named; and they are found in French as it is written."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.errors import GlossaryError
from bilingual.glossary import Glossary, load
from bilingual.types import Term
from clocks import compared

OURS = Path(__file__).parents[1] / "glossary.po"
TABLE = tomllib.loads((Path(__file__).parent / "data" / "glossary.toml").read_text(encoding="utf-8"))
TERMS = [
    Term(one["source"], f"rendering {n}", one.get("rule", "pin"), variants=tuple(one.get("variants", ())))
    for n, one in enumerate(TABLE["term"])
]
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def written(folder: Path, entries: str) -> Path:
    """A gettext file with some entries; they begin on line 4."""
    path = folder / "words.po"
    path.write_text(HEADER + entries, encoding="utf-8")
    return path


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["why"])
def test_terms_are_found_as_the_table_says(case: dict[str, str]) -> None:
    """The table is an editor's to correct."""
    found = [(case["text"][p.start : p.end], p.term.source, p.term.rule) for p in Glossary(TERMS).find(case["text"])]
    assert found == [(said, term, rule[0] if rule else "pin") for said, term, *rule in case["found"]]


def test_every_entry_of_ours_is_found_in_its_own_msgid() -> None:
    """No entry is hidden by another one, nor keyed in a way that its own words are not."""
    glossary = load([OURS])
    assert len(glossary.terms) > 60
    for term in glossary.terms:
        for spelling in (term.source, *term.variants, term.source.upper()):
            said = f"Selon lui, {spelling} : oui."
            assert term.source in {pin.term.source for pin in glossary.find(said)}, spelling


WORDS = [word for term in TERMS for word in re.findall(r"\w+", term.source)]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from([*WORDS, "d", "et", "le"])).map(" ".join)))
def test_pins_are_in_order_in_bounds_and_apart(text: str) -> None:
    """Two pins share a place only where one of them forbids a rendering of the same words."""
    glossary = Glossary(TERMS)
    pins = glossary.find(text)
    for pin in pins:
        assert 0 <= pin.start < pin.end <= len(text)
        assert text[pin.start : pin.end].strip() == text[pin.start : pin.end]
    for one, other in pairwise(pins):
        same = (one.start, one.end) == (other.start, other.end)
        assert one.end <= other.start or (same and other.term.rule == "forbidden")
    assert pins == glossary.find(text)


@pytest.mark.clock
@pytest.mark.parametrize(
    "text",
    [
        "a" * 120_000,
        " " * 120_000,
        "é" * 120_000,
        "e\u0301" * 60_000,
        "l'" * 60_000,
        "\xad" * 120_000,
        "cour d'appel du " * 7_500,
        "NSO " * 30_000,
        " ".join(f"mot{n}" for n in range(14_000)),
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_a_long_text_takes_time_in_proportion(text: str) -> None:
    """No text makes the search slower than its length does."""
    glossary = Glossary(TERMS)
    part = text[: len(text) // 8]
    eighth, whole = compared(lambda: glossary.find(part), lambda: glossary.find(text), times=2)
    assert whole < 16 * eighth + 0.05


def test_an_empty_glossary_finds_nothing() -> None:
    """Without terms there is nothing to find."""
    assert Glossary(()).find("NSO") == ()
    assert load([]).terms == ()


def test_the_fingerprint_changes_with_any_term() -> None:
    """What is remembered under one glossary is not mistaken for another's, whatever the terms hold."""
    prints = {Glossary(TERMS[:n]).fingerprint for n in range(len(TERMS))}
    assert len(prints) == len(TERMS)
    assert Glossary([Term("a\ud800", "b")]).fingerprint == Glossary([Term("a\ud800", "b")]).fingerprint


def test_of_two_entries_for_the_same_words_the_first_file_has_the_last_word(tmp_path: Path) -> None:
    """An entry of a later file adds to the first file's, and does not replace it."""
    (tmp_path / "other").mkdir()
    one = written(tmp_path, 'msgid "amicus"\nmsgstr "first"\n')
    other = written(tmp_path / "other", 'msgid "Amicus"\nmsgstr "second"\n\nmsgid "mur"\nmsgstr "wall"\n')
    assert [pin.term.target for pin in load([one, other]).find("un amicus, un mur")] == ["first", "wall"]


def test_what_is_agreed_goes_before_what_is_only_suggested() -> None:
    """Of several entries one asks; those that forbid are told beside it."""
    terms = [Term("mur", "barrier", "suggest"), Term("mur", "wall"), Term("mur", "Wall!", "forbidden")]
    assert [pin.term.target for pin in Glossary(terms).find("le mur")] == ["wall", "Wall!"]


def test_flags_comments_and_plurals_are_read(tmp_path: Path) -> None:
    """The conventions are Weblate's; obsolete entries are none."""
    path = written(
        tmp_path,
        """\
# for translators
#. A stone\u2028one.
#, terminology
msgid " le\\n mur\\t"
msgid_plural "les murs"
msgstr[0] "wall "
msgstr[1] "walls"

#, terminology, forbidden
msgctxt "not this"
msgid "mur"
msgstr "mural"

#, fuzzy, terminology
msgid "toit"
msgstr "roof"

#, read-only
msgid "NSO"
msgstr ""

#~ msgid "porte"
#~ msgstr "door"
""",
    )
    assert load([path]).terms == (
        Term("le mur", "wall", "pin", ("walls",), ("les murs",), "A stone\u2028one.", plural="walls"),
        Term("mur", "mural", "forbidden", context="not this"),
        Term("toit", "roof", "suggest"),
        Term("NSO", "NSO", "read-only"),
    )


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    """Files come from Windows, too."""
    path = tmp_path / "words.po"
    path.write_bytes(b"\xef\xbb\xbf" + (HEADER + 'msgid "été"\nmsgstr "summer"\n').replace("\n", "\r\n").encode())
    assert load([path]).terms == (Term("été", "summer"),)


def test_an_entry_without_a_rendering_is_work_to_be_done(tmp_path: Path) -> None:
    """Exports of terminology tools hold such entries; they pin nothing, unless they are not to be translated."""
    open_ones = 'msgid "mur"\nmsgstr ""\n\nmsgid "pan"\nmsgid_plural "pans"\nmsgstr[0] ""\nmsgstr[1] ""\n\n'
    path = written(tmp_path, open_ones + '#, read-only\nmsgid "NSO"\nmsgstr ""\n')
    assert [(term.source, term.target) for term in load([path]).terms] == [("NSO", "NSO")]


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ('msgid "mur"\nmsgid_plural "murs"\nmsgstr[0] " "\nmsgstr[1] ""\n', "line 4: “mur” has no rendering"),
        ('msgid "mur"\nmsgstr "  "\n', "line 4: “mur” has no rendering"),
        ('msgid "mur"\nmsgstr " - "\n', "line 4: “mur” has no rendering"),
        ('msgid "« ! »"\nmsgstr "wall"\n', "line 4: “« ! »” has no word"),
        (f'msgid "{"mur " * 25_000}"\nmsgstr "wall"\n', "longer than"),
        (f'msgid "mur"\nmsgstr "{"wall " * 20_000}"\n', "line 4: “mur” is longer than"),
        (f'msgid "mur"\nmsgid_plural "{"murs" * 100}"\nmsgstr[0] "wall"\nmsgstr[1] "walls"\n', "longer than"),
        ('msgid "mur"\nmsgstr "wa\x07ll"\n', "line 4: “mur” holds an invisible character, U+0007"),
        ('msgid "mur"\nmsgstr "wall\u202e"\n', "U+202E"),
        ('msgid "mu\u200br"\nmsgstr "wall"\n', "U+200B"),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "mur"\nmsgstr "-"\n', "line 7: “mur”"),
        ('msgid "mur\nmsgstr "wall"\n', "line 4"),
        ('msgid "mur"\nmsgstr "wall"\nnonsense\n', "line 6"),
        ('msgid "mur"\nmsgstr[x] "wall"\n', "line 5"),
        ('msgstr "wall"\n', "line 4"),
    ],
    ids=range(15),
)
def test_what_is_wrong_is_named_with_file_and_line(tmp_path: Path, entry: str, says: str) -> None:
    """An editor sees at once where to mend."""
    path = written(tmp_path, entry)
    with pytest.raises(GlossaryError) as refusal:
        load([path])
    assert str(refusal.value).startswith(str(path))
    assert says in str(refusal.value)
    assert refusal.value.hint
    assert len(str(refusal.value)) < len(str(path)) + 200


def test_a_separator_of_lines_inside_an_entry_counts_as_a_space(tmp_path: Path) -> None:
    """No rendering breaks a line of the translation."""
    path = written(tmp_path, 'msgid "mur\u2028porteur"\nmsgstr "bearing\xa0wall"\n')
    assert load([path]).terms == (Term("mur porteur", "bearing wall"),)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A missing file, a folder and another encoding are told apart."""
    (tmp_path / "latin.po").write_bytes('msgid "été"\nmsgstr "summer"\n'.encode("latin-1"))
    for name, says in (("none.po", "No such file"), ("", "directory"), ("latin.po", "not UTF-8")):
        with pytest.raises(GlossaryError, match=says) as refusal:
            load([tmp_path / name])
        assert str(tmp_path / name) in str(refusal.value)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    'msgid "a"',
                    'msgstr "b"',
                    'msgstr[0] "b"',
                    "msgstr[",
                    'msgid_plural "c"',
                    '"d"',
                    "#, fuzzy",
                    "#~",
                    "#|",
                ]
            ),
            st.text(st.characters(codec="utf-8"), max_size=12),
        )
    )
)
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    """Nothing but GlossaryError leaves the reader."""
    path = tmp_path_factory.mktemp("po") / "any.po"
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        terms = load([path]).terms
    except GlossaryError as refusal:
        assert str(path) in str(refusal)  # noqa: PT017  # either way is right
    else:
        assert all(term.source and term.target for term in terms)
