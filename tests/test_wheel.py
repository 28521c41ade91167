"""The wheel works elsewhere: what is not Python is inside it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from running import SOURCES

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_an_unpacked_wheel_translates_as_the_checkout_does(tmp_path: Path) -> None:
    """Model, templates, tables of language and the French catalogue come along; nothing is taken from the checkout."""
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(copy)]
    built = subprocess.run(build, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout[-2_000:] + built.stderr[-2_000:]
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
        assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())
    shutil.rmtree(copy)
    pages = []
    for folder in (tmp_path / "installed", ROOT / "src"):
        out = tmp_path / f"out-{folder.name}"
        source = SOURCES / "projet-pegasus.md"
        done = subprocess.run(
            [sys.executable, "-m", "bilingual", "translate", str(source), "-o", str(out), "--no-memory"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(folder), "PYTHONUTF8": "1", "BILINGUAL_LANG": "fr"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "Ouvrir " in done.stdout
        where = [sys.executable, "-c", "import bilingual; print(bilingual.__file__)"]
        found = subprocess.run(where, env=os.environ | {"PYTHONPATH": str(folder)}, capture_output=True, check=True)
        assert Path(found.stdout.decode().strip()).is_relative_to(folder)
        pages.append((out / "projet-pegasus.html").read_text(encoding="utf-8"))
    assert pages[0] == pages[1]
