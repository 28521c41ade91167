"""A book as a house describes it: `book.toml` with its credits and its articles in their order."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from bilingual.edition import records
from bilingual.edition.binding import Article, Credits
from bilingual.errors import UsageError
from bilingual.messages import _, reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_CREDITS = frozenset(one.name for one in fields(Credits))
_BOOK = _CREDITS | {"output", "glossary", "index", "article"}
_ARTICLE = frozenset({"name", "title", "glossary"})
_FOLDER = "output"


@dataclass(frozen=True, slots=True)
class Collection:
    """What a description asks for."""

    credits: Credits
    articles: tuple[Article, ...]
    has_index: bool


def read(path: Path, output: Path | None = None) -> Collection:
    """The book that a file describes; paths in it are relative to it.

    Args:
        path: of the TOML file.
        output: the folder of the files of record, instead of the one that the file names.

    Raises:
        UsageError: it cannot be read, or says what makes no sense; names the key and the mend.
    """
    table = _Table(path, "", _loaded(path), _BOOK)
    if not table.text("title"):
        raise table.wrong("title", _("a book needs a title"), _("write: {example}", example='title = "…"'))
    folder = output or path.parent / (table.text("output") or _FOLDER)
    shared = table.paths("glossary")
    articles = tuple(_article(one, folder, shared) for one in table.tables("article", _ARTICLE))
    if table.flag("index") and not any(article.glossaries for article in articles):
        hint = _("give the book or its articles a glossary, or leave the index out")
        raise table.wrong("index", _("without a glossary there are no terms"), hint)
    return Collection(_credits(table), articles, table.flag("index"))


def _credits(table: _Table) -> Credits:
    return Credits(
        title=table.text("title"),
        subtitle=table.text("subtitle"),
        authors=table.texts("authors"),
        translators=table.texts("translators"),
        publisher=table.text("publisher"),
        date=table.text("date"),
        rights=table.text("rights"),
        identifier=table.text("identifier"),
    )


def _article(table: _Table, folder: Path, shared: tuple[Path, ...]) -> Article:
    name = table.text("name")
    if not name:
        raise table.wrong("name", _("an article needs a name"), records.choice(folder))
    if not records.is_inside(name):
        raise table.wrong("name", _("it leads out of the folder"), records.choice(folder))
    found = records.named(folder, name)
    if found is None:
        raise table.wrong("name", _("there is no article “{name}”", name=name), records.choice(folder))
    return replace(found, title=table.text("title"), glossaries=table.paths("glossary") or shared)


class _Table:
    """A table of the file, whose values are what they should be or are refused by their key.

    Args:
        path: of the file.
        place: what the table is called in it; empty for the outermost.
        values: what it says.
        known: the keys that it may have.
    """

    def __init__(self, path: Path, place: str, values: Mapping[str, Any], known: frozenset[str]) -> None:
        self._path, self._place, self._values = path, place, values
        for name in values:
            if name not in known:
                hint = _("it may have {names}", names=", ".join(sorted(known)))
                raise self.wrong(name, _("there is no such key"), hint)

    def text(self, name: str) -> str:
        """A text on one line; empty where the key is missing. A date without quotation marks counts as one."""
        value = self._values.get(name, "")
        if hasattr(value, "isoformat"):
            value = value.isoformat()
        if not isinstance(value, str):
            raise self.wrong(name, _("it takes a text"), _("write: {example}", example=f'{name} = "…"'))
        return " ".join(value.split())

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, or one text as such a list; empty where the key is missing."""
        value = self._values.get(name, [])
        many = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) for one in many):
            raise self.wrong(name, _("it takes a list of texts"), _("write: {example}", example=f'{name} = ["…", "…"]'))
        return tuple(" ".join(one.split()) for one in many if one.strip())

    def paths(self, name: str) -> tuple[Path, ...]:
        """Files, named relative to this one."""
        found = tuple(self._path.parent / one for one in self.texts(name))
        for one in found:
            if not one.is_file():
                raise self.wrong(name, _("{path}: no such file", path=one), _("paths are relative to this file"))
        return found

    def flag(self, name: str) -> bool:
        """Yes or no; no where the key is missing."""
        value = self._values.get(name, False)
        if not isinstance(value, bool):
            raise self.wrong(name, _("it takes true or false"), _("write: {example}", example=f"{name} = true"))
        return value

    def tables(self, name: str, known: frozenset[str]) -> list[_Table]:
        """The tables of a list that must not be empty; their places count from 1."""
        value = self._values.get(name, [])
        if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
            example = f'[[{name}]] name = "press/whatsapp"'
            raise self.wrong(name, _("a book needs articles"), _("write: {example}", example=example))
        return [_Table(self._path, f"{name} {number}", one, known) for number, one in enumerate(value, 1)]

    def wrong(self, name: str, what: str, hint: str) -> UsageError:
        """The error about a key."""
        key = f"{self._place}, {name}" if self._place else name
        return UsageError(_("{path}, {key}: {reason}", path=self._path, key=key, reason=what), hint)


def _loaded(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        why = reason(error) if isinstance(error, OSError) else error
        what = _("{path}: {reason}", path=path, reason=why)
        raise UsageError(what, _("mend the file; it is TOML, in UTF-8")) from error
