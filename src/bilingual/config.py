"""`bilingual.toml`: what a house decides once, as the defaults of the command line.

A table a command, a key an option: `[translate]` with `model = "builtin"`, `glossaries = ["terms.po"]`, `beam = 2`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from bilingual.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

NAME = "bilingual.toml"


def here() -> str | None:
    """The path of the current folder's configuration; None where it has none."""
    return NAME if os.path.lexists(NAME) else None


def load(path: str, known: Mapping[str, Collection[str]]) -> dict[str, dict[str, Any]]:
    """The file's tables with their keys as parameters (`keep-all` → `keep_all`).

    Args:
        path: of the file.
        known: for each command the parameters that it has.

    Raises:
        UsageError: the file is no TOML, or names a command or an option that does not exist.
    """
    import tomllib
    from pathlib import Path

    try:
        tables = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: {error}", "mend the file; it is TOML, in UTF-8") from error
    return {command: _table(path, command, table, known) for command, table in tables.items()}


def _table(path: str, command: str, table: object, known: Mapping[str, Collection[str]]) -> dict[str, Any]:
    if command not in known or not isinstance(table, dict):
        raise UsageError(f"{path}: there is no command [{command}]", f"it has {', '.join(sorted(known))}")
    options = {str(name).replace("-", "_"): value for name, value in table.items()}
    for name in options:
        if name not in known[command]:
            allowed = ", ".join(sorted(known[command])).replace("_", "-")
            raise UsageError(f"{path}: [{command}] has no option {name}", f"it has {allowed}")
    return options
