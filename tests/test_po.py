"""The file of record: what people did in it survives, and no text can forge an entry."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual import pipeline
from bilingual.address import Addresses
from bilingual.engines.echo import Echo
from bilingual.errors import InputError
from bilingual.glossary import Glossary
from bilingual.memory import Memory
from bilingual.publish import catalogue, po, reopened
from bilingual.publish.catalogue import Kept
from bilingual.read import sources
from bilingual.translate import Translator
from bilingual.types import Bitext, Block, Finding, Occurrence, Pair, Passage, Pin, Segment, Term

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORGERIES = (
    'x\nmsgid "forged"\nmsgstr "forged"',
    'x\r\n#~ msgid "forged"',
    'x\rmsgctxt "forged"\rmsgid "forged"\rmsgstr "forged"',
    'x\u2028msgid "forged"\u2029msgstr "forged"\x85msgctxt "forged"',
    'x\x0bmsgid "forged"\x0c\x1c\x1dmsgid "forged"',
    'x"\nmsgid "forged"\n"',
    'x\\"\\nmsgid \\"forged\\"',
    "#, fuzzy\n#~ obsolete\n#| previous",
    "\0\x1b[31m\ud800 lone",
    "machine: 0000000000",
    "skipped: forged",
    "long " * 40 + "machine: 0000000000 " + "words " * 40,
)


def _pair(text: str, target: str, address: str, **more: Any) -> Pair:  # noqa: ANN401  # handed on
    return replace(Pair(Segment(Block(text), 0, len(text), address), target), **more)


def _bitext(*pairs: Pair, name: str = "x") -> Bitext:
    passages = [Passage(pair.source.block, (pair,)) for pair in pairs]
    return Bitext(name, "x.txt", passages, signature={"bilingual": "0.1.0", "model": name})


def _hostile(text: str) -> Bitext:
    term = Term(text, text, note=text)
    pair = _pair(
        text,
        text,
        "a1",
        note=text,
        occurrences=(Occurrence(Pin(term, 0, len(text)), "right", 0, len(text)), Occurrence(Pin(term, 0, 1), "failed")),
        findings=(Finding("term", "error", text, "a1", fix=text),),
    )
    bitext = _bitext(pair, _pair("Deux.", "Two.", "a2"), name=text)
    bitext.passages.append(Passage(Block(text, skip="promotion"), address="skip-b"))  # type: ignore[attr-defined]
    return bitext


def _write(path: Path, bitext: Bitext, leftovers: dict[str, po.Kept] | None = None) -> polib.POFile:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for _ in po.write(file, bitext, leftovers or {}):
            pass
    return polib.pofile(str(path), encoding="utf-8")


def _msgfmt(path: Path) -> None:
    if shutil.which("msgfmt"):
        checked = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", path], check=False, capture_output=True, text=True)  # noqa: S607
        assert checked.returncode == 0, checked.stderr
        assert "error" not in checked.stderr


def test_a_bitext_comes_back_through_polib_and_msgfmt(tmp_path: Path) -> None:
    """A bitext comes back through polib and msgfmt."""
    pairs = [
        _pair("Le « total » : 1.400.", "The “total”: 1,400.", "a1"),
        _pair(
            'Un \\ et un " et\tune tabulation.', 'A \\ and a " and\ta tab.', "a2", status="approved", origin="editor"
        ),
        _pair("Un texte très " + "long " * 200, "A very " + "long " * 200, "a3", note="See page 2.\nAnd 3."),
    ]
    found = _write(tmp_path / "x.po", _bitext(*pairs))
    assert [(e.msgctxt, e.msgid, e.msgstr, e.fuzzy, e.tcomment) for e in found] == [
        (p.source.address, p.source.text, p.target, p.status != "approved", p.note) for p in pairs
    ]
    assert list(catalogue.addresses(tmp_path / "x.po")) == [(p.source.address, p.source.text) for p in pairs]
    assert found.metadata["Language"] == "en"
    assert found.metadata["X-Source-Language"] == "fr"
    assert found.metadata["X-Signature-Model"] == "x"
    _msgfmt(tmp_path / "x.po")


def test_terms_findings_and_skipped_blocks_stand_in_comments(tmp_path: Path) -> None:
    """Terms findings and skipped blocks stand in comments."""
    term = Term("tribunal", "court", rule="forbidden")
    occurrences = (
        Occurrence(Pin(Term("NSO", "NSO", "read-only"), 0, 3), "forced", 4, 7),
        Occurrence(Pin(term, 4, 12), "failed"),
    )
    finding = Finding("length", "warning", "Too short.", "a1")
    bitext = _bitext(_pair("NSO tribunal", "The NSO", "a1", occurrences=occurrences, findings=(finding,)))
    bitext.passages.append(Passage(Block("Abonnez-vous", skip="promotion"), address="skip-1"))  # type: ignore[attr-defined]
    entry, skipped = _write(tmp_path / "x.po", bitext)
    assert entry.comment.split("\n")[:3] == [
        "paragraph 1",
        "term: NSO → NSO (read-only, forced)",
        "warning (length): Too short.",
    ]
    assert (skipped.obsolete, skipped.msgid, skipped.tcomment) == (True, "Abonnez-vous", "skipped: promotion, block 2")
    assert catalogue.kept(tmp_path / "x.po") == {}


def test_what_gettext_writes_anew_is_the_same_article(tmp_path: Path) -> None:
    """Poedit has it do so on every save: it drops flags that it does not know, and obsolete entries without a text."""
    bitext = _bitext(
        _pair("Un.", "One.", "a1", status="approved"),
        _pair("Deux.", "Two.", "a2", status="rejected", note="Why?\nWho?"),
        _pair("Trois.", "Three.", "a3", note="x" * 200),
    )
    bitext.passages.append(Passage(Block("Abonnez-vous", skip="promotion"), address="skip-1"))  # type: ignore[attr-defined]
    program = shutil.which("msgcat")
    if not program:
        pytest.skip("no GNU gettext")
    path, anew = tmp_path / "x.po", tmp_path / "y.po"
    _write(path, bitext)
    subprocess.run([program, "--force-po", "-o", anew, path], check=True)
    assert list(reopened.bitext(anew, "x").passages) == list(reopened.bitext(path, "x").passages)
    assert catalogue.kept(anew) == catalogue.kept(path)
    assert [one.status for one in catalogue.kept(anew).values()] == ["approved", "rejected", "draft"]


@pytest.mark.parametrize("text", FORGERIES)
def test_hostile_text_in_every_field_forges_no_entry(tmp_path: Path, text: str) -> None:
    """Hostile text in every field forges no entry."""
    found = _write(tmp_path / "x.po", _hostile(text), {"old": Kept(text, text, note=text)})
    held = po.writable(text)
    assert [(e.msgctxt, e.msgid, e.msgstr, e.obsolete) for e in found] == [
        ("a1", held, held, False),
        ("a2", "Deux.", "Two.", False),
        ("skip-b", held, held, True),
        ("old", held, held, True),
    ]
    assert all(e.fuzzy for e in found if e.msgstr)
    assert list(catalogue.addresses(tmp_path / "x.po")) == [("a1", held), ("a2", "Deux.")]
    if "\x1b" not in text:
        _msgfmt(tmp_path / "x.po")
    assert catalogue.kept(tmp_path / "x.po").keys() == {"a1", "old"}  # remarked upon, and a person's
    assert catalogue.kept(tmp_path / "x.po")["a1"].target == ""


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(codec=None) | st.sampled_from('\n\r"\\#~|,.:'), min_size=1).filter(str.strip))
def test_any_text_in_every_field_forges_no_entry(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Any text in every field forges no entry."""
    path = tmp_path_factory.mktemp("po") / "x.po"
    found = _write(path, _hostile(text))
    assert [e.msgctxt for e in found] == ["a1", "a2", "skip-b"]
    assert [text for _, text in catalogue.addresses(path)] == [e.msgid for e in found if not e.obsolete]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp"))), max_size=4))
def test_a_remark_comes_back_as_it_was_and_the_second_time_too(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    """A remark comes back as it was and the second time too."""
    path = tmp_path_factory.mktemp("po") / "x.po"
    note = "\n".join(line.strip() for line in lines).strip("\n")
    _write(path, _bitext(_pair("Un.", "One.", "a1", note=note)))
    once = catalogue.kept(path)
    assert [kept.note for kept in once.values()] == ([note] if note else [])
    _write(path, _bitext(_pair("Un.", "One.", "a1", note=note)), {"b": Kept("x", "y", status="approved", note=note)})
    assert catalogue.kept(path) == once | {"b": Kept("x", "y", status="approved", note=note)}


EDITS: dict[str, tuple[Callable[[str], str], Kept | None]] = {
    "nothing": (str, None),
    "approved": (lambda text: text.replace("#, fuzzy\n", ""), Kept("Un.", "One.", status="approved", note="")),
    "corrected": (lambda text: text.replace("One.", "1."), Kept("Un.", "1.", note="")),
    "corrected and approved": (
        lambda text: text.replace("#, fuzzy\n", "").replace("One.", "1."),
        Kept("Un.", "1.", status="approved", note=""),
    ),
    "remarked upon": (
        lambda text: text.replace("#. par", "# Why?\n#. par"),
        Kept("Un.", "", note="Why?"),
    ),
    "emptied": (lambda text: text.replace("One.", "").replace("#, fuzzy\n", ""), None),
    "saved by another tool": (lambda text: "\ufeff" + text.replace("\n", "\r\n"), None),
    "made obsolete": (
        lambda text: (
            text.replace("msg", "#~ msg").replace('#~ msgid ""', 'msgid ""').replace('#~ msgstr ""', 'msgstr ""')
        ),
        Kept("Un.", "One.", note=""),
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_a_person_did_is_told_from_what_the_machine_wrote(tmp_path: Path, edit: str) -> None:
    """What a person did is told from what the machine wrote."""
    path = tmp_path / "x.po"
    _write(path, _bitext(_pair("Un.", "One.", "a1")))
    change, kept = EDITS[edit]
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    found = {address: replace(one, digest="") for address, one in catalogue.kept(path).items()}
    assert found == ({"a1": kept} if kept else {})


def test_a_person_s_text_is_still_theirs_when_the_approval_is_taken_back(tmp_path: Path) -> None:
    """A person’s text is still theirs when the approval is taken back."""
    path = tmp_path / "x.po"
    _write(path, _bitext(_pair("Un.", "One.", "a1", origin="editor")))
    assert catalogue.kept(path) == {"a1": Kept("Un.", "One.", note="")}


def test_without_a_file_nobody_did_anything(tmp_path: Path) -> None:
    """Without a file nobody did anything."""
    (tmp_path / "file").write_text("")
    assert catalogue.kept(tmp_path / "x.po") == catalogue.kept(tmp_path / "file" / "x.po") == {}


BROKEN = {
    "cut off": (b'msgctxt "a"\nmsgid "b', "line 2"),
    "not PO": (b"<html></html>\n", "line 1"),
    "no catalogue's order": (b'msgstr "b"\nmsgid "a"\nmsgid "c"\n', "syntax"),
    "another encoding": ('msgctxt "a"\nmsgid "é"\nmsgstr "e"\n'.encode("latin-1"), "utf-8"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_an_error_that_names_it(tmp_path: Path, what: str) -> None:
    """A broken file is an error that names it."""
    data, reason = BROKEN[what]
    (tmp_path / "x.po").write_bytes(data)
    with pytest.raises(InputError, match=rf"(?i)x\.po: .*({reason})") as caught:
        catalogue.kept(tmp_path / "x.po")
    assert "nothing was written over it" in caught.value.hint


def test_a_folder_in_the_place_of_the_file_is_an_error_too(tmp_path: Path) -> None:
    """A folder in the place of the file is an error too."""
    (tmp_path / "x.po").mkdir()
    with pytest.raises(InputError, match=r"x\.po: .*directory"):
        catalogue.kept(tmp_path / "x.po")


# ── whole runs ──


ARTICLE = ("Le juge a tranché hier.", "La société fait appel.", "La cour dira le droit.")


class House:
    """An article, its output folder, and runs over them with an echo."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "x.txt"
        self.output = folder / "out"
        self.po = self.output / "x.po"

    def run(self, *sentences: str) -> list[pipeline.Progress]:
        """Translate an article of these sentences, a paragraph each."""
        self.source.write_text("\n\n".join(sentences), encoding="utf-8")
        with closing(Memory(None)) as memory:
            translator = Translator(Echo(), memory, Glossary(()))
            return list(pipeline.translate(sources([str(self.source)]), translator, self.output))

    def entries(self) -> dict[str, polib.POEntry]:
        """The catalogue's entries by source."""
        return {entry.msgid: entry for entry in polib.pofile(str(self.po))}

    def edit(self, source: str, **fields: object) -> None:
        """Change an entry as a translator's tool does."""
        file = polib.pofile(str(self.po))
        (entry,) = [entry for entry in file if entry.msgid == source]
        for name, value in fields.items():
            setattr(entry, name, value)
        file.save()


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A translated article."""
    made = House(tmp_path)
    made.run(*ARTICLE)
    return made


@pytest.mark.parametrize("now", [ARTICLE, ("Un alinéa de plus.", *ARTICLE), (*ARTICLE, "Fin."), ARTICLE[::-1]])
def test_people_s_work_survives_another_run(house: House, now: tuple[str, ...]) -> None:
    """Also where the article gained a paragraph, or has them in another order."""
    house.edit(ARTICLE[0], msgstr="The judge ruled yesterday.", flags=[])
    house.edit(ARTICLE[1], msgstr="The firm appeals.", tcomment="Check the firm's name.\nTwice.")
    house.edit(ARTICLE[2], tcomment="Rather stiff.")
    (article,) = [step.article for step in house.run(*now) if step.article]
    assert (article["segments"], article["approved"]) == (len(now), 1)
    entries = house.entries()
    assert [entry.msgid for entry in entries.values()] == list(now)
    first, second, third = (entries[sentence] for sentence in ARTICLE)
    assert (first.msgstr, first.fuzzy) == ("The judge ruled yesterday.", False)
    assert (second.msgstr, second.fuzzy, second.tcomment) == (
        "The firm appeals.",
        True,
        "Check the firm's name.\nTwice.",
    )
    assert (third.msgstr, third.fuzzy, third.tcomment) == (ARTICLE[2], True, "Rather stiff.")
    page = (house.output / "x.html").read_text(encoding="utf-8")
    assert "The judge ruled yesterday." in page
    assert "Rather stiff." in page
    before = house.po.read_bytes()
    house.run(*now)
    assert house.po.read_bytes() == before


def test_work_on_a_sentence_that_is_gone_is_kept_aside_and_comes_back_with_it(house: House) -> None:
    """Work on a sentence that is gone is kept aside and comes back with it."""
    house.edit(ARTICLE[0], msgstr="The judge ruled yesterday.", flags=[], tcomment="Good.")
    house.edit(ARTICLE[1], msgstr="The firm appeals.")
    house.edit(ARTICLE[2], tcomment="skip this? no")
    for _ in range(2):
        house.run("Tout autre chose.")
        entries = house.entries()
        assert [entry.msgid for entry in entries.values() if entry.obsolete] == list(ARTICLE)
        assert entries[ARTICLE[0]].msgstr == "The judge ruled yesterday."
        _msgfmt(house.po)
    house.run(*ARTICLE)
    first, second, third = (house.entries()[sentence] for sentence in ARTICLE)
    assert (first.msgstr, first.fuzzy, first.tcomment, first.obsolete) == (
        "The judge ruled yesterday.",
        False,
        "Good.",
        False,
    )
    assert (second.msgstr, second.fuzzy) == ("The firm appeals.", True)
    assert third.tcomment == "skip this? no"


def test_a_sentence_said_twice_has_two_entries_that_are_kept_apart(house: House) -> None:
    """A sentence said twice has two entries that are kept apart."""
    # the cleaner would set a repeated paragraph aside
    house.run("Il dit non. Elle dit oui. Il dit non.")
    entries = [entry for entry in polib.pofile(str(house.po)) if entry.msgid == "Il dit non."]
    assert len({entry.msgctxt for entry in entries}) == 2
    file = polib.pofile(str(house.po))
    [entry for entry in file if entry.msgid == "Il dit non."][1].msgstr = "He says no again."
    file.save()
    house.run("Il dit non. Elle dit oui. Il dit non.")
    said = [entry.msgstr for entry in polib.pofile(str(house.po)) if entry.msgid == "Il dit non."]
    assert said == ["Il dit non.", "He says no again."]


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_catalogue_is_reported_and_nothing_is_written_over_it(house: House, what: str) -> None:
    """A broken catalogue is reported and nothing is written over it."""
    house.po.write_bytes(BROKEN[what][0])
    page = (house.output / "x.html").read_bytes()
    steps = house.run("Tout autre chose.")
    (error,) = [step.error for step in steps if step.error]
    assert str(house.po) in error["message"]
    assert not [step for step in steps if step.article]
    assert house.po.read_bytes() == BROKEN[what][0]
    assert (house.output / "x.html").read_bytes() == page


def test_addresses_are_those_of_the_texts(house: House) -> None:
    """Addresses are those of the texts."""
    names = Addresses()
    assert [entry.msgctxt for entry in house.entries().values()] == [names.of(text) for text in ARTICLE]
