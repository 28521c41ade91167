"""Names with letters that French does not have."""

from __future__ import annotations

import pytest

from bilingual.figures.mend import applied
from bilingual.spelling import respelt
from clocks import timed


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Selon Björn Hålogasund.", "According to Björn Hßlogasund.", "According to Björn Hålogasund."),
        ("M. Hålogasund a ri.", "Mr Hunelogasund laughed.", "Mr Hålogasund laughed."),
        ("Mme Łukasińska et M. Şahin.", "Ms Lukasinska and Mr Shin.", "Ms Lukasinska and Mr Şahin."),  # printed so, too
        ("Erdoğan a parlé.", "Erdogan spoke.", "Erdogan spoke."),
        ("M. Šimánek est là.", "He is here.", "He is here."),
        ("M. Šimánek est là.", "Simon is here.", "Simon is here."),
        ("L’été à Björnstad.", "Summer in Bjrnstad.", "Summer in Bjrnstad."),  # ö is no letter that engines guess
        ("M. Hålogasund a ri.", "Mr Hålogasund laughed at Hanoi.", "Mr Hålogasund laughed at Hanoi."),
    ],
)
def test_they_are_spelt_as_in_the_source(source: str, target: str, expected: str) -> None:
    """Where nothing like them stands, nothing is changed."""
    assert applied(target, respelt(source, target)) == expected


def test_a_term_is_not_touched() -> None:
    """It stands as the glossary has it."""
    assert list(respelt("Hålogasund", "Hßlogasund", [(0, 10)])) == []


@pytest.mark.clock
def test_many_names_take_no_time() -> None:
    """Few of them are looked at."""
    source, target = "Håx " * 20_000, "Hßy " * 20_000
    seconds, _found = timed(lambda: list(respelt(source, target)))
    assert seconds < 2
