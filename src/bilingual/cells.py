"""Cells of tables that travel between people and spreadsheets: no formula comes in or goes out as one."""

from __future__ import annotations

_FORMULA = tuple("=+-@＝＋－＠\t\r\n")
"""What a spreadsheet may take for the beginning of a formula."""
SIDES = {
    "fr": "source",
    "french": "source",
    "français": "source",
    "en": "target",
    "english": "target",
    "anglais": "target",
}
"""What people call the columns of the two languages."""


def guarded(cell: str) -> str:
    """A cell as it is written: with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    """A cell as it was before it was guarded."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell
