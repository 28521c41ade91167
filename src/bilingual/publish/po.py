"""The file of record: a bitext as a gettext catalogue, one entry a segment, and what people did with it.

`msgctxt` is the segment's address, `msgid` the source, `msgstr` the target, `fuzzy` means that no editor has agreed
yet. `#.` lines tell what the program knows (kind of block, terms, findings), `# ` lines are an editor's. Skipped
blocks, and a person's work on segments that have left the source, are kept as obsolete entries, which translators'
tools leave alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import polib

from bilingual.address import digest
from bilingual.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from bilingual.types import Bitext, Occurrence, Pair, Passage

_SKIPPED = "skipped: "
_MACHINE = "machine: "
"""Before the digest of what the machine wrote: another text in its place is a person's."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # what neither UTF-8 nor a translator's tool can hold
_LINE = re.compile(r'[^"]*"(?:[^"\\]|\\.)*+"')
_MEND = "mend it, or move it away to translate anew; nothing was written over it"
_NO_WRAP = 0  # wrapped, a remark would come back with other line breaks, and a message could begin a line of its own


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person left in an entry."""

    source: str
    target: str
    """Empty where the person left the machine's."""
    approved: bool
    note: str


def write(file: IO[str], bitext: Bitext, leftovers: Mapping[str, Kept]) -> Iterator[Passage]:
    """Writes the catalogue entry by entry, giving each passage on as it is written; memory stays flat.

    Args:
        file: where to write.
        bitext: what to write.
        leftovers: by address, a person's work on segments that the bitext no longer has.
    """
    file.write(f"{_header(bitext)}\n")
    for number, passage in enumerate(bitext.passages, 1):
        for pair in passage.pairs:
            _put(file, _entry(pair, number))
        if not passage.pairs:
            skipped = Kept(passage.block.text, "", approved=True, note=f"{_SKIPPED}{passage.block.skip}")
            _put(file, _obsolete(passage.address, skipped))
        yield passage
    for address, one in leftovers.items():
        _put(file, _obsolete(address, one))


def kept(path: Path) -> dict[str, Kept]:
    """What people did in an earlier catalogue, by address: approved, corrected or remarked upon; empty without a file.

    Raises:
        InputError: there is a file, but it cannot be read.
    """
    try:
        _check_form(path)
        entries = polib.pofile(str(path), encoding="utf-8-sig", klass=_Touched)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or _without(str(error), path)
        raise InputError(f"{path}: {reason}", _MEND) from error
    return {entry.msgctxt: _kept(entry) for entry in entries if entry.msgctxt}


def writable(text: str) -> str:
    """The text as the files hold it: NUL and lone surrogates become U+FFFD, one for one, so that offsets hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def leftovers(before: Mapping[str, Kept], now: Iterable[str]) -> dict[str, Kept]:
    """The entries of an earlier catalogue with a person's work whose address is gone."""
    still = set(now)
    return {address: one for address, one in before.items() if address not in still and (one.target or one.note)}


def addresses(path: Path) -> Iterator[tuple[str, str]]:
    """Address and source of each entry that is not obsolete, read line by line."""
    field, texts = "", {"msgctxt": "", "msgid": ""}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            name, _, quoted = line.rstrip("\n").partition(" ")
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


def _header(bitext: Bitext) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=_NO_WRAP)
    catalogue.metadata = {
        "Project-Id-Version": _comment(bitext.name),
        "Language": bitext.target_lang,
        "X-Source-Language": bitext.source_lang,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": f"bilingual {bitext.signature.get('bilingual', '')}".strip(),
        **{f"X-Signature-{name.title()}": _comment(value) for name, value in sorted(bitext.signature.items())},
    }
    return catalogue


def _put(file: IO[str], entry: polib.POEntry) -> None:
    file.write(f"{entry.__unicode__(_NO_WRAP)}\n")


def _entry(pair: Pair, number: int) -> polib.POEntry:
    comments = [f"{pair.source.block.kind} {number}"]
    comments += [_term(o, pair) for o in pair.occurrences if o.start >= 0 or o.pin.term.rule != "forbidden"]
    comments += [f"{finding.severity} ({finding.check}): {finding.message}" for finding in pair.findings]
    if pair.origin != "editor":
        comments.append(_MACHINE + digest(writable(pair.target)))
    return polib.POEntry(
        msgctxt=pair.source.address,
        msgid=writable(pair.source.text),
        msgstr=writable(pair.target),
        flags=[] if pair.approved else ["fuzzy"],
        comment="\n".join(map(_comment, comments)),
        tcomment=_remark(pair.note),
    )


def _term(occurrence: Occurrence, pair: Pair) -> str:
    pin = occurrence.pin
    target = pair.target[occurrence.start : occurrence.end] if occurrence.start >= 0 else pin.term.target
    return f"term: {pair.source.text[pin.start : pin.end]} → {target} ({pin.term.rule}, {occurrence.verdict})"


def _obsolete(address: str, one: Kept) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=address,
        msgid=writable(one.source),
        msgstr=writable(one.target),
        flags=[] if one.approved else ["fuzzy"],
        obsolete=True,
        tcomment=_remark(one.note),
    )


def _remark(note: str) -> str:
    return "\n".join(map(_comment, note.split("\n")))


def _comment(text: str) -> str:
    """Text that stays on its comment line: an entry of the catalogue cannot be forged in it."""
    return writable(_CONTROL.sub(" ", text))


def _check_form(path: Path) -> None:
    """Refuses what polib lets pass: a line whose text does not end, as where a file was cut off."""
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            said = line.strip().removeprefix("#~").strip()
            if said and not said.startswith(("#", "|")) and not _LINE.fullmatch(said):
                raise InputError(f"{path}: line {number} is no whole line of a PO file", _MEND)


class _Touched(polib.POFile):  # type: ignore[misc,unused-ignore]  # polib has stubs in development only
    """A catalogue that keeps in memory only what a person has touched, however long the file is."""

    def append(self, entry: polib.POEntry) -> None:
        """Takes the entry in, if it is the header or a person's."""
        if not entry.msgid or _touched(entry):
            super().append(entry)


def _touched(entry: Any) -> bool:  # noqa: ANN401  # polib's own class has no types for these
    if entry.obsolete:
        return bool(entry.msgstr or (entry.tcomment and not entry.tcomment.startswith(_SKIPPED)))
    return bool(entry.tcomment) or (bool(entry.msgstr) and (not entry.fuzzy or _by_hand(entry)))


def _by_hand(entry: Any) -> bool:  # noqa: ANN401  # as above
    """Whether the target is not what the machine wrote there."""
    written = [line for line in entry.comment.split("\n") if line.startswith(_MACHINE)]
    return not written or written[-1].removeprefix(_MACHINE) != digest(entry.msgstr)


def _kept(entry: Any) -> Kept:  # noqa: ANN401  # as above
    target = entry.msgstr if entry.obsolete or not entry.fuzzy or _by_hand(entry) else ""
    return Kept(entry.msgid, target, bool(entry.msgstr) and not entry.fuzzy, entry.tcomment)


def _without(message: str, path: Path) -> str:
    return message.replace(str(path), "").replace("in po file", "").strip()
