"""A Word document that came back: which segments it has, and what people made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING
from urllib.parse import unquote

from bilingual.address import digest
from bilingual.errors import InputError
from bilingual.exchange import seen
from bilingual.exchange.incoming import Returned
from bilingual.exchange.remarks import EDITOR
from bilingual.exchange.sent import received
from bilingual.exchange.statuses import meant
from bilingual.exchange.word import remarks
from bilingual.exchange.word.comments import OURS
from bilingual.exchange.word.table import rows
from bilingual.exchange.word.writing import ARTICLE, SKIPPED
from bilingual.messages import _
from bilingual.read import docx_styles, signature
from bilingual.read.archive import Archive
from bilingual.read.docx_links import relations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.exchange.seen import Seen
    from bilingual.exchange.word.remarks import Remark, Remarks
    from bilingual.exchange.word.table import Row
    from bilingual.types import Inline

_MOST_BYTES = 64 << 20
"""Of the file, packed."""
_ADDRESS = re.compile(r"[0-9a-f]{10}(?:-[0-9]{1,6})?")
_TRACE = re.compile(r"([^\s=]+)=((?:draft|approved|rejected|skipped)\.[\w.-]+)")
_BEHIND = 3
"""Cells behind that with the address: source, target and status."""
_NAMELESS = frozenset({"", "Unknown Author", "Author", "Auteur", "Auteur inconnu"})
"""What programs call an author who has not told her name."""


def returned(file: IO[bytes]) -> Iterator[Returned]:
    """The segments of a document that `writing.py` has written, in its order, those of skipped blocks left out.

    Tracked changes are accepted. A row without an address is one that somebody has added. Comments by anybody but us
    are remarks, one on something that is no segment goes to the next one; a footnote in a row is one, too, and so is
    what stands for a status and is none. That an editor's note is gone means that somebody deleted it, unless all our
    comments are gone, or the words are others on which it hung: then it went with them.

    Raises:
        InputError: it is no Word document or none of ours, is broken or protected, or breaks the limits of
            `read/archive.py`.
    """
    data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        what = _("refused: it has more than {n} MB", n=_MOST_BYTES >> 20)
        raise InputError(what, _("divide its table, and give the parts one by one"))
    if not data.startswith(b"PK"):
        raise signature.other(data, "docx")
    archive = Archive(data)
    main = remarks.main_part(archive)
    if main is None:
        raise signature.other(data, "docx")
    known = docx_styles.read(archive, f"{main.rpartition('/')[0]}/styles.xml")
    segments = _Segments(remarks.read(archive, main))
    for row in rows(archive.chunks(main), known, relations(archive, main)):
        yield from segments.take(row)
    yield from segments.rest()


@dataclass(slots=True)
class _Segments:
    """Makes segments of rows; holds the last one back, to which a remark behind it belongs."""

    remarks: Remarks
    article: str | None = None
    """None as long as no table of ours has begun."""
    tells: bool = False
    """Whether the comments came back at all."""
    count: int = 0
    pending: list[str] = field(default_factory=list)
    """Remarks on what is no segment."""
    last: Returned | None = None

    def __post_init__(self) -> None:
        self.tells = any(one.author == OURS for one in self.remarks.values())

    def take(self, row: Row) -> Iterator[Returned]:
        """Takes a row, and gives the segment before it."""
        self.count += bool(row.cells)
        if row.is_deleted:
            return
        made = self._made(row)
        if made is None:
            self.pending += [_signed(one) for one in self._said(row) if one.author not in {OURS, EDITOR}]
            return
        if self.last:
            yield self.last
        self.last, self.pending = made, []

    def rest(self) -> Iterator[Returned]:
        """The last one.

        Raises:
            InputError: there was no table of ours.
        """
        if self.article is None:
            raise InputError(
                _("this document has no table of segments"), _("give one that bilingual export has written")
            )
        if self.last:
            yield self.last._replace(added=(*self.last.added, *self.pending))

    def _made(self, row: Row) -> Returned | None:
        """The segment that a row is; None for the head, for a skipped block, and for what is empty."""
        place, name, trace = _place(row)
        if name.startswith(ARTICLE):
            self.article = unquote(name.removeprefix(ARTICLE), errors="surrogatepass")
            return None
        if self.article is None or trace.startswith(SKIPPED) or len(row.cells) < _BEHIND:
            return None
        (source, _marks), (target, marks), (status, _more) = (_text(row, place + number) for number in (1, 2, 3))
        if not (name or source.strip() or target.strip()):
            return None
        known = meant(status)
        unknown = [status] if status.strip() and known is None else []
        note, added = self._notes(self._said(row), target, seen.read(trace))
        added = [*self.pending, *added, *unknown]
        return Returned(name, source, target, known, note, tuple(added), marks, trace, self.article, self.count)

    def _said(self, row: Row) -> list[Remark]:
        """What hangs on the words of a row, each once."""
        return [self.remarks[one] for one in dict.fromkeys(row.remarks) if one in self.remarks]

    def _notes(self, said: list[Remark], target: str, before: Seen | None) -> tuple[str | None, list[str]]:
        """What became of the editor's note, and the other remarks."""
        notes = [one.text for one in said if one.author == EDITOR]
        added = [_signed(one) for one in said if one.author not in {OURS, EDITOR} and one.text.strip()]
        had_none = before is not None and before.note == digest("")
        if had_none or not notes:
            is_deleted = self.tells and before is not None and before.target == digest(target)
            return ("" if had_none or is_deleted else None), [*notes, *added]
        kept = next((one for one in notes if before and digest(one) == before.note), notes[0])
        notes.remove(kept)
        return kept, [*notes, *added]


def _place(row: Row) -> tuple[int, str, str]:
    """Which cell tells what a row is; its address, or the trace of a table's head; and what was seen of it."""
    for number, cell in enumerate(row.cells[: max(1, len(row.cells) - _BEHIND)]):
        words = cell.text.split()
        for word in words:
            if word.startswith(ARTICLE):
                return number, word, ""
            if found := _TRACE.fullmatch(word):
                return number, unquote(found[1], errors="surrogatepass"), found[2]
        if address := next(filter(_ADDRESS.fullmatch, words), ""):
            return number, address, ""
    return 0, "", ""


def _text(row: Row, place: int) -> tuple[str, tuple[Inline, ...]]:
    """What a cell holds; nothing where the row has none there."""
    return received(row.cells[place].text, row.cells[place].marks) if place < len(row.cells) else ("", ())


def _signed(remark: Remark) -> str:
    author = " ".join(remark.author.split())
    return remark.text if author in _NAMELESS else f"{author}: {remark.text}"
