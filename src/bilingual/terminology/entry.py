"""An entry of a glossary as editors keep it, whatever the file: what gettext, TBX and tables exchange here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from bilingual.errors import GlossaryError
from bilingual.messages import _

LONGEST = 200
"""Characters of a term or a rendering, as in `glossary`: longer ones are texts."""
CONVENTIONAL = "terminology"
"""The flag that gettext tools give every entry of a glossary."""
RULES = ("read-only", "forbidden", "fuzzy")
"""The flags that decide what is done with an entry."""
_LABELS = ("variant", "accepted", "near")
"""What `glossary` looks for, with a colon behind it, at the beginning of a `#.` line."""
_TEXTS = ("source", "target", "plural", "plural_target", "context")
_FLAG = re.compile(r"[\w-]{1,60}", re.ASCII)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; texts without white space at their ends, notes of one or more lines."""

    source: str
    target: str = ""
    """Empty where nobody has given a rendering yet."""
    plural: str = ""
    """Of the source; empty where the entry has none of its own."""
    plural_target: str = ""
    accepted: tuple[str, ...] = ()
    """Other renderings that count as right."""
    variants: tuple[str, ...] = ()
    """Other spellings of the source."""
    near: tuple[str, ...] = ()
    """French words that tell, when they stand nearby, that this homonym is meant."""
    context: str = ""
    """What keeps entries with the same source apart."""
    flags: tuple[str, ...] = ()
    note: str = ""
    """Explanation for editors."""
    remark: str = ""
    """What a translator jotted down."""

    @property
    def name(self) -> tuple[str, str]:
        """What no other entry of a file may have: context and source."""
        return self.context, self.source

    @property
    def renderings(self) -> tuple[str, ...]:
        """All that are given, the wanted one first."""
        return tuple(filter(None, (self.target, self.plural_target, *self.accepted)))

    @property
    def is_open(self) -> bool:
        """Whether a rendering is still to be given."""
        return not self.renderings and "read-only" not in self.flags


def tidy(entry: Entry) -> Entry:
    """The entry with white space as it means something, each rendering once, and labelled notes in their fields."""
    texts: dict[str, Any] = {name: _one_line(getattr(entry, name)) for name in _TEXTS}
    labelled, note = _labelled(note_lines(entry.note))
    lists = {
        "accepted": (*entry.accepted, *labelled["accepted"]),
        "variants": (*entry.variants, *labelled["variant"]),
        "near": (word for line in (*entry.near, *labelled["near"]) for word in line.split(",")),
        "flags": entry.flags,
    }
    once: dict[str, Any] = {
        name: tuple(dict.fromkeys(filter(None, map(_one_line, values)))) for name, values in lists.items()
    }
    return replace(entry, **texts, **once, note=note, remark=note_lines(entry.remark))


def labels(entry: Entry) -> list[str]:
    """The lines of the note that say for the program what no field of a gettext entry can."""
    lines = [f"variant: {text}" for text in entry.variants] + [f"accepted: {text}" for text in entry.accepted]
    return [*lines, f"near: {', '.join(entry.near)}"] if entry.near else lines


def _labelled(note: str) -> tuple[dict[str, list[str]], str]:
    """What the lines of a note say for the program, by label, and the note without them."""
    found: dict[str, list[str]] = {label: [] for label in _LABELS}
    lines = []
    for line in note.split("\n"):
        label, colon, said = line.partition(":")
        if colon and label.strip().lower() in found:
            found[label.strip().lower()].append(said)
        else:
            lines.append(line)
    return found, "\n".join(lines).strip("\n")


def note_lines(text: str) -> str:
    """A note whose lines hold nothing that a file's reader might take for a line's end or for markup of its own."""
    lines = [" ".join(_UNPRINTABLE.sub(" ", line).split()) for line in text.split("\n")]
    return "\n".join(lines).strip("\n")


def flaws(entry: Entry) -> list[str]:
    """Why an entry cannot stand in a glossary, each reason a clause that goes on from its source; none if it can."""
    texts = [entry.source, entry.plural, *entry.variants, *entry.near, *entry.renderings]
    found = []
    if not all(map(_has_word, (entry.source, *entry.variants, *entry.near))):
        found.append(_("has no word to look for"))
    if not entry.is_open and not all(map(_has_word, entry.renderings)):
        found.append(_("has a rendering without a word"))
    if max(map(len, [*texts, entry.context])) > LONGEST:
        found.append(_("is longer than {n} characters: a text, not a term", n=LONGEST))
    if hidden := next((sign for text in [*texts, entry.context] for sign in text if not sign.isprintable()), ""):
        found.append(_("holds an invisible character, {code}", code=f"U+{ord(hidden):04X}"))
    if "read-only" in entry.flags and "forbidden" in entry.flags:
        found.append(_("is both read-only and forbidden"))
    if "forbidden" in entry.flags and not entry.renderings:
        found.append(_("forbids nothing: it has no rendering"))
    if (entry.plural_target and not entry.plural) or (entry.plural and not entry.is_open and not entry.target):
        found.append(_("has the plural of one language only, or no singular"))
    wrong = [flag for flag in entry.flags if not _FLAG.fullmatch(flag)]
    found += [_("has a flag that is none: {flag!r}", flag=flag[:60]) for flag in wrong]
    return found


def sound(entry: Entry) -> Entry:
    """The entry, tidied.

    Raises:
        GlossaryError: it cannot stand in a glossary.
    """
    tidied = tidy(entry)
    if reasons := flaws(tidied):
        what = _("“{source}” {clause}", source=tidied.source[:60], clause=reasons[0])
        raise GlossaryError(what, _("mend it, and try again"))
    return tidied


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))
