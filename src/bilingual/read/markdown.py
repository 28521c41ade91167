"""Markdown: the parser says what is what, only the text remains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from bilingual.read import text
from bilingual.read.encoding import decode
from bilingual.types import Block, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

DEEPEST = 60
"""Quotations and lists inside each other: what lies deeper is dropped by the parser, so such a file is read as text."""

LONGEST = 10_000
"""Characters of a paragraph; in a longer one brackets cost the square of their number, so its markup stays."""

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?=[\w-]+[ \t]*:)(?:[^\n]+\n)*?(?:---|\.\.\.)[ \t]*(?:\n|$)")
_KINDS: dict[str, Kind] = {"list_item_open": "item", "blockquote_open": "quotation"}
_ENDS = frozenset({"list_item_close", "blockquote_close"})
_CODE = frozenset({"fence", "code_block"})


def blocks(data: bytes) -> Iterator[Block]:
    """The blocks of a Markdown file; code and front matter are kept, marked. Raises InputError where it is no text."""
    content = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(content)
    if front:
        for line in front[0].split("\n"):
            if reduced := text.one_line(line):
                yield Block(reduced, skip="boilerplate")
        content = content[front.end() :]
    yield from _body(content)


def _body(content: str) -> Iterator[Block]:
    tokens = _parsed(content)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        yield from text.parse(content)
        return
    inside: list[Kind] = []
    level = 0
    for token in tokens:
        if token.type in _KINDS:
            inside.append(_KINDS[token.type])
        elif token.type in _ENDS:
            inside.pop()
        elif token.type in {"heading_open", "heading_close"}:
            level = int(token.tag[1]) if token.nesting > 0 else 0
        else:
            yield from _leaf(token, "heading" if level else inside[-1] if inside else "paragraph", level)


def _leaf(token: Token, kind: Kind, level: int) -> Iterator[Block]:
    """The blocks of a token that holds no others."""
    if token.type == "inline":
        yield from _inline(token, kind, level)
    elif token.type == "html_block":
        from bilingual.read import html  # most Markdown holds none, and lxml is slow to load

        yield from html.fragment(token.content)
    elif token.type in _CODE and (code := text.one_line(token.content)):
        yield Block(code, skip="boilerplate")


def _parsed(content: str) -> list[Token]:
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table").disable("inline")
    found: dict[str, object] = {}
    tokens = parser.parse(content, found)
    for token in tokens:
        if token.type == "inline" and len(token.content) <= LONGEST:
            token.children = []
            parser.inline.parse(token.content, parser, found, token.children)
    return tokens


def _inline(token: Token, kind: Kind, level: int) -> Iterator[Block]:
    """The text without its markup, then what describes its pictures."""
    children = token.children or []
    words = text.one_line("".join(map(_words, children)) if children else token.content)
    if words:
        yield Block(words, kind, level)
    for child in children:
        if child.type == "image" and (caption := text.one_line("".join(map(_words, child.children or [])))):
            yield Block(caption, "caption")


def _words(token: Token) -> str:
    if token.type in {"text", "code_inline", "text_special"}:
        return token.content
    return " " if token.type in {"softbreak", "hardbreak"} or token.content.startswith("<br") else ""
