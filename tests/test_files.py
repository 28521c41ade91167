"""Writing files whole or not at all."""

from __future__ import annotations

import os
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
