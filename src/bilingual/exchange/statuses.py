"""Statuses as people write them into a cell, in French and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilingual.messages import _, marked

if TYPE_CHECKING:
    from bilingual.types import Status

LABELS: dict[Status, str] = {
    "draft": marked("draft"),
    "approved": marked("approved"),
    "rejected": marked("rejected"),
}
"""What a list offers, in its order."""
_WORDS: dict[str, Status] = {
    **dict.fromkeys(("draft", "open", "todo", "to do", "brouillon", "à revoir", "à faire", "en cours"), "draft"),
    **dict.fromkeys(("approved", "ok", "okay", "yes", "done", "final", "approve", "accepted", "✓", "✔"), "approved"),
    **dict.fromkeys(("approuvé", "approuvée", "validé", "validée", "accepté", "acceptée", "oui", "bon"), "approved"),
    **dict.fromkeys(("rejected", "no", "reject", "refused", "wrong", "✗", "✘"), "rejected"),
    **dict.fromkeys(("rejeté", "rejetée", "refusé", "refusée", "non", "faux"), "rejected"),
}


def shown(status: Status) -> str:
    """A status in the reader's language."""
    return _(LABELS[status])


def meant(words: str) -> Status | None:
    """The status that some words mean; None where they mean none."""
    return _WORDS.get(" ".join(words.split()).strip(".!").casefold())
