"""What must be known of French to tell what a word is where it stands: closed classes of words, by name.

The words stand in `data/grammar.fr.toml`, in small letters, elided ones without their apostrophe.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Grammar:
    """The data file, ready to be asked."""

    singular_determiners: frozenset[str]
    plural_determiners: frozenset[str]
    heralds: frozenset[str]
    """Words other than determiners that a noun may follow."""
    before_verbs: frozenset[str]
    never_before_nouns: frozenset[str]
    articles_or_pronouns: frozenset[str]
    inverted: frozenset[str]
    """Subjects, and what parts them from the verb, where they stand behind it."""
    reflexive: frozenset[str]
    avoir: frozenset[str]
    """Its present."""
    avoir_otherwise: frozenset[str]
    etre: frozenset[str]
    between: frozenset[str]
    """What may part a verb from the rest of its phrase."""
    bound_adjectives: frozenset[str]
    """Adjectives that do not change sides."""
    adjective_endings: tuple[str, ...]
    fixed: dict[str, tuple[tuple[str, ...], ...]]
    """Prepositions of several words, by the first of them."""

    before_nouns: frozenset[str]
    """The heralds and the determiners of either number."""
    auxiliaries: frozenset[str]
    """Forms of avoir and être."""


@cache
def grammar() -> Grammar:
    """What is known."""
    table = tomllib.loads((files("bilingual") / "data" / "grammar.fr.toml").read_text(encoding="utf-8"))
    fixed: dict[str, tuple[tuple[str, ...], ...]] = {}
    for words in map(str.split, table.pop("fixed")):
        fixed[words[0]] = (*fixed.get(words[0], ()), tuple(words))
    endings = tuple(table.pop("adjective_endings"))
    classes = {name: frozenset(words) for name, words in table.items()}
    return Grammar(
        **classes,
        adjective_endings=endings,
        fixed=fixed,
        before_nouns=classes["heralds"] | classes["singular_determiners"] | classes["plural_determiners"],
        auxiliaries=classes["etre"] | classes["avoir"] | classes["avoir_otherwise"],
    )
