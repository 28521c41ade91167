"""Units to findings, in order; in several processes where there are many units, since each is judged for itself."""

from __future__ import annotations

import os
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

from bilingual.checks import all_checks
from bilingual.inspection.rules import OURS, any_language
from bilingual.messages import language, use
from bilingual.renderings import occurrences
from bilingual.types import Block, Pair, Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from bilingual.exchange import Unit
    from bilingual.glossary import Glossary
    from bilingual.types import Finding

    Findings = tuple[Finding, ...]

FEW = 1_000
"""Units that are judged sooner than other processes would have begun."""
MOST_EACH = 50
"""Findings of one check in one unit; a text of figures alone could have as many as it has words."""
_AT_ONCE = 200
"""Units that a process is given."""
_AHEAD = 4
"""Such lots under way for each process, so that none waits and memory stays flat."""


class Judge:
    """All checks, with the terms of a glossary."""

    def __init__(self, glossary: Glossary) -> None:
        self._glossary = glossary
        self._checks = all_checks()
        self._any = any_language()

    def findings(self, unit: Unit) -> Findings:
        """What the checks say of a unit: all of them of French and English, else those that serve any language."""
        segment = Segment(Block(unit.source), 0, len(unit.source), unit.address)
        if unit.languages == OURS:
            terms = occurrences(self._glossary.find(unit.source), unit.target)
            return self._found(Pair(segment, unit.target, occurrences=terms))
        some = self._found(Pair(segment, unit.target))
        return tuple(finding for finding in some if finding.check in self._any)

    def _found(self, pair: Pair) -> Findings:
        """What each check finds first: each finding may hold the whole text once more."""
        return tuple(finding for check in self._checks for finding in islice(check(pair), MOST_EACH))


def judged(units: Iterable[tuple[str, Unit]], glossary: Glossary) -> Iterator[tuple[str, Unit, Findings]]:
    """Each unit with its findings, in order.

    Args:
        units: each with the name of its file.
        glossary: for the checks of terms.
    """
    units = iter(units)
    judge = Judge(glossary)
    for file, unit in islice(units, FEW):
        yield file, unit, judge.findings(unit)
    first = list(islice(units, _AT_ONCE))
    if not first:
        return
    if pool := _pool(glossary):
        with pool:
            yield from _by_others(pool, first, units)
    else:
        for file, unit in (*first, *units):
            yield file, unit, judge.findings(unit)


def _by_others(
    pool: ProcessPoolExecutor, lot: list[tuple[str, Unit]], units: Iterator[tuple[str, Unit]]
) -> Iterator[tuple[str, Unit, Findings]]:
    """What `judged` says, of a first lot and the units behind it."""
    under_way: deque[tuple[list[tuple[str, Unit]], Future[list[Findings]]]] = deque()
    most = _AHEAD * _processors()
    while lot or under_way:
        while lot and len(under_way) < most:
            under_way.append((lot, pool.submit(_judge, [unit for _file, unit in lot])))
            lot = list(islice(units, _AT_ONCE))
        done, answer = under_way.popleft()
        for (file, unit), found in zip(done, answer.result(), strict=True):
            yield file, unit, found


def _pool(glossary: Glossary) -> ProcessPoolExecutor | None:
    """As many processes as there are processors; None for one, or where the system grants none."""
    if _processors() == 1:
        return None
    try:
        return ProcessPoolExecutor(_processors(), initializer=_begin, initargs=(glossary, language()))
    except (OSError, NotImplementedError):  # pragma: no cover  # some containers have no shared memory
        return None


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover  # other systems than Linux


_judges: list[Judge] = []
"""Of a process that was begun here: its one judge."""


def _begin(glossary: Glossary, spoken: str) -> None:  # pragma: no cover  # runs in other processes
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts hears of it once
    use(spoken)
    _judges.append(Judge(glossary))


def _judge(units: Sequence[Unit]) -> list[Findings]:  # pragma: no cover  # runs in other processes
    return [_judges[0].findings(unit) for unit in units]
