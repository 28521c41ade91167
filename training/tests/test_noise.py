"""Each kind of press noise does what its name says, to both sides or to one, or leaves the pair alone."""

from __future__ import annotations

import random
import re
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training import noise
from training.tests import toy


def every(kind: str, french: str, english: str) -> set[tuple[str, str] | None]:
    """What a kind makes of a pair, over some seeds."""
    return {noise.apply(kind, french, english, random.Random(seed)) for seed in range(60)}  # noqa: S311  # no secret


@pytest.mark.parametrize(
    ("kind", "french", "english", "expected"),
    [
        ("apostrophes", "L'État n'a rien.", "It's nothing.", {("L’État n’a rien.", "It's nothing.")}),
        ("apostrophes", "L’État.", "The State.", {("L'État.", "The State.")}),
        ("apostrophes", "Rien.", "Nothing.", {None}),
        (
            "quotes",
            "Il dit « oui ».",
            "He says “yes”.",
            {
                ("Il dit “oui”.", "He says “yes”."),
                ('Il dit "oui".', "He says “yes”."),
                ("Il dit «oui».", "He says “yes”."),
                ("Il dit «\u00a0oui\u00a0».", "He says “yes”."),
            },
        ),
        ("quotes", "Il dit « oui » et « non ».", "", {None}),
        ("stop", "Il vient.", "He comes.", {("Il vient", "He comes")}),
        ("stop", "Il vient...", "He comes...", {None}),
        ("stop", "Il vient.", "He comes!", {None}),
        (
            "headline",
            "L'été à Caen",
            "Summer in Caen",
            {("L'ÉTÉ À CAEN", "SUMMER IN CAEN"), ("L'ETE A CAEN", "SUMMER IN CAEN")},
        ),
        ("headline", "Été", "Summer", {None}),
        ("headline", "Un mot " * 20, "A word " * 20, {None}),
        ("accents", "À l’œuvre, élève", "x", {("A l’œuvre, élève", "x"), ("A l’oeuvre, eleve", "x")}),
        ("accents", "le chat", "the cat", {None}),
        ("spaces", "Ah ? Oh !", "x", {("Ah? Oh!", "x"), ("Ah\u00a0? Oh\u00a0!", "x"), ("Ah\u202f? Oh\u202f!", "x")}),
        ("spaces", "Quoi?", "x", {("Quoi ?", "x"), ("Quoi\u00a0?", "x"), ("Quoi\u202f?", "x")}),
        ("spaces", "à 10:30 http://x", "x", {None}),
        ("glued", "Il vient. Elle part.", "He comes. She goes.", {("Il vient.Elle part.", "He comes. She goes.")}),
        ("glued", "Il vient. Elle part.", "He comes and she goes.", {None}),
        ("thousands", "en 2 100.5 ou 2,100", "2,100", {None}),
        ("thousands", "version 2.100", "version 2.100", {None}),
        ("figures", "le 14 et le 14", "the 14th", {None}),
        ("name", "Paris et le Parlement", "Paris and the Parlement", {None}),
    ],
)  # fmt: skip
def test_kinds(kind: str, french: str, english: str, expected: set[tuple[str, str] | None]) -> None:
    """All that a kind can make of a pair, and nothing else."""
    assert every(kind, french, english) == expected


def test_thousands_vary_in_french_and_have_a_comma_in_english() -> None:
    """Whatever separates the French groups, English has a comma; the digits are the same on both sides."""
    made = every("thousands", "Plus de 1 400 morts et 12 000 € en 2019", "Over 1400 dead and €12 000 in 2019")
    for pair in made:
        assert pair
        french, english = (re.findall(r"\d[\d., \u00a0\u202f]*\d", side) for side in pair)
        assert [re.sub(r"\D", "", number) for number in french] == [re.sub(r"\D", "", number) for number in english]
        assert all(re.fullmatch(r"\d{1,2},\d{3}", number) for number in english[:2])
        assert french[2] == english[2] == "2019"
    assert any(pair and "1.400" in pair[0] for pair in made)
    assert any(pair and "1400" in pair[0] for pair in made)


@pytest.mark.parametrize(
    ("french", "english", "expected"),
    [
        ("710 000 jeunes", "over 710 000 young people", "over 710,000 young people"),
        ("1 234 567 €", "EUR 1234567", "EUR 1,234,567"),
        ("1.400 pages", "1,400 pages", "1,400 pages"),
        ("la version 2.100", "version 2.100", "version 2.100"),
        ("5 024 338,54 m", "5 024 338.54 m", "5 024 338.54 m"),
        ("@nom10 100 de plus", "@nom10 100 more", "@nom10 100 more"),
        ("en 2019", "in 2019", "in 2019"),
        ("1,4 milliard", "1.4 billion", "1.4 billion"),
    ],
)
def test_english_numbers_have_commas(french: str, english: str, expected: str) -> None:
    """Where French groups digits, English does, in its own way."""
    assert noise.with_commas(french, english) == expected


def test_figures_and_names_are_the_same_on_both_sides() -> None:
    """What replaces them is copied; articles keep common words from being taken for names; years remain years."""
    changed = [pair for pair in every("figures", "Les 37 pages de 1998", "The 37 pages of 1998") if pair]
    assert len(changed) > 1
    for pair in changed:
        assert re.findall(r"\d+", pair[0]) == re.findall(r"\d+", pair[1])
        assert re.search(r" (?:19|20)\d\d$", pair[0])
    for named in every("name", "Hier, Maltravers a dit non au Conseil", "Yesterday Maltravers said no to the Conseil"):
        assert named
        new = named[0].removeprefix("Hier, ").removesuffix(" a dit non au Conseil")
        assert named[1] == f"Yesterday {new} said no to the Conseil"
        assert new != "Maltravers"


@pytest.mark.parametrize("kind", ["handle", "hashtag", "link", "emoji"])
def test_insertions_stand_at_the_same_place(kind: str) -> None:
    """At the start, at the end, or behind the only comma of both sides."""
    french, english = "Hier, il a plu.", "Yesterday, it rained."
    places = Counter[str]()
    for pair in every(kind, french, english):
        assert pair
        before, after = next((side[0], side[1]) for side in zip(pair, (french, english), strict=True))
        sign = re.sub(r"^ | :? ?$", "", before.replace("Hier, ", "", 1).replace("il a plu.", "", 1).strip())
        assert after == french
        assert sign in pair[1]
        place = "start" if before.startswith(sign) else "end" if before.endswith(sign) else "comma"
        places[place] += 1
        if place == "comma":
            assert pair == (f"Hier, {sign} il a plu.", f"Yesterday, {sign} it rained.")
        elif place == "end":
            assert pair == (f"{french} {sign}", f"{english} {sign}")
        else:
            assert pair[1].endswith(english)
    assert set(places) == {"start", "end", "comma"}
    assert all(noise.apply(kind, "Il a plu", "It rained", random.Random(seed)) for seed in range(20))  # noqa: S311


def test_a_caption_is_glued_in_french_only() -> None:
    """A short one without its stop, a longer one with it; none where a side is long or has no end."""
    pair = ("Elle part.", "She goes.")
    assert noise.caption(("Photo de presse.", "Press photo."), pair) == (
        "Photo de presseElle part.",
        "Press photo. She goes.",
    )
    long = ("Une photo de presse qui montre le maire de Nantes.", "A press photo of the mayor of Nantes.")
    assert noise.caption(long, pair) == (f"{long[0]}Elle part.", f"{long[1]} She goes.")
    assert noise.caption(("Photo", "Photo"), pair) is None
    assert noise.caption(("Oui. " * 40, "Yes."), pair) is None


def test_kinds_that_apply_are_drawn_by_weight() -> None:
    """A kind of no weight is never drawn; where none applies there is no noise."""
    rng = random.Random(1)  # noqa: S311  # no secret
    drawn = Counter(
        changed[0]
        for _ in range(400)
        if (
            changed := noise.some(
                "L'été.", "Summer.", {"apostrophes": 3.0, "stop": 1.0, "glued": 9.0, "accents": 0.0}, rng
            )
        )
    )
    assert set(drawn) == {"apostrophes", "stop"}
    assert 250 < drawn["apostrophes"] < 350
    assert noise.some("a", "b", {"stop": 1.0}, rng) is None
    assert noise.rare("a", "b", {"stop": 1.0}, rng) is None
    assert noise.rare("a.", "b.", {"stop": 0.0, "emoji": 0.0}, rng) is None
    assert noise.rare("a.", "b.", {"glued": 1.0, "stop": 1.0}, rng) == ("stop", ("a", "b"))
    with pytest.raises(KeyError):
        noise.apply("nonsense", "a", "b", rng)


@given(st.sampled_from(sorted(noise.KINDS)), st.sampled_from(toy.pairs(80)), st.integers(0, 1000))
def test_noise_is_pure_and_keeps_the_form_of_a_file(kind: str, pair: tuple[str, str], seed: int) -> None:
    """The same seed gives the same pair; it is never empty, has no tab, no end of line, and is another one."""
    first, again = (noise.apply(kind, *pair, random.Random(seed)) for _ in range(2))  # noqa: S311  # no secret
    assert first == again
    if first:
        assert first != pair
        assert all(side.strip() and not {"\t", "\n"} & set(side) for side in first)


@pytest.mark.clock
@pytest.mark.parametrize(
    "text", ["1 " * 40_000, "1 000" * 20_000, "« " * 40_000, "Aa. " * 30_000, "le " * 40_000, "Abcd " * 20_000]
)
def test_noise_of_a_long_text_takes_no_time(text: str) -> None:
    """Linear, whatever the text."""
    for kind in noise.KINDS:
        start = time.process_time()
        noise.apply(kind, text, text, random.Random(1))  # noqa: S311  # no secret
        assert time.process_time() - start < 3, kind
