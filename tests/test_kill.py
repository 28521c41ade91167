"""A run that is killed at any moment goes on where it stopped, and ends as if nothing had happened."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from bilingual.clean import clean
from bilingual.read import read, sources
from bilingual.segment import load_rules, segments
from running import SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEED = 20_191_029
KILLS = 10
SENTENCES = 150

_PROGRAM = "from bilingual import cli, translate; translate.CHUNK_TOKENS = 400; cli.run()"
"""The command, storing a few sentences at a time, so that there is much to lose."""


def _sentences() -> list[str]:
    """Distinct sentences of our articles, and clauses of them until there are enough."""
    found: dict[str, None] = {}
    for source in sources([str(SOURCES)]):
        document = clean(read(source), keep_all=True)
        found |= dict.fromkeys(segment.text for segment in segments(document.blocks, load_rules("fr")))
    whole = [text for text in found if len(text.split()) > 3]
    halves = [
        half.strip().capitalize() + "." for text in whole for half in text.rstrip(".").split(", ") if len(half) > 30
    ]
    return list(dict.fromkeys([*whole, *halves]))[:SENTENCES]


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One article with all of the sentences, each a paragraph."""
    path = tmp_path_factory.mktemp("long") / "long.txt"
    sentences = _sentences()
    assert len(sentences) == SENTENCES
    path.write_text("\n\n".join(sentences), encoding="utf-8")
    return path


def _call(article: Path, folder: Path) -> list[str]:
    places = ["-o", str(folder / "out"), "--memory", str(folder / "memory")]
    return [sys.executable, "-c", _PROGRAM, "translate", str(article), "--keep-all", "--model", "builtin", *places]


def _outcome(folder: Path) -> dict[str, bytes]:
    """All files of the output by name, so that no remains of a killed run go unnoticed."""
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir()}


def _stored(folder: Path) -> dict[bytes, tuple[object, ...]]:
    """The memory's rows by key."""
    if not (folder / "memory").exists():
        return {}
    database = sqlite3.connect(folder / "memory")
    with contextlib.closing(database), contextlib.suppress(sqlite3.OperationalError):  # killed before there was a table
        return {row[0]: row[1:] for row in database.execute("SELECT * FROM machine")}
    return {}


def _forbid_replacing(folder: Path) -> None:
    """From now on the memory refuses to store a key that it has: whoever decodes it again fails."""
    with contextlib.closing(sqlite3.connect(folder / "memory")) as database:
        database.execute(
            "CREATE TRIGGER IF NOT EXISTS twice BEFORE INSERT ON machine "
            "WHEN EXISTS (SELECT 1 FROM machine WHERE key = NEW.key) BEGIN SELECT RAISE(ABORT, 'decoded twice'); END"
        )
        database.commit()


@pytest.mark.slow
def test_killed_at_ten_moments_a_run_ends_as_an_undisturbed_one(
    article: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Same page, same catalogue; and no result that was stored is made again."""
    calm, killed = tmp_path / "calm", tmp_path / "killed"
    for folder in (calm, killed):
        folder.mkdir()
    start = time.perf_counter()
    subprocess.run(_call(article, calm), check=True, capture_output=True)
    took = time.perf_counter() - start
    chance = random.Random(SEED)  # noqa: S311  # no secret
    sizes = []
    for number in range(KILLS):
        before = _stored(killed)
        with subprocess.Popen(_call(article, killed), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as started:
            if not number:  # in the middle for sure, however busy the machine is
                while not _stored(killed) and started.poll() is None:
                    time.sleep(0.01)
            with contextlib.suppress(subprocess.TimeoutExpired):
                started.wait(took * chance.uniform(0.1, 0.6) if number else 0)
            started.kill()
            assert started.stderr is not None
            assert started.stderr.read() == b""
        now = _stored(killed)
        sizes.append(len(now))
        assert before.items() <= now.items()
        if now:
            _forbid_replacing(killed)
    done = subprocess.run(_call(article, killed), check=False, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert _outcome(killed).keys() == {"long.html", "long.po", "report.json", "index.html"}
    assert _outcome(killed) == _outcome(calm)
    assert _stored(killed) == _stored(calm)
    record_property("told", f"seed {SEED}: killed with {sizes} of {len(_stored(calm))} results stored")
    assert any(0 < size < len(_stored(calm)) for size in sizes)
