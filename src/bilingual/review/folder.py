"""The output folder as the desk sees it: which articles it has, and what is remembered of them."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilingual.errors import UsageError
from bilingual.files import STATE, replacing
from bilingual.messages import _
from bilingual.publish.po import writable
from bilingual.review.history import History

if TYPE_CHECKING:
    from collections.abc import Iterator

_PORT = "port"


class Folder:
    """An output folder: only what is listed in it can be asked for, so no path is ever made of what a request says.

    Raises:
        UsageError: it is no folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        if not self.path.is_dir():
            raise UsageError(
                _("{path}: no such folder", path=path), _("give the folder that `bilingual translate` wrote")
            )
        self._known: dict[str, str] = {}

    def names(self) -> list[str]:
        """The articles that have a page and a record, both inside the folder; looked up anew each time."""
        found = sorted(self._scan())
        self._known = {writable(name): name for name in found}
        return found

    def find(self, name: str) -> str | None:
        """The article of a name, where characters that a page cannot hold may be U+FFFD; None where there is none."""
        known = self._known.get(writable(name)) or (self.names() and self._known.get(writable(name)))
        return known if known and self._is_article(self.page(known)) else None

    def page(self, name: str) -> Path:
        """The page of an article."""
        return self.path / f"{name}.html"

    def record(self, name: str) -> Path:
        """The file of record of an article."""
        return self.path / f"{name}.po"

    def history(self, name: str) -> History:
        """What was done to an article."""
        return History(self.path / STATE / "history" / f"{name}.jsonl")

    def report(self) -> dict[str, Any]:
        """The report of the last run, with those articles only that are there; empty where there is none."""
        try:
            said = json.loads((self.path / "report.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(said, dict) or not isinstance(said.get("articles"), list):
            return {}
        known = set(self.names())
        return {**said, "articles": [one for one in said["articles"] if _name(one) in known]}

    def outdated(self) -> list[str]:
        """The articles whose page is older than the record, or of which the index does not tell."""
        told = {_name(one) for one in self.report().get("articles", ())}
        return [
            name for name in self.names() if name not in told or _written(self.page(name)) < _written(self.record(name))
        ]

    def last_port(self) -> int:
        """The port that the last desk of this folder listened on; 0 where that is not known."""
        try:
            said = (self.path / STATE / _PORT).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return 0
        return int(said) if re.fullmatch("[1-9][0-9]{0,4}", said) and int(said) < 1 << 16 else 0

    def note_port(self, port: int) -> None:
        """Writes down where the desk listens: at the same address, a browser finds again what it has kept.

        Raises:
            OSError: the folder cannot be written to.
        """
        with replacing(self.path / STATE / _PORT) as file:
            file.write(f"{port}\n")

    def _scan(self) -> Iterator[str]:
        """The names of articles; hidden folders and links to folders are not entered."""
        for place, folders, files in os.walk(self.path):
            folders[:] = [name for name in folders if not name.startswith(".")]
            there = set(files)
            for file in files:
                name, ending = os.path.splitext(file)  # noqa: PTH122  # a name, not a path
                page = Path(place, f"{name}.html")
                if ending == ".po" and page.name in there and not name.startswith(".") and self._is_article(page):
                    yield page.relative_to(self.path).as_posix().removesuffix(".html")

    def _is_article(self, page: Path) -> bool:
        """Whether page and record are files inside the folder, wherever links lead."""
        for path in (page, Path(f"{str(page).removesuffix('.html')}.po")):
            real = Path(os.path.realpath(path))
            if not real.is_relative_to(self.path) or not real.is_file():
                return False
        return True


def _name(entry: object) -> str:
    """The name in an entry of the report."""
    return str(entry.get("name")) if isinstance(entry, dict) else ""


def _written(path: Path) -> int:
    """When a file was written, in nanoseconds; 0 where it is not there."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
