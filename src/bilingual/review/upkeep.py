"""What the desk does by itself: sees what other programs write, and writes pages anew when it is quiet."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from bilingual.errors import BilingualError
from bilingual.files import sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bilingual.review.places import Place, Places

LOOK = 1.0
"""Seconds between two looks at what other programs have written."""
OPEN = 20
"""Articles that are kept in memory, at the least."""
_AGAIN = 30.0  # seconds before a page is tried again that could not be written


class Upkeep:
    """Keeps pages as the records are.

    Args:
        places: the articles.
        closing: set when the desk is closed.
        report: told of what goes wrong.
    """

    def __init__(self, places: Places, closing: asyncio.Event, report: Callable[[Exception], None]) -> None:
        self._places = places
        self._closing = closing
        self._report = report

    async def run(self) -> None:
        """Works until the desk is closed; begins with what a killed desk has left behind."""
        await self._places.run(sweep, self._places.folder.path)
        for name in await self._places.run(self._places.folder.outdated):
            self._places.of(name).due = 0.0
        while not self._closing.is_set():
            for place in self._places.known():
                if place.session:
                    await self._look(place)
            now = asyncio.get_running_loop().time()
            await self._publish(place for place in self._places.known() if place.due is not None and place.due <= now)
            self._tidy()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), LOOK)

    async def finish(self) -> None:
        """Writes all pages that are not as their records."""
        await self._publish(place for place in self._places.known() if place.due is not None)

    async def _look(self, place: Place) -> None:
        """Takes in what other programs have written."""
        async with place.lock:
            try:
                await self._places.current(place)
            except (BilingualError, OSError) as error:  # the next one who asks is told, or it is mended by then
                self._report(error)

    async def _publish(self, due: Iterable[Place]) -> None:
        """Writes pages, one after the other; one that cannot be written is tried again later."""
        for place in list(due):
            async with place.lock:
                try:
                    session = await self._places.current(place)
                    await self._places.changing(place, session.publish, self._places.bench.translator())
                    place.due = None
                except (BilingualError, OSError) as error:
                    self._report(error)
                    place.due = asyncio.get_running_loop().time() + _AGAIN

    def _tidy(self) -> None:
        """Closes what nobody has used for long, so that a folder of any size can be walked through."""
        opened = sorted((place for place in self._places.known() if place.session), key=lambda place: place.used)
        for place in opened[:-OPEN]:
            if place.is_idle:
                place.session = None
