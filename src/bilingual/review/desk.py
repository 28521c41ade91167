"""The desk apart from HTTP: what browsers can ask for, and one write for all that was asked meanwhile."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from bilingual.errors import BilingualError, InputError
from bilingual.messages import _
from bilingual.review import events, workbench
from bilingual.review.places import Asked, Places
from bilingual.review.upkeep import Upkeep

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Sequence

    from bilingual.review.folder import Folder
    from bilingual.review.history import Change
    from bilingual.review.places import Place
    from bilingual.review.session import Answer, Work
    from bilingual.review.workbench import Workbench

QUIET = 3.0
"""Seconds without a change after which an article's page is written anew."""
PATIENCE = 15.0
"""Seconds after which a browser that waits for changes hears that the desk is still there."""


class Desk:
    """The articles of a folder, for any number of browsers.

    Args:
        folder: the output folder.
        bench: what it translates with.
        report: told of what goes wrong while nobody waits for an answer.
        quiet: see `QUIET`.
        patience: see `PATIENCE`.
    """

    def __init__(
        self,
        folder: Folder,
        bench: Workbench,
        report: Callable[[Exception], None],
        *,
        quiet: float = QUIET,
        patience: float = PATIENCE,
    ) -> None:
        self.folder = folder
        self._bench = bench
        self._report = report
        self._patience = patience
        self._places = Places(folder, bench, quiet)
        self._closing = asyncio.Event()
        self._upkeep = Upkeep(self._places, self._closing, report)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Keeps pages as the records are, from those that a killed desk left behind to the last change."""
        watching = self._begun(self._upkeep.run())
        try:
            yield
        finally:
            self.close()
            await asyncio.wait([watching])
            await asyncio.wait([self._begun(self._upkeep.finish())])

    def close(self) -> None:
        """Sends home all who wait for changes."""
        self._closing.set()
        for place in self._places.known():
            place.wake()

    async def decide(self, name: str, work: Work) -> Answer:
        """Does what a browser asks; when this returns, it is on disk.

        What arrives while the record is being written is done together, with one more write.

        Raises:
            InputError: there is no such article, or its record cannot be read.
            OSError: the record cannot be written.
        """
        place = await self._places.find(name)
        asked = Asked(work, asyncio.get_running_loop().create_future())
        place.waiting.append(asked)
        async with place.lock:
            if not asked.answer.done():
                await self._commit(place)
        return await asked.answer

    async def retranslate(self, name: str, client: str, addresses: Sequence[str] | None) -> Answer:
        """Has segments translated anew, with the terms as they now are; others can go on deciding meanwhile.

        Args:
            name: of the article.
            client: the browser that asks.
            addresses: of the segments; None for all that nobody has written or approved.

        Raises:
            BilingualError: as `decide`, or the engine cannot be used.
            OSError: the record cannot be written.
        """
        async with self._places.held(name) as (_place, session):
            texts = session.sources(addresses)
        await self._places.run(self._bench.prepare, texts)
        async with self._places.held(name) as (place, session):
            translator = self._bench.translator()
            return await self._places.changing(place, session.retranslate, client, addresses, translator)

    async def alternatives(self, name: str, address: str) -> tuple[str, ...]:
        """Other translations of a segment, the likelier first.

        Raises:
            BilingualError: there is no such segment, or the engine cannot be used.
        """
        async with self._places.held(name) as (_place, session):
            if not session.known([address]):
                raise InputError(_("there is no such segment"), _("load the page again"))
            return await self._places.run(session.alternatives, address)

    async def add_term(self, source: str, target: str, note: str) -> dict[str, list[str]]:
        """Adds a term to the glossary; the segments whose source holds it, by article.

        Raises:
            BilingualError: the term is there already or makes no sense.
        """
        terms = await self._places.run(self._bench.add, source, target, note)
        return await self._places.run(workbench.touched, self.folder, terms)

    async def history(self, name: str, address: str) -> list[Change]:
        """What was done to a segment, the newest first. Raises InputError where there is no such article."""
        place = await self._places.find(name)
        return await self._places.run(self.folder.history(place.name).entries, address)

    async def page(self, name: str) -> str:
        """The page of an article, as the record is now. Raises BilingualError as `decide`."""
        async with self._places.held(name) as (_place, session):
            return await self._places.run(session.page)

    async def events(self, name: str, since: int) -> AsyncGenerator[str, None]:
        """What changes in an article, from a revision on, as Server-Sent Events; ends with the desk.

        The first one says which revision there is, even where nothing has changed.
        """
        place = await self._places.find(name)
        place.listeners += 1
        is_new = True
        try:
            while not self._closing.is_set():
                changed, news = place.changed, ""
                async with self._places.held(name) as (_place, session):
                    if is_new or since != session.revision:
                        news = await self._places.run(session.since, since)
                        is_new, since = False, session.revision
                if news:  # sent without the lock: who reads slowly holds up nobody
                    yield news
                try:
                    await asyncio.wait_for(changed.wait(), self._patience)
                except TimeoutError:
                    yield events.PING
        finally:
            place.listeners -= 1

    def _begun(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Work that nobody waits for; an error of ours in it is reported."""

        def ended(task: asyncio.Task[None]) -> None:
            if isinstance(error := None if task.cancelled() else task.exception(), Exception):
                self._report(error)

        task = asyncio.create_task(work)
        task.add_done_callback(ended)
        return task

    async def _commit(self, place: Place) -> None:
        """Does all the work that waits at a place, and answers it."""
        asked, place.waiting = place.waiting, []
        try:
            session = await self._places.current(place)
            works, translator = [one.work for one in asked], self._bench.translator()
            answers = await self._places.changing(place, session.commit, works, translator)
            for one, answer in zip(asked, answers, strict=True):
                one.answer.set_result(answer)
        except (BilingualError, OSError) as error:
            for one in asked:
                one.answer.set_exception(error)
        finally:  # an error of ours is raised for one of them; the others must not wait for ever
            for one in asked:
                if not one.answer.done():
                    one.answer.set_exception(InputError(_("that could not be done"), _("load the page again")))
