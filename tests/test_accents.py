"""Accents that a text was typed without."""

from __future__ import annotations

import tomllib
import unicodedata
from importlib.resources import files

import pytest

from bilingual.accents import restored, spellings
from bilingual.capitals import calmed
from clocks import timed

PLAIN = "La securite des donnees personnelles a ete au coeur de l'enquete."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PLAIN, "La sécurité des données personnelles a été au coeur de l'enquête."),
        ("Etudiants et eleves manifestent.", "Étudiants et élèves manifestent."),
        ("C'est deja le resultat du congres.", "C'est déjà le résultat du congrès."),
        (f"{PLAIN} Très.", f"{PLAIN} Très."),  # who typed this one has accents
        ("Envoyez un email au bureau.", "Envoyez un email au bureau."),  # one word alone may be foreign
        ("Oui, le nom du fichier est sur Canada.ca.", "Oui, le nom du fichier est sur Canada.ca."),
        ("Le peintre Velazquez et la Cote d'Azur.", "Le peintre Velazquez et la Cote d'Azur."),  # names
        ("Il publie ou il a publie la cote.", "Il publie ou il a publie la cote."),  # the engine must tell
        ("", ""),
    ],
)
def test_words_that_are_none_without_their_accents_get_them_back(text: str, expected: str) -> None:
    """Letter for letter as long, so that terms and links keep their places; doing it twice changes nothing."""
    assert restored(text) == expected
    assert len(restored(text)) == len(text)
    assert restored(expected) == expected


def test_headlines_in_capitals_without_accents_are_mended_too() -> None:
    """After they are calmed, as the translator does it."""
    assert restored(calmed("LA GREVE DES ELEVES APRES LE SUCCES", ())) == "La grève des élèves après le succès"


def test_the_lists_are_what_they_say() -> None:
    """Each word has accents and is there once, however it is accented; those that stay have none."""
    table = tomllib.loads(files("bilingual").joinpath("data/accents.fr.toml").read_text("utf-8"))
    plain = ["".join(char for char in unicodedata.normalize("NFD", word) if char.isalpha()) for word in table["words"]]
    assert all(word != bare for word, bare in zip(table["words"], plain, strict=True))
    assert len(set(plain)) == len(plain)
    assert all(word.isascii() and word.islower() for word in table["stays"])


@pytest.mark.clock
def test_long_words_take_no_time() -> None:
    """Few of the ways to put accents on them are tried."""
    seconds, found = timed(lambda: list(spellings("e" * 60)))
    assert len(found) <= 2_000
    assert seconds < 0.5
    seconds, _text = timed(lambda: restored("e" * 200_000 + " " + "a" * 200_000))
    assert seconds < 1
