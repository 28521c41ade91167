"""Writing files whole or not at all."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bilingual.files import replacing, sweep

if TYPE_CHECKING:
    from pathlib import Path

WRITER = """
import sys, time
from pathlib import Path
from bilingual.files import replacing
with replacing(Path(sys.argv[1])) as file:
    file.write("half")
    file.flush()
    print("writing", flush=True)
    time.sleep(60)
"""


def test_a_file_is_there_only_when_complete(tmp_path: Path) -> None:
    """The old text stays until the new one is complete, and stays for good where writing fails."""
    path = tmp_path / "a" / "page.html"
    with replacing(path) as file:
        file.write("old")
    with replacing(path) as file:
        file.write("new")
        file.flush()
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    with pytest.raises(ZeroDivisionError), replacing(path) as file:
        file.write(str(1 // 0))
    assert path.read_text() == "new"
    assert os.listdir(path.parent) == ["page.html"]  # noqa: PTH208  # hidden files too


def test_the_draft_of_a_killed_run_is_swept_and_that_of_a_living_one_is_not(tmp_path: Path) -> None:
    """A draft without a writer goes, wherever it lies below the folder."""
    path = tmp_path / "page.html"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    try:
        for writer in writers:
            assert writer.stdout
            assert writer.stdout.readline() == "writing\n"
        assert len(list(tmp_path.glob(".*.part"))) == 2
        writers[0].send_signal(signal.SIGKILL)
        writers[0].wait()
        sweep(tmp_path.parent)
        with replacing(path) as file:
            file.write("whole")
        assert len(list(tmp_path.glob(".*.part"))) == 1
        assert path.read_text() == "whole"
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()


HOLDER = """
import sys, time
from pathlib import Path
from bilingual.files import locked
with locked(Path(sys.argv[1])):
    print("mine", flush=True)
    time.sleep(60)
"""


def test_a_locked_folder_is_waited_for_and_a_killed_holder_lets_go(tmp_path: Path) -> None:
    """Two processes never hold it at once, and the lock leaves no file behind."""
    first, second = (
        subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path / "new")], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    )
    try:
        ready, _, _ = select.select([first.stdout, second.stdout], [], [], 30)
        holder, waiter = (first, second) if first.stdout in ready else (second, first)
        assert holder.stdout
        assert holder.stdout.readline() == "mine\n"
        assert not select.select([waiter.stdout], [], [], 0.3)[0]
        holder.send_signal(signal.SIGKILL)
        assert waiter.stdout
        assert waiter.stdout.readline() == "mine\n"
    finally:
        for process in (first, second):
            process.kill()
            process.communicate()
    assert not list((tmp_path / "new").iterdir())
