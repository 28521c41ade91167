"""The file of record, read: what the machine wrote, what people did with it, and where each entry belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import polib

from bilingual.address import digest
from bilingual.errors import InputError
from bilingual.messages import _, reason
from bilingual.publish import markup
from bilingual.types import Finding, Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from bilingual.types import Inline, Status

SKIPPED = "skipped: "
"""Begins the remark on a block that is not translated; its reason follows, and the block's number."""
MACHINE = "machine: "
"""Before the digest of what the machine wrote: another text in its place is a person's."""
WROTE = "machine wrote: "
"""Before what the machine wrote where a person's text stands."""
MEMORY = "from the memory"
"""Of a text that an editor approved elsewhere, for the same source."""
RECUT = "cut by an editor"
"""Of a segment whose bounds are an editor's."""
SIGNATURE = "X-Signature-"
"""Begins the names of the header's lines that tell what made the translation."""
REJECTED = "rejected"
"""The flag of a translation that an editor refused."""
REFUSED = "rejected: "
"""Before the digest of such a translation: GNU gettext and Poedit drop flags that they do not know."""

_PLACE = re.compile(rf"({'|'.join(get_args(Kind))}) ([0-9]{{1,9}})(?:, level ([1-6]))?")
_SKIP = re.compile(rf"{SKIPPED}(\S+?)(?:, block ([0-9]{{1,9}}))?")
_FINDING = re.compile(rf"({'|'.join(get_args(Severity))}) \(([^()\s]+)\): (.*)")
_LINE = re.compile(r'[^"]*"(?:[^"\\]|\\.)*+"')


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person left in an entry."""

    source: str
    target: str
    """Empty where the person left the machine's."""
    status: Status = "draft"
    note: str = ""
    machine: str = ""
    """What the machine wrote, where that is told."""
    digest: str = ""
    """Of what the machine wrote, where that stands."""
    recut: bool = False
    """Whether a person set the segment's bounds."""
    inlines: tuple[Inline, ...] = ()
    """What is marked in the target, whoever wrote it."""

    @property
    def approved(self) -> bool:
        """Whether an editor has agreed to it."""
        return self.status == "approved"

    @property
    def by_editor(self) -> bool:
        """Whether a person wrote the target: it is not what the machine wrote, nor what she found there."""
        return self.target not in {"", self.machine} and self.digest != digest(self.target)


class Row(NamedTuple):
    """An entry at its place."""

    number: int
    """Of the block in the article; entries of one block share it."""
    address: str
    kind: Kind
    level: int
    """Of a heading; else 0."""
    target: str
    """As it stands, whoever wrote it."""
    remembered: bool
    """Whether it came from the memory."""
    kept: Kept
    inlines: tuple[Inline, ...]
    """What is marked in the source."""
    findings: tuple[Finding, ...]
    """As the file tells them: without words and mends."""


class Skip(NamedTuple):
    """A block that is not translated."""

    number: int
    address: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A whole file of record."""

    metadata: Mapping[str, str]
    """The header, by its names in capitals and small letters as the file has them."""
    rows: list[Row]
    skipped: list[Skip]
    leftovers: dict[str, Kept]
    """A person's work on segments that have left the source, by address."""

    @property
    def signature(self) -> dict[str, str]:
        """What made the translation, as `Bitext.signature` has it."""
        return {
            name.removeprefix(SIGNATURE).lower(): value
            for name, value in self.metadata.items()
            if name.startswith(SIGNATURE)
        }


def read(path: Path) -> Catalogue:
    """The whole catalogue, entries in the article's order.

    Raises:
        InputError: it cannot be read.
    """
    entries = _entries(path, polib.POFile)
    found = Catalogue(dict(entries.metadata), [], [], {})
    last = 0
    for entry in entries:
        if not entry.msgctxt:
            continue
        if not entry.obsolete:
            found.rows.append(_row(entry, last))
            last = found.rows[-1].number
        elif skip := _SKIP.fullmatch(entry.tcomment):
            found.skipped.append(Skip(int(skip[2] or last), entry.msgctxt, entry.msgid, skip[1]))
        else:
            found.leftovers[entry.msgctxt] = _kept(entry)
    found.rows.sort(key=lambda row: row.number)  # other tools may have moved them; the sort is stable
    return found


def kept(path: Path) -> dict[str, Kept]:
    """What people did in an earlier catalogue, by address: approved, corrected or remarked upon; empty without a file.

    Raises:
        InputError: there is a file, but it cannot be read.
    """
    try:
        entries = _entries(path, _Touched)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    return {entry.msgctxt: _kept(entry) for entry in entries if entry.msgctxt}


def leftovers(before: Mapping[str, Kept], now: Iterable[str]) -> dict[str, Kept]:
    """The entries of an earlier catalogue with a person's work whose address is gone."""
    still = set(now)
    return {address: one for address, one in before.items() if address not in still and (one.target or one.note)}


def addresses(path: Path) -> Iterator[tuple[str, str]]:
    """Address and source of each entry that is not obsolete, read line by line."""
    field, texts = "", {"msgctxt": "", "msgid": ""}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            name, _space, quoted = line.rstrip("\n").partition(" ")
            if line.startswith('"'):
                quoted = line.rstrip("\n")
            elif name in {"msgctxt", "msgid", "msgstr"}:
                field = name
                if name == "msgctxt":
                    texts = {"msgctxt": "", "msgid": ""}
                if name == "msgstr" and texts["msgctxt"]:
                    yield texts["msgctxt"], texts["msgid"]
                    texts = {"msgctxt": "", "msgid": ""}
            else:
                field = ""
            if field in texts:
                texts[field] += polib.unescape(quoted[1:-1])


class _Touched(polib.POFile):  # type: ignore[misc,unused-ignore]  # polib has stubs in development only
    """A catalogue that keeps in memory only what a person has touched, however long the file is."""

    def append(self, entry: polib.POEntry) -> None:
        """Takes the entry in, if it is the header or a person's."""
        if not entry.msgid or _touched(entry):
            super().append(entry)


def _entries(path: Path, klass: type[polib.POFile]) -> polib.POFile:
    try:
        _check_form(path)
        return polib.pofile(str(path), encoding="utf-8-sig", klass=klass)
    except (FileNotFoundError, NotADirectoryError):
        raise
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) and error.strerror else _without(str(error), path)
        raise InputError(_("{path}: {reason}", path=path, reason=why), _mend()) from error


def _check_form(path: Path) -> None:
    """Refuses what polib lets pass: a line whose text does not end, as where a file was cut off."""
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            said = line.strip().removeprefix("#~").strip()
            if said and not said.startswith(("#", "|")) and not _LINE.fullmatch(said):
                raise InputError(
                    _("{path}: line {number} is no whole line of a PO file", path=path, number=number), _mend()
                )


def _mend() -> str:
    return _("mend it, or move it away to translate anew; nothing was written over it")


def _touched(entry: Any) -> bool:  # noqa: ANN401  # polib's own class has no types for these
    if entry.obsolete:
        skip = _SKIP.fullmatch(entry.tcomment)
        is_ours = bool(skip and skip[2]) and entry.msgstr == entry.msgid
        return not is_ours and bool(entry.msgstr or (entry.tcomment and not entry.tcomment.startswith(SKIPPED)))
    if entry.tcomment or _status(entry) == "rejected" or RECUT in entry.comment.split("\n"):
        return True
    return bool(entry.msgstr) and (not entry.fuzzy or _by_hand(entry))


def _row(entry: Any, last: int) -> Row:  # noqa: ANN401  # as above
    """An entry at its place: behind the one before, where no comment tells its own."""
    comments = entry.comment.split("\n")
    place = next(filter(None, map(_PLACE.fullmatch, comments)), None)
    kind: Kind = place[1] if place else "paragraph"  # type: ignore[assignment]  # the pattern knows the kinds
    number, level = (place[2], place[3]) if place else (last, 0)
    marked, _target = markup.read(comments, entry.msgid, entry.msgstr)
    told = filter(None, map(_FINDING.fullmatch, comments))
    return Row(
        number=int(number),
        address=entry.msgctxt,
        kind=kind,
        level=int(level or 0),
        target=entry.msgstr,
        remembered=MEMORY in comments,
        kept=_kept(entry),
        inlines=marked,
        findings=tuple(Finding(one[2], one[1], one[3], entry.msgctxt) for one in told),  # type: ignore[arg-type]  # as there
    )


def _by_hand(entry: Any) -> bool:  # noqa: ANN401  # as above
    """Whether the target is not what the machine wrote there."""
    return _said(entry, MACHINE) != digest(entry.msgstr)


def _kept(entry: Any) -> Kept:  # noqa: ANN401  # as above
    by_person = entry.obsolete or not entry.fuzzy or _by_hand(entry)
    comments = entry.comment.split("\n")
    _source, marked = markup.read(comments, entry.msgid, entry.msgstr)
    return Kept(
        entry.msgid,
        entry.msgstr if by_person else "",
        _status(entry),
        entry.tcomment,
        _said(entry, WROTE),
        _said(entry, MACHINE),
        RECUT in comments,
        marked,
    )


def _status(entry: Any) -> Status:  # noqa: ANN401  # as above
    if entry.msgstr and not entry.fuzzy:
        return "approved"
    refused = REJECTED in entry.flags or _said(entry, REFUSED) == digest(entry.msgstr)
    return "rejected" if refused else "draft"


def _said(entry: Any, what: str) -> str:  # noqa: ANN401  # as above
    """What the last comment that begins so goes on with; empty where there is none."""
    found: list[str] = [line for line in entry.comment.split("\n") if line.startswith(what)]
    return found[-1].removeprefix(what) if found else ""


def _without(message: str, path: Path) -> str:
    return message.replace(str(path), "").replace("in po file", "").strip()
