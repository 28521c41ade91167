"""Formats of editions, found by name: ours in a table, then plug-ins by the entry points `bilingual.writers`."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from typing import IO, TYPE_CHECKING, Protocol, cast

from bilingual.errors import UsageError
from bilingual.messages import _

if TYPE_CHECKING:
    from bilingual.edition.book import Book, Layout
    from bilingual.edition.look import Look

WRITERS = {
    "html": "bilingual.edition.html",
    "md": "bilingual.edition.markdown",
    "docx": "bilingual.edition.docx",
    "epub": "bilingual.edition.epub",
    "pdf": "bilingual.edition.pdf",
    "txt": "bilingual.edition.text",
    "json": "bilingual.edition.json",
}
"""Modules by the name of their format, which is the ending of its files."""

GROUP = "bilingual.writers"


class Writer(Protocol):
    """A module, or anything else, that writes books in a format."""

    def write(self, file: IO[bytes], book: Book, layout: Layout, look: Look) -> None:
        """Writes a book; its editions may be walked more than once, and are opened one by one.

        Raises:
            BilingualError: it cannot be written, with the mend.
        """
        ...


def formats() -> list[str]:
    """The names of all formats, ours first."""
    return [*WRITERS, *sorted({point.name for point in entry_points(group=GROUP)} - set(WRITERS))]


def find(name: str) -> Writer:
    """The writer of a format.

    Raises:
        UsageError: there is none of that name, or its plug-in cannot be loaded.
    """
    if name in WRITERS:
        return cast("Writer", import_module(WRITERS[name]))
    for point in entry_points(group=GROUP, name=name):
        try:
            return cast("Writer", point.load())
        except (ImportError, AttributeError) as error:
            what = _("the format {name} cannot be loaded: {reason}", name=name, reason=error)
            raise UsageError(what, _("reinstall the plug-in")) from error
    raise UsageError(_("there is no format “{name}”", name=name), _("there are: {names}", names=", ".join(formats())))
