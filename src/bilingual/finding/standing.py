"""Whether words are a term where they stand: a verb or a noun, in the singular or the plural, a name or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilingual.finding.conjugation import forms
from bilingual.finding.french import grammar
from bilingual.finding.lemmas import lemma

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.finding.lemmas import Word
    from bilingual.types import Term

_FARTHEST_PRONOUN = 4
"""Words before a verb among which its pronoun stands: se sont toutes deux pourvues."""
_DE = {"d": "de", "du": "de", "des": "de"}


@dataclass(frozen=True, slots=True)
class Way:
    """A spelling under which a term is looked for."""

    term: Term
    order: int
    """Of the term in its glossary."""
    first: str
    """The spelling's first word, folded."""
    length: int
    """Words."""
    turned: bool = False
    """Whether the adjective stands on the other side than in the entry."""
    infinitive: str = ""
    """Of the verb that it begins with, to be conjugated."""
    reflexive: bool = False


def fits(way: Way, text: str, said: Sequence[Word], first: int, last: int) -> bool:
    """Whether the words from `first` to `last`, which spell a term, are that term where they stand."""
    quoted = text[said[first].start : said[last].end]
    if way.infinitive:
        return is_verb(way, said, first) and (not way.reflexive or pronoun_before(said, first) is not None)
    if way.turned:
        return _begins_phrase(said, first)
    noun = _is_verb_form(way, said[first]) or not _is_no_noun(text, said, first)
    return _case_fits(way, quoted) and _number_fits(way, said, first) and noun


def before(said: Sequence[Word], i: int, by: int = 1) -> str:
    """The word that stands some words before, with no punctuation between; empty where there is none."""
    joined = i >= by and all(said[i - n].joined for n in range(by))
    return said[i - by].folded if joined else ""


def is_verb_there(said: Sequence[Word], i: int) -> bool:
    """Whether the word before says that a verb comes."""
    known, near = grammar(), before(said, i)
    if near in known.articles_or_pronouns:
        return before(said, i, 2) in known.before_verbs
    return near in known.before_verbs or near in known.auxiliaries


def is_verb(way: Way, said: Sequence[Word], i: int) -> bool:
    """Whether a form of a verb is the verb, and not a noun of the same letters: la mise en examen, le juge."""
    word, known = said[i], grammar()
    if "infinitive" in forms(way.infinitive).get(word.folded, ()) or is_verb_there(said, i):
        return True
    if lemma(word.folded) == lemma(way.infinitive) or _is_inverted(said, i):  # the dictionary takes it for no noun
        return True
    near = before(said, i)
    if not near:
        return way.length > 1 and not word.folded.endswith(("e", "es"))
    if word.hyphened or near.isdecimal():  # plate-forme, 16 portes
        return False
    return near not in known.before_nouns and lemma(near) not in known.bound_adjectives


def _is_inverted(said: Sequence[Word], i: int) -> bool:
    """Whether the subject comes behind the verb: porte-t-elle plainte."""
    return i + 1 < len(said) and said[i + 1].joined and said[i + 1].folded in grammar().inverted


def pronoun_before(said: Sequence[Word], i: int) -> int | None:
    """The number of the reflexive pronoun that a verb has before it, auxiliaries and adverbs between; None without."""
    known = grammar()
    for j in range(i - 1, max(-1, i - 1 - _FARTHEST_PRONOUN), -1):
        if not said[j + 1].joined:
            return None
        if said[j].folded in known.reflexive:
            return j
        if said[j].folded not in known.auxiliaries and said[j].folded not in known.between:
            return None
    return None


def within_prepositions(said: Sequence[Word]) -> frozenset[int]:
    """The numbers of words that no term begins with, since they are inside a preposition: au cours de."""
    barred: set[int] = set()
    for i, word in enumerate(said):
        for phrase in grammar().fixed.get(word.folded, ()):
            stretch = said[i : i + len(phrase)]
            if [_DE.get(one.folded, one.folded) for one in stretch[1:]] == [_DE.get(one, one) for one in phrase[1:]]:
                barred.update(range(i + 1, i + len(phrase)))
    return frozenset(barred)


def _begins_phrase(said: Sequence[Word], i: int) -> bool:
    """Whether a determiner or a preposition says that a noun's phrase begins."""
    return before(said, i) in grammar().before_nouns


def _case_fits(way: Way, quoted: str) -> bool:
    """A name of one word (Apple, Signal) is not the noun of the same letters."""
    name = way.term.rule == "read-only" or way.length == 1
    return not (name and way.term.source[:1].isupper()) or quoted[:1].isupper()


def _number_fits(way: Way, said: Sequence[Word], i: int) -> bool:
    """The plural of one word (cour) may be another word (le cours): what stands before it decides."""
    word = said[i].folded
    if not word.endswith(("s", "x")) or word == way.first or way.first.endswith(("s", "x", "z")):
        return True
    if lemma(word) != lemma(word[:-1]) and lemma(word) == word and way.term.rule != "read-only":
        near = before(said, i)
        return near in grammar().plural_determiners if way.length == 1 else near not in grammar().singular_determiners
    return True


def _is_verb_form(way: Way, word: Word) -> bool:
    """Whether an entry is a form of a verb itself (toussent), and so is not kept from standing where a verb does."""
    known = lemma(word.folded)
    plural = word.folded == way.first and word.folded.endswith("ent")
    return plural and known != word.folded and known.endswith(("er", "ir", "re"))


def _is_no_noun(text: str, said: Sequence[Word], i: int) -> bool:
    """Whether what looks like a noun is a verb: il juge, elle est mise en examen, elle s'est plainte."""
    word, near = said[i], before(said, i)
    if not text[word.start].islower() or not near:
        return False
    if near in grammar().never_before_nouns:
        return not said[i - 1].hyphened  # a-t-il immunité
    if near in grammar().etre and before(said, i, 2) in grammar().reflexive:
        return True
    known = lemma(word.folded)
    return near in grammar().etre and known != word.folded and known.endswith(("er", "ir", "re"))
