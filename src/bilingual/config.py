"""`bilingual.toml`: what a house decides once, as the defaults of the command line.

A table a command, a key an option: `[translate]` with `model = "builtin"`, `glossary = ["terms.po"]`, `beam = 2`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from bilingual.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    Known = Mapping[str, Mapping[str, "Option"]]
    """For each command its options, by their names on the command line without dashes."""
    Defaults = dict[str, dict[str, str | list[str]]]
    """For each command its parameters' values, as if typed."""

NAME = "bilingual.toml"


class Option(NamedTuple):
    """An option of a command."""

    parameter: str
    """What the command calls it."""
    many: bool
    """Whether it may be given more than once."""


def here() -> str | None:
    """The path of the current folder's configuration; None where it has none."""
    return NAME if os.path.lexists(NAME) else None


def load(path: str, known: Known) -> Defaults:
    """What the file sets, by command and parameter.

    Raises:
        UsageError: the file is no TOML, names a command or an option that does not exist, or gives what is no value.
    """
    import tomllib
    from pathlib import Path

    try:
        tables = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"{path}: {reason}", "mend the file; it is TOML, in UTF-8") from error
    return {command: _table(path, command, table, known) for command, table in tables.items()}


def _table(path: str, command: str, table: object, known: Known) -> dict[str, str | list[str]]:
    if command not in known or not isinstance(table, dict):
        raise UsageError(f"{path}: there is no command [{command}]", f"it may have {', '.join(sorted(known))}")
    values: dict[str, str | list[str]] = {}
    for name, value in table.items():
        if name not in known[command]:
            allowed = ", ".join(sorted(known[command]))
            raise UsageError(f"{path}: [{command}] has no option {name}", f"it may have {allowed}")
        option = known[command][name]
        many = value if isinstance(value, list) else [value]
        if isinstance(value, list) > option.many or any(isinstance(one, dict | list) for one in many):
            raise UsageError(
                f"{path}: [{command}] {name} takes no such value", f"bilingual {command} --help tells more"
            )
        values[option.parameter] = [str(one) for one in many] if option.many else str(value)
    return values
