"""Entries that a glossary may lack: what recurs in articles, with what the model makes of it, and how steadily."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from bilingual.clean import clean
from bilingual.messages import _, counted
from bilingual.read import read
from bilingual.rendered import Target, form, lemma
from bilingual.segment import load_rules, segments
from bilingual.terminology.candidates import Candidate, candidates
from bilingual.terminology.entry import CONVENTIONAL, Entry
from bilingual.terminology.usual import usual, usual_rendering
from bilingual.translate import LINES_AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bilingual.glossary import Glossary
    from bilingual.read import Source
    from bilingual.terminology.candidates import Place
    from bilingual.translate import Translator

MOST_RENDERED = 30
"""Places of a candidate at which its rendering is looked for: enough to tell how steady it is."""
POOL = 2
"""So many times more candidates are translated than proposed, for those that the model wavers on go first."""
_EXAMPLES = 2
_LONGEST_EXAMPLE = 240


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article."""

    article: str
    """The article's name."""
    text: str


class Wish(NamedTuple):
    """How many suggestions are wanted."""

    limit: int = 30
    """At most."""
    least: int = 2
    """How often a term must stand in the articles."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A term that may deserve an entry."""

    source: str
    target: str
    """What the model writes most often; empty where it writes nothing that could be told."""
    count: int
    """How often the term stands in the articles."""
    articles: int
    """In how many of them."""
    rendered: int
    """At how many places a rendering was found."""
    agreeing: int
    """At how many of these it is `target`, be it in the plural."""
    others: tuple[tuple[str, int], ...]
    """The other renderings and how often each was written, the most frequent first."""
    examples: tuple[Sentence, ...]
    usefulness: float
    """C-value, doubled where every place is rendered otherwise, halved where the model just copies a name."""


def sentences(source: Source) -> Iterator[Sentence]:
    """The sentences of an article that would be translated.

    Raises:
        InputError: it cannot be read.
    """
    document = clean(read(source))
    blocks = [block for block in document.blocks if not block.skip]
    return (Sentence(document.name, one.text) for one in segments(blocks, load_rules(document.lang)))


def suggest(
    found: Sequence[Sentence],
    translator: Translator,
    glossary: Glossary,
    wish: Wish,
    show: Callable[[int, int], None] = lambda _done, _more: None,
) -> list[Suggestion]:
    """The terms of some sentences that are in no glossary, the most useful first.

    Args:
        found: the sentences of all articles.
        translator: without a glossary, so that the model shows what it does by itself.
        glossary: what is known already.
        wish: how many are wanted, and of which.
        show: takes words done and words newly known of.
    """
    texts = [one.text for one in found]
    pool = candidates(texts, glossary, wish.least)[: wish.limit * POOL]
    places = {one.key: one.places[:MOST_RENDERED] for one in pool}
    needed = sorted({place.text for some in places.values() for place in some})
    _prepare(translator, [texts[number] for number in needed], show)
    said = _said(translator, texts, [place for some in places.values() for place in some])
    made = [_suggestion(one, found, [said[place] for place in places[one.key]]) for one in pool]
    return sorted(made, key=lambda one: (-one.usefulness, one.source))[: wish.limit]


def entry(suggestion: Suggestion) -> Entry:
    """The suggestion as an entry to be looked at by an editor: fuzzy, with its examples as a note."""
    one = suggestion
    times = counted("{n} time", "{n} times", one.count)
    where = counted("{n} article", "{n} articles", one.articles)
    steady = _("{some} of {all}", some=one.agreeing, all=one.rendered)
    lines = [_("suggested: {times} in {where}; rendered so {steady} times", times=times, where=where, steady=steady)]
    if one.others:
        lines.append(_("also: {others}", others=", ".join(f"{text} ({count})" for text, count in one.others)))
    lines += [f"{example.article}: {example.text[:_LONGEST_EXAMPLE]}" for example in one.examples]
    return Entry(one.source, one.target, flags=("fuzzy", CONVENTIONAL), note="\n".join(lines))


def _prepare(translator: Translator, texts: Sequence[str], show: Callable[[int, int], None]) -> None:
    distinct = iter(dict.fromkeys(texts))
    while some := list(islice(distinct, LINES_AT_ONCE)):
        show(0, sum(len(text.split()) for text in some))
        for done in translator.prepare(some):
            show(done, 0)


def _said(translator: Translator, texts: Sequence[str], places: Iterable[Place]) -> dict[Place, str]:
    """What was written at each place; a text is asked for once."""
    by_text: defaultdict[int, list[Place]] = defaultdict(list)
    for place in places:
        by_text[place.text].append(place)
    found: dict[Place, str] = {}
    for number, some in by_text.items():
        rendering = translator.rendering(texts[number])
        target = Target(rendering.text, rendering.words)
        for place in some:
            said = target.place((place.start, place.end))
            found[place] = rendering.text[slice(*said)] if said else ""
    return found


def _suggestion(one: Candidate, found: Sequence[Sentence], renderings: Sequence[str]) -> Suggestion:
    surfaces = [" ".join(found[place.text].text[place.start : place.end].split()) for place in one.places]
    source = usual(surfaces)
    groups = _groups([text for text in renderings if text])
    target = usual_rendering(groups[0], source, surfaces, renderings) if groups else ""
    agreeing = len(groups[0]) if groups else 0
    rendered = sum(map(len, groups))
    copied = target == source and agreeing == rendered
    wavering = 1 - agreeing / rendered if rendered else 0.0
    return Suggestion(
        source=source,
        target=target,
        count=len(one.places),
        articles=len({found[place.text].article for place in one.places}),
        rendered=rendered,
        agreeing=agreeing,
        others=tuple((usual(group), len(group)) for group in groups[1:]),
        examples=_examples(one, found),
        usefulness=one.value * (0.5 if copied else 1 + wavering),
    )


def _groups(renderings: Sequence[str]) -> list[list[str]]:
    """The renderings, those together that differ in inflection, capitals or articles alone.

    The largest group first, of several the shortest.
    """
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for text in renderings:
        groups[tuple(map(lemma, form(text)))].append(text)
    return sorted(groups.values(), key=lambda group: (-len(group), min(map(len, group))))


def _examples(one: Candidate, found: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The first sentences, of different articles where there are some."""
    by_article = {found[place.text].article: found[place.text] for place in reversed(one.places)}
    firsts = [by_article[name] for name in dict.fromkeys(found[place.text].article for place in one.places)]
    rest = [found[place.text] for place in one.places]
    return tuple(islice(dict.fromkeys([*firsts, *rest]), _EXAMPLES))
