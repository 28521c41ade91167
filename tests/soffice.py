"""LibreOffice without a screen: what it makes of a document."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 120.0  # seconds; a shared machine may be slow, a hang is not


def soffice() -> str:
    """The program; its absence skips a test at home and fails it in CI."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None and not os.environ.get("CI"):
        pytest.skip("LibreOffice is not installed")
    assert found, "CI needs LibreOffice"
    return found


def converted(document: Path, ending: str) -> Path:
    """The document, opened and saved in another format, or in its own anew, in a folder beside it."""
    folder = document.parent / f"as-{ending}"
    profile = f"-env:UserInstallation={(document.parent / 'profile').as_uri()}"
    command = [soffice(), profile, "--headless", "--convert-to", ending, "--outdir", str(folder), str(document)]
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        assert program.wait(PATIENCE) == 0
    finally:
        with suppress(ProcessLookupError):  # the program is a script, and what it has started would go on
            os.killpg(program.pid, signal.SIGKILL)
    made = folder / f"{document.stem}.{ending}"
    assert made.is_file(), f"LibreOffice could not open {document.name}"
    return made
