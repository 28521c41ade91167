"""`make catalogues`: what the program says, found in the code by Babel, into the catalogues of `locale/`.

Translations are kept and set in French typography, what is said no more is dropped, and what is new waits to be
translated. The compiled catalogue, which is what a process loads, is written as well: nothing has to be built.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
import polib
from babel.messages.extract import extract_from_dir
from babel.messages.plurals import get_plural

from bilingual import cli
from bilingual.cli.spoken import texts
from bilingual.messages import DOMAIN, LANGUAGES
from tools.typography import french

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PACKAGE = Path(cli.__file__).parents[1]
WIDTH = 100
"""Characters of a catalogue's lines."""
PLACEHOLDER = re.compile(r"\{[^{}]*\}")

_OURS = {"_": None, "marked": None, "counted": (1, 2)}
_CLICKS = {"_": None, "ngettext": (1, 2)}
_METHODS = [("**.py", "python"), ("**.j2", "jinja2"), ("**.js", "javascript")]
_OPTIONS = {"**.j2": {"silent": "false"}}
_HIDDEN = ("required",)
"""What click says and does not mark."""


class Message(NamedTuple):
    """Something the program says."""

    one: str
    many: str
    """The plural; empty where nothing is counted."""
    place: str
    """The file, or the command, that says it."""


def messages() -> Iterator[Message]:
    """All that is said: by the package, by its commands' help, and by click."""
    yield from _extracted(PACKAGE, _OURS)
    for name, command in _commands():
        yield from (Message(text, "", f"bilingual {name}".strip()) for text in texts(command))
    yield from _extracted(Path(click.__file__).parent, _CLICKS)
    yield from (Message(text, "", "click") for text in _HIDDEN)


def catalogue_of(language: str) -> Path:
    """Where a language's catalogue lies; the compiled one lies beside it."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def known(language: str) -> polib.POFile:
    """A language's catalogue as it is; empty where there is none yet."""
    path = catalogue_of(language)
    return polib.pofile(str(path), wrapwidth=WIDTH) if path.exists() else polib.POFile(wrapwidth=WIDTH)


def updated(language: str, before: Iterable[polib.POEntry], found: Iterable[Message]) -> polib.POFile:
    """The catalogue of a language with the messages there are now, and the translations that it had before."""
    kept = {entry.msgid: entry for entry in before}
    catalogue = polib.POFile(wrapwidth=WIDTH)
    catalogue.metadata = {
        "Project-Id-Version": DOMAIN,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": str(get_plural(language)),
    }
    entries: dict[str, polib.POEntry] = {}
    for message in found:
        entry = entries.setdefault(message.one, polib.POEntry(msgid=message.one))
        entry.msgid_plural = entry.msgid_plural or message.many
        if (message.place, "") not in entry.occurrences:
            entry.occurrences.append((message.place, ""))
    catalogue.extend(_translated(entry, kept.get(entry.msgid)) for entry in entries.values())
    return catalogue


def main() -> None:
    """Writes the catalogues, and says what is still to be translated."""
    found = list(messages())
    for language in LANGUAGES[1:]:
        path = catalogue_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = updated(language, known(language), found)
        catalogue.save(str(path))
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
        left = open_entries(catalogue)
        print(f"{path}: {len(catalogue)} messages, {len(left)} to be translated")
        print("".join(f"  {entry.msgid}\n" for entry in left), end="")


def open_entries(catalogue: polib.POFile) -> list[polib.POEntry]:
    """The entries that nobody has translated yet, or not for sure."""
    return [entry for entry in catalogue if not entry.translated()]


def _extracted(folder: Path, keywords: Mapping[str, tuple[int, ...] | None]) -> Iterator[Message]:
    found = extract_from_dir(folder, _METHODS, _OPTIONS, keywords)
    for name, _line, text, _comments, _context in sorted(found, key=lambda one: (one[0], one[1])):
        one, many = (text, "") if isinstance(text, str) else text
        yield Message(one, many, f"{folder.name}/{Path(name).as_posix()}")


def _commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(cli.main)
    yield "", cli.main
    yield from ((name, command) for name in cli.COMMANDS if (command := cli.main.get_command(context, name)))


def _translated(entry: polib.POEntry, known: polib.POEntry | None) -> polib.POEntry:
    """The entry with its translation; an open one in the form that Plural-Forms asks for."""
    if PLACEHOLDER.search(entry.msgid):
        entry.flags.append("python-brace-format")
    if entry.msgid_plural:
        forms = {0: "", 1: ""} | (known.msgstr_plural if known else {})
        entry.msgstr_plural = {number: french(text) for number, text in forms.items()}
    elif known:
        entry.msgstr = french(known.msgstr)
    if known and known.fuzzy:
        entry.flags.append("fuzzy")
    return entry


if __name__ == "__main__":
    main()
