"""`bilingual.toml`: what a house decides once, as the defaults of the command line.

A table a command, a key an option: `[translate]` with `model = "builtin"`, `glossary = ["terms.po"]`, `beam = 2`.
Before the tables, what holds for all commands: `lang = "fr"`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from bilingual.errors import UsageError
from bilingual.messages import _, reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    Known = Mapping[str, Mapping[str, "Option"]]
    """For each command its options, by their names on the command line without dashes; under "" those before it."""
    Values = dict[str, str | list[str]]
    """Parameters' values, as if typed."""
    Defaults = dict[str, Values | str | list[str]]
    """For each command its values, and those of the options before it."""

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
        why = reason(error) if isinstance(error, OSError) else error
        raise UsageError(
            _("{path}: {reason}", path=path, reason=why), _("mend the file; it is TOML, in UTF-8")
        ) from error
    before = {name: tables.pop(name) for name in known.get("", {}) if name in tables}
    defaults: Defaults = {**_table(path, "", before, known)} if before else {}
    defaults |= {command: _table(path, command, table, known) for command, table in tables.items()}
    return defaults


def _table(path: str, command: str, table: object, known: Known) -> Values:
    if command not in known or not isinstance(table, dict):
        allowed = ", ".join(filter(None, sorted(known)))
        what = _("{path}: there is no command [{command}]", path=path, command=command)
        raise UsageError(what, _("it may have {names}", names=allowed))
    values: Values = {}
    for name, value in table.items():
        if name not in known[command]:
            what = _("{path}: [{command}] has no option {name}", path=path, command=command, name=name)
            raise UsageError(what, _("it may have {names}", names=", ".join(sorted(known[command]))))
        option = known[command][name]
        many = value if isinstance(value, list) else [value]
        if isinstance(value, list) > option.many or any(isinstance(one, dict | list) for one in many):
            place = f"[{command}] {name}" if command else name
            raise UsageError(
                _("{path}: {place} takes no such value", path=path, place=place),
                _("{command} --help tells more", command=f"bilingual {command}".strip()),
            )
        values[option.parameter] = [str(one) for one in many] if option.many else str(value)
    return values
