"""The validator of the W3C's EPUB community: what it has against an e-book."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PATIENCE = 120.0  # seconds; a shared machine may be slow, a hang is not
_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # it is over before more compiling pays


def epubcheck() -> list[str]:
    """The command; its absence skips a test at home and fails it in CI."""
    found = shutil.which("epubcheck")
    if found is None and not os.environ.get("CI"):
        pytest.skip("epubcheck is not installed")
    assert found, "CI needs epubcheck"
    # Debian's is a Java archive that the kernel would start, where it is told how
    with Path(found).open("rb") as file:
        return ["java", *_QUICK, "-jar", found] if file.read(2) == b"PK" else [found]


def complaints(*books: Path) -> list[str]:
    """Errors and warnings about e-books, which are looked at side by side."""
    command = epubcheck()
    started = [
        subprocess.Popen([*command, "--failonwarnings", str(book)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for book in books
    ]
    told: list[str] = []
    for process in started:
        out, err = process.communicate(timeout=PATIENCE)
        lines = [line for line in err.decode().splitlines() if line.strip()]
        assert "EPUBCheck completed" in out.decode(), (out, err)
        assert bool(process.returncode) == bool(lines), (process.returncode, lines)
        told += lines
    return told
