"""What the words of RTF mean to a reader of the text."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from bilingual.read.runs import PLAIN, Marks, changed

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilingual.read.flow import Flow
    from bilingual.types import InlineKind, Reason

ENDS = frozenset({"par", "sect", "cell", "row", "nestcell", "nestrow"})
SIGNS = {
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "~": "\xa0",
    "_": "\u2011",
    "\\": "\\",
    "{": "{",
    "}": "}",
}
LINES = frozenset({"line", "softline", "page", "column"})
UNSEEN = frozenset(
    re.findall(
        r"\w+",
        "fonttbl colortbl stylesheet info pict objdata objclass objname objalias nonshppict shprslt sp fldinst "
        "listtext pntext xe tc tcn rxe txe filetbl template panose falt fontemb themedata colorschememapping listtable "
        "listoverridetable revtbl rsidtbl bkmkstart bkmkend upr",
    )
)
"""Destinations that hold no text of the article; a word of them after `\\*` may be in a program's own language."""
SEEN = frozenset({"shpinst", "do", "shptxt", "dptxbxtext", "ud"})
"""Destinations after `\\*` that do; `ud` is the second part of `upr`, which says the same in Unicode."""
BOXES = frozenset({"shptxt", "dptxbxtext"})
"""Those of text boxes."""
DEEPEST_BOX = 20
"""Text boxes inside each other; deeper ones are read as part of their paragraph."""
FIELD = "fldinst"
"""The destination of what a field is told to do."""
BULLETS = frozenset({"listtext", "pntext"})
"""Those of the sign before a list item."""
ASIDES: dict[str, tuple[str, Reason | None]] = {
    "footnote": ("notes", None),
    "annotation": ("remarks", "comments"),
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), ("headers", "boilerplate")),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), ("footers", "boilerplate")),
}
_CODECS = {77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 255: "cp437"} | {
    charset: f"cp{page}"
    for charset, page in zip(
        (161, 162, 163, 177, 178, 186, 204, 222, 238),
        (1253, 1254, 1258, 1255, 1256, 1257, 1251, 874, 1250),
        strict=True,
    )
}
"""Python codec by `\fcharset`; others are written in the document's own."""
_DOCUMENT_CODECS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}
_PAGES = {10000: "mac_roman", 65001: "utf-8"}
BODY_LEVEL = 9
"""The outline level of what is no heading; those of headings are 0 to 8."""
UNITS = 0x10000
"""Numbers of characters are signed and of 16 bits."""
MOST_FALLBACK = 10
"""Characters of a fallback; more would be a way to lose text."""


class State(NamedTuple):
    """What holds inside a group."""

    flow: Flow
    boxes: int = 0
    """Text boxes inside each other."""
    table: str = ""
    """The table of the document that we are in, if it is one that we read."""
    seen: bool = True
    starred: bool = False
    """Whether `\\*` came last: the next word is a destination that old readers do not know."""
    hidden: bool = False
    deleted: bool = False
    fallback: int = 1
    """Characters behind one given by its number, for programs that know no numbers."""
    codec: str = ""
    """Of the font; empty where it is the document's own."""
    style: int = 0
    level: int = BODY_LEVEL
    is_item: bool = False
    marks: Marks = PLAIN
    href: str = ""
    """Where the field leads whose result we are in."""


def _marking(kind: InlineKind) -> Callable[[State, int], State]:
    """A word that marks what follows, and with a 0 no longer does."""
    return lambda state, number: state._replace(marks=changed(state.marks, {kind: number != 0}))


def _placing(kind: InlineKind | None) -> Callable[[State, int], State]:
    """A word that raises or lowers what follows, or sets it on the line, and with a 0 sets it there, too."""
    raised: tuple[InlineKind, InlineKind] = ("superscript", "subscript")
    return lambda state, number: state._replace(
        marks=changed(state.marks, {one: one == kind and number != 0 for one in raised})
    )


CHANGES: dict[str, Callable[[State, int], State]] = {
    "pard": lambda state, _: state._replace(style=0, level=BODY_LEVEL, is_item=False),
    "plain": lambda state, _: state._replace(hidden=False, deleted=False, codec="", marks=PLAIN),
    "s": lambda state, number: state._replace(style=number),
    "outlinelevel": lambda state, number: state._replace(level=min(max(0, number), BODY_LEVEL)),
    "ls": lambda state, number: state._replace(is_item=number > 0),
    "v": lambda state, number: state._replace(hidden=number != 0),
    "deleted": lambda state, number: state._replace(deleted=number != 0),
    "b": _marking("bold"),
    "i": _marking("italic"),
    "super": _placing("superscript"),
    "sub": _placing("subscript"),
    "nosupersub": _placing(None),
    "uc": lambda state, number: state._replace(fallback=min(max(0, number), MOST_FALLBACK)),
}
"""What a word changes, given its number; 1 where it has none."""
CODECS = frozenset({*_DOCUMENT_CODECS, "ansicpg"})

_DEFAULT = "cp1252"


def font_codec(charset: int) -> str:
    r"""Python codec of a font's `\fcharset`; empty where it is the document's own."""
    return _CODECS.get(charset, "")


def document_codec(word: str, page: int | None) -> str:
    r"""Python codec of a document that begins with `\mac`, `\pc`, `\pca`, `\ansi`, or `\ansicpg` and its number."""
    name = _DOCUMENT_CODECS.get(word) or _PAGES.get(page or 0, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return _DEFAULT


def decoded(found: bytes, codec: str) -> str:
    """The text of bytes; writers that say nothing of UTF-8 use it all the same, and nothing else looks like it."""
    try:
        return found.decode("utf-8")
    except UnicodeDecodeError:
        return found.decode(codec, "replace")
