"""The memory: one file, whole batches or none, and no word of anyone else's database."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bilingual import memory
from bilingual.errors import BilingualError
from bilingual.memory import Entry, Memory, key

TEXTS = st.text(st.characters(codec=None), max_size=30)


def _entry(name: str, target: str = "x") -> Entry:
    return Entry(key(name), name, target, -0.5, {"pieces": ["x"], "spans": [[0, 1]]})


@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS, max_size=4))
def test_different_parts_never_share_a_key_wherever_they_are_joined(one: list[str], other: list[str]) -> None:
    """Different parts never share a key wherever they are joined."""
    assert (key(*one) == key(*other)) == (one == other)
    assert len(key(*one)) == 16


@given(TEXTS, TEXTS)
@example("a\ud800b", "\udfff")
@example("\0json:x", "\0")
def test_any_text_comes_back_as_it_was_be_it_no_unicode_at_all(source: str, target: str) -> None:
    """Any text comes back as it was be it no unicode at all."""
    entry = Entry(key(source), source, target, -1.25, {"pieces": [target], "complete": True})
    with closing(Memory(None)) as store:
        store.put([entry])
        assert store.get([entry.key]) == {entry.key: entry}


def test_what_was_put_is_there_after_closing(tmp_path: Path) -> None:
    """What was put is there after closing."""
    path = tmp_path / "new" / "folder" / "memory.sqlite"
    with closing(Memory(path)) as store:
        store.put([_entry("a"), _entry("b")])
        store.put([_entry("a", "better")])
    with closing(Memory(path)) as store:
        assert store.known([key("a"), key("c")]) == {key("a")}
        assert store.get([key("a")])[key("a")].target == "better"


def test_more_keys_than_one_question_holds() -> None:
    """More keys than one question holds."""
    entries = [_entry(str(number)) for number in range(1201)]
    with closing(Memory(None)) as store:
        store.put(entries)
        keys = [entry.key for entry in entries]
        assert store.known([*keys, key("no")]) == set(keys)
        assert len(store.get(keys)) == 1201


def test_a_batch_that_cannot_be_stored_leaves_nothing_and_the_next_one_goes_in(tmp_path: Path) -> None:
    """A batch that cannot be stored leaves nothing and the next one goes in."""
    with closing(Memory(tmp_path / "m")) as store:
        broken = Entry(key("b"), "b", None, 0.0, {})  # type: ignore[arg-type]
        with pytest.raises((BilingualError, AttributeError)):
            store.put([_entry("a"), broken])
        with sqlite3.connect(tmp_path / "m") as other:
            other.execute("CREATE TRIGGER no BEFORE INSERT ON machine BEGIN SELECT RAISE(FAIL, 'full'); END")
        with pytest.raises(BilingualError, match="full"):
            store.put([_entry("a"), _entry("b")])
        with sqlite3.connect(tmp_path / "m") as other:
            other.execute("DROP TRIGGER no")
        store.put([_entry("c")])
        assert store.known([key("a"), key("b"), key("c")]) == {key("c")}


def test_one_without_a_path_touches_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One without a path touches no file."""
    monkeypatch.chdir(tmp_path)
    with closing(Memory(None)) as store:
        store.put([_entry("a")])
        assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_refused_and_stays(tmp_path: Path) -> None:
    """A file that is no database is refused and stays."""
    path = tmp_path / "notes.txt"
    path.write_text("my notes\n" * 100)
    with pytest.raises(BilingualError, match=r"notes\.txt: file is not a database") as caught:
        Memory(path)
    assert "--memory" in caught.value.hint
    assert path.read_text() == "my notes\n" * 100


def test_the_database_of_another_program_is_refused_and_not_touched(tmp_path: Path) -> None:
    """The database of another program is refused and not touched."""
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
        other.commit()
    before = path.read_bytes()
    with pytest.raises(BilingualError, match="another program"):
        Memory(path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["places.sqlite"]


def test_the_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """The file of a newer version is refused."""
    path = tmp_path / "m"
    Memory(path).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE accepted (key)")
        other.execute("PRAGMA user_version=7")
        other.commit()
    with pytest.raises(BilingualError, match="newer") as caught:
        Memory(path)
    assert "update" in caught.value.hint


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A place that cannot be written is named."""
    (tmp_path / "file").write_text("")
    with pytest.raises(BilingualError, match=str(tmp_path)):
        Memory(tmp_path / "file" / "memory.sqlite")


def test_two_processes_share_one_file(tmp_path: Path) -> None:
    """Two processes share one file."""
    program = (
        "import sys; from pathlib import Path; from bilingual.memory import *\n"
        "store = Memory(Path(sys.argv[1]))\n"
        "for n in range(40): store.put([Entry(key(sys.argv[2], str(n)), 's', 't', 0.0, {})])\n"
    )
    path = tmp_path / "m"
    started = [subprocess.Popen([sys.executable, "-c", program, str(path), str(who)]) for who in range(3)]
    assert [one.wait(60) for one in started] == [0, 0, 0]
    with closing(Memory(path)) as store:
        assert len(store.known([key(str(who), str(n)) for who in range(3) for n in range(40)])) == 120


def test_the_default_place_is_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default place is named by the environment."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert memory.default_path() == tmp_path / "data" / "bilingual" / "memory.sqlite"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")  # which the specification forbids
    assert memory.default_path() == tmp_path / ".local" / "share" / "bilingual" / "memory.sqlite"
    monkeypatch.setenv("BILINGUAL_MEMORY", "mine.sqlite")
    assert memory.default_path() == Path("mine.sqlite")


def test_without_a_home_the_mend_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a home the mend is told."""
    monkeypatch.delenv("XDG_DATA_HOME")

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(BilingualError, match="home") as caught:
        memory.default_path()
    assert "--memory" in caught.value.hint
