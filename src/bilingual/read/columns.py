"""Which column of a table holds the article, and what a row of it becomes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from bilingual.errors import InputError
from bilingual.messages import _, counted, marked
from bilingual.read import text
from bilingual.types import Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TEXTS = ("texte", "text", "corps", "contenu", "article", "body", "content", "francais", "french", "fr", "source")
"""Names of the column that holds the text; of several in one table, the first of these."""

TITLES = ("titre", "title", "headline")
LEADS = ("chapo", "chapeau", "standfirst", "lead")

_MOST_SHOWN = 20
"""Columns that an error lists."""

MEND = marked("say which it is with --column NAME, or call it `texte`, and the one with the headline `titre`")

_MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|li|span|strong|em|a)\b[^<>]{0,500}>", re.IGNORECASE)
_FORMULA = re.compile(r"'(?=[=+\-@])")
"""The apostrophe by which a spreadsheet is told that a cell is no formula; it does not show it."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The places of the columns that are read as what they are; all the others are kept beside them."""

    text: int
    title: int | None = None
    lead: int | None = None

    @classmethod
    def of(cls, names: Sequence[str], mend: str = MEND, column: str = "") -> Columns:
        """The columns by their names, whatever their case and accents; a lone column needs none.

        Args:
            names: of all columns, in order.
            mend: what to do where none is the text.
            column: the name of the one that is the text; empty where the usual names tell.

        Raises:
            InputError: none is the text; the columns are named.
        """
        folded = [_folded(name) for name in names]
        place = _wished(names, folded, column) if column else _first(folded, TEXTS)
        if place is None and len(names) == 1 and not column:
            place = 0
        if place is None and column:
            what = _("no column is called {column}, among: {names}", column=column, names=_listed(names))
            raise InputError(what, _("give --column one of these names"))
        if place is None:
            raise InputError(_("no column is known to hold the text, among: {names}", names=_listed(names)), _(mend))
        title, lead = (one if one != place else None for one in (_first(folded, TITLES), _first(folded, LEADS)))
        return cls(place, title, lead)

    def row(self, cells: Sequence[str]) -> Iterator[Block]:
        """The blocks of a row: headline, lead, the other cells marked, then the text."""
        for place in (self.title, self.lead):
            if (
                place is not None
                and place < len(cells)
                and (line := text.one_line(" ".join(_plain(cells[place]).split("\n"))))
            ):
                yield Block(line, "heading", 1) if place == self.title else Block(line)
        for place, cell in enumerate(cells):
            if place not in {self.text, self.title, self.lead} and (line := text.one_line(" ".join(cell.splitlines()))):
                yield Block(line, skip="boilerplate")
        if self.text < len(cells):
            yield from article(_plain(cells[self.text]))


def article(cell: str) -> Iterator[Block]:
    """The blocks of a text that stands in a cell, be it plain or a piece of HTML."""
    if _MARKUP.search(cell):
        from bilingual.read import html  # lxml is slow to load, and few tables hold markup

        return html.fragment(cell)
    return text.parse(cell)


def is_known(name: str, column: str = "") -> bool:
    """Whether it is the name of a column that is read as what it is, or that somebody has named as the text."""
    folded = _folded(name)
    return folded in {*TEXTS, *TITLES, *LEADS} or (bool(column) and folded == _folded(column))


def _plain(cell: str) -> str:
    return _FORMULA.sub("", cell, count=1) if _FORMULA.match(cell) else cell


def _listed(names: Sequence[str]) -> str:
    """The names as an error shows them: the first of many."""
    shown = ", ".join(name.strip() or _("(no name)") for name in names[:_MOST_SHOWN])
    more = len(names) - _MOST_SHOWN
    return counted("{names} and {n} more", "{names} and {n} more", more, names=shown) if more > 0 else shown


def _wished(names: Sequence[str], folded: Sequence[str], column: str) -> int | None:
    """The place of the column with this name: letter by letter, else whatever the case and accents."""
    return names.index(column) if column in names else _first(folded, [_folded(column)])


def _first(folded: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((folded.index(name) for name in wanted if name in folded), None)


def _folded(name: str) -> str:
    """A name in small letters, without accents, marks or white space around."""
    plain = "".join(char for char in normalize("NFD", name[:100]) if not combining(char))
    return plain.strip(" \t\r\n\xa0\ufeff\"'*:_").casefold()
