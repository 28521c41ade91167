"""The built-in model is no worse than it was, and what measures it counts right."""

from __future__ import annotations

import hashlib
import tomllib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from bilingual.engines import Engine

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ROOT.parent / "shared" / "corpora" / "dev"
FLOORS: dict[str, Any] = tomllib.loads((ROOT / "tests" / "data" / "floors.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def links() -> Iterator[ModuleType]:
    """The benchmark of word links."""
    yield from _benchmark("links")


@pytest.fixture(scope="module")
def quality() -> Iterator[ModuleType]:
    """The benchmark of translations."""
    yield from _benchmark("quality")


@pytest.fixture(scope="module")
def press_noise() -> Iterator[ModuleType]:
    """The noises."""
    yield from _benchmark("press_noise")


@pytest.fixture(scope="module")
def segment() -> Iterator[ModuleType]:
    """The benchmark of sentences."""
    yield from _benchmark("segment")


def _benchmark(name: str) -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        yield import_module(name)


def _corpus(floors: dict[str, Any]) -> Path:
    path = CORPORA / floors["file"]
    if not path.exists():
        pytest.skip(f"no {path}")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == floors["sha256"], "not the text the floors were measured on"
    return path


@pytest.mark.slow
def test_word_links_are_as_right_as_they_were(links: ModuleType, engine: Engine) -> None:
    """Precision and recall on our own sentences, linked by hand."""
    examples = links.read()
    got = links.score(examples, list(links.attended(engine, examples)))
    assert got.precision >= FLOORS["links"]["precision"]
    assert got.recall >= FLOORS["links"]["recall"]


@pytest.mark.slow
def test_news_is_translated_as_well_as_it_was(quality: ModuleType, engine: Engine) -> None:
    """BLEU and chrF on the first sentences of a test set; nothing loops, nothing is empty."""
    floors = FLOORS["newstest2013"]
    rows = quality.read(_corpus(floors), floors["sentences"])
    got = quality.quality(rows, quality.whole(engine)([row.source for row in rows]))
    assert got.bleu >= floors["bleu"]
    assert got.chrf >= floors["chrf"]
    assert (got.loops, got.empty, got.long) == (0, 0, 0)


@pytest.mark.slow
def test_terms_come_through_as_often_as_they_did(quality: ModuleType, engine: Engine) -> None:
    """Terms with a listed rendering in the translation, with and without being pinned."""
    floors = FLOORS["terms"]
    rows = [row for row in quality.read(_corpus(floors)) if row.terms][: floors["rows"]]
    plain = quality.whole(engine)([row.source for row in rows])
    assert quality.terms_right(rows, plain, {}).share >= floors["unpinned"]
    assert quality.terms_right(rows, *quality.with_terms(engine, rows)).share >= floors["pinned"]


@pytest.mark.slow
def test_press_noise_costs_no_more_than_it_did(quality: ModuleType, engine: Engine) -> None:
    """Each noise, applied to the same sentences, lowers chrF by no more than its ceiling."""
    rows = quality.read(_corpus(FLOORS["newstest2013"]), FLOORS["noise"]["sentences"])
    ceilings = FLOORS["noise"]["falls"]
    got = {fall.noise: fall.chrf for fall in quality.falls(quality.whole(engine), rows)}
    assert got.keys() == ceilings.keys()
    assert {name: fall for name, fall in got.items() if fall > ceilings[name]} == {}


def test_sentences_of_our_press_set_are_found_as_well_as_they_were(segment: ModuleType) -> None:
    """And not a character is altered."""
    paragraphs = segment.read_paragraphs(segment.PRESS)
    got = segment.score(paragraphs, segment.ours([paragraph.text for paragraph in paragraphs]))
    assert got.f1 >= FLOORS["segment"]["press_set"]
    assert got.altered == 0


@pytest.mark.parametrize("name", ["press", "sequoia"])
def test_sentences_of_others_are_found_as_well_as_they_were(segment: ModuleType, name: str) -> None:
    """On the shared measuring texts, where they lie beside the repository."""
    floors = FLOORS["segment"][name]
    paragraphs = segment.read_paragraphs(_corpus(floors))
    assert segment.score(paragraphs, segment.ours([one.text for one in paragraphs])).f1 >= floors["f1"]


def test_every_word_of_the_hand_made_links_has_one(links: ModuleType) -> None:
    """60 sentences of 8 to 25 words, all different, and no word on either side that an editor forgot."""
    examples = links.read()
    assert len({one.french for one in examples}) == len(examples) == 60
    for one in examples:
        french, english = links.word_spans(one.french), links.word_spans(one.english)
        assert 8 <= len(french) <= 25, one.french
        assert {source for source, _ in one.possible} == set(range(len(french))), one.french
        assert {target for _, target in one.possible} == set(range(len(english))), one.english
        assert one.sure
        assert one.sure <= one.possible


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’État n'a aujourd'hui qu'un avis.", ["L’", "État", "n'", "a", "aujourd'hui", "qu'", "un", "avis"]),
        ("a-t-il payé 1\u202f400,5 € (12\u00a0%) ?", ["a-t-il", "payé", "1\u202f400,5", "€", "12", "%"]),
        ("The company's 375,000-euro fine; 5G, 1st.", ["The", "company", "'s", "375,000", "euro", "fine", "5G", "1st"]),
    ],
)
def test_words_are_what_the_file_says(links: ModuleType, text: str, words: list[str]) -> None:
    """Elided words keep their apostrophe; figures their grouping; 's is a word."""
    assert [text[start:end] for start, end in links.word_spans(text)] == words


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("Le chat dort.\nThe cat sleeps.\nLe=The chien=cat", "no word 'chien'"),
        ("Le chat et le chien.\nThe cat and the dog.\nLe/1=The", "no word 'Le/1'"),
        ("Il rit et il dort.\nHe laughs and he sleeps.\nil rit=laughs", "no word"),
        ("Le chat dort.\nThe cat sleeps.", "not three lines"),
    ],
)
def test_a_slip_in_the_hand_made_links_is_told(links: ModuleType, tmp_path: Path, block: str, said: str) -> None:
    """A link to a word that is not there, or that is there twice, is an error that names it."""
    file = tmp_path / "links.txt"
    file.write_text(f"# a remark\n\n{block}\n", "utf-8")
    with pytest.raises(ValueError, match=said):
        links.read(file)


def test_links_are_scored_as_och_and_ney_do(links: ModuleType, tmp_path: Path) -> None:
    """Possible links are no errors, sure ones are to be found."""
    file = tmp_path / "links.txt"
    file.write_text("Le chat a dormi.\nThe cat slept.\nLe=The chat=cat a~slept dormi=slept\n", "utf-8")
    (one,) = links.read(file)
    got = links.score([one], [{(0, 0), (2, 2), (3, 1)}])
    assert (got.found, got.possible, got.right, got.sure) == (3, 2, 1, 3)
    assert (round(got.precision, 1), round(got.recall, 1), round(got.error_rate, 1)) == (66.7, 33.3, 50.0)
    nothing = links.score([], [])
    assert (nothing.precision, nothing.recall) == (0.0, 0.0)


def test_a_word_is_linked_by_its_first_piece_or_by_most(links: ModuleType) -> None:
    """Pieces of no word are not asked, and pieces that attend to no word link to nothing."""
    linked, targets = [4, 1, 2, 2, None, 0], [None, 0, 0, 0, 1, 2]
    assert list(links._word_links(linked, targets, "first")) == [(1, 0), (0, 2)]
    assert list(links._word_links(linked, targets, "most")) == [(2, 0), (0, 2)]


@pytest.mark.parametrize(
    ("name", "source", "english"),
    [
        ("apostrophes curly", "L’eau a 12 500 « prix » à 7 300.", None),
        ("quotes straight", 'L\'eau a 12 500 "prix" à 7 300.', None),
        ("quotes curly", "L'eau a 12 500 “prix” à 7 300.", None),
        ("quotes French", "L'eau a 12 500 «\u00a0prix\u00a0» à 7 300.", None),
        ("capitals", "L'EAU A 12 500 « PRIX » À 7 300.", None),
        ("accents lost", "L'eau a 12 500 « prix » a 7 300.", None),
        ("final stop lost", "L'eau a 12 500 « prix » à 7 300", "Water"),
        ("caption glued", "(Photo AFP)L'eau a 12 500 « prix » à 7 300.", "(AFP photo) Water."),
        ("figures 1.400", "L'eau a 12.500 « prix » à 7300. (2.100 victimes)", "Water. (2,100 victims)"),
        ("figures 1400", "L'eau a 12500 « prix » à 7300. (2100 victimes)", "Water. (2,100 victims)"),
        ("@name added", "L'eau a 12 500 « prix » à 7 300. @NSOwatch_fr", "Water. @NSOwatch_fr"),
        (
            "unknown name",
            "L'eau a 12 500 « prix » à 7 300, selon Zdravko Mierzwiński.",
            "Water, according to Zdravko Mierzwiński.",
        ),
    ],
)
def test_a_noise_does_one_thing(press_noise: ModuleType, name: str, source: str, english: str | None) -> None:
    """And says what becomes of the translation."""
    (noise,) = [noise for noise in press_noise.NOISES if noise.name == name]
    made = noise.make("L'eau a 12 500 « prix » à 7 300.", "Water.", 0)
    assert made == (source, english or "Water.")
    assert not noise.kept(0) or any(said in made[1] for said in noise.kept(0))


def test_noises_leave_alone_what_they_are_not_about(press_noise: ModuleType) -> None:
    """A sentence without a stop loses none; one without quotes becomes a quotation, in English too."""
    noises = {noise.name: noise for noise in press_noise.NOISES}
    assert noises["final stop lost"].make("Quoi ?", "What?", 0) == ("Quoi ?", "What?")
    assert noises["unknown name"].make("Quoi ?", "What?", 1)[0] == "Quoi ? (Oluwaseun Akinbade)"
    assert noises["quotes curly"].make("Non.", "No.", 0) == ("“Non.”", '"No."')
    assert press_noise.folded("« L’eau » et “lui”") == '"L\'eau" et "lui"'


def test_figures_are_compared_as_values(quality: ModuleType) -> None:
    """Whatever their grouping; what the reference lacks is not asked for; small ones may be spelt out."""
    french = "En 2012, 1 400 et 1.400 et 1\u202f400 ont payé 2,50 € et 3 fois 07, ou 49.3."
    assert quality.french_values(french) == {"2012", "1400", "2.5", "3", "7", "49.3"}
    assert quality.english_values("In 2012, 1,400 paid 2.50 three times") >= {"2012", "1400", "2.5", "3"}
    row = quality.Row("Il a payé 1 400 euros en 12 jours.", "He paid 1,400 euros in a dozen days.")
    assert quality.quality([row], ["He paid 1.4 euros in days."])[5:] == (1, 1)


def test_faults_are_counted(quality: ModuleType) -> None:
    """Loops, empty and over-long translations, each once."""
    rows = [quality.Row("Il l'a vu hier.", "He saw it yesterday.")] * 4
    outputs = ["", "he he he he saw it", "he saw it he saw it he saw it", "word " * 7 + "many more " * 5]
    got = quality.quality(rows, outputs)
    assert (got.loops, got.empty, got.long) == (3, 1, 1)
    assert not quality.loops("no no no, he said")


def test_terms_are_found_as_whole_words(quality: ModuleType, tmp_path: Path) -> None:
    """A row's terms are read with all their renderings; hyphens and case do not matter, endings do."""
    file = tmp_path / "terms.tsv"
    file.write_text("le chat\tthe cat\tchat=cat|tom-cat;le=the\nsans\twithout\n\n", "utf-8")
    rows = quality.read(file)
    assert [row.terms for row in rows] == [(("chat", ("cat", "tom-cat")), ("le", ("the",))), ()]
    assert quality.terms_right(rows, ["Tom cat", ""], {})[:2] == (1, 2)
    assert quality.terms_right(rows, ["the cats", ""], {})[:2] == (1, 2)
    assert quality.terms_right([], [], {}).share == 0


def test_a_row_has_its_own_terms(quality: ModuleType, engine: Engine) -> None:
    """The same word may be rendered in two ways in two rows; no row's term leaks into another."""
    rows = [
        quality.Row("L'enquête continue.", "", (("enquête", ("probe",)),)),
        quality.Row("Une enquête est ouverte.", "", (("enquête", ("inquiry",)),)),
        quality.Row("Il parle d'une enquête.", ""),
    ]
    outputs, verdicts = quality.with_terms(engine, rows)
    assert "probe" in outputs[0]
    assert "inquiry" in outputs[1]
    assert sum(verdicts.values()) == 2
    assert outputs[2] == quality.whole(engine)([rows[2].source])[0]
    assert quality.bare(engine)([rows[2].source, ""])[1] == ""
