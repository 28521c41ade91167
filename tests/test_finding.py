"""Terms are found in French whatever their inflection, order, tense and typography, and always the same way."""

from __future__ import annotations

import random
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.checks import findings
from bilingual.finding.conjugation import forms, verb
from bilingual.finding.spellings import spellings
from bilingual.glossary import Glossary, load
from bilingual.inflection import all_forms, conjugated, pluralised
from bilingual.renderings import missing, occurrences, wanted
from bilingual.types import Block, Pair, Pin, Segment, Term
from clocks import compared, timed

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA = Path(__file__).parent / "data"
GROUPS = tomllib.loads((DATA / "finding.toml").read_text(encoding="utf-8"))["group"]
CASES = [(group["entries"], case) for group in GROUPS for case in group["cases"]]
MARKS = {"suggest": " ?", "forbidden": " !", "pin": "", "read-only": ""}
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def entry(said: str) -> str:
    """An entry of the table as gettext has it."""
    first, *more = map(str.strip, said.split(";"))
    source, target = map(str.strip, first.split(" = "))
    labels = {name.strip(): text.strip() for name, colon, text in (one.partition(":") for one in more) if colon}
    lines = [f"#. {one}" for one in more if one.startswith(("variant:", "accepted:", "near:"))]
    lines += [f"#, {one}" for one in more if one in {"fuzzy", "forbidden", "read-only"}]
    lines += [f'msgctxt "{labels["context"]}"'] if "context" in labels else []
    lines.append(f'msgid "{source}"')
    if "plural" not in labels:
        return "\n".join([*lines, f'msgstr "{target}"\n'])
    many, rendering = labels["plural"].split(" = ")
    return "\n".join([*lines, f'msgid_plural "{many}"', f'msgstr[0] "{target}"', f'msgstr[1] "{rendering}"\n'])


def glossary(folder: Path, entries: Sequence[str]) -> Glossary:
    """The entries of a table, read from a file as a user's are."""
    path = folder / "words.po"
    path.write_text(HEADER + "\n".join(map(entry, entries)), encoding="utf-8")
    return load([path])


@pytest.mark.parametrize(("entries", "case"), CASES, ids=[case[0] for _, case in CASES])
def test_terms_are_found_and_inflected_as_the_table_says(tmp_path: Path, entries: list[str], case: list[str]) -> None:
    """The table is an editor's to correct."""
    text, *expected = case
    found = [
        f"{text[pin.start : pin.end]} = {wanted(pin, text)}{MARKS[pin.term.rule]}"
        for pin in glossary(tmp_path, entries).find(text)
    ]
    assert found == expected


INFLECTION = tomllib.loads((DATA / "inflection.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("one", "many"), INFLECTION["plural"].items())
def test_the_plural_goes_to_the_noun_that_leads(one: str, many: str) -> None:
    """And what is plural, or cannot be counted, stays."""
    assert pluralised(one) == many


@pytest.mark.parametrize(("base", "others"), INFLECTION["verb"].items())
def test_english_verbs_are_conjugated_with_what_follows_them(base: str, others: str) -> None:
    """Regular and irregular ones."""
    assert conjugated(base) == (base, *others.split(", "))
    assert set(conjugated(base)) <= set(all_forms(base))


@pytest.mark.parametrize(("infinitive", "some"), INFLECTION["conjugation"].items())
def test_french_verbs_are_conjugated(infinitive: str, some: str) -> None:
    """Each form is known for what it can be."""
    known = forms(infinitive)
    for form, *kinds in map(str.split, some.split(", ")):
        assert list(known[form])[: len(kinds)] == kinds


@pytest.mark.parametrize("noun", ["affaire", "danger", "maire", "ministère public", "laisser-passer", "mer", "Louvre"])
def test_a_noun_is_no_infinitive(noun: str) -> None:
    """Whatever it ends in."""
    assert verb(noun) is None


def test_a_verb_that_no_table_has_is_known_by_its_infinitive_alone() -> None:
    """Nothing is made up."""
    assert forms("falloir") == {"falloir": ("infinitive",)}


def test_an_entry_says_what_no_field_of_gettext_can(tmp_path: Path) -> None:
    """Lines with a label are for the program, all others for editors; labels are kept by Poedit and Weblate."""
    path = tmp_path / "words.po"
    path.write_text(
        HEADER
        + """\
#. A courtyard.
#. Near: immeuble,  école
#. variant: cour  intérieure
#. accepted: yard
#. accepted: to and fro
#. So it is: never a court.
msgctxt "near: jardin"
msgid "cour"
msgid_plural "cours"
msgstr[0] "courtyard"
msgstr[1] "courtyards"
""",
        encoding="utf-8",
    )
    assert load([path]).terms == (
        Term(
            "cour",
            "courtyard",
            accepted=("courtyards", "yard", "to and fro"),
            variants=("cours", "cour intérieure"),
            note="A courtyard.\nSo it is: never a court.",
            plural="courtyards",
            context="near: jardin",
            near=("jardin", "immeuble", "école"),
        ),
    )


def test_an_infinitive_that_is_a_noun_too_is_a_verb_if_its_rendering_says_so(tmp_path: Path) -> None:
    """Most of them are meant as nouns."""
    terms = glossary(tmp_path, ["pouvoir = power", "devoir = to owe", "saisir = seize", "NSO = to; read-only"]).terms
    assert [(term.source, term.target, term.verb) for term in terms] == [
        ("pouvoir", "power", False),
        ("devoir", "owe", True),
        ("saisir", "seize", True),
        ("NSO", "NSO", False),
    ]


def test_every_form_of_a_verb_counts_as_right(tmp_path: Path) -> None:
    """Which one is right the sentence decides."""
    pins = glossary(tmp_path, ["porter plainte = to file a complaint; accepted: to lodge a complaint"]).find(
        "Elle a porté plainte."
    )
    for said in ("filed a complaint", "will file a complaint", "filing a complaint", "had lodged a complaint"):
        assert missing(pins, said) == []
    assert missing(pins, "filed complaints") == [0]


COURTS = [
    Term("cour", "court", context="law", near=("juge",)),
    Term("cour", "courtyard", context="house", near=("immeuble",)),
]


def test_what_is_around_decides_between_homonyms_where_the_text_does_not() -> None:
    """The nearer decides first."""
    courts = Glossary(COURTS)
    assert [pin.term.target for pin in courts.find("la cour", "La cour, dit le juge.")] == ["court"]
    assert [pin.term.target for pin in courts.find("la cour de l'immeuble", "le juge")] == ["courtyard"]
    (pin,) = courts.find("la cour", "La cour est vide.")
    assert pin.homonyms == tuple(COURTS)
    assert (pin.term.rule, pin.term.accepted) == ("suggest", ("courtyard",))
    assert missing([pin], "nothing") == []
    assert occurrences([pin], "a courtyard")[0].verdict == "right"


def test_the_editor_is_asked_where_nothing_decides() -> None:
    """The finding names what each homonym is, and how it would be told."""
    text = "La cour est vide."
    homonyms = [*COURTS, Term("cour", "yard", near=("ferme",)), Term("cour", "palace", "forbidden")]
    said = occurrences(Glossary(homonyms).find(text), "The court is empty.")
    (finding,) = findings(Pair(Segment(Block(text), 0, len(text), "here"), "The court is empty.", occurrences=said))
    assert (finding.check, finding.severity) == ("term-ambiguous", "info")
    assert "“court” (law), “courtyard” (house), “yard” (ferme)" in finding.message


TERMS = [
    Term(source, source.upper())
    for source in ("a", "a b", "b c", "b c d", "c", "d a", "a b c d", "c d a", "d", "bb a", "a bb")
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "c", "d", "bb", ",", "x"])).map(" ".join), st.randoms(use_true_random=False))
def test_the_order_of_entries_never_matters_for_what_is_found(text: str, shuffler: random.Random) -> None:
    """Nor does anything else but the text: more words first, then further left; nothing overlaps."""
    shuffled = TERMS[:]
    shuffler.shuffle(shuffled)
    found = Glossary(TERMS).find(text)
    assert Glossary(shuffled).find(text) == found
    assert all(one.end <= other.start for one, other in pairwise(found))
    for pin in found:
        assert text[pin.start : pin.end] == pin.term.source
    longest = max((len(term.source.split()) for term in TERMS if f" {term.source} " in f" {text} "), default=0)
    assert max((len(pin.term.source.split()) for pin in found), default=0) == longest


@settings(max_examples=100, deadline=None)
@given(st.text(), st.sampled_from([said for entries, _ in CASES[:1] for said in entries]))
def test_any_entry_and_any_text_go_together(text: str, said: str) -> None:
    """Nothing that can be read makes the search fail, or a rendering."""
    source = said.partition(" = ")[0]
    terms = [Term(text, "x"), Term(source, text or "x"), Term(f"saisir {text}", text or "x", verb=True)]
    kept = [term for term in terms if any(map(str.isalnum, term.source)) and term.source.strip()]
    for pin in Glossary(kept).find(f"il a saisi {text} {source}"):
        assert isinstance(wanted(pin, f"il a saisi {text} {source}"), str)


def test_names_verbs_and_what_has_its_place_are_not_turned() -> None:
    """Their adjectives stay on their side."""
    for term in (
        Term("Cour suprême", "x"),
        Term("grand homme", "x"),
        Term("saisir immédiatement", "x", verb=True),
        Term("agent fédéral", "x", "read-only"),
        Term("deux agents", "x"),
    ):
        assert [one.text for one in spellings(term)] == [term.source]
    assert [one.text for one in spellings(Term("agents fédéraux", "x"))] == ["agents fédéraux", "fédéraux agents"]
    assert [one.text for one in spellings(Term("éventuel procès", "x"))] == ["éventuel procès", "procès éventuel"]


def test_a_pin_that_lost_its_context_is_still_inflected() -> None:
    """As after an editor's change."""
    term = Term("porter plainte", "file a complaint", verb=True)
    assert wanted(Pin(term, 0, 3), "xxx") == "file a complaint"
    assert wanted(Pin(term, 0, 0), "") == "file a complaint"
    assert wanted(Pin(Term("procès", "trial"), 0, 6), "procès") == "trial"


def many(count: int) -> list[str]:
    """Entries of one to four words of a language that looks like French."""
    shuffler = random.Random(5)  # noqa: S311  # no secret
    syllables = [c + v for c in "bcdflmnprst" for v in ("a", "é", "i", "ou", "eau", "ien")]
    words = [
        "".join(shuffler.choices(syllables, k=shuffler.choice([1, 2, 2, 3]))) + shuffler.choice(["", "s", "e", "r"])
        for _ in range(8_000)
    ]
    found = (" ".join(shuffler.choices(words, k=shuffler.choice([1, 2, 2, 3, 4]))) for _ in range(4 * count))
    return list(dict.fromkeys(found))[:count]


@pytest.mark.clock
@pytest.mark.parametrize(
    "words", ["la cour ", "porte pas plainte ", "se sont ", "au cours de ", "A-T-IL PORTE ", "cour "]
)
def test_long_texts_take_time_in_proportion(words: str) -> None:
    """Neither homonyms nor verbs are looked for again and again."""
    terms = Glossary([*COURTS, Term("porter plainte", "x", verb=True), Term("se porter", "y", verb=True)])
    short, long = (words * (size // len(words)) for size in (7_500, 60_000))
    eighth, whole = compared(lambda: terms.find(short, short), lambda: terms.find(long, long), times=2)
    assert whole < 16 * eighth + 0.05


@pytest.mark.clock
@pytest.mark.slow
def test_ten_thousand_entries_load_in_two_seconds_and_cost_nothing_more(tmp_path: Path) -> None:
    """The bounds leave room for a busy machine."""
    sources = many(10_000)
    path = tmp_path / "big.po"
    entries = (
        f'#. A note.\n#, terminology\nmsgid "{said}"\nmsgstr "rendering {n}"\n' for n, said in enumerate(sources)
    )
    path.write_text(HEADER + "\n".join(entries), encoding="utf-8")
    verb("porter")  # the lemmatiser's dictionary is loaded once, by whoever needs it first
    loading, big = timed(lambda: load([path]))
    assert len(big.terms) == 10_000
    shuffler = random.Random(7)  # noqa: S311  # no secret
    text = " ".join(" ".join(shuffler.choices(sources, k=6_000)).split())
    small = Glossary(big.terms[:100])
    half = text[: len(text) // 2]
    few, part, all_ = compared(lambda: small.find(text), lambda: big.find(half), lambda: big.find(text))
    assert loading < 2 * 2
    assert all_ < 3 * part + 0.2, "twice the text, twice the time"
    assert all_ < 8 * few + 0.2, "nearly every word begins a term of the big one"
