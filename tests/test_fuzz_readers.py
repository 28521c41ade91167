"""A minute of fuzzing for all readers together (`make fuzz` runs longer), and proof that the harness would notice."""

from __future__ import annotations

import itertools
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import fuzz_readers
from bilingual.read import READERS
from fuzz_readers import ENDINGS, KINDS, Hang, damaged, fuzz, looked_after, samples, watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fuzz_readers import Outside

SECONDS = 3.5
"""For each ending; a batch that has begun is finished."""
FORGIVING = ("txt", "md", "html")
"""Of those nearly everything is a text, and in a short time none may have to be refused."""


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    """A secret file and a server that no reader may look for."""
    with looked_after(tmp_path) as found:
        yield found


@pytest.mark.slow
@pytest.mark.untraced
@pytest.mark.parametrize("ending", ENDINGS)
def test_no_file_makes_a_reader_crash_hang_lose_words_or_look_outside(ending: str, outside: Outside) -> None:
    """No file makes a reader crash, hang, lose words or look outside."""
    tally = fuzz(ending, SECONDS, outside)
    assert tally.read
    assert tally.refused or ending in FORGIVING


def test_every_reader_of_ours_is_fuzzed() -> None:
    """Every reader of ours is fuzzed, under one of its endings."""
    fuzzed = {READERS[ending] for ending in ENDINGS}
    assert set(READERS.values()) - fuzzed == {"bilingual.read.addresses"}
    assert all(len(samples(ending)) > 2 for ending in ENDINGS)


def test_a_hang_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that waits, and one that works."""
    monkeypatch.setattr(fuzz_readers, "LONGEST_WAIT", 0.05)
    with pytest.raises(Hang), watched():
        time.sleep(5)
    monkeypatch.setattr(fuzz_readers, "LONGEST", 0.05)
    monkeypatch.setattr(fuzz_readers, "LONGEST_WAIT", 60)
    with pytest.raises(Hang), watched():
        all(True for _ in itertools.count())


@pytest.mark.parametrize(
    "touch",
    [
        lambda: Path("/etc/hostname").read_bytes(),
        lambda: subprocess.run([sys.executable, "-c", ""], check=True),
        lambda: socket.socket().close(),
    ],
)
def test_a_look_outside_is_noticed(touch: Callable[[], object]) -> None:
    """A look outside is noticed: at a file, by a process, by the network."""
    with pytest.raises(AssertionError), watched():
        touch()


def test_damage_is_done_to_the_members_of_an_archive_too() -> None:
    """Damage is done to the members of an archive, too, in every way there is."""
    (sample, *_) = samples("docx")
    for kind in KINDS:
        for member in range(4):
            assert damaged("docx", sample, [(kind, member, 500, 9, b"<x>")]) != sample
    assert damaged("docx", b"PK", [("insert", 1, 0, 0, b"x")]) == b"PK"
