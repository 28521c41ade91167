"""What ends a sentence, where an engine left it out."""

from __future__ import annotations

import pytest

from bilingual.endings import ended
from bilingual.figures.mend import applied
from clocks import timed


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("vendre ces outils ;", "sell these tools", "sell these tools;"),
        ("vendre ces outils,", "sell these tools", "sell these tools,"),
        ("Il y a trois pas :", "There are three steps", "There are three steps:"),
        ("vendre ces outils ;", "sell these tools.", "sell these tools."),
        ("vendre ces outils", "sell these tools", "sell these tools"),
        ("Il a gagné ! 🎉🔥", "He won!", "He won! 🎉🔥"),
        ("Il a gagné 👍🏽", "He won 👍🏽", "He won 👍🏽"),
        ("Il a gagné 🎉.", "He won.", "He won."),
        ("Il a gagné 🎉", "He 🔥 won 🔥", "He 🔥 won 🎉"),
        ("Il a gagné 🤷\u200d♀️", "He won 🤷♀️", "He won 🤷\u200d♀️"),
        ("Oui 🎉", "", ""),
    ],
)
def test_it_is_as_in_the_source(source: str, target: str, expected: str) -> None:
    """Where the target has another sign, or the same emoji elsewhere, nothing is changed."""
    assert applied(target, ended(source, target)) == expected


@pytest.mark.clock
def test_many_emoji_take_no_time() -> None:
    """Only the end is looked at."""
    seconds, _edits = timed(lambda: list(ended("🔥" * 100_000 + "x", "🔥" * 100_000)))
    assert seconds < 0.5
