"""Did addresses and tags come through letter by letter, and do quotation marks and brackets stand in pairs?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilingual.messages import _
from bilingual.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.types import Pair, Span

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>«»“”\"]+"
    r"|(?<![\w.+%-])[\w.+%-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}"
    r"|(?<![\w@/.])@\w{2,50}"
    r"|(?<![\w#&/])#(?=\w*[^\W\d])\w{2,100}"
)
"""Each way through it reads a text a bounded number of times."""
_TRAILING = ".,;:!?…)]}'’*"
_QUOTES = re.compile(r"[«»“”„‟\"″]")
_OTHER = re.compile(
    r"(?<=\d)[\"″]|(?<=\w)[\"”](?=s\b)|(?<=[sS])\"(?= [a-z])|(?<=[a-z])\"(?=[a-zàâéèêîôœ])"
    r"|(?<![^\s(])['‘](?=\w)|(?<=[.,!?…])['’](?!\w)"
)
"""Inches; apostrophes that were mangled; single marks. Where they are about, a mark may have its partner in them."""
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_SMILEY = re.compile(r"[:;=8]-?[()\[\]]|(?:(?<=\s)|^)\w{1,3}\)|\b\w[.)]\)")
"""Faces, and the brackets of lists: a) b) c)."""


def altered(pair: Pair) -> Iterator[Finding]:
    """An address, a handle or a tag of the source does not stand in the target as it is."""
    if not pair.target:
        return
    kept = [said for said, _span in addresses(pair.target)]
    for said, span in addresses(pair.source.text):
        if said in kept:
            kept.remove(said)
        elif not _stands(said, pair.target):
            message = _("“{source}” must stand in the translation as it is.", source=said)
            yield Finding("verbatim", "error", message, pair.source.address, source=span)


def unpaired(pair: Pair) -> Iterator[Finding]:
    """A quotation mark or a bracket of the target has lost its partner, and those of the source have not."""
    if not pair.target:
        return
    source, target = pair.source.text, pair.target
    mine, theirs = _quotes(source), _quotes(target)
    if len(theirs) % 2 and mine and not len(mine) % 2:
        span = theirs[-1]
        message = _("A quotation mark of the translation has no partner.")
        yield Finding("quotes", "warning", message, pair.source.address, target=span)
    lone = _lone_brackets(target)
    if lone and len(lone) != len(_lone_brackets(source)):
        said = target[slice(*lone[0])]
        message = _("“{target}” of the translation has no partner.", target=said)
        yield Finding("quotes", "warning", message, pair.source.address, target=lone[0])


def addresses(text: str) -> list[tuple[str, Span]]:
    """The addresses, handles and tags of a text with their places, without the punctuation behind them."""
    if not any(sign in text for sign in ("@", "#", "://", "www.")):
        return []
    found = []
    for match in _ADDRESS.finditer(text):
        said = match[0].rstrip(_TRAILING)
        if said.count("(") > said.count(")") and match[0][len(said) : len(said) + 1] == ")":
            said += ")"
        found.append((said, (match.start(), match.start() + len(said))))
    return found


def _stands(said: str, text: str) -> bool:
    """Whether it stands there as a word of its own: a longer address is another one."""
    at = text.find(said)
    return at >= 0 and not text[at + len(said) : at + len(said) + 1].isalnum() and not text[at - 1 : at].isalnum()


def _quotes(text: str) -> list[Span]:
    """The quotation marks of a text; in an odd number only where none may have another kind for its partner."""
    marks = [match.span() for match in _QUOTES.finditer(text)]
    return marks[:-1] if len(marks) % 2 and _OTHER.search(text) else marks


def _lone_brackets(text: str) -> list[Span]:
    """The brackets of a text without a partner."""
    if not any(sign in text for sign in "()[]{}"):
        return []
    hidden = {place for match in _SMILEY.finditer(text) for place in range(*match.span())}
    stacks: dict[str, list[int]] = {close: [] for close in _BRACKETS.values()}
    lone: list[int] = []
    for place, sign in enumerate(text):
        if sign in _BRACKETS:
            stacks[_BRACKETS[sign]].append(place)
        elif sign in stacks:
            if stacks[sign]:
                stacks[sign].pop()
            elif place not in hidden:
                lone.append(place)
    lone += [place for places in stacks.values() for place in places if place not in hidden]
    return [(place, place + 1) for place in sorted(lone)]
