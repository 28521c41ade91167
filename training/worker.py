"""One of the processes that train together: on a CUDA device the only one, on processors one for each core.

They share the weights and meet three times a step. They wait asleep: OpenMP's threads wait in a loop, so that a core
taken by other work would cost nine tenths of the speed, not half.
"""

from __future__ import annotations

import signal
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import torch

from training import weights as weight_files
from training.batches import Data, Place
from training.files import atomic
from training.loss import SmoothedLoss
from training.model import Transformer
from training.optimizer import Layout, Optimizer
from training.progress import Clock, Next, Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.synchronize import Barrier
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    from training.recipe import Recipe

LINK_SHARE = 0.3
"""Weight of the linked head's loss, per target piece. About a sixth of the pieces are linked, so that a linked one
weighs 0.05 as in Garg et al. 2019 (arXiv:1909.02074)."""
LONGEST = 1.0
"""Gradients with a longer norm are shortened to it."""
AVERAGED_EVERY = 4
"""Steps between two updates of the averaged weights."""
PATIENCE = 3600.0
"""Seconds that a process waits for the others."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to do, the same for every process."""

    recipe: Recipe
    work: Path
    minutes: float
    """How long this call may train."""
    device: str
    processes: int

    @property
    def state(self) -> Path:
        """The checkpoint."""
        return self.work / "state.pt"


class Buffers:
    """Flat float32 buffers that all processes see."""

    def __init__(self, size: int, task: Task) -> None:
        def shared(*shape: int, device: str = task.device) -> Tensor:
            buffer = torch.zeros(shape, device=device)
            return buffer.share_memory_() if task.processes > 1 else buffer

        self.weights, self.average, self.momentum = shared(size), shared(size), shared(size)
        self.gradients = [shared(size) for _ in range(task.processes)]
        self.said = shared(task.processes, 4, device="cpu").double()
        if task.processes > 1:
            self.said.share_memory_()
        """Of each process: pieces, their summed loss, its share of the squared gradient norm, and what is `Next`."""


class Worker:
    """One of the processes that train together."""

    def __init__(self, rank: int, task: Task, buffers: Buffers, barrier: Barrier | None) -> None:
        self._rank, self._task, self._buffers, self._barrier = rank, task, buffers, barrier
        self._plan = task.recipe.schedule
        self._data = Data(task.work / "data.npz", self._plan.buckets)
        model = Transformer(task.recipe.model, self._data.vocabulary)
        self._model = model.to(task.device, torch.bfloat16).train()
        self._layout = layout(model)
        names = self._layout.shares(task.processes)[rank]
        self._mine = [self._layout.views(buffer) for buffer in buffers.gradients]
        self._names = names
        self._optimizer = Optimizer(self._layout, names, buffers.weights, buffers.momentum, self._plan.decay)
        compiled = self._plan.compiled
        self._forward = torch.compile(self._model, dynamic=False) if compiled else self._model
        self._loss = SmoothedLoss(self._plan.chunk, compiled=compiled)

    def resume(self) -> Progress:
        """The progress of the checkpoint, loaded by the first process; none where there is none."""
        if not self._task.state.exists():
            self._meet()
            return Progress()
        state = torch.load(self._task.state, map_location=self._task.device, weights_only=True)
        if self._rank == 0:
            for name in ("weights", "average", "momentum"):
                getattr(self._buffers, name).copy_(state[name])
        if self._optimizer.adam:
            self._optimizer.adam.load_state_dict(state["adam"])
        self._meet()
        return Progress(state["step"], state["tokens"], Place(**state["place"]))

    def train(self, progress: Progress) -> Progress:
        """Trains until the schedule's tokens or the task's minutes are spent; saves on the way and at the end."""
        self._take_weights()
        clock = Clock(self._task.minutes, progress, self._task.work / "curve.tsv")
        if self._rank == 0:
            signal.signal(signal.SIGTERM, clock.stop)
        while progress.tokens < self._plan.tokens:
            late = self._late(progress.tokens)
            if late != progress.place.late:
                progress = replace(progress, place=Place(progress.place.epoch + 1, late=late))
            for length, numbers in self._epoch(progress.place):
                before = progress
                progress, loss, decided = self._step(progress, length, numbers, clock.next())
                if self._rank == 0:
                    clock.log(before, progress, loss, self._rate(progress))
                if progress.tokens >= self._plan.tokens:
                    decided = Next.STOP
                if decided != Next.STEP:
                    self._save(progress)
                if decided == Next.STOP:
                    return progress
                if self._late(progress.tokens) != late:
                    break
            else:
                progress = replace(progress, place=Place(progress.place.epoch + 1, late=late))
        return progress

    def _epoch(self, place: Place) -> Iterator[tuple[int, NDArray[np.intp]]]:
        recipe = self._task.recipe
        weights = recipe.weights(late=place.late)
        return self._data.order(recipe.seed, place, weights, self._plan.batch, self._task.processes)

    def _step(
        self, progress: Progress, length: int, numbers: NDArray[np.intp], said: Next
    ) -> tuple[Progress, float, Next]:
        """One update of the weights: the new progress, the loss per piece, and what follows."""
        everyone = self._buffers.said
        pieces, loss = self._gradients(progress, length, numbers[self._rank :: self._task.processes])
        everyone[self._rank, 0], everyone[self._rank, 1], everyone[self._rank, 3] = pieces, loss * pieces, said
        self._meet()
        total, decided = float(everyone[:, 0].sum()), Next(int(everyone[0, 3]))
        mean = float(everyone[:, 1].sum()) / total
        gradients = self._combined([float(one) / total for one in everyone[:, 0]])
        everyone[self._rank, 2] = torch.nn.utils.get_total_norm(list(gradients.values())).double() ** 2
        self._meet()
        norm = float(everyone[:, 2].sum()) ** 0.5
        for gradient in gradients.values():
            gradient.mul_(min(1.0, LONGEST / (norm + 1e-6)))
        progress = Progress(progress.step + 1, progress.tokens + int(total), progress.place.after())
        self._optimizer.step(gradients, self._rate(progress))
        self._follow(progress.step)
        self._meet()
        self._take_weights()
        return progress, mean, decided

    def _gradients(self, progress: Progress, length: int, numbers: NDArray[np.intp]) -> tuple[int, float]:
        """Puts the gradients of some pairs into this process's buffer; how many target pieces, and their mean loss."""
        torch.manual_seed(self._task.recipe.seed + progress.step * self._task.processes + self._rank)
        batch = self._data.batch(numbers, length if self._plan.compiled else None)
        source, written, wanted, links = (torch.from_numpy(side).to(self._task.device) for side in batch)
        states, link_loss = self._forward(source, written, links)
        embedding = self._model.embedding.weight
        loss = self._loss(states.detach().flatten(0, 1), embedding.detach(), wanted.flatten())
        link_slope = torch.tensor(LINK_SHARE / loss.pieces, device=self._task.device, dtype=link_loss.dtype)
        torch.autograd.backward([states, link_loss], [loss.states.view_as(states), link_slope])
        into = self._mine[self._rank]
        for name, parameter in self._model.named_parameters():
            into[name].copy_(parameter.grad)
            parameter.grad = None
        into["embedding.weight"].add_(loss.embedding)
        return loss.pieces, loss.value

    def _combined(self, shares: Sequence[float]) -> dict[str, Tensor]:
        """The mean gradients of this process's weights, in the first process's buffer."""
        for name in self._names:
            self._mine[0][name].mul_(shares[0])
            for views, share in zip(self._mine[1:], shares[1:], strict=True):
                self._mine[0][name].add_(views[name], alpha=share)
        return {name: self._mine[0][name] for name in self._names}

    @torch.no_grad()
    def _follow(self, step: int) -> None:
        """Moves the average of this process's weights towards them; quicker at first."""
        if step % AVERAGED_EVERY:
            return
        kept = min(self._plan.average, step / (step + 400)) ** AVERAGED_EVERY
        weights, average = self._layout.views(self._buffers.weights), self._layout.views(self._buffers.average)
        for name in self._names:
            average[name].lerp_(weights[name], 1 - kept)

    @torch.no_grad()
    def _take_weights(self) -> None:
        """Copies the shared weights into the model, which computes in bf16."""
        weights = self._layout.views(self._buffers.weights)
        for name, parameter in self._model.named_parameters():
            parameter.copy_(weights[name])

    def _late(self, tokens: int) -> bool:
        return tokens >= self._plan.tokens * (1 - self._plan.cool_down)

    def _rate(self, progress: Progress) -> float:
        """The learning rate: rises, stays, and falls to a fiftieth over the last share of the tokens."""
        left = 1 - progress.tokens / self._plan.tokens
        falling = max(0.02, left / self._plan.cool_down) if self._late(progress.tokens) else 1.0
        return self._plan.learning_rate * min(1.0, progress.step / self._plan.warm_up) * falling

    def _save(self, progress: Progress) -> None:
        """Writes the checkpoint and the averaged weights; the other processes wait."""
        if self._rank == 0:
            buffers, adam = self._buffers, self._optimizer.adam
            state = {name: getattr(buffers, name).clone() for name in ("weights", "average", "momentum")}
            state |= {"adam": adam.state_dict() if adam else {}, **asdict(progress)}
            with atomic(self._task.state) as path:
                torch.save(state, path)
            average = {name: view.cpu().numpy() for name, view in self._layout.views(buffers.average).items()}
            about = {"step": progress.step, "tokens": progress.tokens, "vocabulary": self._data.vocabulary}
            weight_files.write(self._task.work / "weights.npz", average, self._task.recipe.model, about)
        self._meet()

    def _meet(self) -> None:
        if self._barrier:
            self._barrier.wait(PATIENCE)


def layout(model: Transformer) -> Layout:
    """Where the weights of a model lie in a buffer."""
    return Layout({name: value.shape for name, value in model.named_parameters()})
