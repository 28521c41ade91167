"""Headlines in capitals."""

from __future__ import annotations

import pytest

from bilingual.capitals import calmed
from bilingual.glossary import Glossary
from bilingual.types import Term

TERMS = Glossary([Term("NSO", "NSO", "read-only"), Term("Cour suprême", "Supreme Court")])


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("NSO DEVANT LA COUR SUPRÊME", "NSO devant la Cour suprême"),
        ("LA COUR SUPREME REFUSE L'IMMUNITÉ", "La Cour suprême refuse l'immunité"),
        ("« UN GÉANT SE FÂCHE »", "« Un géant se fâche »"),
        ("ONU", "ONU"),
        ("L'ONU ET NSO", "L'ONU ET NSO"),
        ("La Cour Suprême", "La Cour Suprême"),
        ("1 400 €", "1 400 €"),
        ("İSTANBUL TREMBLE ENCORE", "İSTANBUL TREMBLE ENCORE"),  # its small letters are more than its capitals
    ],
)
def test_only_what_is_all_in_capitals_is_calmed(text: str, spoken: str) -> None:
    """Names of the glossary keep their capitals; the places of terms stay the same."""
    assert calmed(text, TERMS.find(text)) == spoken
    assert len(spoken) == len(text)
