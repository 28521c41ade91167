"""Trains the model: `python -m training.train RECIPE WORK [--profile P] [--minutes M] [--tokens T] [--from WEIGHTS]`.

WORK has `data.npz` (`encode.py`). Every few minutes, and when its time is up, it writes `state.pt`, from which the next
call goes on exactly where this one stopped, as it does when it is told to end (SIGTERM); and `weights.npz` with
`weights.json`, the running average of the weights.

On a CUDA device it is one process in bf16; on processors as many of one thread each as the recipe says (`worker.py`).
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import multiprocessing

from training import recipe as recipes
from training import weights as weight_files
from training.batches import Data
from training.model import Transformer
from training.worker import Buffers, Task, Worker, layout

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.synchronize import Barrier

    from training.progress import Progress


def train(task: Task, start: Path | None = None) -> Progress:
    """Trains as far as the task's minutes reach: on from the checkpoint, else from given weights, else from nothing.

    Raises:
        WeightsError: the given weights do not fit the recipe.
    """
    torch.manual_seed(task.recipe.seed)
    data = Data(task.work / "data.npz", task.recipe.schedule.buckets)
    model = Transformer(task.recipe.model, data.vocabulary)
    print(f"{len(data)} pairs, {data.tokens} target pieces, {layout(model).size / 1e6:.1f}M weights", flush=True)
    if start and not task.state.exists():
        weight_files.load(start, model)
    buffers = Buffers(layout(model).size, task)
    for name, view in layout(model).views(buffers.weights).items():
        view.copy_(model.state_dict()[name])
    buffers.average.copy_(buffers.weights)
    if task.processes == 1:
        worker = Worker(0, task, buffers, None)
        return worker.train(worker.resume())
    return _together(task, buffers)


def _together(task: Task, buffers: Buffers) -> Progress:
    """Trains in several processes, this one the first."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(task.processes)
    others = [context.Process(target=_work, args=(rank, task, buffers, barrier)) for rank in range(1, task.processes)]
    for process in others:
        process.start()
    try:
        return _work(0, task, buffers, barrier)
    finally:
        for process in others:
            process.join()


def _work(rank: int, task: Task, buffers: Buffers, barrier: Barrier) -> Progress:
    torch.set_num_threads(1)
    try:
        worker = Worker(rank, task, buffers, barrier)
        return worker.train(worker.resume())
    except BaseException:
        barrier.abort()  # the others would wait
        raise


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program; 2 where a file is not as it should be."""
    parser = argparse.ArgumentParser(prog="training.train", description=__doc__.splitlines()[0])
    parser.add_argument("recipe", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--profile", default="cpu")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop then; the next call goes on")
    parser.add_argument(
        "--tokens", type=float, help="train on so many target pieces in all, instead of the recipe's number"
    )
    parser.add_argument("--reverse", action="store_true", help="as many as the recipe has for back-translation")
    parser.add_argument(
        "--from", dest="start", type=Path, help="begin with these weights (.npz) or package (.argosmodel)"
    )
    options = parser.parse_args(argv)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        recipe = recipes.read(options.recipe, profile=options.profile)
        if tokens := options.tokens or (options.reverse and recipe.back.tokens):
            recipe = replace(recipe, schedule=replace(recipe.schedule, tokens=int(tokens)))
        processes = 1 if device == "cuda" else min(recipe.schedule.processes, os.cpu_count() or 1)
        recipes.made(options.work / "data.npz", "encode")
        progress = train(Task(recipe, options.work, options.minutes, device, processes), options.start)
    except (recipes.RecipeError, weight_files.WeightsError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"stopped after step {progress.step}, {progress.tokens} tokens of {recipe.schedule.tokens}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
