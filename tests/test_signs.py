"""Quotation marks and apostrophes of a translation are as curled as those of its source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.figures.signs import curled


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Une « immunité » d’État.", 'A "state" immunity.', "A “state” immunity."),
        ("« Non », dit-il, « jamais ».", '"No," he said, "never".', "“No,” he said, “never”."),
        ("Il a dit « non » (« jamais »).", 'He said "no" ("never").', "He said “no” (“never”)."),
        ("L’icône d’un téléphone", "A phone's icon", "A phone’s icon"),
        ("Les juges d’ici", "The judges' duty isn't done", "The judges’ duty isn’t done"),
        ("Un écran de 5 pouces, dit « grand »", 'A 5" screen', 'A 5" screen'),
        ("« Un »", '"One', '"One'),
        ("« Un » « deux »", 'a "b" c" d "e', 'a "b" c" d "e'),
        ("Suis-je à l’abri ? »", 'Am I safe?"', "Am I safe?”"),
        ("« Je n’ai pas répondu.", "\"I didn't answer.", "“I didn’t answer."),
        ("Oui », dit-il, « et non.", 'Yes," he says, "and no.', "Yes,” he says, “and no."),
        ("« Oui.", 'Yes".', 'Yes".'),
        ("L'icône d'un téléphone", "A phone's icon", "A phone's icon"),
        ("Le téléphone", "The phone's icon", "The phone's icon"),
        ('Il dit "non" d’ici', "It's so", "It's so"),
        ("« Rien »", "“Nothing”", "“Nothing”"),
    ],
)
def test_signs_are_curled_where_the_source_has_curled_ones(source: str, target: str, expected: str) -> None:
    """A text typed with straight ones gets such, and what does not open and close in turn stays."""
    assert curled(source, target) == expected


def test_a_term_stays_as_the_glossary_has_it() -> None:
    """Its span is not touched."""
    assert curled("d’ici « a »", "O'Neil isn't here", [(0, 6)]) == "O'Neil isn’t here"


@given(st.text(alphabet="ab '\"’«»“\n", max_size=40), st.text(alphabet="as '\"’“ .(", max_size=40))
def test_nothing_moves(source: str, target: str) -> None:
    """Word links and terms keep their offsets: a sign takes the place of a sign."""
    made = curled(source, target)
    assert len(made) == len(target)
    assert all(old == new or old in "'\"" for old, new in zip(target, made, strict=True))
