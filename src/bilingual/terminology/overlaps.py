"""What may be wrong between entries: said twice, never reached, at odds with another one, or inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilingual import lexicon
from bilingual.glossary import Glossary
from bilingual.grammar import plural
from bilingual.messages import _
from bilingual.terminology.faults import Fault
from bilingual.types import Rule, Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bilingual.terminology.entry import Entry

_LONGEST_INNER = 8
"""Words of an entry that is looked for inside others; it bounds the work on hostile files."""
_ENFORCED = frozenset({"pin", "read-only"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A sound entry with a rendering, and where it stands."""

    path: Path
    line: int
    entry: Entry

    @property
    def rule(self) -> Rule:
        """What it asks, as `glossary` reads its flags."""
        flags = self.entry.flags
        known: tuple[Rule, ...] = ("read-only", "forbidden")
        return next((rule for rule in known if rule in flags), "suggest" if "fuzzy" in flags else "pin")

    @property
    def forms(self) -> tuple[str, ...]:
        """Its renderings."""
        return (self.entry.source,) if self.rule == "read-only" else self.entry.renderings

    def at(self, other: Placed) -> str:
        """This place, seen from another entry."""
        if self.path == other.path:
            return _("line {line}", line=self.line)
        return _("{path}, line {line}", path=self.path, line=self.line)


def overlaps(entries: Sequence[Placed]) -> Iterator[tuple[Placed, Fault]]:
    """All that may be wrong between some entries, those of earlier files first."""
    yield from _twice(entries)
    terms: dict[Term, Placed] = {}
    for one in entries:
        terms.setdefault(_term(one), one)
    glossary = Glossary(terms)
    for one in entries:
        found = [terms[term] for spelling in _spellings(one) for term in _whole(glossary, spelling) if term in terms]
        found = [other for other in dict.fromkeys(found) if other.entry.name != one.entry.name]
        yield from _shadowed(one, found)
        yield from _contradicted(one, found)
    yield from _nested(entries)


def _twice(entries: Sequence[Placed]) -> Iterator[tuple[Placed, Fault]]:
    seen: dict[tuple[str, str], Placed] = {}
    for one in entries:
        first = seen.setdefault(one.entry.name, one)
        if first is not one:
            message = _("is there already, {place}; the first one wins", place=first.at(one))
            if one.entry.context:
                message = _("is there already with the same msgctxt, {place}; the first one wins", place=first.at(one))
            yield one, Fault("error" if first.path == one.path else "info", "duplicate", message)


def _shadowed(one: Placed, found: Sequence[Placed]) -> Iterator[tuple[Placed, Fault]]:
    """An entry for words that another one is found for."""
    for other in found:
        if one.rule not in _ENFORCED or other.rule not in _ENFORCED or one.entry.context or other.entry.context:
            continue
        if _folded(one.forms[:1]) <= _folded(other.forms):
            told = _("means the same words as “{source}”, {place}", source=other.entry.source, place=other.at(one))
            yield one, Fault("info", "repeated", told)
        else:
            message = _(
                "is never used: “{source}”, {place}, means the same words and asks for “{target}”; "
                "tell them apart with msgctxt, or remove one",
                source=other.entry.source,
                place=other.at(one),
                target=other.forms[0],
            )
            yield one, Fault("error", "conflict", message)


def _contradicted(one: Placed, found: Sequence[Placed]) -> Iterator[tuple[Placed, Fault]]:
    """A rendering that one entry forbids and another one asks for."""
    for other in found:
        if one.rule == "forbidden" and other.rule in _ENFORCED and (both := _folded(one.forms) & _folded(other.forms)):
            names = {"target": min(both), "source": other.entry.source, "place": other.at(one)}
            message = _("forbids “{target}”, which “{source}”, {place}, asks for", **names)
            yield one, Fault("error", "forbidden", message)


def _nested(entries: Sequence[Placed]) -> Iterator[tuple[Placed, Fault]]:
    """An entry inside a longer one whose rendering does not contain its own."""
    enforced = [one for one in entries if one.rule in _ENFORCED]
    by_key: dict[tuple[str, ...], Placed] = {}
    for one in enforced:
        by_key.setdefault(lexicon.key(one.entry.source), one)
    for outer in enforced:
        said = lexicon.key(outer.entry.source)
        target = " ".join(_folded(outer.forms))
        for inner in dict.fromkeys(by_key[part] for part in _parts(said) if part in by_key):
            if not any(form in target for form in _with_plurals(inner)):
                message = _(
                    "holds “{source}”, {place}, but “{target}” does not hold “{inner}”; the longer one wins",
                    source=inner.entry.source,
                    place=inner.at(outer),
                    target=outer.forms[0],
                    inner=inner.forms[0],
                )
                yield outer, Fault("info", "nested", message)


def _parts(key: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for start in range(len(key)):
        for end in range(start + 1, min(start + _LONGEST_INNER, len(key)) + 1):
            if end - start < len(key):
                yield key[start:end]


def _with_plurals(one: Placed) -> set[str]:
    return _folded([*one.forms, *map(plural, one.forms)])


def _spellings(one: Placed) -> tuple[str, ...]:
    return tuple(filter(None, (one.entry.source, one.entry.plural, *one.entry.variants)))


def _whole(glossary: Glossary, text: str) -> Iterator[Term]:
    """The terms that are found to be the whole of a text; one that is in no file may stand for several homonyms."""
    said = lexicon.WORD.findall(text)
    return (pin.term for pin in glossary.find(text) if lexicon.WORD.findall(text[pin.start : pin.end]) == said)


def _folded(forms: Sequence[str]) -> set[str]:
    return {form.casefold() for form in forms}


def _term(one: Placed) -> Term:
    """The entry as `glossary` has it, so that what is found here is what is found in articles."""
    entry = one.entry
    variants = tuple(filter(None, (entry.plural, *entry.variants)))
    return Term(entry.source, one.forms[0], one.rule, one.forms[1:], variants, context=entry.context, near=entry.near)
