"""Set lines of the press."""

from __future__ import annotations

import tomllib
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bilingual.formulas import _BETWEEN, glued, line
from bilingual.glossary import Glossary
from bilingual.links import word_spans
from bilingual.memory import Memory
from bilingual.translate import Translator
from bilingual.types import Term
from clocks import timed

if TYPE_CHECKING:
    from bilingual.engines import Engine


def cases() -> list[tuple[str, str]]:
    """French and English; the French may have the sign between them, and then there are two."""
    text = (Path(__file__).parent / "data" / "formulas.txt").read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if row and not row.startswith("#")]
    return [
        (french, english) for french, _, english in (row.partition(" || " if " || " in row else " | ") for row in rows)
    ]


@pytest.mark.parametrize(("french", "english"), cases())
def test_set_lines_are_written_from_the_table(french: str, english: str) -> None:
    """As the table of cases says; each word is linked to one of the source, a name to itself."""
    found = line(french)
    assert (found.text if found else "-") == english
    links = found.links if found else ()
    assert [target for _, target in links] == (word_spans(english) if found else [])
    assert {source for source, _ in links} <= set(word_spans(french))
    same = {(french[slice(*source)], english[slice(*target)]) for source, target in links}
    assert all((name, name) in same for name in ("Claire", "Jeanne", "Dupont") if name in french and found)


def test_every_formula_has_a_case() -> None:
    """By what it says in English before its first slot."""
    data = tomllib.loads(files("bilingual").joinpath("data/formulas.fr.toml").read_text("utf-8"))
    said = {part.lower() for _, english in cases() for part in _BETWEEN.split(english.strip("()/."))}
    heads = {entry["english"].partition("{")[0].lower() for entry in data["formula"]}
    assert [head for head in heads if not any(one.startswith(head) for one in said)] == []


def test_british_dates_are_written_for_a_british_house() -> None:
    """As its style asks."""
    found = line("Publié le 15 juin 2023 à 18h30", "uk")
    assert found is not None
    assert found.text == "Published on 15 June 2023 at 6.30pm"


def test_the_engine_is_not_asked_unless_a_term_would_be_lost(engine: Engine) -> None:
    """Nor is it where its own text is asked for."""
    with closing(Memory(None)) as memory:
        assert (
            Translator(engine, memory).rendering("Propos recueillis par Claire Morel").text
            == "Interview by Claire Morel"
        )
        glossary = Glossary([Term("propos recueillis", "in conversation", "pin")])
        pinned = Translator(engine, memory, glossary).rendering("Propos recueillis par Claire Morel")
        assert "in conversation" in pinned.text.lower()
        bare = Translator(engine, memory, mends=False).rendering("Propos recueillis par Claire Morel")
        assert bare.text != "Interview by Claire Morel"


@pytest.mark.parametrize(
    ("text", "english", "rest"),
    [
        ("(Photo AFP)Le ministre part.", "(Photo AFP)", "Le ministre part."),
        ("© ReutersLe ministre part.", "© Reuters", "Le ministre part."),
        ("© Getty Images/AFPLe ministre part.", "© Getty Images/AFP", "Le ministre part."),
        ("Illustration : Getty Images.Or, il part.", "Illustration: Getty Images.", "Or, il part."),
        ("(Crédits : DR)« Je pars », dit-il.", "(Credits: DR)", "« Je pars », dit-il."),
        ("(Photo AFP) Le ministre part.", "", ""),
        ("(Il neige.)Le ministre part.", "", ""),
        ("Le ministre : oui.Non.", "", ""),
        ("© Reutersville", "", ""),
    ],
)
def test_a_credit_glued_to_a_sentence_is_taken_off(text: str, english: str, rest: str) -> None:
    """Only what is a set line, and only where no space stands between."""
    end, found = glued(text)
    assert (found.text if found else "", text[end:] if found else "") == (english, rest)


def test_the_sentence_behind_a_credit_is_what_the_engine_makes_of_it(engine: Engine) -> None:
    """With a space between them, the words linked to their own."""
    with closing(Memory(None)) as memory:
        translator = Translator(engine, memory)
        alone = translator.rendering("Le ministre part.")
        whole = translator.rendering("(Photo AFP)Le ministre part.")
    assert whole.text == f"(Photo AFP) {alone.text}"
    assert len(whole.words) == len(alone.words) + 2


@pytest.mark.clock
@pytest.mark.parametrize("piece", ["A ", "A, ", "A/", "d'A ", "3 ", "Par A ", "( ", "avec A ", "| ", "de la A "])
def test_hostile_lines_do_not_hang(piece: str) -> None:
    """As long as a line may be."""
    seconds, _found = timed(lambda: [line((piece * 200)[:n] + "!") for n in (150, 199)])
    assert seconds < 0.5
