"""With the network cut, everything that translates still does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from running import SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_BLOCK = """
import socket

def refuse(*_, **__):
    raise OSError("the network is cut")

socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
socket.getaddrinfo = socket.create_connection = refuse
"""


def _cut(folder: Path) -> tuple[list[str], dict[str, str]]:
    """What to put before a command, and into its environment, so that it reaches no network."""
    unshare = shutil.which("unshare")
    for flags in (["-n"], ["-r", "-n"]):
        if unshare and subprocess.run([unshare, *flags, "true"], capture_output=True, check=False).returncode == 0:
            return [unshare, *flags], {}
    return _blocked(folder)


def _blocked(folder: Path) -> tuple[list[str], dict[str, str]]:
    (folder / "sitecustomize.py").write_text(_BLOCK)
    return [], {"PYTHONPATH": str(folder)}


@pytest.mark.slow
@pytest.mark.parametrize("way", [_cut, _blocked])
def test_a_fresh_home_without_network_translates(
    tmp_path: Path, way: Callable[[Path], tuple[list[str], dict[str, str]]]
) -> None:
    """An empty home and an empty cache, as on a machine where bilingual never ran."""
    before, environment = way(tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    environment |= {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "XDG_DATA_HOME": str(home / "data")}
    probe = "import socket; socket.create_connection(('192.0.2.1', 9), 2)"
    assert subprocess.run(
        [*before, sys.executable, "-c", probe], check=False, capture_output=True, env=os.environ | environment
    ).returncode
    source = SOURCES / "immunite-cour-supreme.txt"
    done = subprocess.run(
        [*before, sys.executable, "-m", "bilingual", "translate", str(source), "-o", str(tmp_path / "out")],
        check=False,
        capture_output=True,
        env=os.environ | environment,
        cwd=tmp_path,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "sovereign immunity" in (tmp_path / "out" / "immunite-cour-supreme.po").read_text(encoding="utf-8")
    assert (home / "data" / "bilingual" / "memory.sqlite").is_file()
