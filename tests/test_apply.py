"""`bilingual apply` as people run it: corrections come into record, page and memory, conflicts are listed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import polib
import pytest

import running

if TYPE_CHECKING:
    from pathlib import Path


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def bilingual(*arguments: str) -> Done:
    """The command in this process."""
    return Done(*running.called(*arguments))


TEXT = "Le juge a parlé hier. Il a dit non.\n\nLa société fait appel.\n"
SEGMENTS = ("Le juge a parlé hier.", "Il a dit non.", "La société fait appel.")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a translated article in `output`, and a memory of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BILINGUAL_MEMORY", str(tmp_path / "memory.sqlite"))
    (tmp_path / "x.txt").write_text(TEXT, encoding="utf-8")
    done = bilingual("translate", "x.txt", "--model", "echo")
    assert done.returncode == 0, done.stderr
    return tmp_path


def corrections(folder: Path, changes: dict[str, dict[str, str]], name: str = "x", **more: Any) -> str:  # noqa: ANN401  # JSON
    """A file as the page saves it, of changes to the segments as they are now."""
    found = {entry.msgid: entry for entry in polib.pofile(str(folder / "output" / "x.po"))}
    decisions = []
    for source, after in changes.items():
        entry = found[source]
        before = {"target": entry.msgstr, "status": "draft" if entry.fuzzy else "approved", "note": entry.tcomment}
        decisions.append({"address": entry.msgctxt, "source": source, "before": before, "after": {**before, **after}})
    path = folder / f"{name}.corrections.json"
    given = {"format": "bilingual-corrections", "version": 1, "article": "x", "decisions": decisions, **more}
    path.write_text(json.dumps(given), encoding="utf-8")
    return path.name


def states(folder: Path) -> dict[str, tuple[str, bool, str]]:
    """Target, approved and note of each segment in the file of record."""
    return {
        entry.msgid: (entry.msgstr, not entry.fuzzy, entry.tcomment)
        for entry in polib.pofile(str(folder / "output" / "x.po"))
        if not entry.obsolete
    }


def test_record_page_report_and_memory_say_the_same(folder: Path) -> None:
    """What the editor did stands in all of them, and the untouched segment is as it was."""
    untouched = states(folder)[SEGMENTS[2]]
    note = "<script>alert(1)</script>"
    given = corrections(
        folder,
        {
            SEGMENTS[0]: {"target": "The judge spoke <b>.", "status": "approved"},
            SEGMENTS[1]: {"note": note, "status": "rejected"},
        },
    )
    done = bilingual("apply", given)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "x: 2 segments changed, no conflicts"), done.stderr
    changed = done.stdout.splitlines()[:-1]
    assert [line for line in changed if not re.fullmatch("x [0-9a-f]{10}", line)] == [
        "- Le juge a parlé hier.",
        "+ The judge spoke <b>.",
        "  status: draft → approved",
        "  status: draft → rejected",
        f"  note: + {note}",
    ]
    assert states(folder) == {
        SEGMENTS[0]: ("The judge spoke <b>.", True, ""),
        SEGMENTS[1]: (SEGMENTS[1], False, note),
        SEGMENTS[2]: untouched,
    }
    page = (folder / "output" / "x.html").read_text("utf-8")
    assert re.findall('data-pair="[^"]*" data-status="(.*?)"', page) == ["approved", "rejected", "draft"]
    assert "The judge spoke &lt;b&gt;." in page
    assert note not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    report = json.loads((folder / "output" / "report.json").read_text("utf-8"))
    assert (report["totals"]["approved"], report["articles"][0]["approved"]) == (1, 1)
    found = bilingual("memory", "search", "juge")
    assert "The judge spoke <b>." in found.stdout


def test_what_is_remembered_is_used_for_another_article(folder: Path) -> None:
    """The same sentence elsewhere has the approved translation, as a draft."""
    bilingual("apply", corrections(folder, {SEGMENTS[1]: {"target": "He said no.", "status": "approved"}}))
    (folder / "y.txt").write_text("Un autre article.\n\nIl a dit non.\n", encoding="utf-8")
    bilingual("translate", "y.txt", "--model", "echo")
    (entry,) = [entry for entry in polib.pofile(str(folder / "output" / "y.po")) if entry.msgid == SEGMENTS[1]]
    assert (entry.msgstr, entry.fuzzy) == ("He said no.", True)
    assert "from the memory" in entry.comment


def test_twice_is_once(folder: Path) -> None:
    """The second time nothing changes, and nothing is in conflict."""
    given = corrections(folder, {SEGMENTS[0]: {"target": "The judge spoke.", "status": "approved"}})
    bilingual("apply", given)
    before = (folder / "output" / "x.po").read_bytes()
    done = bilingual("apply", given)
    assert (done.returncode, done.stdout) == (0, "x: 0 segments changed, no conflicts\n")
    assert (folder / "output" / "x.po").read_bytes() == before


def test_two_editors_and_a_conflict(folder: Path) -> None:
    """What only one changed is applied; where both did, the first stays and the second is listed."""
    one = corrections(folder, {SEGMENTS[0]: {"target": "One."}, SEGMENTS[1]: {"status": "approved"}}, "a")
    two = corrections(folder, {SEGMENTS[0]: {"target": "Two.\x1b[31m"}, SEGMENTS[2]: {"note": "Why?"}}, "b")
    done = bilingual("apply", one, two)
    assert done.returncode == 1
    assert done.stdout.endswith("\nx: 3 segments changed, 1 conflict\n")
    assert "translation: “One.” stays" in done.stderr
    assert "“Two.�[31m”" in done.stderr
    assert next(iter(states(folder).values()))[0] == "One."
    assert states(folder)[SEGMENTS[2]][2] == "Why?"


def test_a_cut_and_a_segment_that_is_gone(folder: Path) -> None:
    """Merged segments come into the record; what no longer exists is listed."""
    given = corrections(folder, {})
    data = json.loads((folder / given).read_text())
    addresses = {entry.msgid: entry.msgctxt for entry in polib.pofile(str(folder / "output" / "x.po"))}
    state = {"target": "Both.", "status": "approved", "note": ""}
    data["cuts"] = [
        {"old": [addresses[one] for one in SEGMENTS[:2]], "new": [{"source": " ".join(SEGMENTS[:2]), **state}]},
        {"old": ["ffff"], "new": [{"source": "Rien.", **state}]},
    ]
    data["decisions"] = [
        {"address": "ffff", "source": "Parti.", "before": state, "after": {**state, "target": "Gone."}}
    ]
    (folder / given).write_text(json.dumps(data))
    done = bilingual("apply", given)
    assert done.returncode == 1
    assert done.stdout.endswith("\n+ Both.\nx: 1 segment changed, 2 conflicts\n")
    assert "no longer in the article; not applied: “Gone.”" in done.stderr
    assert "not cut: “Rien.”" in done.stderr
    assert states(folder)[" ".join(SEGMENTS[:2])] == ("Both.", True, "")
    done = bilingual("translate", "x.txt", "--model", "echo")
    assert states(folder)[" ".join(SEGMENTS[:2])] == ("Both.", True, "")


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    """It says the same."""
    before = {path: path.read_bytes() for path in (folder / "output").glob("x.*")}
    done = bilingual("apply", "--dry-run", corrections(folder, {SEGMENTS[0]: {"target": "One."}}))
    assert done.stdout.endswith("\n+ One.\nx: 1 segment changed, no conflicts\n")
    assert {path: path.read_bytes() for path in (folder / "output").glob("x.*")} == before


@pytest.mark.parametrize("name", ["y", "../x", "", "/etc/passwd", "x\0", "a" * 5000, ".bilingual/x"])
def test_an_article_that_the_folder_does_not_have_is_refused(folder: Path, name: str) -> None:
    """Before anything is written, also for the files that would be fine."""
    fine = corrections(folder, {SEGMENTS[0]: {"target": "One."}}, "a")
    wrong = corrections(folder, {}, "b", article=name)
    before = states(folder)
    done = bilingual("apply", fine, wrong)
    assert done.returncode == 2
    assert "b.corrections.json: output has no article" in done.stderr
    assert states(folder) == before


def test_a_broken_record_is_refused_and_stays(folder: Path) -> None:
    """With the file and the line."""
    given = corrections(folder, {SEGMENTS[0]: {"target": "One."}})
    path = folder / "output" / "x.po"
    path.write_text(path.read_text("utf-8") + 'msgid "cut off', encoding="utf-8")
    before = path.read_bytes()
    done = bilingual("apply", given)
    assert done.returncode == 2
    assert re.search(r"x\.po: line \d+ is no whole line", done.stderr)
    assert path.read_bytes() == before
