"""Markdown: the parser says what is what; of its markup only what marks words remains."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from bilingual.read import text
from bilingual.read.encoding import decode
from bilingual.read.hrefs import href
from bilingual.read.marks import telling
from bilingual.read.runs import PLAIN, TAGS, Runs, changed, linked, unlinked
from bilingual.types import Block, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from bilingual.types import InlineKind

DEEPEST = 60
"""Quotations and lists inside each other: what lies deeper is dropped by the parser, so such a file is read as text."""

LONGEST = 10_000
"""Characters of a paragraph; in a longer one brackets cost the square of their number, so its markup stays."""

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?=[\w-]+[ \t]*:)(?:[^\n]+\n)*?(?:---|\.\.\.)[ \t]*(?:\n|$)")
_KINDS: dict[str, Kind] = {"list_item_open": "item", "blockquote_open": "quotation"}
_ENDS = frozenset({"list_item_close", "blockquote_close"})
_CODE = frozenset({"fence", "code_block"})
_TAG = re.compile(r"<(/?)([a-zA-Z]{1,10})\b")
_HREF = re.compile(r"\shref\s*=\s*[\"']([^\"'<>]*)", re.IGNORECASE)


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
    like = Block("", kind, level)
    block = _marked(children).line(like) if children else replace(like, text=text.one_line(token.content))
    if block.text:
        yield telling(block)
    for child in children:
        if child.type == "image" and (caption := text.one_line("".join(map(_words, child.children or [])))):
            yield Block(caption, "caption")


def _marked(tokens: Sequence[Token]) -> Runs:
    """The words of a paragraph with what is marked in them."""
    runs, marks = Runs(), PLAIN
    begun: Counter[str] = Counter()
    depth: Counter[InlineKind] = Counter()
    for token in tokens:
        tag, step, target = _element(token) if token.nesting or token.type == "html_inline" else ("", 0, "")
        if tag in TAGS and begun[tag] + step >= 0:  # what ends without having begun ends nothing
            begun[tag] += step
            depth[TAGS[tag]] += step
            marks = changed(marks, {TAGS[tag]: depth[TAGS[tag]] > 0})
        elif tag == "a":
            marks = linked(unlinked(marks), href(target))
        if words := _words(token):
            runs.add(words, changed(marks, {"code": True}) if token.type == "code_inline" else marks)
    return runs


def _element(token: Token) -> tuple[str, int, str]:
    """Name of the HTML element that a token begins or ends, 1 or -1, and where it leads."""
    if token.type != "html_inline":
        return token.tag, token.nesting, str(token.attrGet("href") or "")
    tag, target = _TAG.match(token.content), _HREF.search(token.content)
    if tag is None:
        return "", 0, ""
    return tag[2].lower(), -1 if tag[1] else 1, unescape(target[1]) if target and not tag[1] else ""


def _words(token: Token) -> str:
    if token.type in {"text", "code_inline", "text_special"}:
        return token.content
    return " " if token.type in {"softbreak", "hardbreak"} or token.content.startswith("<br") else ""
