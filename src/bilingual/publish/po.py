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


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person left in an entry."""

    source: str
    target: str
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
            file.write(f"{_entry(pair, number)}\n")
        if not passage.pairs:
            file.write(f"{_obsolete(passage.address, passage.block.text, '', _SKIPPED + str(passage.block.skip))}\n")
        yield passage
    for address, kept in leftovers.items():
        file.write(f"{_obsolete(address, kept.source, kept.target, kept.note)}\n")


def kept(path: Path) -> dict[str, Kept]:
    """What people did in an earlier catalogue, by address: approved, corrected or remarked upon; empty without a file.

    Raises:
        InputError: there is a file, but it cannot be read.
    """
    if not path.exists():
        return {}
    try:
        entries = polib.pofile(str(path), encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        mend = "mend it, or move it away to translate anew; nothing was written over it"
        raise InputError(f"{path}: {_without(str(error), path)}", mend) from error
    return {entry.msgctxt: _kept(entry) for entry in entries if entry.msgctxt and _touched(entry)}


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
    catalogue = polib.POFile()
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


def _entry(pair: Pair, number: int) -> polib.POEntry:
    comments = [f"{pair.source.block.kind} {number}"]
    comments += [_term(o, pair) for o in pair.occurrences if o.start >= 0 or o.pin.term.rule != "forbidden"]
    comments += [f"{finding.severity} ({finding.check}): {finding.message}" for finding in pair.findings]
    if pair.origin != "editor":
        comments.append(_MACHINE + digest(pair.target))
    return polib.POEntry(
        msgctxt=pair.source.address,
        msgid=pair.source.text,
        msgstr=pair.target,
        flags=[] if pair.approved else ["fuzzy"],
        comment="\n".join(map(_comment, comments)),
        tcomment="\n".join(map(_comment, pair.note.split("\n"))),
    )


def _term(occurrence: Occurrence, pair: Pair) -> str:
    pin = occurrence.pin
    target = pair.target[occurrence.start : occurrence.end] if occurrence.start >= 0 else pin.term.target
    return f"term: {pair.source.text[pin.start : pin.end]} → {target} ({pin.term.rule}, {occurrence.verdict})"


def _obsolete(address: str, source: str, target: str, remark: str) -> polib.POEntry:
    remarks = "\n".join(map(_comment, remark.split("\n")))
    return polib.POEntry(msgctxt=address, msgid=source, msgstr=target, obsolete=True, tcomment=remarks)


def _comment(text: str) -> str:
    """Text that stays on its comment line: an entry of the catalogue cannot be forged in it."""
    return _CONTROL.sub(" ", text)


def _touched(entry: Any) -> bool:  # noqa: ANN401  # polib's own class has no types for these
    if entry.obsolete:
        return bool(entry.msgstr) and not entry.tcomment.startswith(_SKIPPED)
    return bool(entry.tcomment) or (bool(entry.msgstr) and (not entry.fuzzy or _by_hand(entry)))


def _by_hand(entry: Any) -> bool:  # noqa: ANN401  # a library without types
    """Whether the target is not what the machine wrote there."""
    written = [line for line in entry.comment.split("\n") if line.startswith(_MACHINE)]
    return not written or written[0].removeprefix(_MACHINE) != digest(entry.msgstr)


def _kept(entry: Any) -> Kept:  # noqa: ANN401  # a library without types
    target = entry.msgstr if entry.obsolete or not entry.fuzzy or _by_hand(entry) else ""
    approved = bool(entry.msgstr) and not entry.obsolete and not entry.fuzzy
    return Kept(entry.msgid, target, approved, entry.tcomment)


def _without(message: str, path: Path) -> str:
    return message.replace(str(path), "").replace("in po file", "").strip()


def leftovers(before: Mapping[str, Kept], now: Iterable[str]) -> dict[str, Kept]:
    """The entries of an earlier catalogue with a person's text whose address is gone."""
    still = set(now)
    return {address: entry for address, entry in before.items() if address not in still and entry.target}
