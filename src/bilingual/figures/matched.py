"""What a rule has matched, and the whole numbers in it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from bilingual.figures.numerals import roman
from bilingual.figures.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bilingual.figures.language import Language, Rule

_NONDIGIT = re.compile(r"\D")


class Matched(NamedTuple):
    """A rule with the words that it has found in a text."""

    rule: Rule
    groups: Mapping[str, str]
    """What the parts of the rule's pattern have found."""
    start: int
    end: int
    text: str
    """The whole text."""
    language: Language


def matched(rule: Rule, match: re.Match[str], language: Language) -> Matched:
    """What a rule has found; of a part that has several places in its pattern, what one of them has."""
    groups = {name.partition("_")[0]: said for name, said in match.groupdict().items() if said is not None}
    return Matched(rule, groups, *match.span(), match.string, language)


def whole(found: Matched) -> Decimal | None:
    """A whole number in digits, Roman numerals or words; None where the words make more than one number."""
    if "roman" in found.groups:
        return roman(found.groups["roman"])
    if "words" in found.groups:
        count = counted(found.groups["words"], found.language)
        return count.value if count and count.end == len(found.groups["words"]) else None
    return Decimal(_NONDIGIT.sub("", found.groups["number"]))
