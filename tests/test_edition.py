"""Readers' editions: what of a bitext readers get, and how it becomes a book."""

from __future__ import annotations

import gc
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import books
from bilingual.address import Addresses
from bilingual.edition import binding, collection, index, records
from bilingual.edition.binding import Article, Credits
from bilingual.edition.book import Colophon, Edition, Line
from bilingual.edition.editions import edition, headline
from bilingual.edition.look import firsts
from bilingual.edition.runs import nested, plain, runs, xhtml
from bilingual.edition.words import Words
from bilingual.errors import GlossaryError, InputError, UsageError
from bilingual.finding import Glossary
from bilingual.types import Inline, Term

DATA = Path(__file__).parent / "data"
ERRORS = tomllib.loads((DATA / "collection_errors.toml").read_text(encoding="utf-8"))
GLOSSARY = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "logiciel"
msgstr "software"

msgid "journaliste"
msgstr "journalist"

#, read-only
msgid "Pegasus"
msgstr ""

#, fuzzy
msgid "neuf"
msgstr "new"
"""


def one(*sides: books.Sides, only_approved: bool = False) -> tuple[str, str]:
    """A paragraph of the edition of sentence pairs."""
    made = edition(books.bitext(books.passage(Addresses(), "paragraph", *sides)), only_approved=only_approved)
    return made.paragraphs[0].source.text, made.paragraphs[0].target.text


def test_the_sentences_of_a_block_are_one_paragraph_and_skipped_blocks_are_gone() -> None:
    """The first heading is the title, and stands there only."""
    made = edition(books.article())
    assert [line.text for line in made.title] == ["WhatsApp attaque NSO", "WhatsApp Sues NSO"]
    assert [(one.kind, one.level, one.target.text) for one in made.paragraphs] == [
        ("paragraph", 0, "The Pegasus software targets journalists. “Nothing new,” she says in 0."),
        ("heading", 2, "What WhatsApp Wants"),
        ("item", 0, "Damages"),
        ("item", 0, "An injunction"),
        ("quotation", 0, "[…]"),
        ("caption", 0, "[…]"),
    ]
    assert (made.segments, made.approved, made.left_out) == (8, 2, 2)
    assert made.signature == books.SIGNATURE
    assert len({one.address for one in made.paragraphs}) == len(made.paragraphs)


@pytest.mark.parametrize(
    ("sides", "only_approved", "shown"),
    [
        ([("A.", "One."), ("B.", "Two.")], False, "One. Two."),
        ([("A.", " One.\n"), ("B.", "Two.")], False, "One. Two."),
        (
            [("A.", "One."), ("B.", "Two.", "rejected"), ("C.", "", "approved"), ("D.", "Four.")],
            False,
            "One. […] Four.",
        ),
        ([("A.", "One.", "approved"), ("B.", "Two."), ("C.", "Three.", "approved")], True, "One. […] Three."),
        ([("A.", "One."), ("B.", " \n ")], True, "[…]"),
    ],
)
def test_what_is_not_shown_is_told_once_in_a_row(sides: list[books.Sides], *, only_approved: bool, shown: str) -> None:
    """Rejected, empty, or with `only_approved` not approved."""
    assert one(*sides, only_approved=only_approved)[1] == shown


def test_texts_stand_on_one_line_and_french_keeps_its_signs() -> None:
    """Line breaks of any kind become spaces, and a space before a high sign does not break."""
    source, target = one(("« Quoi\u2028donc\x1c? » :\ttout !", "“What,\nthen? ” : all"))
    assert source == "«\u00a0Quoi donc\u00a0?\u00a0»\u00a0: tout\u00a0!"
    assert target == "“What, then? ” : all"


def test_marks_move_with_their_sentences_and_are_mended_between_them() -> None:
    """What is bold on both sides of a sentence's end is bold throughout; marks apart stay apart."""
    source = [
        Inline(0, 9, "bold"),
        Inline(5, 9, "link", "https://a.fr"),
        Inline(10, 16, "bold"),
        Inline(13, 16, "code"),
    ]
    sides = ("Gras ici.", "  Bold here."), ("Et là.", "And there.")
    passage = books.passage(Addresses(), "paragraph", *sides, marks=(source, [Inline(2, 12, "bold")]))
    second = replace(passage.pairs[1], inlines=(Inline(0, 10, "bold"), Inline(4, 9, "italic")))
    made = edition(books.bitext(replace(passage, pairs=(passage.pairs[0], second)))).paragraphs[0]
    assert made.source.inlines == (Inline(0, 16, "bold"), source[1], source[3])
    assert made.target == Line("Bold here. And there.", (Inline(0, 21, "bold"), Inline(15, 20, "italic")))
    apart = [Inline(0, 4, "bold"), Inline(5, 9, "bold"), Inline(10, 12, "bold")]
    passage = books.passage(Addresses(), "paragraph", *sides, marks=(apart, ()))
    assert edition(books.bitext(passage)).paragraphs[0].source.inlines == (Inline(0, 12, "bold"),)


def test_a_heading_far_down_is_no_title() -> None:
    """The article is then called by its name."""
    known = Addresses()
    text = [books.passage(known, "paragraph", (f"Phrase {n}.", f"Sentence {n}.")) for n in range(3)]
    head = books.passage(known, "heading", ("Suite", "More"), level=2)
    made = edition(books.bitext(*text, head))
    assert [line.text for line in made.title] == ["whatsapp", "whatsapp"]
    assert made.paragraphs[-1].target.text == "More"
    assert edition(books.bitext(*text[:2], head)).title[1].text == "More"
    assert edition(books.bitext(*text[:2], head), title="Mine\nown").title[1].text == "Mine own"
    left = books.passage(known, "heading", ("Titre", ""))
    assert headline(edition(books.bitext(left))) == ("Titre", "Titre")


KINDS = ("bold", "italic", "superscript", "subscript", "code", "link")
MARKS = st.lists(
    st.builds(
        Inline,
        st.integers(-2, 30),
        st.integers(-2, 30),
        st.sampled_from(KINDS),
        st.sampled_from(["", "https://a.fr/?a=1&b=2", "javascript:alert(1)", "mailto:a@b.fr"]),
    ),
    max_size=8,
)


@given(st.text(max_size=30), MARKS)
def test_runs_give_the_text_back_and_elements_nest(text: str, marks: list[Inline]) -> None:
    """Whatever overlaps: joined, the runs are the text; as XML, the elements are well-formed and hold it."""
    line = Line(text, tuple(marks))
    assert "".join(run.text for run in runs(line)) == text
    opened = []
    for event in nested(line):
        if event.what == "open":
            opened.append(event.mark)
        elif event.what == "close":
            assert opened.pop() == event.mark
    assert not opened
    element = etree.fromstring(f"<p>{xhtml(line)}</p>".replace("\r", "&#13;"))
    assert "".join(element.itertext()) == plain(text)
    assert all(link.get("href", "").startswith(("https:", "mailto:")) for link in element.iter("a"))
    assert not element.xpath("//a//a | //b//b")


@given(st.text(max_size=30), MARKS)
def test_every_mark_that_can_be_is_shown(text: str, marks: list[Inline]) -> None:
    """A letter is bold exactly where a mark says so."""
    shown = "".join(
        "x" * len(run.text) if run.has("bold") else "-" * len(run.text) for run in runs(Line(text, tuple(marks)))
    )
    inside = [one for one in marks if one.kind == "bold" and 0 <= one.start < one.end <= len(text)]
    assert shown == "".join("x" if any(one.start <= at < one.end for one in inside) else "-" for at in range(len(text)))


@pytest.mark.parametrize(
    ("approved", "left_out", "said"),
    [
        (0, 0, ["No sentence has been approved by an editor: this is machine translation."]),
        (12, 0, ["12 of 40 sentences approved by an editor; the rest is machine translation."]),
        (40, 0, ["40 sentences, all approved by an editor."]),
        (
            12,
            1,
            [
                "12 of 40 sentences approved by an editor; the rest is machine translation.",
                "1 sentence is left out: […] stands in its place.",
            ],
        ),
        (
            12,
            28,
            [
                "12 of 40 sentences approved by an editor.",
                "28 sentences are left out: […] stands in their place.",
            ],
        ),
    ],
)
def test_the_colophon_is_honest(approved: int, left_out: int, said: list[str]) -> None:
    """It tells what people approved and what nobody has."""
    book = books.book(("paragraph", "a", "b"), colophon=Colophon(40, approved, left_out, (books.SIGNATURE, {})))
    assert Words().colophon(book) == ["Translated from French into English.", *said]
    assert Words().signatures(book) == ["bilingual 0.1.0 · model builtin 0.3 · glossary 51ce07aa (38 terms)"]
    assert Words().colophon(books.book(colophon=Colophon())) == ["Translated from French into English."]


def test_a_colophon_in_french_names_languages_inside_its_sentences() -> None:
    """They have a capital where they stand alone only."""
    book = books.book(("paragraph", "a", "b"), colophon=Colophon(40, 12, 28))
    assert Words("fr").colophon(book) == [
        "Langue originale\N{NO-BREAK SPACE}: français. Langue de traduction\N{NO-BREAK SPACE}: anglais.",
        "Phrases approuvées par un relecteur\N{NO-BREAK SPACE}: 12 sur 40.",
        "28 phrases sont omises\N{NO-BREAK SPACE}: […] en tient lieu.",
    ]
    assert (Words("fr").language("fr"), Words("fr").language("zz")) == ("Français", "zz")


def test_credits_are_those_that_are_told() -> None:
    """Names in a row, days as they are printed."""
    told = {"authors": ("A", "B", "C"), "translators": ("D",), "publisher": "P", "date": "2026-07-01", "rights": "R"}
    book = books.book(**told)
    assert Words().credits(book) == [
        ("author", "A, B and C"),
        ("translator", "Translated by D"),
        ("publisher", "P, 1 July 2026"),
        ("rights", "R"),
    ]
    assert Words("fr").credits(books.book(date="2026-07-01")) == [("publisher", "1er juillet 2026")]
    assert Words("fr").day("2026-07-11") == "11 juillet 2026"
    assert Words().credits(books.book(date="summer 2026", identifier="I")) == [
        ("publisher", "summer 2026"),
        ("identifier", "I"),
    ]
    assert [Words().language(code) for code in ("fr", "pt-BR", "zz", "not a code")] == [
        "French",
        "Portuguese",
        "zz",
        "not a code",
    ]


def test_an_article_is_found_by_name_and_by_path(tmp_path: Path) -> None:
    """In the output folder or anywhere; what lies there besides is no article."""
    folder = books.saved(tmp_path / "output", books.article("a.b"), books.article())
    (folder / "glossary.po").write_text(GLOSSARY, encoding="utf-8")
    (folder / ".bilingual").mkdir()
    (folder / ".bilingual" / "x.po").touch()
    assert records.names(folder) == ["a.b", "press/whatsapp"]
    assert records.find(folder, "press/whatsapp") == Article(folder / "press/whatsapp.po", "press/whatsapp")
    assert records.find(folder, "a.b.po").name == "a.b"
    inside = str(folder / "press" / "whatsapp.po")
    assert records.find(folder, inside) == Article(Path(inside), "press/whatsapp")
    assert records.find(tmp_path / "other", inside) == Article(Path(inside), "whatsapp")
    assert records.names(tmp_path / "nowhere") == []


@pytest.mark.parametrize("name", ["c", "../output/a", "/etc/passwd", "a\0b", "x" * 300, "", "c.po", "a"])
def test_an_article_that_is_not_there_is_refused_with_what_is(tmp_path: Path, name: str) -> None:
    """The hint lists the articles, or names the option where there are none."""
    folder = books.saved(tmp_path / "output", *(books.article(f"n{number:02}") for number in range(21)))
    with pytest.raises(InputError, match="there is no article") as refused:
        records.find(folder, name)
    assert refused.value.hint == f"there are: {', '.join(f'n{n:02}' for n in range(20))} …"
    with pytest.raises(InputError) as refused:
        records.find(tmp_path / "empty", name)
    assert "-o" in refused.value.hint


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with two articles, a glossary and room for a `book.toml`."""
    books.saved(tmp_path / "output", books.article("a", 2), books.article("press/b"))
    (tmp_path / "glossary.po").write_text(GLOSSARY, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ERRORS)
def test_a_mistake_in_a_collection_is_told_with_its_key_and_mend(house: Path, name: str) -> None:
    """Nothing in the file is passed over."""
    (house / "book.toml").write_text(ERRORS[name]["text"], encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        collection.read(house / "book.toml")
    said = f"{refused.value}\n{refused.value.hint}"
    assert all(part in said for part in ERRORS[name]["says"]), said


def test_a_collection_that_is_missing_or_no_text_is_told(tmp_path: Path) -> None:
    """The file is named, as is the reason."""
    with pytest.raises(UsageError, match=r"book.toml: No such file"):
        collection.read(tmp_path / "book.toml")
    (tmp_path / "book.toml").write_bytes(b'title = "\xff"')
    with pytest.raises(UsageError, match=r"book.toml: .*utf-8"):
        collection.read(tmp_path / "book.toml")


BOOK = """
title = "Spyware"
subtitle = "  Two\n articles "
authors = ["Anne Roux", "Paul Blanc"]
translators = "Zoé Noir"
date = 2026-07-01
glossary = "glossary.po"
index = true

[[article]]
name = "press/b"
title = "B itself"

[[article]]
name = "a"
"""


def test_a_collection_is_bound_in_its_order_with_glossaries_and_index(house: Path) -> None:
    """Terms that the house has settled on; names are in the index only, proposals nowhere."""
    (house / "book.toml").write_text(BOOK.replace("  Two\n", "  Two"), encoding="utf-8")
    told = collection.read(house / "book.toml")
    assert told.credits == Credits(
        "Spyware", "Two articles", ("Anne Roux", "Paul Blanc"), ("Zoé Noir",), date="2026-07-01"
    )
    book = binding.collect(told.articles, told.credits, has_index=told.has_index)
    assert book.is_collection
    assert book.titles == (("WhatsApp attaque NSO", "B itself"), ("WhatsApp attaque NSO", "WhatsApp Sues NSO"))
    assert [(entry.source, entry.target, [place[0] for place in entry.places]) for entry in book.index] == [
        ("journaliste", "journalist", [0, 1, 1]),
        ("Pegasus", "Pegasus", [0, 1, 1]),
        ("logiciel", "software", [0, 1, 1]),
    ]
    assert [one.terms for one in book.editions] == [(("journaliste", "journalist"), ("logiciel", "software"))] * 2
    addresses = [[paragraph.address for paragraph in one.paragraphs] for one in book.editions]
    assert all(place in addresses[number] for entry in book.index for number, place in entry.places)
    assert book.colophon == Colophon(18, 5, 4, (books.SIGNATURE,))
    assert collection.read(house / "book.toml", house / "output").articles == told.articles


def test_the_index_takes_what_is_certain_only() -> None:
    """No homonym that the text does not tell apart, and nothing forbidden; verbs stand under their own letter."""
    terms = [
        Term("grève", "strike", context="near: usine", near=("usine",)),
        Term("grève", "shore", context="near: mer", near=("mer",)),
        Term("attaquer", "sue", verb=True),
        Term("porte", "gate", rule="forbidden"),
        Term("écran", "screen"),
    ]
    book = books.book(
        ("paragraph", "La grève, dit-il : il attaque la porte et l'écran.", "x"), ("item", "Un écran.", "y")
    )
    found = index.found(next(iter(book.editions)), Glossary(terms))
    assert found == {("attaquer", "to sue"): ["p0"], ("écran", "screen"): ["p0", "p1"]}
    assert index.glossed(found) == (("attaquer", "to sue"), ("écran", "screen"))
    places = {name: [(0, address) for address in addresses] for name, addresses in found.items()}
    assert [entry.target for entry in index.entries(places)] == ["screen", "to sue"]
    assert firsts([(2, "c"), (0, "a"), (0, "b")]) == [(0, "a"), (2, "c")]


def test_a_glossary_that_is_broken_is_told(house: Path) -> None:
    """By its own file and line."""
    (house / "glossary.po").write_text('msgid "a\n', encoding="utf-8")
    article = Article(house / "output" / "a.po", "a", glossaries=(house / "glossary.po",))
    with pytest.raises(GlossaryError, match=r"glossary.po"):
        binding.bind(article, Credits())


def test_one_article_is_called_as_it_is_unless_told_otherwise(house: Path) -> None:
    """The title goes into the page as well."""
    article = Article(house / "output" / "a.po", "a")
    assert binding.bind(article, Credits()).title == "WhatsApp Sues NSO"
    book = binding.bind(article, Credits(title="Mine"))
    assert (book.title, [one.title[1].text for one in book.editions]) == ("Mine", ["Mine"])
    assert not book.is_collection


def test_the_articles_of_a_collection_are_opened_one_by_one(tmp_path: Path) -> None:
    """There are never more of them in memory than the one at hand and the one before."""
    books.saved(tmp_path, *(books.article(f"n{number}", 3) for number in range(6)))
    articles = [Article(tmp_path / f"n{number}.po", f"n{number}") for number in range(6)]
    others = _alive()
    book = binding.collect(articles, Credits("T"))
    assert _alive() - others <= 1
    assert max([_alive() for _edition in book.editions]) - others <= 2
    assert [one.name for one in book.editions] == [f"n{number}" for number in range(6)]


def _alive() -> int:
    return sum(isinstance(one, Edition) for one in gc.get_objects())
