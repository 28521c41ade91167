"""What CSS marks in a line: by `style` attributes, by the classes of style sheets, and by what a class is called."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilingual.read import styles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

    from bilingual.types import InlineKind

    Look = Mapping[InlineKind, bool]

_NOTHING: Look = {}
_CLASS = re.compile(r"(?:a|b|em|i|span|strong)?\.([\w-]{1,100})")
"""A selector that asks for nothing but a class, as programs that export pages and books write them."""
_WEIGHTS = {
    **dict.fromkeys(("bold", "bolder", "600", "700", "800", "900"), True),
    **dict.fromkeys(("normal", "lighter", "100", "200", "300", "400"), False),
}
"""500 is left as it is: many pages set their `strong` in it."""
_SLANTS = {"italic": True, "oblique": True, "normal": False}
_PLACES: dict[str, InlineKind] = {"super": "superscript", "sub": "subscript"}


@dataclass(frozen=True, slots=True)
class Looks:
    """What the classes of style sheets mark, by their names."""

    by_class: Mapping[str, Look] = field(default_factory=dict)

    def with_sheets(self, *sheets: str) -> Looks:
        """These, and those of more sheets, whose rules come later."""
        more: dict[str, Look] = {}
        for sheet in sheets:
            for name, look in _rules(sheet):
                more[name] = {**more.get(name, _NOTHING), **look}
        return Looks({**self.by_class, **more}) if more else self

    def of(self, element: HtmlElement) -> Look:
        """What an element of a line marks by its looks, and what it says not to be marked."""
        names, style = element.get("class"), element.get("style")
        if not names and not style:
            return _NOTHING
        found: dict[InlineKind, bool] = {}
        for name in (names or "").split():
            if told := styles.marking(name):
                found[told] = True
        for name in (names or "").split():
            found.update(self.by_class.get(name, _NOTHING))
        found.update(_declared(style or ""))
        return found


def _rules(sheet: str) -> Iterator[tuple[str, Look]]:
    """What the rules of a sheet say of classes, in their order; each letter is looked at a few times only."""
    head, *others = sheet.split("/*")
    plain = head + "".join(other.partition("*/")[2] for other in others)
    for rule in plain.split("}"):
        before, _brace, declarations = rule.rpartition("{")
        if look := _declared(declarations):
            selectors = before[max(before.rfind("{"), before.rfind(";")) + 1 :]  # behind `@media … {` and `@import …;`
            for selector in selectors.split(","):
                if found := _CLASS.fullmatch(selector.strip()):
                    yield found[1], look


def _declared(declarations: str) -> Look:
    """What declarations mark and what they say not to be marked."""
    found: dict[InlineKind, bool] = {}
    for declaration in declarations.lower().split(";"):
        name, _colon, value = declaration.partition(":")
        name, value = name.strip(), value.partition("!")[0].strip()  # behind it, `important`
        if name == "font-weight" and value in _WEIGHTS:
            found["bold"] = _WEIGHTS[value]
        elif name == "font-style" and value in _SLANTS:
            found["italic"] = _SLANTS[value]
        elif name == "vertical-align" and value in _PLACES:
            found[_PLACES[value]] = True
    return found
