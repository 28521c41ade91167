"""What the program says, in the reader's language: gettext catalogues under `locale/`.

The messages in the code are English and stand for themselves where a catalogue lacks them. They are marked by the
functions of this module and nothing else, so that Babel finds all of them: `make catalogues`.
"""

from __future__ import annotations

import os
import re
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LANGUAGES = ("en", "fr")
"""Of the desk and the command line, BCP 47; the first one where nothing else is asked for."""
VARIABLE = "BILINGUAL_LANG"
"""What in the environment says more than the locale does."""
DOMAIN = "bilingual"
"""The catalogues' name."""

_NAME = re.compile(r"[A-Za-z]*")
_chosen: ContextVar[str] = ContextVar("language", default="")


def use(language: str) -> None:
    """Has everything from here on said in a language of `LANGUAGES`; an empty one asks the environment again.

    It holds for the thread or the request that says so; `VARIABLE` in the environment holds for the process.
    """
    _chosen.set(language)


def language() -> str:
    """The language in which things are said: the one in use, else that of the environment."""
    return _chosen.get() or preferred(os.environ)


def preferred(environment: Mapping[str, str]) -> str:
    """The first language that the environment asks for and we speak, as GNU gettext has it.

    `BILINGUAL_LANG` comes before `LANGUAGE` (a list between colons), `LC_ALL`, `LC_MESSAGES` and `LANG`.
    """
    asked = [environment.get(VARIABLE, "")]
    local = next(filter(None, (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if local.partition(".")[0] not in {"C", "POSIX"}:  # whoever asks for plain C gets it, whatever LANGUAGE says
        asked += environment.get("LANGUAGE", "").split(":")
    asked.append(local)
    spoken = (match[0].lower() for name in asked if (match := _NAME.match(name)))
    return next((name for name in spoken if name in LANGUAGES), LANGUAGES[0])


def _(message: str, /, **values: object) -> str:
    """A message in the reader's language, its `{names}` replaced by the values, if there are any.

    Numbers are written as they are: `counted` and `number` write them as the language does.
    """
    said = _catalogue(language()).gettext(message) if message else ""
    return said.format(**values) if values else said


def counted(one: str, many: str, count: int, /, **values: object) -> str:
    """A message with `{n}` things in it, in the plural form that the number asks for: `1 finding`, `1,200 findings`."""
    said = _catalogue(language()).ngettext(one, many, count)
    return said.format(n=number(count), **values)


def forms(one: str, many: str) -> tuple[str, str]:
    """Singular and plural of a message of `counted`, their `{names}` as they are: for the page's script."""
    catalogue = _catalogue(language())
    return catalogue.ngettext(one, many, 1), catalogue.ngettext(one, many, 2)


def marked(message: str) -> str:
    """The message as it is: what stands in a table is marked there, and said by `_` when somebody reads it."""
    return message


def number(value: float, digits: int | None = None) -> str:
    """A number as the language writes it, with so many decimals, or those it has: `1,200.5`, `1 200,5`."""
    from babel.numbers import format_decimal

    pattern = None if digits is None else "#,##0." + digits * "0"
    return format_decimal(value, pattern and pattern.rstrip("."), locale=language())


def reason(error: OSError) -> str:
    """Why the system refused something, in the reader's language where it is one of the usual reasons."""
    return _(error.strerror or str(error))


REASONS = (
    marked("No such file or directory"),
    marked("Permission denied"),
    marked("Operation not permitted"),
    marked("Is a directory"),
    marked("Not a directory"),
    marked("File exists"),
    marked("Directory not empty"),
    marked("File name too long"),
    marked("No space left on device"),
    marked("Disk quota exceeded"),
    marked("Read-only file system"),
    marked("Input/output error"),
    marked("Too many levels of symbolic links"),
    marked("Too many open files"),
    marked("Address already in use"),
)
"""What the C library calls the errors that people meet."""


def catalogues() -> Path:
    """The folder of all catalogues, as gettext wants it."""
    from pathlib import Path  # with it `--help` would start later, in English for nothing

    return Path(__file__).parent / "locale"


@cache
def _catalogue(name: str) -> NullTranslations:
    """The catalogue of a language; by the standard library, since `babel.support` would take 50 ms to load."""
    if name not in LANGUAGES[1:]:
        return NullTranslations()
    with (catalogues() / name / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return GNUTranslations(file)
