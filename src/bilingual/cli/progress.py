"""How far a run has come: a bar with words a second and the time left on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bilingual.messages import _, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def bar() -> Iterator[Callable[[int, int], None]]:
    """A function that takes words done and words newly known of, and shows them if standard error is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _more: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Speed(ProgressColumn):
        """Words a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(_("{n} words/s", n=number(round(speed))) if speed else "")

    class Words(ProgressColumn):
        """Words done, of all that there are."""

        def render(self, task: Task) -> Text:
            return Text(_("{done}/{all} words", done=number(round(task.completed)), all=number(round(task.total or 0))))

    columns = (TextColumn("{task.description}"), BarColumn(), Words(), Speed(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(_("Translating"), total=0)

        def step(done: int, more: int) -> None:
            total = (shown.tasks[0].total or 0) + more
            shown.update(task, total=total, advance=done, refresh=True)  # steps are seconds apart

        yield step


@contextmanager
def counting(title: str, total: int) -> Iterator[Callable[[], None]]:
    """A function that takes a step of so many, and shows how many are done if standard error is a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(title, total=total)
        yield lambda: shown.advance(task)
