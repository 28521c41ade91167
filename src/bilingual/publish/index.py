"""The index: which articles there are, how each came out, and which files failed."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from bilingual.publish.rendering import render

if TYPE_CHECKING:
    from collections.abc import Mapping


def write_index(file: IO[str], report: Mapping[str, Any]) -> None:
    """Write `index.html` for a report (that of `report.json`); links are relative to the output folder.

    Raises jinja2.UndefinedError where the report lacks a field.
    """
    render(file, "index.html.j2", report=report)
