"""The nouns that every stage shares: frozen, and of the standard library only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Span = tuple[int, int]
"""Offsets in characters, end exclusive."""

Link = tuple[Span, Span]
"""A word of a source and one of its target that stand for each other: their places in the two texts."""

Mend = tuple[str, str]
"""What the engine wrote, and what was written in its place without it, such as `1.400` and `1,400`."""

InlineKind = Literal["bold", "italic", "superscript", "subscript", "code", "link"]
"""What an author did to words inside a line."""

Kind = Literal["heading", "paragraph", "item", "quotation", "caption"]
"""What a block is to a reader of the article."""

Reason = Literal[
    "promotion",
    "cookies",
    "duplicate",
    "quoted",
    "english",
    "foreign",
    "related",
    "share",
    "navigation",
    "newsletter",
    "comments",
    "legal",
    "boilerplate",
]
"""Why a block is kept but not translated."""

Rule = Literal["pin", "read-only", "forbidden", "suggest"]
"""What a glossary entry asks: this rendering, letter by letter, never this rendering, or merely a proposal."""

Verdict = Literal["right", "inline", "forced", "substituted", "failed"]
"""How an occurrence of a term came out: written by the model unasked, written by it when it was told the term, decoded
on from the term, put in place of the words the attention points to, or missing."""

Severity = Literal["info", "warning", "error"]

Origin = Literal["machine", "memory", "editor"]
"""Who made a translation: the engine, an editor for another place with the same source, or an editor for this one."""

Status = Literal["draft", "approved", "rejected"]
"""What an editor thinks of a translation; a draft is one on which none has decided."""


@dataclass(frozen=True, slots=True)
class Inline:
    """Words inside a line that an author marked: `text[start:end]`, in characters."""

    start: int
    end: int
    kind: InlineKind
    href: str = ""
    """Where a link leads, as the source has it: untrusted, and without white space; empty for the other kinds."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an article between two breaks: a heading, a paragraph, a list item, and so on."""

    text: str
    """The text as read, on one line; never empty."""
    kind: Kind = "paragraph"
    level: int = 0
    """Depth of a heading, 1 to 6; 0 for the other kinds."""
    skip: Reason | None = None
    """Why the block is not translated; None for the article proper."""
    inlines: tuple[Inline, ...] = ()
    """By their starts, of those with one start the longer first; they may overlap, and none is empty."""

    def part(self, start: int, end: int) -> Block:
        """The stretch between two offsets as a block of its own, without white space at its ends.

        What was marked in it stays so, a mark that reaches beyond it as far as it goes. The text may come out empty.
        """
        whole = self.text[start:end]
        start += len(whole) - len(whole.lstrip())
        end = start + len(whole.strip())
        return replace(self, text=self.text[start:end], inlines=within(self.inlines, start, end))


def within(inlines: Iterable[Inline], start: int, end: int) -> tuple[Inline, ...]:
    """The marks of a text as the stretch between two offsets has them, cut at its ends."""
    there = (one for one in inlines if one.start < end and one.end > start)
    cut = (replace(one, start=max(one.start, start) - start, end=min(one.end, end) - start) for one in there)
    return tuple(sorted(cut, key=lambda one: (one.start, -one.end)))


@dataclass(frozen=True, slots=True)
class Document:
    """An article as read: its blocks in reading order."""

    name: str
    """Where its output goes, relative to the output folder, without an ending: `press/whatsapp`."""
    path: str
    """Where it came from, as the user named it; `-` is standard input."""
    blocks: tuple[Block, ...]
    lang: str = "fr"
    """BCP 47."""
    mended: int = 0
    """Blocks whose characters some program had decoded wrongly, put right on reading."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence of a block: `block.text[start:end] == text`."""

    block: Block
    start: int
    """Offset in characters of the first character."""
    end: int
    """Offset in characters behind the last one."""
    address: str
    """Stable name inside the article: made from the text, not from the place (see `address.py`)."""
    inlines: tuple[Inline, ...] = ()
    """What is marked in it, as in its block; offsets are those of the segment's text."""

    @property
    def text(self) -> str:
        """The characters of the segment, unaltered."""
        return self.block.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a glossary."""

    source: str
    target: str
    """The rendering to write; for the rule `forbidden`, the one that must not appear."""
    rule: Rule = "pin"
    accepted: tuple[str, ...] = ()
    """Other renderings that count as right, the plural among them."""
    variants: tuple[str, ...] = ()
    """Other spellings of the source, the plural among them."""
    note: str = ""
    """Explanation for editors; untrusted text."""
    plural: str = ""
    """The rendering to write for a plural; empty where it is the regular one."""
    verb: bool = False
    """Whether source and renderings begin with a verb, which is conjugated; the renderings are without `to`."""
    context: str = ""
    """What keeps homonyms apart; untrusted text."""
    near: tuple[str, ...] = ()
    """French words that tell, when they stand nearby, that this homonym is meant."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A term found in a source text: `text[start:end]`, in characters."""

    term: Term
    start: int
    end: int
    homonyms: tuple[Term, ...] = ()
    """Between which nothing in the text decides; the pin's term is then a mere suggestion of all of them."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A pin with what became of it."""

    pin: Pin
    """Offsets are those of the segment's text."""
    verdict: Verdict
    start: int = -1
    """Offset in the target of the rendering; -1 where it failed."""
    end: int = -1


@dataclass(frozen=True, slots=True)
class Finding:
    """Something is wrong, or may be wrong, with a text."""

    check: str
    """Name of the check, such as `term`."""
    severity: Severity
    message: str
    """One sentence for an editor; untrusted, since it may quote the text."""
    address: str
    """Of the segment."""
    fix: str | None = None
    """A proposed target text."""
    source: Span | None = None
    """Which words of the source it is about; None where it is about all or none of them."""
    target: Span | None = None
    """Which words of the target it is about; as there."""


@dataclass(frozen=True, slots=True)
class Match:
    """An approved pair of the memory, as an answer to a source text."""

    source: str
    target: str
    score: float
    """How alike the sources are, 0 to 100; 100 for the same text."""
    article: str = ""
    """The name of the article that it comes from; untrusted text."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A source segment and its translation."""

    source: Segment
    target: str
    origin: Origin = "machine"
    score: float | None = None
    """The engine's own: log-probability of its text under its length penalty; None where the text is not its."""
    occurrences: tuple[Occurrence, ...] = ()
    status: Status = "draft"
    note: str = ""
    """An editor's remark; untrusted text."""
    findings: tuple[Finding, ...] = ()
    words: tuple[Link, ...] = ()
    """Word links in the order of the target, one at the most for each of its words; none where a person wrote it."""
    machine: str = ""
    """What the engine wrote where a person has written something else; empty for other origins, or where unknown."""
    alternatives: tuple[str, ...] = ()
    """Other targets of the engine, the likelier first."""
    matches: tuple[Match, ...] = ()
    """Approved translations of sources like this one, the nearest first."""
    recut: bool = False
    """Whether an editor has set the segment's bounds, by splitting or merging."""
    mended: tuple[Mend, ...] = ()
    """What in the engine's text was written anew, in its order; none where a person wrote it."""
    inlines: tuple[Inline, ...] = ()
    """What the source has marked, where it stands in the target; ordered as in `Block`."""
    instead: str | None = None
    """The engine's first text, where another one of its own stands in its place; None where that is not so."""


@dataclass(frozen=True, slots=True)
class State:
    """What an editor decides about a segment."""

    target: str
    status: Status = "draft"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an editor did to a segment, and what stood there before."""

    address: str
    source: str
    """The segment's text, so that it is found and recognised where addresses have moved."""
    before: State
    after: State
    inlines: tuple[Inline, ...] | None = None
    """What is marked in the new target, where the editor's tool tells; None where it does not."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Neighbouring segments of one block, put together or taken apart by an editor."""

    old: tuple[str, ...]
    """Their addresses, in order."""
    new: tuple[tuple[str, State], ...]
    """Source and state of the segments that take their place, in order."""
    before: tuple[State, ...] = ()
    """What the editor saw in the old ones, one each; empty where that is not told."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of the source with its pairs in order; no pairs where the block is skipped."""

    block: Block
    pairs: tuple[Pair, ...] = ()
    address: str = ""
    """Of a skipped block; empty for others."""


@dataclass(frozen=True, slots=True)
class Bitext:
    """An article in both languages."""

    name: str
    path: str
    passages: Iterable[Passage]
    """Can be walked more than once; lazy for long articles, so that memory stays flat."""
    source_lang: str = "fr"
    target_lang: str = "en"
    signature: dict[str, str] = field(default_factory=dict)
    """What made it (versions, model, glossary, settings), for whoever wants the same again."""
