"""What all formats come down to: a text and its translation at a place of a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bilingual.types import Status

_TAG = re.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,8}")
Languages = tuple[str, str]
"""Of source and target, BCP 47 without region, in small letters: `("fr", "en")`."""


class Unit(NamedTuple):
    """A unit as its file has it; units come in the order of the file. All texts are untrusted."""

    source: str
    target: str
    """Empty where there is none yet."""
    address: str
    """The file's own name for it, or a digest of its source; others than we may give the same one twice."""
    line: int
    """Where it begins, from 1."""
    status: Status = "draft"
    notes: tuple[str, ...] = ()
    languages: Languages = ("fr", "en")
    is_aside: bool = False
    """Whether it is kept, but not to be translated: obsolete, or marked so."""


def language(tag: str | None) -> str:
    """A language tag without its region, in small letters: `fr` for `FR_ch`; empty for none."""
    return (tag or "").strip().replace("_", "-").partition("-")[0].casefold()


def told(source: str, target: str) -> Languages:
    """The languages of a file that may leave one or both unsaid.

    What is translated into English is taken for French, as all of ours is, and what is translated into anything else
    for English, as gettext has it.
    """
    source, target = language(source), language(target)
    if not target:
        target = "en" if source != "en" else "fr"
    return source or ("fr" if target == "en" else "en"), target


def tag(language: str) -> str:
    """A language as XML takes it, with its region; `und` where it is none."""
    said = language.strip().replace("_", "-")
    return said if _TAG.fullmatch(said) else "und"
