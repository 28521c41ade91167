"""What may be wrong with one entry of a gettext glossary: a function a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bilingual import lexicon
from bilingual.messages import _
from bilingual.terminology.entry import flaws

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bilingual.terminology.po import Item
    from bilingual.types import Severity


class Fault(NamedTuple):
    """Something about an entry; the message goes on from its source."""

    severity: Severity
    check: str
    message: str


def faults(item: Item) -> Iterator[Fault]:
    """All that may be wrong with an entry by itself."""
    for question in QUESTIONS:
        yield from question(item)


def unusable(item: Item) -> Iterator[Fault]:
    """What makes `translate` refuse the file."""
    return (Fault("error", "entry", reason) for reason in flaws(item.entry))


def untranslated(item: Item) -> Iterator[Fault]:
    """No rendering yet."""
    if item.entry.is_open:
        yield Fault("warning", "untranslated", _("has no rendering yet, and is left out"))


def read_only(item: Item) -> Iterator[Fault]:
    """A name that is never translated, and a translation."""
    entry = item.entry
    if "read-only" in entry.flags and any(form not in {entry.source, entry.plural} for form in entry.renderings):
        yield Fault(
            "warning", "read-only", _("is read-only: its rendering “{target}” is never written", target=entry.target)
        )


def plural(item: Item) -> Iterator[Fault]:
    """A plural in French that has none in English, or more forms than English has."""
    entry = item.entry
    if entry.plural and entry.target and not entry.plural_target:
        yield Fault("warning", "plural", _("has a msgid_plural, but msgstr[1] is empty"))
    if extra := sorted(name for name in item.texts if name.startswith("msgstr[") and name not in _TWO_FORMS):
        told = _("has {names}: English has one plural; it counts as another rendering", names=", ".join(extra))
        yield Fault("info", "plural", told)


def unsure(item: Item) -> Iterator[Fault]:
    """`fuzzy`, which another flag may undo."""
    flags = set(item.entry.flags)
    if "fuzzy" in flags and (other := sorted(flags & {"read-only", "forbidden"})):
        yield Fault("warning", "fuzzy", _("is fuzzy and {flag}: it is enforced as if it were not fuzzy", flag=other[0]))
    elif "fuzzy" in flags:
        yield Fault("info", "fuzzy", _("is fuzzy: suggested, not enforced"))


def ragged(item: Item) -> Iterator[Fault]:
    """White space that means nothing."""
    names = [name for name, text in item.texts.items() if text != " ".join(text.split()) and text.isprintable()]
    names += [name for name, text in item.texts.items() if "\n" in text or "\t" in text]
    if names:
        yield Fault("warning", "spaces", _("has needless white space in {names}", names=", ".join(sorted(set(names)))))


def ambiguous(item: Item) -> Iterator[Fault]:
    """A single word that stands for much."""
    entry = item.entry
    is_one_word = len(lexicon.WORD.findall(entry.source)) == 1
    told_apart = entry.context or "forbidden" in entry.flags
    if is_one_word and not told_apart and (doubt := lexicon.doubt(entry.source)):
        yield Fault("info", "ambiguous", doubt)


QUESTIONS: tuple[Callable[[Item], Iterator[Fault]], ...] = (
    unusable,
    untranslated,
    read_only,
    plural,
    unsure,
    ragged,
    ambiguous,
)
_TWO_FORMS = frozenset({"msgstr[0]", "msgstr[1]"})
