"""What several tests need: engines that count, the real command, and articles to give it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bilingual import cli
from bilingual.engines import Hypothesis
from bilingual.engines.echo import Echo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bilingual.engines import Engine, Job, Tokens

    Run = Callable[..., tuple[int, str, str]]

SOURCES = Path(__file__).parents[1] / "source_fr"
COMMAND = (sys.executable, "-m", "bilingual")


class Counting:
    """A real engine that counts what it is asked to decode, and reads no terms."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name, self.fingerprint, self.max_tokens = engine.name, engine.fingerprint, engine.max_tokens
        self.decoded: Counter[str] = Counter()
        """Sources decoded without a prefix."""
        self.forced = 0
        """Jobs with a prefix."""

    def tokenize(self, text: str) -> Tokens:
        """As the engine does."""
        return self._engine.tokenize(text)

    def tokenize_target(self, text: str) -> list[str]:
        """As the engine does."""
        return self._engine.tokenize_target(text)

    def decode(self, batches: Iterable[Sequence[Job]], *, careful: bool = False) -> Iterator[list[Hypothesis]]:
        """As the engine does, counted."""
        return self._engine.decode(map(self._count, batches), careful=careful)

    def score(self, targets: Sequence[tuple[str, Sequence[str]]]) -> list[float]:
        """As the engine does."""
        return self._engine.score(targets)

    def _count(self, batch: Sequence[Job]) -> Sequence[Job]:
        self.decoded.update(job.source for job in batch if not job.prefix)
        self.forced += sum(bool(job.prefix) for job in batch)
        return batch


class Stammering(Echo):
    """Echo that loops on texts longer than it can bear; `careful` helps it where `mends` says so."""

    fingerprint = "stammering"

    def __init__(self, bears: int, *, mends: bool = False) -> None:
        self._bears = bears
        self._mends = mends

    def decode(self, batches: Iterable[Sequence[Job]], *, careful: bool = False) -> Iterator[list[Hypothesis]]:
        """Each source as it stands, or its first word again and again."""
        for batch, written in zip(*_twice(batches, super().decode), strict=True):
            yield [
                hypothesis if len(job.source.split()) <= self._bears or (careful and self._mends) else _loop(hypothesis)
                for job, hypothesis in zip(batch, written, strict=True)
            ]


def _twice(batches: Iterable[Sequence[Job]], decode: object) -> tuple[list[Sequence[Job]], list[list[Hypothesis]]]:
    kept = list(batches)
    return kept, list(decode(kept))  # type: ignore[operator]


def _loop(hypothesis: Hypothesis) -> Hypothesis:
    pieces = hypothesis.pieces[:1] * 9
    text = " ".join(piece.strip() for piece in pieces)
    size = len(pieces[0].strip())
    spans = tuple((max(0, n * (size + 1) - 1), n * (size + 1) + size) for n in range(9))
    return Hypothesis(text, pieces, spans, (0,) * 9, -9.0, complete=False)


def inside(capsys: pytest.CaptureFixture[str], *command: str) -> Run:
    """Runs a command in this process: exit code, standard output, standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.run([*command, *arguments])
        return int(ended.value.code or 0), *capsys.readouterr()

    return call


def called(*arguments: str) -> tuple[int, str, str]:
    """The same, wherever a test has no `capsys` at hand."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
        cli.run(list(arguments))
    return int(ended.value.code or 0), *(stream.buffer.getvalue().decode() for stream in (out, err))


def bilingual(
    *arguments: str | bytes | Path, stdin: bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The real command in a process of its own."""
    return subprocess.run(
        [*COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=100,
        cwd=cwd,
        env=os.environ | environment,
    )


class Saying(Echo):
    """Echo that says for some sources what it was told to say."""

    fingerprint = "saying"

    def __init__(self, said: dict[str, str]) -> None:
        self._said = said

    def _one(self, job: Job) -> Hypothesis:
        return super()._one(job._replace(source=self._said.get(job.source, job.source)))
