"""The inline elements of XLIFF, as plain text: what a reader would see is kept, what only marks it up is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bilingual.exchange.xml import local, own_text, whole_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CHARACTER = "x-bilingual-character"
"""Type of our placeholders for characters that XML cannot hold: `<ph ctype="x-bilingual-character">U+0008</ph>`."""
_CODES = frozenset({"bpt", "ept", "it", "bx", "ex", "sc", "ec", "sm", "em"})
"""Begin or end of some markup, whose text is the program's that it comes from."""
_PLACES = frozenset({"x", "ph"})
"""Stand for something that cannot be seen here."""
_SHORT = 60
"""Characters of what a placeholder shows, at the most."""
_HEX = re.compile("[0-9A-Fa-f]{1,6}")
_POINT = re.compile(r"U\+([0-9A-Fa-f]{1,6})")
_LAST = 0x10FFFF
_SPACE = re.compile(r"\s+")


def flat(element: Any, data: Mapping[str, str] | None = None) -> str:  # noqa: ANN401  # lxml's elements have no types of their own
    """The text of a source, a target or a segment mark.

    Args:
        element: the element whose content it is.
        data: what placeholders stand for, by the name under which they refer to it.
    """
    parts = [own_text(element)]
    for child in element:
        said = shown(child, data or {})
        parts += [flat(child, data) if said is None else said, child.tail or ""]
    return "".join(parts)


def shown(child: Any, data: Mapping[str, str]) -> str | None:  # noqa: ANN401  # as above
    """What stands in the text for an inline element: nothing for mere markup; None where its own content does."""
    name = local(child)
    if name in _PLACES:
        return characters(child) or _shown(child, data)
    if name == "cp":
        return _character(child.get("hex", ""))
    return "" if name in _CODES else None


def characters(place: Any) -> str:  # noqa: ANN401  # as above
    """The characters that a placeholder of ours stands for; none where it is another one."""
    if CHARACTER not in {place.get("ctype"), place.get("type")}:
        return ""
    return "".join(_character(code) for code in _POINT.findall(whole_text(place)))


def placeholder(characters: str) -> str:
    """What such a placeholder of ours holds."""
    return " ".join(f"U+{ord(char):04X}" for char in characters)


def marked_segments(element: Any) -> dict[str, Any]:  # noqa: ANN401  # as above
    """The `mrk` elements of the type `seg` by their names, in order; none where text stands outside of them."""
    marks = list(_outermost(element))
    found = {one.get("mid", ""): one for one in marks}
    inside = "".join(map(flat, marks))
    return found if len(found) == len(marks) and _solid(inside) == _solid(flat(element)) else {}


def _outermost(element: Any) -> Iterator[Any]:  # noqa: ANN401  # as above
    """The segment marks that stand in no other one."""
    for child in element:
        if local(child) == "mrk" and child.get("mtype") == "seg":
            yield child
        else:
            yield from _outermost(child)


def _shown(place: Any, data: Mapping[str, str]) -> str:  # noqa: ANN401  # as above
    """What a placeholder says it is, the shortest way; else its name in braces."""
    if place.get("ctype") == "lb":
        return "\n"
    told = (
        place.get("equiv-text"),
        place.get("equiv"),
        place.get("disp"),
        data.get(place.get("dataRef", "")),
        whole_text(place),
    )
    name = f"{{{place.get('id', '')}}}"
    return next((text for text in told if text and len(text) <= _SHORT), name)


def _character(code: str) -> str:
    """The character that XML cannot hold, by its number."""
    return chr(int(code, 16)) if _HEX.fullmatch(code) and int(code, 16) <= _LAST else "\N{REPLACEMENT CHARACTER}"


def _solid(text: str) -> str:
    return _SPACE.sub("", text)
