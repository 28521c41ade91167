"""Names for segments as identifiers: what XML Schema calls an NMTOKEN, each given once."""

from __future__ import annotations

import re

_TOKEN = re.compile("[A-Za-z0-9][A-Za-z0-9.-]*")
_LONGEST = 200
_OTHER = "_"
"""Begins the names of what is no identifier, so that it is none that stands for itself."""


class Names:
    """Gives each address its name: itself where it is one, as all of ours are, and new."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._others = 0

    def of(self, address: str) -> str:
        """The name of the next segment."""
        if len(address) > _LONGEST or not _TOKEN.fullmatch(address) or address in self._given:
            self._others += 1
            address = f"{_OTHER}{self._others}"
        self._given.add(address)
        return address
