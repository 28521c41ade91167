"""Find the house's terms in running French.

A term is found whatever its inflection and typography: words are compared by lemma (simplemma), without regard to
case, to the kind of apostrophe, or to hyphen against space; elided articles fall away since an apostrophe ends a word.
What is never translated is a name, and names do not inflect: the river Amazone is no Amazon.

The index is a tree of words, walked from each word of a text as far as it goes. Most words begin no term and cost one
look into a table, whatever the size of the glossary; from the others the walk is bounded by the longest entry, that is
by a constant. Aho-Corasick's automaton saves walking again over what a failed match has read, which is one or two words
here; but a word goes by several names at a time (itself, its lemma, its stem, the verbs that it may be a form of), and
for those an automaton would have to follow sets of states, and grow with every combination of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from bilingual.finding.conjugation import forms, verb
from bilingual.finding.french import grammar
from bilingual.finding.homonyms import Surroundings, decided
from bilingual.finding.lemmas import Word, bare, lemma, name_key, stem, words
from bilingual.finding.spellings import spellings
from bilingual.finding.standing import Way, fits, is_verb_there, pronoun_before, within_prepositions
from bilingual.types import Pin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bilingual.types import Term

_FARTHEST = 3
"""Words that may part a verb from the rest of its phrase."""


@dataclass(slots=True)
class _Node:
    """A place in the tree of words: what may follow, and the ways that end here."""

    next: dict[str, _Node] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    """Those whose lemmas lead here, or the letters of whose names."""
    stemmed: list[Way] = field(default_factory=list)
    """Those whose stems lead here."""


class _Match(NamedTuple):
    """A stretch of words that is one or more terms."""

    first: int
    last: int
    ways: tuple[Way, ...]
    apart: bool = False
    """Whether other words stand inside."""


class Glossary:
    """Terms ready to be found."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self.fingerprint = blake2b(repr(self.terms).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        self._root = _Node()
        self._verbs: dict[str, list[str]] = {}
        """Infinitives that a word may be a form of; capitals may lack their accents, so those go without."""
        for order, term in enumerate(self.terms):
            for spelling in spellings(term):
                self._add(term, order, list(words(spelling.text)), turned=spelling.turned)

    def find(self, text: str, around: str = "") -> tuple[Pin, ...]:
        """The terms in a text, in order and without overlap.

        Of those that overlap, the one of more words is found, then the one further left. Beside a term that is pinned,
        those that forbid a rendering of the same words are given too. A term is a suggestion only, whatever its rule,
        where homonyms cannot be told apart, or where other words stand inside a verb's phrase.

        Args:
            text: French.
            around: what the text was taken from, where it decides between homonyms when the text itself does not.
        """
        if not self.terms:
            return ()
        said = list(words(text))
        taken = bytearray(len(said))
        found: list[_Match] = []
        for match in sorted(self._matches(text, said), key=lambda match: (match.first - match.last, match.first)):
            if not any(taken[match.first : match.last + 1]):
                taken[match.first : match.last + 1] = b"\1" * (match.last + 1 - match.first)
                found.append(match)
        surroundings = Surroundings(said, around)
        pins = (self._pins(match, said, surroundings) for match in sorted(found))
        return tuple(chain.from_iterable(pins))

    def _add(self, term: Term, order: int, said: Sequence[Word], *, turned: bool) -> None:
        """Makes the ways to a spelling of a term."""
        conjugated = verb(term.source) if term.verb else None
        if conjugated:
            said = said[conjugated.reflexive :]
        way = Way(term, order, said[0].folded, len(said), turned, *(conjugated or ()))
        if term.rule == "read-only":
            self._node(name_key(word.folded) for word in said).ways.append(way)
        elif conjugated:
            for form in forms(conjugated.infinitive):
                self._know(form, conjugated.infinitive)
            begin = f"verb {conjugated.infinitive}"
            self._node([begin, *_keys(said[1:], lemma)]).ways.append(way)
            self._node([begin, *_keys(said[1:], stem)]).stemmed.append(way)
        else:
            self._node(_keys(said, lemma)).ways.append(way)
            self._node(_keys(said, stem)).stemmed.append(way)

    def _know(self, form: str, infinitive: str) -> None:
        for spelling in {form, f"={bare(form)}"}:
            if infinitive not in (known := self._verbs.setdefault(spelling, [])):
                known.append(infinitive)

    def _node(self, keys: Iterable[str]) -> _Node:
        """The place at the end of some keys, made if it is not there."""
        node = self._root
        for key in keys:
            node = node.next.setdefault(key, _Node())
        return node

    def _matches(self, text: str, said: Sequence[Word]) -> Iterator[_Match]:
        """Every stretch of a text that is a term where it stands."""
        barred = within_prepositions(said)
        for i, word in enumerate(said):
            if i in barred:
                continue
            if nodes := [self._root.next[key] for key in word.keys if key in self._root.next]:
                yield from _walk(text, said, i, i, nodes)
            for infinitive in self._infinitives(text, word):
                yield from _walk_apart(text, said, i, self._root.next[f"verb {infinitive}"])

    def _infinitives(self, text: str, word: Word) -> list[str]:
        if not self._verbs:
            return []
        small = text[word.start : word.end].islower()
        return self._verbs.get(word.folded, []) or ([] if small else self._verbs.get(f"={bare(word.folded)}", []))

    def _pins(self, match: _Match, said: Sequence[Word], surroundings: Surroundings) -> Iterator[Pin]:
        """What a stretch of words asks for: one term to enforce (or else to suggest), and all that forbid."""
        verb_first = is_verb_there(said, match.first)
        ways = sorted(match.ways, key=lambda way: (verb_first and not way.infinitive, way.order))
        terms = list(dict.fromkeys(way.term for way in ways))
        asked = [term for term in terms if term.rule in {"pin", "read-only"}]
        start, end = said[match.first].start, said[match.last].end
        if one := decided(asked or [term for term in terms if term.rule == "suggest"], surroundings):
            term = replace(one.term, rule="suggest") if match.apart and one.term.rule == "pin" else one.term
            yield Pin(term, start, end, one.homonyms)
        yield from (Pin(term, start, end) for term in terms if term.rule == "forbidden")


def _keys(said: Iterable[Word], key: Callable[..., str]) -> list[str]:
    return [key(word.folded, elided=word.elided) for word in said]


def _walk(text: str, said: Sequence[Word], first: int, at: int, nodes: Sequence[_Node]) -> Iterator[_Match]:
    """The terms that begin with a word, at whose last word so far some nodes stand."""
    doubtful = said[first].doubtful
    while nodes:
        doubtful = doubtful or said[at].doubtful
        certain = _fitting((way for node in nodes for way in node.ways), text, said, (first, at))
        # of known words the lemmatiser tells plaint (plaindre) from plainte
        likely = (way for node in nodes for way in node.stemmed) if doubtful and not certain else ()
        yield from _ended(certain or _fitting(likely, text, said, (first, at)), said, (first, at))
        at += 1
        if at == len(said) or not said[at].joined:
            return
        nodes = [node.next[key] for node in nodes for key in said[at].keys if key in node.next]


def _walk_apart(text: str, said: Sequence[Word], first: int, node: _Node) -> Iterator[_Match]:
    """The terms that begin with a verb, the rest of whose phrase may come a few words later."""
    yield from _walk(text, said, first, first, [node])
    for at in range(first + 1, min(first + _FARTHEST, len(said) - 1)):
        if not (said[at].joined and said[at].folded in grammar().between):
            return
        if said[at + 1].joined:
            nodes = [node.next[key] for key in said[at + 1].keys if key in node.next]
            yield from (match._replace(apart=True) for match in _walk(text, said, first, at + 1, nodes))


def _fitting(ways: Iterable[Way], text: str, said: Sequence[Word], span: tuple[int, int]) -> list[Way]:
    return [way for way in ways if fits(way, text, said, *span)]


def _ended(ways: Sequence[Way], said: Sequence[Word], span: tuple[int, int]) -> Iterator[_Match]:
    """The match of some ways, if there are any; with the pronoun of a reflexive verb if it stands right before."""
    first, last = span
    for reflexive in (False, True):
        if some := tuple(way for way in ways if way.reflexive is reflexive):
            near = reflexive and pronoun_before(said, first) == first - 1
            yield _Match(first - near, last, some)
