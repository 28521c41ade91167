"""Three-way merge of what editors decide: field by field, and nobody's work is overwritten unseen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bilingual.types import State

Field = Literal["target", "status", "note", "marks", "cut", "segment"]
"""What is in conflict; `segment` where it is gone from the article, `cut` where its bounds are others, `marks` where
others have moved the marked words of the same text."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change that would have overwritten another."""

    address: str
    field: Field
    wanted: str
    found: str
    """What stands there, and stays."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a decision or cut."""

    address: str
    """As it was asked for."""
    changed: tuple[str, ...] = ()
    """Addresses of the rows that are other now."""
    conflicts: tuple[Conflict, ...] = ()


def merged(now: State, before: State, after: State) -> tuple[State, tuple[Field, ...]]:
    """The state with an editor's changes in it, and the fields that others have changed otherwise meanwhile.

    A field that she left alone stays as it is now. Her opinion of a text counts for that text only: where another
    stands there by now, the status is in conflict too; and a text that she changes is a draft again, though another
    editor approved what stood there before.

    Args:
        now: what stands there.
        before: what she saw.
        after: what she made of it.
    """
    state, clashes = now, list[Field]()
    for field in ("target", "note"):
        wanted = getattr(after, field)
        if wanted == getattr(before, field):
            continue
        if getattr(now, field) in {getattr(before, field), wanted}:
            state = replace(state, **{field: wanted})
        else:
            clashes.append(field)
    if after.status == before.status:
        is_same = state.target == now.target or now.status == before.status
        return (state if is_same else replace(state, status="draft")), tuple(clashes)
    if state.target == after.target and now.status in {before.status, after.status}:
        return replace(state, status=after.status), tuple(clashes)
    return state, (*clashes, "status")
