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
        ("APPLE ATTAQUE, WASHINGTON LA MET SUR LISTE NOIRE", "Apple attaque, Washington la met sur liste noire"),
        ("LA SNCF ANNONCE UNE GREVE VERITABLEMENT TRES SUIVIE", "La SNCF annonce une greve veritablement tres suivie"),
        ("L'IMMUNITÉ DES ÉTATS AU PÉKIN D'HIER", "L'immunité des états au Pékin d'hier"),
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
