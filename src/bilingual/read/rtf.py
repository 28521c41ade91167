"""RTF: a stream of words that change what follows, in groups that undo them.

Read by ourselves: striprtf gives one string, in which headings, notes, headers and the cells of tables can no longer be
told from the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilingual.read import rtf_words, signature, styles
from bilingual.read.flow import Flow, headed
from bilingual.read.hrefs import of_field
from bilingual.read.rtf_words import BODY_LEVEL, State
from bilingual.read.runs import linked
from bilingual.read.styles import Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.types import Block

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})? ?|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z])"
    rb"|(?P<brace>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)|\\"
)


def blocks(data: bytes) -> Iterator[Block]:
    """The blocks of an RTF text; notes stand at the end, headers, footers and remarks are marked.

    Raises InputError where it is none.
    """
    if signature.kind(data) != "rtf":
        raise signature.other(data, "rtf")
    reader = _Reader()
    at = 0
    while match := _TOKEN.match(data, at):
        at = match.end() + reader.take(match)
    reader.show()
    yield from reader.asides["headers"].finish()
    yield from headed(reader.body.finish())
    for aside in ("notes", "footers", "remarks"):
        yield from reader.asides[aside].finish()


@dataclass(slots=True)
class _Reader:
    """Where we are in a text, the innermost group in `here`."""

    body: Flow = field(default_factory=Flow)
    asides: dict[str, Flow] = field(
        default_factory=lambda: {name: Flow(skip) for name, skip in rtf_words.ASIDES.values()}
    )
    here: State = field(init=False)
    groups: list[State] = field(default_factory=list)
    """Those around it."""
    pending: bytearray = field(default_factory=bytearray)
    """Not yet text: some characters take two."""
    units: list[int] = field(default_factory=list)
    """Of UTF-16, not yet text: some characters take two."""
    to_skip: int = 0
    """Characters of a fallback that are still to come."""
    codec: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    """Codecs."""
    styles: dict[int, Style] = field(default_factory=dict)
    defined: int = 0
    """The font or style that is being defined."""
    parent: int = 0
    """What that style is based on."""
    names: list[str] = field(default_factory=list)
    """Parts of its name."""
    instruction: list[str] = field(default_factory=list)
    """Parts of what a field is told to do."""

    def __post_init__(self) -> None:
        self.here = State(self.body)

    def take(self, token: re.Match[bytes]) -> int:
        """Takes note of a token; what comes back is how many bytes behind it are no RTF."""
        match token.lastgroup:
            case "word" | "number":
                return self._word(token["word"].decode(), int(token["number"]) if token["number"] else None)
            case "byte":
                self._take_bytes(bytes([int(token["byte"], 16)]))
            case "text":
                self._take_bytes(token["text"])
            case "brace":
                self._brace(opens=token["brace"] == b"{")
            case "sign":
                self._sign(token["sign"].decode("latin-1"))
        return 0

    def show(self) -> None:
        """Makes text of what has been read so far."""
        if self.pending:
            self._say(rtf_words.decoded(bytes(self.pending), self.here.codec or self.codec))
            self.pending.clear()
        if self.units:
            units = "".join(map(chr, self.units)).encode("utf-16-le", "surrogatepass")
            self._say(units.decode("utf-16-le", "replace"))
            self.units.clear()

    def _say(self, words: str) -> None:
        if self.here.table == "stylesheet":
            self.names.append(words)
        elif self.here.table == rtf_words.FIELD:
            self.instruction.append(words)
        elif self.here.seen and not self.here.deleted:
            self.here.flow.add(words, linked(self.here.marks, self.here.href), hidden=self.here.hidden)

    def _take_bytes(self, found: bytes) -> None:
        found, self.to_skip = found[self.to_skip :], max(0, self.to_skip - len(found))
        if found:
            if self.units:
                self.show()
            self.pending += found

    def _brace(self, *, opens: bool) -> None:
        self.show()
        self.to_skip = 0
        if opens:
            if self._is_between_styles():
                self.defined = self.parent = 0
                self.names.clear()
            self.groups.append(self.here)
        elif self.groups:
            self._close(self.groups.pop())

    def _close(self, outer: State) -> None:
        inner, self.here = self.here, outer
        if inner.table and self._is_between_styles():
            self._define(inner)
        if inner.table == rtf_words.FIELD != outer.table:
            self.here = outer._replace(href=of_field("".join(self.instruction)) or outer.href)
            self.instruction.clear()
        if inner.flow is not outer.flow or inner.boxes > outer.boxes:
            inner.flow.restyle(self._style(inner))
            inner.flow.end()

    def _is_between_styles(self) -> bool:
        return self.here.table == "stylesheet" and not (self.groups and self.groups[-1].table == "stylesheet")

    def _define(self, state: State) -> None:
        found = styles.named("".join(self.names).strip(" ;"))
        if found is None and state.level < BODY_LEVEL:
            found = styles.heading(state.level + 1)
        self.styles[self.defined] = found or self.styles.get(self.parent, Style())

    def _style(self, here: State) -> Style:
        """Of the paragraph that ends where this holds."""
        style = self.styles.get(here.style, Style())
        if here.level < BODY_LEVEL and style.kind == "paragraph":
            return styles.heading(here.level + 1)
        return Style("item") if here.is_item and style == Style() else style

    def _sign(self, sign: str) -> None:
        if self.to_skip and sign in rtf_words.SIGNS:
            self.to_skip -= 1
            return
        self.show()
        if sign == "*":
            self.here = self.here._replace(starred=True)
        elif sign in "\r\n":
            self._end_paragraph()
        elif sign in rtf_words.SIGNS:
            self._say(rtf_words.SIGNS[sign])

    def _end_paragraph(self) -> None:
        if self.here.seen:
            self.here.flow.restyle(self._style(self.here))
            self.here.flow.end()
            if self.here.boxes:
                self.here.flow.begin()

    def _word(self, word: str, number: int | None) -> int:
        """What a control word does; what comes back is how many bytes behind it are no RTF."""
        if word == "u":
            self._take_unit(number or 0)
            return 0
        if word != "uc":  # it may stand inside a character that takes two units
            self.show()
        self.to_skip = 0
        if word == "bin":
            return max(0, number or 0) if not self.here.seen else 0
        if starred := self.here.starred:
            self.here = self.here._replace(starred=False)
        if word in rtf_words.UNSEEN or (starred and word not in rtf_words.SEEN and word not in rtf_words.ASIDES):
            self._hide(word)
        elif word in rtf_words.SEEN or word in rtf_words.ASIDES:
            self._enter(word)
        elif word in rtf_words.ENDS:
            self._end_paragraph()
        elif word in rtf_words.SIGNS:
            self._say(rtf_words.SIGNS[word])
        elif word in rtf_words.LINES and self.here.seen:
            self.here.flow.end_line()
        else:
            self._set(word, number)
        return 0

    def _take_unit(self, number: int) -> None:
        if self.pending:
            self.show()
        self.units.append(number % rtf_words.UNITS)
        self.to_skip = self.here.fallback

    def _hide(self, word: str) -> None:
        """A destination begins whose text is not shown."""
        self.here = self.here._replace(seen=False, table=word)
        if word in rtf_words.BULLETS and self.groups:
            self.groups[-1] = self.groups[-1]._replace(is_item=True)

    def _enter(self, word: str) -> None:
        """A destination begins whose text is."""
        if word == "ud":
            self.here = self.here._replace(seen=self.here.seen or self.here.table == "upr", table="")
        elif not self.here.seen:
            return
        elif word in rtf_words.ASIDES:
            flow = self.asides[rtf_words.ASIDES[word][0]]
            self.here = State(flow, fallback=self.here.fallback)
        elif word in rtf_words.BOXES and self.here.boxes < rtf_words.DEEPEST_BOX:
            self.here.flow.begin()
            self.here = State(self.here.flow, self.here.boxes + 1, fallback=self.here.fallback)

    def _set(self, word: str, number: int | None) -> None:
        """A word that changes what follows."""
        value = 1 if number is None else number
        if self.here.table in {"fonttbl", "stylesheet"}:
            self._set_in_table(word, value)
        if word == "f":
            self.here = self.here._replace(codec=self.fonts.get(value, ""))
        elif word in rtf_words.CHANGES:
            self.here = rtf_words.CHANGES[word](self.here, value)
        elif word in rtf_words.CODECS:
            self.codec = rtf_words.document_codec(word, number)

    def _set_in_table(self, word: str, value: int) -> None:
        if word == ("f" if self.here.table == "fonttbl" else "s"):
            self.defined = value
        elif word == "fcharset":
            self.fonts[self.defined] = rtf_words.font_codec(value)
        elif word == "sbasedon":
            self.parent = value
