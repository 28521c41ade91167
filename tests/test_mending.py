"""Endings that an engine glued to a term are taken off; where the French is in the plural they stay."""

from __future__ import annotations

import pytest

from bilingual.mending import articled, edited, renumbered
from bilingual.renderings import occurrences
from bilingual.types import Pin, Term


@pytest.mark.parametrize(
    ("source", "term", "text", "mended"),
    [
        ("un bouclier humain", Term("bouclier", "shield"), "A human shields", "A human shield"),
        ("un bouclier humain", Term("bouclier", "shield"), "A human Shields", "A human Shield"),
        ("deux boucliers humains", Term("bouclier", "shield"), "Two human shields", "Two human shields"),
        ("un bouclier humain", Term("bouclier", "shield"), "A human shield", "A human shield"),
        ("elle porte plainte", Term("porter plainte", "sue", verb=True), "She sues", "She sues"),
    ],
)
def test_a_singular_that_was_asked_for_stays_one(source: str, term: Term, text: str, mended: str) -> None:
    """Letter by letter, with the capitals that it had."""
    start = source.index("porte" if term.verb else "bouclier")
    pin = Pin(term, start, len(source) if term.verb else source.index(" ", start))
    (place,) = occurrences([pin], text, loosely=True)
    assert edited(text, renumbered(source, [pin], text, {0: place}).values()) == mended


@pytest.mark.parametrize(
    ("text", "target", "mended"),
    [
        ("The law enforcement mean to act", "law enforcement", "Law enforcement mean to act"),
        ("all the law enforcement there", "law enforcement", "all law enforcement there"),
        ("with a spyware on it", "spyware", "with spyware on it"),
        ("He filed a amicus brief.", "amicus brief", "He filed an amicus brief."),
        ("An lawsuit", "lawsuit", "A lawsuit"),
        ("the lawsuit", "lawsuit", "the lawsuit"),
        ("bathe law enforcement", "law enforcement", "bathe law enforcement"),
    ],
)
def test_articles_fit_the_terms_behind_them(text: str, target: str, mended: str) -> None:
    """As English has them; what only ends like an article is none."""
    (place,) = occurrences([Pin(Term("terme", target), 0, 5)], text)
    assert edited(text, articled(text, [place])) == mended
