"""One SQLite file that remembers what the engine wrote, so that no text is decoded twice, and what editors approved."""

from __future__ import annotations

from bilingual.memory.approved import Approved
from bilingual.memory.coding import key
from bilingual.memory.store import Entry, Memory, Stats, default_path

__all__ = ["Approved", "Entry", "Memory", "Stats", "default_path", "key"]
