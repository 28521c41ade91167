"""The articles that are open on the desk: one user at a time for each, and nobody works on what is out of date."""

from __future__ import annotations

import asyncio
import gc
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from anyio import CapacityLimiter, to_thread

from bilingual.errors import InputError
from bilingual.messages import _
from bilingual.publish.po import writable
from bilingual.review.session import Session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bilingual.review.folder import Folder
    from bilingual.review.session import Answer, Work
    from bilingual.review.workbench import Workbench

    Result = TypeVar("Result")

_THREADS = 8
_SHOWN = 80
"""Characters of a name that are repeated to who asked for it."""


class NoSuchArticleError(InputError):
    """The folder has no article of that name."""


class Asked(NamedTuple):
    """Work that waits for the next write."""

    work: Work
    answer: asyncio.Future[Answer]


class Place:
    """An article's place on the desk; whoever holds the lock uses the session."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lock = asyncio.Lock()
        self.session: Session | None = None
        self.waiting: list[Asked] = []
        self.changed = asyncio.Event()
        """Set, and replaced by another, with each change."""
        self.listeners = 0
        self.due: float | None = None
        """When the page is to be written anew, in the loop's time; None where it is as the record."""
        self.used = 0.0
        """When somebody last asked for it."""

    @property
    def is_idle(self) -> bool:
        """Whether nobody would miss the session."""
        return self.due is None and not self.listeners and not self.lock.locked()

    def wake(self) -> None:
        """Lets all who wait for changes look."""
        self.changed.set()
        self.changed = asyncio.Event()


class Places:
    """All places, and the threads in which work is done.

    Args:
        folder: where the articles are.
        bench: what sessions translate with.
        quiet: seconds without a change after which a page is due.
    """

    def __init__(self, folder: Folder, bench: Workbench, quiet: float) -> None:
        self.folder = folder
        self.bench = bench
        self._quiet = quiet
        self._all: dict[str, Place] = {}
        self._threads = CapacityLimiter(_THREADS)

    def known(self) -> list[Place]:
        """Those of the articles that have been asked for."""
        return list(self._all.values())

    def of(self, name: str) -> Place:
        """The place of an article that is there."""
        return self._all.setdefault(name, Place(name))

    async def find(self, name: str) -> Place:
        """The place of an article, by its name as a browser has it.

        Raises:
            NoSuchArticleError: there is none.
        """
        known = await self.run(self.folder.find, name)
        if known is None:
            raise NoSuchArticleError(_("there is no article “{name}”", name=writable(name[:_SHOWN])))
        return self.of(known)

    @asynccontextmanager
    async def held(self, name: str) -> AsyncIterator[tuple[Place, Session]]:
        """An article's place and session, for oneself, with what other programs have written meanwhile.

        Raises:
            InputError: there is no such article, or its record cannot be read.
        """
        place = await self.find(name)
        async with place.lock:
            place.used = asyncio.get_running_loop().time()
            yield place, await self.current(place)

    async def current(self, place: Place) -> Session:
        """The session of a place whose lock is held. Raises InputError where the record cannot be read."""
        translator = await self.run(self.bench.translator)
        if place.session is None:
            place.session = await self.run(Session, self.folder, place.name, translator)
            gc.freeze()  # else all that an article consists of is walked through now and then, and everybody waits
        else:
            await self.changing(place, place.session.refresh, translator)
        return place.session

    async def changing(self, place: Place, change: Callable[..., Result], *arguments: object) -> Result:
        """Runs what may change the session of a place whose lock is held; if that fails, the record is read again."""
        session, place.session = place.session, None
        before = session.revision if session else 0
        result = await self.run(change, *arguments)
        place.session = session
        if session and session.revision != before:
            place.due = asyncio.get_running_loop().time() + self._quiet
            place.wake()
        return result

    async def run(self, function: Callable[..., Result], *arguments: object) -> Result:
        """Runs what may block in a thread, so that others are heard meanwhile."""
        return await to_thread.run_sync(function, *arguments, limiter=self._threads)
