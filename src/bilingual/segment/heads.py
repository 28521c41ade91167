"""What a sentence begins with: its first word, and whether that can be a name; the rules of a language for it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

WINDOW = 48
"""How many characters a judgement looks at on either side; what bounds its time."""

BULLETS = "•▪●‣◦"

_NOTES = "^↑"
"""What an encyclopaedia sets before a note, behind its number or dash."""

_LEAD = re.compile(r"(?:[(\[](?:\.{3}|…)[)\]]\s*)?[^\w,;:.!?…)\]}»”%<>=&+]{0,12}")
"""What may stand before a sentence's first word: opening quotes, brackets, dashes, bullets, pictures, `[...]`."""
_WORD = re.compile(r"[^\W_]+")
_NEXT_LETTER = re.compile(r"[’'\-\s]+(\w)")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a language tells about the end of a sentence; the comments of its data file say what each field is for."""

    never: frozenset[str]
    number: frozenset[str]
    names: frozenset[str]
    closing: frozenset[str]
    marked: frozenset[str]
    labels: frozenset[str]
    particles: frozenset[str]
    starters: frozenset[str]
    small: frozenset[str]
    small_words: frozenset[str]
    unstopped: frozenset[str]
    expecting: frozenset[str]


class Head(NamedTuple):
    """The first word of what may be the next sentence."""

    word: str
    rest: str
    """What follows the word, as far as the window reaches."""
    lead: str
    """Quotes, dashes and the like before the word."""

    @property
    def elided(self) -> bool:
        """Whether an apostrophe follows: `L'État`."""
        return self.rest[:1] in ("'", "’")

    @property
    def free(self) -> bool:
        """Whether the word ends as one of a sentence does, and not as part of an address: `Ceux-ci`, `Oui,`."""
        return self.rest[:1].isspace() or self.rest[:1] == "," or self.elided or self.rest.startswith(("-ci", "-là"))

    @property
    def quoted(self) -> bool:
        """Whether a quotation opens before the word."""
        return self.lead[:1] in ("«", "“", '"')

    @property
    def listed(self) -> bool:
        """Whether a bullet stands before the word, or the mark of a note."""
        return self.lead[:1] in tuple(BULLETS) or any(mark in self.lead for mark in _NOTES)

    @property
    def dated(self) -> bool:
        """Whether a dash and a figure stand there, as in a list of dates: `- 25 avril 2001 : le juge`."""
        return self.numeric and self.lead == "- "

    @property
    def numeric(self) -> bool:
        """Whether it is a figure."""
        return self.word[0].isnumeric()

    @property
    def capital(self) -> bool:
        """Whether it is written like a first word; scripts without case are, and so are `iPhone` and `#mot`."""
        if self.word[0].isupper() or self.lead[-1:] in ("#", "@"):
            return True
        return not self.numeric and (not self.word[0].islower() or any(letter.isupper() for letter in self.word))

    def follows_small(self) -> bool | None:
        """Whether the next word begins with a small letter, and not with a capital; None where no word is next."""
        found = _NEXT_LETTER.match(self.rest)
        return found and found[1].islower() if found and (found[1].islower() or found[1].isupper()) else None


@cache
def load_rules(lang: str = "fr") -> Rules:
    """The rules of a language (BCP 47), read once; raises FileNotFoundError where we have none."""
    table = tomllib.loads((files("bilingual") / "data" / f"segment.{lang}.toml").read_text("utf-8"))
    return Rules(**{name: frozenset(entries) for part in table.values() for name, entries in part.items()})


def head_of(after: str) -> Head | None:
    """The first word of a text that begins with no space; None where punctuation goes on that begins no sentence."""
    lead = _LEAD.match(after)
    word = _WORD.match(after, lead.end()) if lead else None
    return Head(word[0], after[word.end() :], lead[0]) if lead and word else None


def cannot_be_name(head: Head, rules: Rules) -> bool:
    """Whether the word begins a sentence for sure: `Le maire`, `C'est`, but neither `Le Pen` nor the initial `C.`."""
    word = head.word.lower()
    if word not in rules.starters or not head.word[0].isupper():
        return False
    if len(word) == 1 and not head.elided and (word not in "ayà" or head.rest[:1] in (".", "-")):
        return False
    return word not in rules.particles or head.follows_small() is not False
