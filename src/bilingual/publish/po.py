"""The file of record: a bitext as a gettext catalogue, one entry a segment; `catalogue.py` reads it.

`msgctxt` is the segment's address, `msgid` the source, `msgstr` the target, `fuzzy` means that no editor has agreed
yet, and `rejected` that one refused. `#.` lines tell what the program knows (kind of block, terms, findings), `# `
lines are an editor's. Skipped blocks, and a person's work on segments that have left the source, are kept as obsolete
entries, which translators' tools leave alone.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

import polib

from bilingual.address import digest
from bilingual.publish import markup
from bilingual.publish.catalogue import MACHINE, MEMORY, RECUT, REFUSED, REJECTED, SIGNATURE, SKIPPED, WROTE, Kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bilingual.types import Bitext, Occurrence, Pair, Passage, Status

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_DEEPEST = 6
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # what neither UTF-8 nor a translator's tool can hold
_NO_WRAP = 0  # wrapped, a remark would come back with other line breaks, and a message could begin a line of its own


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
            why = f"{SKIPPED}{passage.block.skip}, block {number}"
            skipped = Kept(passage.block.text, passage.block.text, note=why)  # gettext drops what has no msgstr
            _put(file, _obsolete(passage.address, skipped))
        yield passage
    for address, one in leftovers.items():
        _put(file, _obsolete(address, one))


def writable(text: str) -> str:
    """The text as the files hold it: NUL and lone surrogates become U+FFFD, one for one, so that offsets hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def _header(bitext: Bitext) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=_NO_WRAP)
    catalogue.metadata = {
        "Project-Id-Version": _comment(bitext.name),
        "Language": bitext.target_lang,
        "X-Source-Language": bitext.source_lang,
        "X-Source-File": _comment(bitext.path),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": f"bilingual {bitext.signature.get('bilingual', '')}".strip(),
        **{f"{SIGNATURE}{name.title()}": _comment(value) for name, value in sorted(bitext.signature.items())},
    }
    return catalogue


def _put(file: IO[str], entry: polib.POEntry) -> None:
    file.write(f"{entry.__unicode__(_NO_WRAP)}\n")


def _entry(pair: Pair, number: int) -> polib.POEntry:
    block = pair.source.block
    comments = [f"{block.kind} {number}" + (f", level {block.level}" if 1 <= block.level <= _DEEPEST else "")]
    comments += [_term(o, pair) for o in pair.occurrences if o.start >= 0 or o.pin.term.rule != "forbidden"]
    comments += [f"{finding.severity} ({finding.check}): {finding.message}" for finding in pair.findings]
    comments += [f"mended: {said} → {written}" for said, written in pair.mended]
    comments += markup.written(pair.source.inlines, pair.inlines, pair.target)
    comments += [RECUT] if pair.recut else []
    comments += [MEMORY] if pair.origin == "memory" else []
    comments += [REFUSED + digest(writable(pair.target))] if pair.status == "rejected" else []
    if pair.origin != "editor":
        comments.append(MACHINE + digest(writable(pair.target)))
    elif pair.machine:
        comments.append(WROTE + pair.machine)
    return polib.POEntry(
        msgctxt=pair.source.address,
        msgid=writable(pair.source.text),
        msgstr=writable(pair.target),
        flags=_flags(pair.status),
        comment="\n".join(map(_comment, comments)),
        tcomment=_remark(pair.note),
    )


def _flags(status: Status) -> list[str]:
    return {"approved": [], "draft": ["fuzzy"], "rejected": ["fuzzy", REJECTED]}[status]


def _term(occurrence: Occurrence, pair: Pair) -> str:
    pin = occurrence.pin
    target = pair.target[occurrence.start : occurrence.end] if occurrence.start >= 0 else pin.term.target
    return f"term: {pair.source.text[pin.start : pin.end]} → {target} ({pin.term.rule}, {occurrence.verdict})"


def _obsolete(address: str, one: Kept) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=address,
        msgid=writable(one.source),
        msgstr=writable(one.target),
        flags=_flags(one.status),
        obsolete=True,
        tcomment=_remark(one.note),
    )


def _remark(note: str) -> str:
    return "\n".join(map(_comment, note.split("\n")))


def _comment(text: str) -> str:
    """Text that stays on its comment line: an entry of the catalogue cannot be forged in it."""
    return writable(_CONTROL.sub(" ", text))
