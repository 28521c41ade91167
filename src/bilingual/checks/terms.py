"""Did the house's terms come through?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilingual.messages import _, counted
from bilingual.rendered import lemma
from bilingual.renderings import ENFORCED, sought, spans
from bilingual.types import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.types import Pair, Span, Term

_WORD = re.compile(r"[^\W_]+")


def failed(pair: Pair) -> Iterator[Finding]:
    """A pinned term is missing in the target."""
    for occurrence in pair.occurrences:
        term = occurrence.pin.term
        if occurrence.verdict == "failed" and term.rule in ENFORCED:
            said = pair.source.text[occurrence.pin.start : occurrence.pin.end]
            message = _("“{source}” must be rendered “{target}”, which is missing.", source=said, target=term.target)
            yield Finding("term", "error", message, pair.source.address)


def ambiguous(pair: Pair) -> Iterator[Finding]:
    """The glossary has homonyms for a term, and nothing in the text decides between them."""
    for occurrence in pair.occurrences:
        if homonyms := occurrence.pin.homonyms:
            said = pair.source.text[occurrence.pin.start : occurrence.pin.end]
            ways = ", ".join(_("“{target}”", target=term.target) + _told(term) for term in homonyms)
            message = _(
                "“{source}” may be {ways}: the glossary does not decide, so please look at it.", source=said, ways=ways
            )
            yield Finding("term-ambiguous", "info", message, pair.source.address)


def _told(term: Term) -> str:
    """What keeps a homonym apart, in brackets."""
    what = term.context or ", ".join(term.near)
    return f" ({what})" if what else ""


def forbidden(pair: Pair) -> Iterator[Finding]:
    """A rendering stands in the target that the glossary forbids."""
    for occurrence in pair.occurrences:
        term = occurrence.pin.term
        if term.rule == "forbidden" and occurrence.start >= 0:
            said = pair.source.text[occurrence.pin.start : occurrence.pin.end]
            message = _("“{source}” must not be rendered “{target}”.", source=said, target=term.target)
            yield Finding("term-forbidden", "warning", message, pair.source.address)


def doubled(pair: Pair) -> Iterator[Finding]:
    """A rendering stands oftener in the target than the source asks for.

    A warning where the ladder put one in; where all are the model's own, the English may well say a name again for a
    French pronoun, or render another word of the source alike.
    """
    for term, places in surplus(pair):
        asked = [o for o in pair.occurrences if sought(o.pin.term) == sought(term)]
        ours = any(o.verdict in {"inline", "forced", "substituted"} for o in asked)
        said = pair.target[slice(*places[0])]
        message = _(
            "“{target}” stands {times} in the translation, “{source}” {asked} in the source.",
            target=said,
            times=_times(len(asked) + len(places)),
            source=term.source,
            asked=_times(len(asked)),
        )
        yield Finding("term-extra", "warning" if ours else "info", message, pair.source.address)


def surplus(pair: Pair) -> list[tuple[Term, list[Span]]]:
    """The terms to be enforced whose renderings stand in the target beyond those that the source asks for, and where.

    Terms that the source does not have are not looked for.
    """
    asked = {sought(o.pin.term): o.pin.term for o in pair.occurrences if o.pin.term.rule in ENFORCED}
    taken = _taken(pair)
    found = []
    for term in sorted(asked, key=lambda term: (-len(term.target), term.target)):
        if places := [span for span in spans(term, pair.target) if not any(taken[slice(*span)])]:
            found.append((asked[term], places))
        for start, end in places:
            taken[start:end] = b"\1" * (end - start)
    return found


def inflected(pair: Pair) -> int:
    """How many terms failed of which another inflection, or other capitals, stand in the target all the same."""
    failed = [o.pin.term for o in pair.occurrences if o.verdict == "failed" and o.pin.term.rule in ENFORCED]
    if not failed:
        return 0
    taken, words = _taken(pair), [match.span() for match in _WORD.finditer(pair.target)]
    lemmas = [lemma(pair.target[slice(*word)].casefold()) for word in words]
    places: dict[str, list[int]] = {}
    for i in reversed(range(len(lemmas))):
        places.setdefault(lemmas[i], []).append(i)
    count = 0
    for term in failed:
        asked = [[lemma(word) for word in _WORD.findall(form.casefold())] for form in (term.target, *term.accepted)]
        count += any(_take(form, lemmas, places, words, taken) for form in asked if form)
    return count


def _take(
    form: list[str], lemmas: list[str], places: dict[str, list[int]], words: list[Span], taken: bytearray
) -> bool:
    """Whether the lemmas of a rendering stand somewhere; takes them, and forgets the places looked at."""
    looked_at = places.get(form[0], [])
    while looked_at:
        i = looked_at.pop()
        if lemmas[i : i + len(form)] == form:
            start, end = words[i][0], words[i + len(form) - 1][1]
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                return True
    return False


def _taken(pair: Pair) -> bytearray:
    """A byte for each character of the target, set where a term to be enforced stands."""
    taken = bytearray(len(pair.target))
    for o in pair.occurrences:
        if o.pin.term.rule in ENFORCED and o.start >= 0:
            taken[o.start : o.end] = b"\1" * (o.end - o.start)
    return taken


def _times(count: int) -> str:
    return {1: _("once"), 2: _("twice")}.get(count) or counted("{n} time", "{n} times", count)
