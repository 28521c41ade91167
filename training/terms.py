"""Which of the phrases that a pair shares a glossary would pin, and what it would have for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training import words
from training.phrases import Linked, Phrase, function_words

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from training.lexicon import Lexicon

    Span = tuple[int, int]

SINGULAR, SMALL, SMALL_HEADLINE = 0.5, 0.6, 0.6
"""How often a plural is given in the singular, a sentence's first word in small letters, a headline in capitals too."""

_COMMON = 200
"""A word that comes more often among the pairs is likelier left alone, by the root of its count."""
_INFINITIVE = ("er", "ir", "re")
_BEFORE_INFINITIVE = frozenset({"de", "d'", "à", "pour", "par", "sans"})
_VERBAL = ("ing", "ed", "ly")
"""Endings of English words that are hardly terms alone."""
_UNLIKE = ("ss", "us", "is", "as", "os", "'s", "’s", "xes", "zes", "ies", "oes", "ches", "shes")
_UNLIKE_SES = ("sses", "uses", "ases", "yses", "ises")
"""Endings that taking one *s* off would leave wrong."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A term of a pair."""

    french: Span
    """In characters, as is the next."""
    english: Span
    text: str
    """What the glossary has for it."""


class Pair:
    """A pair of sentences with its words."""

    def __init__(self, french: str, english: str, links: Sequence[tuple[int, int]]) -> None:
        self.french, self.english = french, english
        self.spans = words.spans(french), words.spans(english)
        self.words = [french[s:e] for s, e in self.spans[0]], [english[s:e] for s, e in self.spans[1]]
        self.linked = Linked(*self.words, links)

    def tag(self, phrase: Phrase, text: str) -> Tag:
        """The tag of a phrase."""
        return Tag(_cover(self.spans[0], phrase[:2]), _cover(self.spans[1], phrase[2:]), text)


def likelihood(pair: Pair, phrase: Phrase, lexicon: Lexicon) -> float:
    """How likely a phrase is a term that a glossary would have, against another; 0 where it is none."""
    side, several = pair.linked, phrase.french_end > phrase.french + 1
    before = side.french[phrase.french - 1] if phrase.french else ""
    name = phrase.french > 0 and _name(pair.words[0][phrase.french]) and not pair.french.isupper()
    noun = before in function_words().before
    if not (noun or name or (several and _opens(pair, phrase))):
        return 0
    if not name and _verbal(pair, phrase, before, several=several):
        return 0
    if not lexicon.supports(side, phrase):
        return 0
    chance = (3 if several else 1) * (2 if noun else 1) * (2 if name else 1)
    rarest = min(lexicon.french[side.french[i]] for i, _ in side.content_links(phrase))
    return float(chance / max(1, rarest / _COMMON) ** 0.5)


def given(pair: Pair, phrase: Phrase, lexicon: Lexicon, rng: random.Random) -> str:
    """What a glossary would have for a phrase: its English, or with the chances above the singular or small letters."""
    start, end = _cover(pair.spans[1], phrase[2:])
    text = pair.english[start:end]
    if pair.english.isupper():
        if all(lexicon.small[word.lower()] for word in words.split(text)) and rng.random() < SMALL_HEADLINE:
            text = text.lower()
    elif _capital_by_place(pair, phrase, lexicon) and rng.random() < SMALL:
        text = text[:1].lower() + text[1:]
    if _plural(text) and _plural_french(pair, phrase) and rng.random() < SINGULAR:
        text = text[:-1]
    return text


def _cover(spans: Sequence[Span], some: tuple[int, ...]) -> Span:
    """Where words from one to the one before another stand."""
    first, end = some
    return spans[first][0], spans[end - 1][1]


def _name(word: str) -> bool:
    """Whether it has a capital or a digit."""
    return word.lower() != word or any(map(str.isdigit, word))


def _opens(pair: Pair, phrase: Phrase) -> bool:
    """Whether a phrase starts the sentence, and not with an infinitive or an order (*Activez*)."""
    return not phrase.french and not pair.linked.french[0].endswith((*_INFINITIVE, "ez"))


def _verbal(pair: Pair, phrase: Phrase, before: str, *, several: bool) -> bool:
    """Whether a phrase may be a verb, by what stands before it and by its ending."""
    side = pair.linked
    if phrase.english and side.english[phrase.english - 1] in function_words().verbal_english:
        return True
    if several:
        return False
    infinitive = before in _BEFORE_INFINITIVE and side.french[phrase.french].endswith(_INFINITIVE)
    return infinitive or side.english[phrase.english].endswith(_VERBAL)


def _capital_by_place(pair: Pair, phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether a phrase has a capital only because it starts the sentence."""
    first, *others = pair.words[1][phrase.english : phrase.english_end]
    french = pair.words[0][phrase.french]
    starts = not any(word[:1].isalnum() for word in pair.words[1][: phrase.english])
    plain = first.istitle() and not any(map(_name, others)) and lexicon.small[first.lower()] > 0
    return starts and plain and (phrase.french == 0 or french.islower())


def _plural(text: str) -> bool:
    """Whether one *s* less makes it singular."""
    return (
        len(text) > len("its")
        and text.endswith("s")
        and not text.endswith(_UNLIKE + _UNLIKE_SES)
        and text[-2].islower()
    )


def _plural_french(pair: Pair, phrase: Phrase) -> bool:
    """Whether the French shows the plural, and is not the same word."""
    first = pair.words[0][phrase.french]
    before = pair.linked.french[phrase.french - 1] if phrase.french else ""
    return first.endswith(("s", "x")) and first != pair.words[1][phrase.english_end - 1] and before not in {"le", "la"}
