"""How far a run has come: a bar with words a second and the time left on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

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
            return Text(f"{speed:,.0f} words/s" if speed else "")

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}/{task.total:,.0f} words"),
    )
    with Progress(*columns, Speed(), TimeRemainingColumn(), console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("Translating", total=0)

        def step(done: int, more: int) -> None:
            total = (shown.tasks[0].total or 0) + more
            shown.update(task, total=total, advance=done, refresh=True)  # steps are seconds apart

        yield step
