"""Training with a model of some thousand weights: it learns, resumes exactly, and shares its work."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from training import train, weights
from training.batches import Data
from training.model import Transformer
from training.tests import small

pytestmark = pytest.mark.torch


def task(folder: Path, minutes: float = float("inf"), **changes: str) -> train.Task:
    """What to train in a folder of its own."""
    torch.set_num_threads(1)
    recipe = small.recipe(folder, **changes)
    small.data(folder)
    return train.Task(recipe, folder, minutes, "cpu", recipe.schedule.processes)


def loss(folder: Path, job: train.Task) -> tuple[float, float]:
    """The loss of the text and of the links, a piece, under the weights that a training wrote."""
    data = Data(folder / "data.npz", job.recipe.schedule.buckets)
    model = Transformer(job.recipe.model, data.vocabulary).eval()
    weights.load(folder / "weights.npz", model)
    source, written, wanted, links = (torch.from_numpy(side) for side in data.batch(np.arange(200)))
    with torch.no_grad():
        states, link_loss = model(source, written, links)
        logits = states @ model.embedding.weight.T
    text = torch.nn.functional.cross_entropy(logits.flatten(0, 1), wanted.flatten(), ignore_index=0)
    return float(text), float(link_loss) / int((links >= 0).sum())


@pytest.mark.slow
def test_it_learns_the_text_and_the_links(tmp_path: Path) -> None:
    """The toy language is soon known, and the linked head looks where each piece comes from."""
    job = task(tmp_path, tokens="200_000")
    progress = train.train(job)
    assert progress.tokens >= 200_000
    text, links = loss(tmp_path, job)
    assert text < 0.3
    assert links < 0.3
    about = json.loads((tmp_path / "weights.json").read_text())
    assert (about["width"], about["vocabulary"], about["tokens"]) == (32, small.VOCABULARY, progress.tokens)


@pytest.mark.slow
def test_pieces_of_a_training_make_the_same_weights_as_one(tmp_path: Path) -> None:
    """Stopped again and again, and over an end of an epoch and the beginning of the cool-down: bit for bit the same."""
    whole, parts = (
        task(tmp_path / "whole", tokens="6_000", dropout="0.1"),
        task(tmp_path / "parts", minutes=0.0, tokens="6_000", dropout="0.1"),
    )
    reached, calls = train.train(whole), 0
    while (progress := train.train(parts)).tokens < 6_000:
        calls += 1
    assert calls > 1
    assert progress == reached
    first, second = (torch.load(job.state, weights_only=True) for job in (whole, parts))
    assert all(torch.equal(first[name], second[name]) for name in ("weights", "average", "momentum"))


@pytest.mark.slow
def test_two_processes_do_what_one_does(tmp_path: Path) -> None:
    """The same batches, half of each for either process: the same weights but for rounding."""
    one, two = task(tmp_path / "one", tokens="3_000"), task(tmp_path / "two", tokens="3_000", processes="2")
    plan = replace(one.recipe.schedule, batch=two.recipe.schedule.batch)
    assert plan == one.recipe.schedule
    assert train.train(one).step == train.train(two).step
    first, second = (weights.read(folder / "weights.npz") for folder in (tmp_path / "one", tmp_path / "two"))
    start = torch.load(two.state, weights_only=True)["weights"].abs().mean()
    far = np.mean([np.abs(first[name] - second[name]).mean() for name in first])
    assert far < 0.05 * float(start)


def test_a_finished_training_is_left_alone(tmp_path: Path) -> None:
    job = task(tmp_path, tokens="500")
    done = train.train(job)
    before = (tmp_path / "weights.npz").read_bytes()
    assert train.train(job) == done
    assert (tmp_path / "weights.npz").read_bytes() == before


def test_it_begins_with_given_weights(tmp_path: Path) -> None:
    """They may lack the last rows of the vocabulary, which is how it grows."""
    first = task(tmp_path / "first", tokens="500")
    train.train(first)
    given = weights.read(tmp_path / "first" / "weights.npz")
    given["embedding.weight"] = given["embedding.weight"][:-3]
    np.savez(tmp_path / "given.npz", **given)
    second = task(tmp_path / "second", tokens="1", learning_rate="1e-9")
    train.train(second, tmp_path / "given.npz")
    after = weights.read(tmp_path / "second" / "weights.npz")
    assert np.allclose(after["encoder.0.feed.into.weight"], given["encoder.0.feed.into.weight"], atol=1e-3)
    assert np.allclose(after["embedding.weight"][:-3], given["embedding.weight"], atol=1e-3)


def test_weights_of_another_size_are_refused(tmp_path: Path) -> None:
    first, second = task(tmp_path / "first", tokens="1"), task(tmp_path / "second", tokens="1", width="16")
    train.train(first)
    with pytest.raises(weights.WeightsError, match=r"weights\.npz: .* see \[model\] in the recipe"):
        train.train(second, tmp_path / "first" / "weights.npz")


def test_the_command_says_how_far_it_came(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.recipe(tmp_path)
    small.data(tmp_path)
    arguments = [str(tmp_path / "corpora" / "recipe.toml"), str(tmp_path), "--tokens", "300"]
    assert train.main(arguments) == 0
    assert "tokens of 300" in capsys.readouterr().out
    (tmp_path / "data.npz").unlink()
    assert train.main(arguments) == 2
    assert "run training.encode first" in capsys.readouterr().err


def _heeds(pid: int, number: signal.Signals) -> bool:
    """Whether a process has a handler for a signal: before that, a signal would end it at once."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


@pytest.mark.slow
def test_told_to_end_it_saves_and_stops(tmp_path: Path) -> None:
    """Both processes end, and the next call goes on where they were."""
    small.recipe(tmp_path, tokens="50_000_000", processes="2")
    small.data(tmp_path)
    command = [sys.executable, "-m", "training.train", str(tmp_path / "corpora" / "recipe.toml"), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # our own program
        while not _heeds(process.pid, signal.SIGTERM) and process.poll() is None:
            time.sleep(0.05)
        process.terminate()
        said = process.communicate(timeout=120)[0]
    assert process.returncode == 0
    steps = int(said.split("after step ")[1].split(",")[0])
    assert torch.load(tmp_path / "state.pt", weights_only=True)["step"] == steps > 0
