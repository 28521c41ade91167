"""Marks find their words in the translation, survive edits, and the file of record keeps them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual import inlines
from bilingual.links import word_spans
from bilingual.publish import markup
from bilingual.segment import load_rules, segments
from bilingual.types import Block, Inline, within
from clocks import timed

if TYPE_CHECKING:
    from random import Random

    from bilingual.types import Link

URL = "https://exemple.fr/avis"


def _marked(text: str) -> tuple[str, tuple[Inline, ...]]:
    """`la *loi* [avis](…)`-like shorthand: *bold*, _italic_, ^raised^, ~lowered~, [link]."""
    signs: dict[str, Any] = {"*": "bold", "_": "italic", "^": "superscript", "~": "subscript", "[": "link", "]": "link"}
    plain, opened, found = "", dict[str, int](), []
    for sign in text:
        kind = signs.get(sign)
        if kind is None:
            plain += sign
        elif kind in opened:
            found.append(Inline(opened.pop(kind), len(plain), kind, URL if kind == "link" else ""))
        else:
            opened[kind] = len(plain)
    return plain, inlines.ordered(found)


def _shown(text: str, marks: tuple[Inline, ...]) -> str:
    """The shorthand of a text and its marks."""
    signs = {"bold": "**", "italic": "__", "superscript": "^^", "subscript": "~~", "link": "[]"}
    cuts = [(one.start, 1, n, signs[one.kind][0]) for n, one in enumerate(marks)]
    cuts += [(one.end, 0, -n, signs[one.kind][1]) for n, one in enumerate(marks)]
    for at, _order, _n, sign in sorted(cuts, reverse=True):
        text = text[:at] + sign + text[at:]
    return text


def _links(source: str, target: str, partners: str) -> tuple[Link, ...]:
    """Links of the target's words in order: `0 - 2` names the source word of each, or none."""
    sources = word_spans(source)
    return tuple(
        (sources[int(number)], word)
        for word, number in zip(word_spans(target), partners.split(), strict=True)
        if number != "-"
    )


@pytest.mark.parametrize(
    ("source", "partners", "target"),
    [
        ("La *loi* passe.", "0 1 2", "The *law* passes."),
        ("La *loi nouvelle* passe.", "0 2 1 3", "The *new law* passes."),
        ("Il lit l’[avis de la Cour] ici.", "0 1 2 6 - 3 7", "He reads the [Court’s opinion] here."),
        ("*Tout est dit.*", "0 1 2", "*All is said.*"),
        ("Le _Monde_ l’a dit.", "1 4 3", "_Monde_ said it."),
        ("Il dit *« non merci »* enfin.", "0 1 2 3 4", "He says *“no thanks”* finally."),
        ("Le CO~2~ monte.", "1 2", "CO~2~ rises."),
        ("Au XXI^e^ siècle.", "0 - 1 2", "In the 21st century."),
        ("Un mot^1^ ici.", "0 1 2", "A word^1^ here."),
        ("Le *vélo* va.", "0 - 2", "The bicycle goes."),
        ("Le groupe *NSO* ment.", "0 - 1 3", "The *NSO* group lies."),
        ("[Le _groupe_ NSO] ment.", "0 2 1 3", "[The NSO _group_] lies."),
        ("Il poursuit *NSO* là.", "0 1 2 2 3", "He sues the *NSO* there."),
        ("Selon _Le Monde_ hier.", "0 2 1 2 3", "According to _Le Monde_ yesterday."),
        ("Il a *souhaité répondre* à tous.", "0 2 4 3 5", "He *wished to answer* all."),
        ("Le *a* et le *b* va.", "0 1 2 3 4 5", "The *a* and the *b* goes."),
    ],
)
def test_marks_stand_at_the_words_that_are_linked(source: str, partners: str, target: str) -> None:
    """By word links: other order, quotation marks, parts of words, words without a partner."""
    text, marks = _marked(source)
    plain, _ = _marked(target)
    placed = inlines.placed(marks, text, plain, _links(text, plain, partners))
    assert _shown(plain, placed) == _shown(plain, _marked(target)[1])


def test_a_link_without_a_word_that_tells_stays_about_where_it_stood() -> None:
    """Emphasis that fits nothing is left out; an address must not be lost."""
    text, marks = _marked("Dans _un coin_ il y a [ce rapport].")
    placed = inlines.placed(marks, text, "There is a report in a corner.", ())
    assert [one.kind for one in placed] == ["link"]
    assert placed[0].href == URL
    assert inlines.placed(marks, text, "…", ())[0] == Inline(0, 1, "link", URL)
    assert inlines.placed(marks, text, " ", ()) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The *new law* passes.", "Today the *new law* is passed."),
        ("The *law* passes.", "The *act* passes."),
        ("The *law* passes.", "It passes."),
        ("He says *“no thanks”* then.", "She then says *“no thanks”*."),
        ("CO~2~ rises.", "Now CO~2~ falls."),
        ("A [report] by _them_.", "A [report] by _them_ all."),
    ],
)
def test_marks_are_carried_into_an_edited_text(before: str, after: str) -> None:
    """By the words that both have; words that take the place of marked ones are marked."""
    text, marks = _marked(before)
    plain, wanted = _marked(after)
    assert _shown(plain, inlines.carried(marks, text, plain)) == _shown(plain, wanted)


def test_what_the_source_no_longer_has_is_dropped_and_what_it_has_is_asked_for() -> None:
    """Marks are counted by kind and address."""
    bold, link = Inline(0, 2, "bold"), Inline(3, 5, "link", URL)
    assert inlines.missing([bold, link, bold], [bold]) == [link, bold]
    assert inlines.known([bold], [Inline(7, 9, "bold"), Inline(9, 11, "bold"), link]) == [Inline(7, 9, "bold")]


_TEXT = st.text(alphabet="ab é.,’-12€«»“”[]\n", max_size=40)
_SPANS = st.tuples(st.integers(0, 39), st.integers(1, 40))
_KINDS = st.sampled_from(("bold", "italic", "superscript", "link"))


def _some(text: str, drawn: list[tuple[tuple[int, int], Any]]) -> tuple[Inline, ...]:
    marks = (Inline(a, min(b, len(text)), kind, URL if kind == "link" else "") for (a, b), kind in drawn)
    return inlines.ordered(mark for mark in marks if mark.start < mark.end)


@given(_TEXT, _TEXT, st.lists(st.tuples(_SPANS, _KINDS), max_size=5), st.randoms())
def test_marks_always_lie_inside_the_text(source: str, target: str, drawn: list[Any], random: Random) -> None:
    """Whatever texts and links: not empty, in order, and no link is lost while there is a text."""
    marks = _some(source, drawn)
    sources = word_spans(source)
    links = tuple((random.choice(sources), word) for word in word_spans(target) if sources and random.random() < 0.7)
    for found in (inlines.placed(marks, source, target, links), inlines.carried(marks, source, target)):
        assert list(found) == sorted(found, key=lambda one: (one.start, -one.end))
        assert all(0 <= one.start < one.end <= len(target) for one in found)
    if target.strip():
        placed = inlines.placed(marks, source, target, links)
        assert sum(one.kind == "link" for one in placed) == sum(one.kind == "link" for one in marks)


@given(_TEXT, _TEXT, st.lists(st.tuples(_SPANS, _KINDS), max_size=5))
def test_the_file_of_record_keeps_them(source: str, target: str, drawn: list[Any]) -> None:
    """Written and read again the marks of both sides are the same."""
    marks = _some(source, drawn)
    placed = inlines.placed(marks, source, target, ())
    lines = markup.written(marks, placed, target)
    assert markup.read(lines, source, target) == (marks, placed)


def test_marks_are_found_again_where_somebody_changed_the_text_elsewhere() -> None:
    """By their words, at the nearest place; gone words are no mark, nor is what does not fit."""
    line = "markup: bold 3-6 → 4-7 law"
    read = markup.read
    assert read([line], "La loi passe.", "The law passes.") == ((Inline(3, 6, "bold"),), (Inline(4, 7, "bold"),))
    assert read([line], "La loi passe.", "Now the law, a law.")[1] == (Inline(8, 11, "bold"),)
    assert read([line], "La loi passe.", "It passes.") == ((Inline(3, 6, "bold"),), ())
    assert read([line, "markup: bold x", "markup: big 3-6", "note"], "La", "law") == ((), (Inline(0, 3, "bold"),))
    linked = "markup: link https://a.fr/b%20c 0-2 → 0-3 The"
    assert read([linked], "La", "The")[1] == (Inline(0, 3, "link", "https://a.fr/b%20c"),)


def test_a_segment_has_the_marks_of_its_block_cut_at_its_ends() -> None:
    """Offsets are those of the segment, and of a part those of the part."""
    block = Block("Un deux. Trois.", inlines=(Inline(3, 12, "bold"), Inline(9, 14, "italic")))
    first, second = segments([block], load_rules("fr"))
    assert first.inlines == (Inline(3, 8, "bold"),)
    assert second.inlines == (Inline(0, 5, "italic"), Inline(0, 3, "bold"))
    part = block.part(2, 9)
    assert (part.text, part.inlines) == ("deux.", (Inline(0, 5, "bold"),))
    assert block.part(8, 9).text == ""


@given(_TEXT, st.lists(st.tuples(_SPANS, _KINDS), max_size=5), st.lists(st.integers(0, 40), max_size=6))
def test_a_text_cut_in_one_go_has_the_marks_of_each_stretch(text: str, drawn: list[Any], places: list[int]) -> None:
    """As if each were cut out by itself."""
    marks = _some(text, drawn)
    spans = list(pairwise(sorted(place for place in places if place <= len(text))))
    assert list(inlines.cut(marks, spans)) == [(span, within(marks, *span)) for span in spans]


@pytest.mark.clock
def test_many_marks_in_one_paragraph_take_time_by_their_number() -> None:
    """A hundred thousand links in one block are cut into its sentences at once."""
    text = "Un lien. " * 100_000
    block = Block(text.strip(), inlines=tuple(Inline(at, at + 7, "link", URL) for at in range(0, 900_000, 9)))
    seconds, cut = timed(lambda: list(segments([block], load_rules("fr"))))
    assert all(len(segment.inlines) == 1 for segment in cut)
    assert seconds < 20
