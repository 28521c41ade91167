"""What editors teach: changes of a term's rendering that recur, as proposals for the glossary."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bilingual.lexicon import is_french
from bilingual.links import word_spans
from bilingual.messages import _, counted
from bilingual.rendered import alike, form, lemma, same
from bilingual.terminology.changes import Edit, changes
from bilingual.terminology.edits import of_article
from bilingual.terminology.entry import CONVENTIONAL, Entry
from bilingual.terminology.usual import usual, usual_rendering

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilingual.glossary import Glossary
    from bilingual.review.article import Article
    from bilingual.terminology.changes import Change, Key
    from bilingual.translate import Translator
    from bilingual.types import Term

LEAST = 2
"""Segments in which a change recurs."""
_NEARLY = 3 / 4
"""Of the times that a word was changed, those in which a group has to be around it to be the term."""
_EXAMPLES = 2
_LONGEST_EXAMPLE = 240

Name = tuple["Key", tuple[str, ...]]
"""Of a change: its French, and the lemmas of its new English."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A rendering that editors keep changing in the same way."""

    source: str
    machine: str
    """What the engine writes most often there."""
    target: str
    """What the editors write most often in its place."""
    edits: tuple[Edit, ...]
    """In which they do, one a segment."""
    others: tuple[tuple[str, int], ...] = ()
    """What else they write for it, and in how many segments, the most frequent first."""
    term: Term | None = None
    """The glossary's entry for it, which asks for another rendering; None where it has none."""

    @property
    def count(self) -> int:
        """In how many segments."""
        return len(self.edits)

    @property
    def articles(self) -> int:
        """In how many articles."""
        return len({edit.article for edit in self.edits})

    @property
    def examples(self) -> tuple[Edit, ...]:
        """The first edits, of different articles where there are some."""
        firsts = {edit.article: edit for edit in reversed(self.edits)}
        different = [firsts[name] for name in dict.fromkeys(edit.article for edit in self.edits)]
        return tuple(islice(dict.fromkeys([*different, *self.edits]), _EXAMPLES))


def learned(edits: Iterable[Edit], glossary: Glossary, least: int = LEAST) -> list[Lesson]:
    """The changes that recur in at least so many segments, the most frequent first.

    Inflection, capitals and articles do not matter. Of the names and word groups that a changed stretch may stand for,
    the one that recurs most often is taken, or a longer one that recurs nearly as often. What the glossary asks for
    already is left out.
    """
    found = [ways for edit in edits for ways in changes(edit, glossary)]
    known = _by_name(way for ways in found for way in ways)
    recurring = {name for name, some in known.items() if len(some) >= least}
    chosen = [_best(left, known) for ways in found if (left := [way for way in ways if way.name in recurring])]
    groups = {name: some for name, some in _by_name(chosen).items() if len(some) >= least}
    best: dict[Key, Name] = {}
    for name in sorted(groups, key=lambda name: (-len(groups[name]), min(len(one.target) for one in groups[name]))):
        best.setdefault(name[0], name)
    made = _made(known)
    lessons = [
        _lesson(groups[name], [known[other] for other in made[key] if other != name])
        for key, name in best.items()
        if not _is_asked(groups[name][0])
    ]
    return sorted(lessons, key=lambda one: (-one.count, one.source))


def lessons_of(
    articles: Iterable[Article], translator: Translator, others: Iterable[Edit] = (), least: int = LEAST
) -> list[Lesson]:
    """What the editors of some open articles teach.

    Args:
        articles: of which only the edited segments are looked at.
        translator: whose glossary and memory are asked.
        others: edits in further articles.
        least: segments in which a change recurs.
    """
    mine = (edit for article in articles for edit in of_article(article, translator))
    return learned([*mine, *others], translator.glossary, least)


def entry(lesson: Lesson) -> Entry:
    """The lesson as an entry to be looked at by an editor: fuzzy, with its examples as a note."""
    times = counted("{n} time", "{n} times", lesson.count)
    where = counted("{n} article", "{n} articles", lesson.articles)
    lines = [
        _(
            "from corrections: {times} in {where}; the machine wrote “{text}”",
            times=times,
            where=where,
            text=lesson.machine,
        )
    ]
    if lesson.others:
        lines.append(_("also: {others}", others=", ".join(f"{text} ({count})" for text, count in lesson.others)))
    lines += [f"{one.article}: {one.source[:_LONGEST_EXAMPLE]}" for one in lesson.examples]
    return Entry(lesson.source, lesson.target, flags=("fuzzy", CONVENTIONAL), note="\n".join(lines))


def _by_name(found: Iterable[Change]) -> dict[Name, list[Change]]:
    """The changes by name, one a segment."""
    groups: defaultdict[Name, dict[tuple[str, str], Change]] = defaultdict(dict)
    for one in found:
        groups[one.name].setdefault((one.edit.article, one.edit.address), one)
    return {name: list(some.values()) for name, some in groups.items()}


def _best(ways: Sequence[Change], known: dict[Name, list[Change]]) -> Change:
    """Of the ways to read a stretch the longest that recurs as often as any, be it that some word links are wrong."""
    most = max(len(known[way.name]) for way in ways)
    return max((way for way in ways if len(known[way.name]) >= _NEARLY * most), key=lambda way: len(way.source))


def _made(known: dict[Name, list[Change]]) -> dict[Key, list[Name]]:
    """What has been made of each French, the most frequent first."""
    found: defaultdict[Key, list[Name]] = defaultdict(list)
    for name in sorted(known, key=lambda name: (-len(known[name]), name)):
        found[name[0]].append(name)
    return found


def _is_asked(change: Change) -> bool:
    """Whether the glossary's entry, or another for the same words, has the editors' rendering already."""
    asked = [text for term in change.terms for text in (term.target, term.plural, *term.accepted) if text]
    return any(same(form(text), form(change.target)) for text in asked)


def _lesson(group: Sequence[Change], others: Iterable[Sequence[Change]]) -> Lesson:
    """The lesson of some changes alike.

    Args:
        group: the changes.
        others: what else was made of the same French, the most frequent first.
    """
    term = group[0].term
    plain = [_calmed(way) for way in group]
    sources = [source for source, _machine, _target in plain]
    source = term.source if term else usual(sources)
    targets = [target for _source, _machine, target in plain]
    target = usual(targets) if term else usual_rendering(targets, source, sources, targets)
    machine = usual([machine for _source, machine, _target in plain])
    if term and term.verb:
        machine, target = _infinitive(machine), _infinitive(target)
    rest = [some for some in others if not alike(form(some[0].target), form(target))]  # a link too few or too many
    also = tuple((usual([_calmed(way)[2] for way in some]), len(some)) for some in rest)
    return Lesson(source, machine, target, tuple(way.edit for way in group), also, term)


def _calmed(way: Change) -> tuple[str, str, str]:
    """French, machine's and editor's English, without the capitals that only say that a sentence begins."""
    source, edit = way.source, way.edit
    if not way.term and is_french(source.split(maxsplit=1)[0]):
        source = _small(source, edit.source)
    if not source[0].islower():
        return source, way.machine, way.target
    return source, _small(way.machine, edit.machine), _small(way.target, edit.target)


def _small(text: str, whole: str) -> str:
    """A text with a small first letter where another begins with it."""
    begins = whole[word_spans(whole)[0][0] :].startswith(text)
    return text[0].lower() + text[1:] if begins and text.split(maxsplit=1)[0][1:].islower() else text


def _infinitive(rendering: str) -> str:
    """A verb with what follows it, the verb in the form of the dictionary."""
    first, _space, rest = rendering.partition(" ")
    return f"{lemma(first)} {rest}".strip()
