"""Why a block is not translated, as an editor reads it."""

from __future__ import annotations

from bilingual.messages import _, marked

REASONS = {
    "promotion": marked("promotion"),
    "cookies": marked("cookie notice"),
    "duplicate": marked("repeated text"),
    "quoted": marked("quoted message"),
    "english": marked("already in English"),
    "foreign": marked("in another language"),
    "related": marked("related articles"),
    "share": marked("sharing buttons"),
    "navigation": marked("navigation"),
    "newsletter": marked("newsletter sign-up"),
    "comments": marked("readers’ comments"),
    "legal": marked("legal notice"),
    "boilerplate": marked("boilerplate"),
    "untranslated": marked("no translation"),
}
"""Why a block was skipped, as an editor reads it; the last one is for a block that has neither reason nor pairs."""


def said(name: str) -> str:
    """A reason in the reader's language; the name itself where it is one of a plug-in."""
    return _(REASONS[name]) if name in REASONS else name
