"""The cleaner marks what is not the article, takes apart what was glued, and loses nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.clean import MARKS, SPLITS, clean
from bilingual.clean.duplicates import alike
from bilingual.clean.english import count
from bilingual.clean.folding import fold, key
from bilingual.clean.phrases import phrases, reason
from bilingual.read import text
from bilingual.segment import load_rules, segments
from bilingual.types import Block, Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DATA = Path(__file__).parent / "data" / "clean"
SHARED = Path(__file__).parents[2] / "shared" / "articles"

HEADLINE = Block("Un titre pour cet article de presse", "heading", 1)
FIRST = Block("Un premier paragraphe raconte ce qui s’est passé mardi dans la capitale.")
LAST = Block("Un dernier paragraphe dit ce que l’on attend de la suite du procès.")


def document(*blocks: Block, lang: str = "fr") -> Document:
    """Document."""
    return Document("article", "article.txt", blocks, lang)


def marks(cleaned: Document) -> list[tuple[str, str]]:
    """Marks."""
    return [(block.skip or "-", block.text) for block in cleaned.blocks]


def characters(of: Document) -> str:
    """Characters."""
    return "".join("".join(block.text for block in of.blocks).split())


def single_blocks() -> Iterator[tuple[str, str]]:
    """Single blocks."""
    for line in (DATA / "blocks.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            wanted, content = line.split(" | ", 1)
            yield wanted, content


def whole_articles() -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Whole articles."""
    for article in (DATA / "articles.txt").read_text("utf-8").split("\n== ")[1:]:
        title, *lines = [line for line in article.split("\n") if line]
        source = ""
        wanted = []
        for line in lines:
            reason_wanted, content = line.removeprefix("+").split(" | ", 1)
            source += (" " if line.startswith("+") else "\n") + content
            wanted.append((reason_wanted, content))
        yield title, source, wanted


@pytest.mark.parametrize(("wanted", "content"), list(single_blocks()), ids=lambda value: value[:40])
def test_a_block_between_two_paragraphs_is_told_by_its_words(wanted: str, content: str) -> None:
    """A block between two paragraphs is told by its words."""
    cleaned = clean(document(HEADLINE, FIRST, Block(content), LAST))
    assert marks(cleaned)[2:-1] == [(wanted, content)]
    assert {block.skip for block in (*cleaned.blocks[:2], cleaned.blocks[-1])} == {None}


@pytest.mark.parametrize(
    ("source", "wanted"), [case[1:] for case in whole_articles()], ids=[c[0] for c in whole_articles()]
)
def test_a_whole_article_comes_out_as_an_editor_would_mark_it(source: str, wanted: list[tuple[str, str]]) -> None:
    """A whole article comes out as an editor would mark it."""
    before = document(*text.parse(source))
    cleaned = clean(before)
    assert marks(cleaned) == wanted
    assert characters(cleaned) == characters(before)


@pytest.mark.parametrize("source", [case[1] for case in whole_articles()], ids=[c[0] for c in whole_articles()])
def test_cleaning_twice_changes_nothing_more(source: str) -> None:
    """Cleaning twice changes nothing more."""
    once = clean(document(*text.parse(source)))
    assert clean(once) == once


def test_keep_all_takes_apart_but_marks_nothing_and_takes_back_the_readers_marks() -> None:
    """Keep all takes apart but marks nothing and takes back the readers marks."""
    given_blocks = (
        HEADLINE,
        FIRST,
        Block("Tout accepter", skip="cookies"),
        Block(LAST.text + " © Reuters / Anne Duval"),
    )
    cleaned = clean(document(*given_blocks), keep_all=True)
    assert [block.skip for block in cleaned.blocks] == [None] * 5
    assert cleaned.blocks[-1] == Block("© Reuters / Anne Duval", "caption")


def test_the_stages_are_plain_functions_that_leave_an_empty_document_alone() -> None:
    """The stages are plain functions that leave an empty document alone."""
    empty = document()
    assert all(stage(empty) == empty for stage in (*SPLITS, *MARKS))


@pytest.mark.parametrize(
    ("glued", "parts"),
    [
        ("Le siège de Candor à Metz. /Photo d'archives/REUTERS/Anne Duval", 2),
        ("Le siège de Candor à Metz /REUTERS/Anne Duval", 2),
        ("Le siège de Candor à Metz (Photo AFP)", 2),
        ("Le siège de Candor à Metz. © Anne Duval, AFP", 2),
        ("Le siège de Candor à Metz. Crédit photo : Anne Duval", 2),
        ("Le siège de Candor à Metz. Photo d’illustration : A. Duval/Agence", 2),
        ("© Anne Duval, AFP", 1),
    ],
)
def test_a_photographers_credit_becomes_a_caption_of_its_own(glued: str, parts: int) -> None:
    """A photographers credit becomes a caption of its own."""
    cleaned = clean(document(HEADLINE, Block(glued), FIRST, LAST))
    made = cleaned.blocks[1 : 1 + parts]
    assert len(cleaned.blocks) == 3 + parts
    assert {block.kind for block in made} == {"caption"}
    assert " ".join(block.text for block in made) == glued


@pytest.mark.parametrize(
    "sentence",
    [
        "Le taux est de 3 km/h. Rien n’y fait.",
        "La photo a fait le tour du monde. Photo truquée, a-t-on su plus tard, mais personne n’a voulu y croire.",
        "Il a vendu l’image. Reuters a refusé de la publier.",
        "Elle a signé un contrat (Photo de classe, son premier film).",
    ],
)
def test_a_sentence_about_pictures_is_not_taken_apart(sentence: str) -> None:
    """A sentence about pictures is not taken apart."""
    cleaned = clean(document(HEADLINE, FIRST, Block(sentence), LAST))
    assert [block.text for block in cleaned.blocks if block.skip is None][2:-1] == [sentence]


def test_the_credit_of_a_paragraph_inside_the_article_leaves_the_paragraph_a_paragraph() -> None:
    """The credit of a paragraph inside the article leaves the paragraph a paragraph."""
    long = "La cour a rejeté lundi la demande de la société, ce qui permet à la messagerie de poursuivre sa plainte."
    cleaned = clean(document(HEADLINE, Block(long), Block(long.replace("lundi", "mardi") + " (Photo AFP)"), LAST))
    assert [block.kind for block in cleaned.blocks] == ["heading", "paragraph", "paragraph", "caption", "paragraph"]


@pytest.mark.parametrize(
    ("headline", "other", "same"),
    [
        ("NSO perd en appel contre WhatsApp", "NSO PERD EN APPEL CONTRE WHATSAPP !", True),
        (
            "L’État gagne en appel contre un géant des réseaux",
            "L'Etat gagne en appel contre un géant des réseaux",
            True,
        ),
        ("NSO espionne 1.400 personnes dans vingt pays", "NSO espionne 1.500 personnes dans vingt pays", False),
        ("La France soutient la plainte de WhatsApp", "La France ne soutient pas la plainte de WhatsApp", False),
        ("Et après ?", "Et après ?", False),
    ],
)
def test_headlines_are_alike_whatever_their_spelling_but_not_with_other_figures(
    headline: str,
    other: str,
    same: bool,  # noqa: FBT001  # a column of the table
) -> None:
    """Headlines are alike whatever their spelling but not with other figures."""
    assert alike(headline, other) is same


def test_what_is_short_or_far_away_may_be_said_twice() -> None:
    """What is short or far away may be said twice."""
    refrain = Block("Oui.")
    long = Block("Une phrase assez longue pour que personne ne la répète par hasard dans un article.")
    others = [Block(f"Le paragraphe numéro {number} ne répète rien de ce qui est dit ailleurs.") for number in range(8)]
    cleaned = clean(document(HEADLINE, refrain, FIRST, refrain, long, *others, long))
    assert {block.skip for block in cleaned.blocks} == {None}


def test_of_two_equal_neighbours_the_second_is_the_duplicate() -> None:
    """Of two equal neighbours the second is the duplicate."""
    cleaned = clean(document(HEADLINE, FIRST, LAST, FIRST))
    assert [block.skip for block in cleaned.blocks] == [None, None, None, "duplicate"]


def test_an_english_document_is_only_searched_for_duplicates() -> None:
    """An english document is only searched for duplicates."""
    english = Block("We use cookies to improve your experience on this website.")
    cleaned = clean(document(english, english, Block("Cookie"), lang="en"))
    assert [block.skip for block in cleaned.blocks] == [None, "duplicate", None]
    assert phrases("en") == {}
    assert reason("Partager sur Facebook", "en") is None


def test_english_inside_the_site_s_cookie_notices_belongs_to_them() -> None:
    """English inside the site s cookie notices belongs to them."""
    notice = Block("This cookie is set by the plugin and it is used to store your choice.")
    other = Block("Your choice is stored for a year and you can change it at any time.")
    cleaned = clean(document(HEADLINE, FIRST, notice, other, Block(notice.text.replace("plugin", "site"))))
    assert [block.skip for block in cleaned.blocks[2:]] == ["cookies"] * 3


def test_headings_of_lists_set_aside_the_list_and_not_what_follows() -> None:
    """Headings of lists set aside the list and not what follows."""
    label = Block("Lire aussi :")
    items = (Block("Un premier lien", "item"), Block("Un autre lien", "item"))
    cleaned = clean(document(HEADLINE, FIRST, label, *items, LAST))
    assert [block.skip for block in cleaned.blocks] == [None, None, "related", "related", "related", None]
    cleaned = clean(document(HEADLINE, FIRST, label, Block("Un seul lien"), Block("Un intertitre", "heading", 2), LAST))
    assert [block.skip for block in cleaned.blocks] == [None, None, "related", "related", None, None]


def test_behind_an_agencys_signature_what_two_of_the_sites_blocks_enclose_is_the_sites() -> None:
    """Behind an agencys signature what two of the sites blocks enclose is the sites."""
    signature = Block("(Anne Duval à Paris et Luc Morin à Metz)")
    promotion = Block("Soutenez notre journal")
    unknown = Block("Chaque jour, la mer comme vous ne l’avez jamais lue.")
    tail = (promotion, unknown, Block("Faites un don"))
    assert [b.skip for b in clean(document(HEADLINE, FIRST, signature, *tail)).blocks[2:]] == [None, *["promotion"] * 3]
    assert clean(document(HEADLINE, FIRST, *tail, LAST)).blocks[3].skip is None


def test_a_readers_comment_is_told_by_its_date_and_the_button_below_it() -> None:
    """A readers comment is told by its date and the button below it."""
    comment = (Block("Marcel57"), Block("il y a 3 jours"), Block("Enfin une bonne idée."), Block("Répondre"))
    assert [b.skip for b in clean(document(HEADLINE, FIRST, *comment)).blocks[2:]] == ["comments"] * 4
    assert {b.skip for b in clean(document(HEADLINE, FIRST, *comment[:3], LAST)).blocks} == {None}


def test_what_is_equal_far_away_is_a_duplicate_if_it_is_long_or_comes_along_with_what_is() -> None:
    """What is equal far away is a duplicate if it is long or comes along with what is."""
    lead = Block(
        "La cour a rejeté lundi la demande de la société, qui peut encore saisir d’ici à l’été la Cour suprême du pays."
    )
    short = Block("La suite dépend d’elle.")
    others = [Block(f"Le paragraphe numéro {number} ne répète rien de ce qui est dit ailleurs.") for number in range(8)]
    cleaned = clean(document(HEADLINE, lead, short, *others, short, lead, short))
    assert [block.skip for block in cleaned.blocks[-3:]] == [None, "duplicate", "duplicate"]


def test_only_french_documents_and_paragraphs_are_searched_for_other_languages() -> None:
    """Only French documents, and blocks no longer than a paragraph, are searched for other languages."""
    german = "Die Polizei hat am Montag in Berlin drei Männer festgenommen, die nicht mehr als zehn Autos haben. "
    skips = [block.skip for block in clean(document(HEADLINE, Block(german.strip()), LAST)).blocks]
    assert skips == [None, "foreign", None]
    assert clean(document(Block(german.strip()), lang="de")).blocks[0].skip is None
    assert clean(document(Block((german * 300).strip()))).blocks[0].skip is None
    assert clean(document(Block(german.strip(), skip="comments"), LAST)).blocks[0].skip == "comments"


def test_the_headline_is_the_first_heading_long_enough_for_one() -> None:
    """The headline is the first heading long enough for one."""
    cleaned = clean(document(Block("Justice", "heading", 1), HEADLINE, FIRST, HEADLINE, LAST))
    assert [block.skip for block in cleaned.blocks] == [None, None, None, "duplicate", None]


def test_the_readers_vague_reasons_give_way_to_a_better_one() -> None:
    """The readers vague reasons give way to a better one."""
    given_blocks = (
        HEADLINE,
        FIRST,
        Block("Lire aussi : une autre affaire", skip="boilerplate"),
        Block("Divers", skip="navigation"),
    )
    assert [block.skip for block in clean(document(*given_blocks)).blocks] == [None, None, "related", "navigation"]


def test_function_words_are_counted_in_both_languages() -> None:
    """Function words are counted in both languages."""
    found = count("The court said that l’affaire est close")
    assert (found.words, found.english, found.french) == (8, 2, 2)
    assert not found.is_english


def test_folding_evens_out_what_typists_vary() -> None:
    """Folding evens out what typists vary."""
    assert fold("🔴 À LIRE  AUSSI\u202f: l’œuvre") == "a lire aussi : l'oeuvre"
    assert fold("e\u0301te\u0301") == fold("été")
    assert key("« L’Été 2.021 »") == "lete2021"


def kept(content: str) -> list[str]:
    """The sentences of an article that are to be translated."""
    return [one.text for one in segments(clean(document(*text.parse(content))).blocks, load_rules())]


def pasted_articles() -> Iterator[tuple[str, str]]:
    """Title and text of the articles that are to be pasted."""
    for article in (DATA / "pasted.txt").read_text("utf-8").split("\n== ")[1:]:
        title, content = article.split("\n", 1)
        yield title, content.strip()


@pytest.mark.parametrize("between", [" ", ""], ids=["space", "nothing"])
@pytest.mark.parametrize("content", [case[1] for case in pasted_articles()], ids=[c[0] for c in pasted_articles()])
def test_an_article_pasted_as_one_line_keeps_its_sentences(content: str, between: str) -> None:
    """An article pasted as one line keeps its sentences, whether a space stood at the breaks or nothing."""
    pasted = re.sub(r"\s*\n\s*", between, content)
    assert kept(pasted) == kept(content)
    once = clean(document(*text.parse(pasted)))
    assert clean(once) == once


@pytest.mark.parametrize("between", [" ", ""], ids=["space", "nothing"])
@pytest.mark.parametrize("name", ["whatsapp-nso-plainte", "whatsapp-soutien-geants"])
def test_the_shared_articles_come_out_right_when_pasted_as_one_line(name: str, between: str) -> None:
    """The shared articles come out right when pasted as one line."""
    file = SHARED / f"{name}.txt"
    if not file.exists():
        pytest.skip("the shared articles are not here")
    content = file.read_text("utf-8")
    assert kept(re.sub(r"\s*\n\s*", between, content)) == kept(content)


PROSE = (
    "Le conseil a voté le budget. Les élus ont discuté tard. Une majorité s’est dégagée sur les écoles. "
    "La séance a été levée à minuit. Le maire a remercié chacun. Des riverains attendaient dehors. "
    "Ils voulaient parler du bruit. "
    "Une pétition circule depuis mardi. Elle a réuni trois cents noms. Personne ne l’a encore remise à la mairie. "
)
OTHER = (
    "Le lendemain, tout avait changé. Les rues étaient calmes. Un seul café restait ouvert. On y parlait de la pluie. "
    "Les camions sont passés plus tôt que prévu. Une voisine les a comptés. Il y en avait douze. Elle a tout noté. "
)


@pytest.mark.parametrize(
    ("content", "blocks"),
    [
        ("Le maire et Paul (Photo A. Morin) Les élèves entreront lundi en classe.", ["- 0", "- 0", "- 0"]),
        ("Le maire, hier. © Paul Rey / AFP Les élèves entreront lundi en classe.", ["- 0", "- 0", "- 0"]),
        ("Il a vendu l’image (photo de classe). Les élèves entreront lundi.", ["- 0"]),
        ("Le site photo/reuters/archives est fermé. Les élèves entreront lundi.", ["- 0"]),
        ("Oui oui Oui oui", ["- 0"]),
        ("Le maire (Photo A. Morin) ", ["- 0", "- 0"]),
        ("Un beau titre de presse Un beau titre de presse", ["- 1", "duplicate 2"]),
        ("Il est libre, Max. Il est libre, Max. Il est libre.", ["- 0"]),
        ("Le titre de la une PARIS (AFP) – Le texte a été voté par les députés.", ["- 1", "- 0"]),
        ("Accord à l’OTAN OTAN PARIS (AFP) – Le texte a été voté.", ["- 1", "- 0"]),
        ("Il cite OTAN PARIS (sans rien dire) et se tait.", ["- 0"]),
        ("Ils ont signé. (Anne Duval et Luc Morin) Le texte sera voté lundi.", ["- 0"]),
        ("Ils ont signé. (Anne Duval à Metz; édité par Luc Morin) Faites un don.", ["- 0", "- 0", "promotion 0"]),
        ("Ils ont signé. (Anne Duval à Metz et Luc Morin) Faites un don.", ["- 0", "- 0", "promotion 0"]),
        ("Le pont est fermé.Les bus aussi.Anne Duval prend le vélo.", ["- 0"]),
        (PROSE + OTHER + "Le pont est fermé.Les bus aussi.Le métro roule.", ["- 0"] * 3),
        (PROSE + OTHER + 'Il le dit."Le pont est fermé."Les bus roulent.', ["- 0"] * 3),
        (
            PROSE
            + OTHER
            + "Le pont est fermé.Les bus roulent, dit Petit et M.Petit à Mme.Petit.Petit le sait.Le métro aussi.",
            ["- 0"] * 4,
        ),
        (
            "Une commune qui compte Par Anne Duval et Luc Morin Publié le 3/4/2024 à 9h15 " + PROSE + OTHER,
            ["- 1", *["- 0"] * 3],
        ),
        ("Par Anne Duval Temps de lecture : 3 min " + PROSE + OTHER, ["- 0", "navigation 0", "- 0"]),
        (PROSE + "Une fin heureuse " + OTHER, ["- 0", "- 2", "- 0"]),
        (PROSE + "Abonnez-vous à notre newsletter. " + OTHER, ["- 0", "newsletter 0", "- 0"]),
    ],
)
def test_what_was_glued_is_cut_where_the_text_tells(content: str, blocks: Sequence[str]) -> None:
    """What was glued is cut where the text tells, and nowhere else."""
    cleaned = clean(document(*text.parse(content)))
    assert [f"{block.skip or '-'} {block.level}" for block in cleaned.blocks] == blocks
    assert characters(cleaned) == "".join(content.split())


@pytest.mark.parametrize("name", ["whatsapp-nso-plainte", "whatsapp-soutien-geants"])
def test_the_shared_articles_come_out_right(name: str) -> None:
    """The shared articles come out right."""
    file = SHARED / f"{name}.txt"
    if not file.exists():
        pytest.skip("the shared articles are not here")
    before = document(*text.blocks(file.read_bytes()))
    cleaned = clean(before)
    assert characters(cleaned) == characters(before) == "".join(file.read_text("utf-8").split())
    skipped = [block.skip for block in cleaned.blocks]
    if name == "whatsapp-nso-plainte":
        assert skipped[:16] == ["duplicate"] * 2 + [None] * 14
        assert skipped[16:20] == ["promotion"] * 3 + ["legal"]
        assert set(skipped[20:]) == {"cookies"}
        assert cleaned.blocks[2].kind == "heading"
        assert cleaned.blocks[15].text.startswith("(Raphael")
    else:
        assert skipped == [None, "duplicate", None, None, None]
        assert [block.kind for block in cleaned.blocks] == ["heading", "heading", "paragraph", "heading", "paragraph"]
        assert cleaned.blocks[-1].text.endswith("Via TechCrunch")


phrase = st.sampled_from(
    [content for _, content in single_blocks()]
    + ["«", ".", "/REUTERS/A", " (Photo X)", "\n", "\n\n", " ", "PARIS (AFP) – Le", "Par Anne Duval", "fermé.Les bus"]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.lists(st.one_of(phrase, st.text(max_size=20)), max_size=12).map("".join)))
def test_no_character_is_lost_whatever_the_text(content: str) -> None:
    """No character is lost whatever the text."""
    before = document(*text.parse(content))
    cleaned = clean(before)
    assert characters(cleaned) == characters(before)
    assert all(block.text and block.text == block.text.strip() for block in cleaned.blocks)
    assert characters(clean(before, keep_all=True)) == characters(before)


@pytest.mark.untraced
@pytest.mark.parametrize(
    "content",
    [
        "a. " * 100_000,
        "/" * 200_000,
        "« " * 100_000,
        '"the ' * 50_000,
        "\n".join(["le la. les"] * 5_000),
        "© " * 100_000,
        "@" * 200_000,
        "\n".join(["#a #b " * 9, "abonnez-vous"] * 3_000),
        "\n".join(["Réponse", "12 mai 2023 à 9 h 14"] * 5_000),
        "\n".join(
            ["Notre équipe, nos lecteurs et vos dons font vivre un texte assez long pour un paragraphe."] * 5_000
        ),
        "AFP / " * 50_000,
        "(Anne Duval à Metz et Luc Morin). " * 2_000,
        "Photo : Anne Duval / AFP Le maire. " * 2_000,
        "PARIS " * 50_000,
        "fermé.Les bus.(" * 3_000,
    ],
    ids=[
        *("stops", "slashes", "guillemets", "quotes", "lines", "credits", "addresses", "hashtags", "dates", "hints"),
        *("agencies", "signatures", "photographers", "places", "glue"),
    ],
)
def test_long_monotonous_texts_take_their_time_but_end(content: str) -> None:
    """Long monotonous texts take their time but end."""
    before = document(*text.parse(content))
    assert characters(clean(before)) == characters(before)
