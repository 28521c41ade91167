"""Datelines."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bilingual.datelines import dateline
from bilingual.glossary import Glossary
from bilingual.memory import Memory
from bilingual.translate import Translator
from bilingual.types import Term

if TYPE_CHECKING:
    from bilingual.engines import Engine


@pytest.mark.parametrize(
    ("text", "english", "report"),
    [
        ("WASHINGTON/SAN FRANCISCO (Reuters) – Il neige.", "WASHINGTON/SAN FRANCISCO (Reuters) –", "Il neige."),
        ("LONDRES (AFP) - Il neige.", "LONDON (AFP) –", "Il neige."),
        ("PÉKIN, GENÈVE (Reuters)— Il neige.", "BEIJING, GENEVA (Reuters) –", "Il neige."),
        ("LE CAIRE (Agence)\u00a0– Il neige.", "CAIRO (Agence) –", "Il neige."),
        ("ORLÉANS (AP) – Il neige.", "ORLEANS (AP) –", "Il neige."),
        ("Londres (AFP) – Il neige.", "", ""),
        ("NSO (Israël) vend Pegasus.", "", ""),
        ("LONDRES – Il neige.", "", ""),
        ("PARIS (Reuters) –", "", ""),
        ("", "", ""),
    ],
)
def test_a_dateline_is_told_from_a_sentence(text: str, english: str, report: str) -> None:
    """Places in capitals, an agency in brackets, a dash, and a report behind it."""
    end, found = dateline(text)
    assert (found, text[end:] if found else "") == (english, report)


def test_a_long_row_of_capitals_takes_no_time() -> None:
    """A megabyte that might be a dateline."""
    assert dateline("A" * 1_000_000) == (0, "")
    assert dateline("PARIS (" * 200_000) == (0, "")


def test_a_dateline_is_not_given_to_the_engine(engine: Engine) -> None:
    """It is rendered by table, its terms count, and the places of all terms are right."""
    text = "LONDRES (Reuters) – La firme NSO a rejeté les accusations."
    glossary = Glossary([Term("Reuters", "Reuters", "read-only"), Term("NSO", "NSO", "read-only")])
    with closing(Memory(None)) as memory:
        translator = Translator(engine, memory, glossary)
        assert sum(translator.prepare([text])) == len(text.split())
        rendering = translator.rendering(text)
    assert rendering.text.startswith("LONDON (Reuters) – ")
    assert "LOND" not in rendering.text[6:]
    terms = [(text[o.pin.start : o.pin.end], rendering.text[o.start : o.end]) for o in rendering.occurrences]
    assert terms == [("Reuters", "Reuters"), ("NSO", "NSO")]
    assert [o.verdict for o in rendering.occurrences] == ["right", "right"]
