"""Set lines of the press, such as `Publié le 15 juin à 18h30` and `Crédit photo : L. Garnier/AFP`, from a table.

They are no sentences, and an engine that knows sentences makes nonsense of them; `data/formulas.fr.toml` has them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from bilingual.capitals import is_french
from bilingual.datelines import english_place
from bilingual.dictionary import fold_accents
from bilingual.figures.reading import found
from bilingual.figures.write import written
from bilingual.links import word_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bilingual.figures.write import Style
    from bilingual.types import Link, Span

LONGEST = 200
"""Characters of a line."""

_BRACKETS = re.compile(r"(?P<open>[(\[/–—-]?\s*)(?P<line>.*?)(?P<close>\s*[)\]]?\.?)", re.DOTALL)
_BETWEEN = re.compile(r"(\s*[|•·;]\s*|\s[–—-]\s|,\s(?=(?:mise? à jour|modifié|actualisé)\b))", re.IGNORECASE)
_SLOT = re.compile(r"\{([a-z]+)(\d?)\}")
_WORD = r"(?:[dDlL]['’])?[A-ZÀ-Þ0-9@©][\w.'’@]*(?:-[\w.'’]+)*"
_SMALL = r"(?:(?:de|du|des|la|le|les|van|von|der|den|di|da|el|al|bin|ibn|et|pour)[ \u00a0])"
_SLOTS = {
    "names": rf"{_WORD}(?:(?:[ \u00a0]?[/,&+|][ \u00a0]?|[ \u00a0]){_SMALL}{{0,2}}{_WORD}){{0,12}}",
    "place": rf"{_WORD}(?:[ \u00a0]{_SMALL}?{_WORD}){{0,4}}",
    "date": r"[^|•·;()]{3,40}?",
    "time": r"\d{1,2} ?[hH:](?: ?\d{2})?",
    "number": r"\d{1,3}",
    "language": r"[^\W\d_]{3,14}",
}
_SPACE = "[ \u00a0\u202f]"
_IN_CAPITALS = re.compile(r"[^\W\d_]{2,}")
_JOINS = re.compile(r"(?<![^ \u00a0])[a-z]+(?![^ \u00a0])")
_YEAR_IN_IT = re.compile(r", \d{4}$")


@dataclass(frozen=True, slots=True)
class Line:
    """A set line in English."""

    text: str
    links: tuple[Link, ...]
    """Its words in order, each with the one of the source that it stands for."""


class _Part(NamedTuple):
    """A set line, or one of several in a line, and what stands in its slots, there and here."""

    text: str
    slots: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class _Formula:
    pattern: re.Pattern[str]
    english: str
    inside: bool
    """Whether it is one only in brackets."""


@lru_cache(4096)
def line(text: str, style: Style | None = None) -> Line | None:
    """A text in English, if it is a set line of the press, or several with signs between them; None if it is not.

    Args:
        text: French, of a segment.
        style: whose way of writing dates and times; American where it is None.
    """
    if len(text) > LONGEST or (around := _BRACKETS.fullmatch(text)) is None:
        return None
    whole = _one(text, 0, len(text), style, inside=False)
    if whole is not None:
        return Line(whole.text, tuple(_linked(text, whole.text, whole.slots)))
    parts = _parts(text, *around.span("line"), style, inside=around["open"].strip() == "(")
    if parts is None:
        return None
    said, slots = "", []
    for before, part in parts:
        said += before
        slots += [(source, (len(said) + a, len(said) + b)) for source, (a, b) in part.slots]
        said += part.text
    said += around["close"]
    return Line(said, tuple(_linked(text, said, slots)))


def glued(text: str, style: Style | None = None) -> tuple[int, Line | None]:
    """Where a sentence begins that a set line is glued to, and that line in English; 0 and None without one.

    Such are credits that a page sets apart by its looks alone: `(Photo AFP)Le ministre …`, `© ReutersLe ministre …`.
    """
    found_line = _table().glued.match(text)
    made = line(found_line[0], style) if found_line else None
    return (found_line.end(), made) if found_line and made else (0, None)


def _linked(french: str, english: str, slots: Sequence[Link]) -> Iterator[Link]:
    """The words of a line: in a slot with the same word there or the one at its place, outside with those outside."""
    groups: dict[int, list[list[Span]]] = {}
    for side, text in enumerate((french, english)):
        for span in word_spans(text):
            held = (n for n, slot in enumerate(slots) if slot[side][0] <= span[0] and span[1] <= slot[side][1])
            groups.setdefault(next(held, -1), [[], []])[side].append(span)
    links = []
    for there, here in groups.values():
        same = {french[slice(*span)].casefold(): span for span in reversed(there)}
        for place, span in enumerate(here if there else ()):
            links.append((same.get(english[slice(*span)].casefold(), there[place * len(there) // len(here)]), span))
    return iter(sorted(links, key=itemgetter(1)))


def _parts(text: str, start: int, end: int, style: Style | None, *, inside: bool) -> list[tuple[str, _Part]] | None:
    """The whole line, or its parts, each with what stands before it; None where one of them is no set line."""
    whole = _one(text, start, end, style, inside=inside)
    if whole is not None:
        return [(text[:start], whole)]
    found_parts = []
    before, begin = text[:start], start
    for sign in (*_BETWEEN.finditer(text, start, end), None):
        part = _one(text, begin, sign.start() if sign else end, style, inside=inside)
        if part is None:
            return None
        found_parts.append((before, part))
        if sign:
            before, begin = sign[0].replace(" ;", ";"), sign.end()
    return found_parts


def _one(text: str, start: int, end: int, style: Style | None, *, inside: bool) -> _Part | None:
    for formula in _table().formulas:
        if (inside or not formula.inside) and (match := formula.pattern.fullmatch(text, start, end)):
            made = _filled(formula, match, style)
            if made is not None:
                return made
    return None


def _filled(formula: _Formula, match: re.Match[str], style: Style | None) -> _Part | None:
    """The English of a line; None where a slot holds something else than it says."""
    text, slots, end = "", [], 0
    for slot in _SLOT.finditer(formula.english):
        said = _slot(slot[1], match[slot[1] + slot[2]], style)
        if said is None:
            return None
        text += formula.english[end : slot.start()]
        slots.append((match.span(slot[1] + slot[2]), (len(text), len(text) + len(said))))
        end = slot.end()
        text += said
        if slot[1] == "date" and _YEAR_IN_IT.search(said) and formula.english.startswith(" ", end):
            text += ","
    text += formula.english[end:]
    if match[0][:1].islower() and not formula.english.startswith("{"):
        text = text[:1].lower() + text[1:]
    return _Part(text, tuple(slots))


def _slot(kind: str, said: str, style: Style | None) -> str | None:
    """What stands in a slot in English; None where it is not of the kind."""
    if kind in {"date", "time"}:
        figures = found(said, "fr")
        whole = len(figures) == 1 and (figures[0].start, figures[0].end, figures[0].kind) == (0, len(said), kind)
        dated = whole and (kind == "time" or bool(figures[0].day.day or figures[0].day.year))
        return written(figures[0], said, style) if dated else None
    if kind == "language":
        return _table().languages.get(said.lower())
    if kind == "place":
        return english_place(said)
    if said.isupper() and any(is_french(word.lower()) for word in _IN_CAPITALS.findall(said)):
        return None  # a line in capitals has no names that stand out
    between = _table().between
    return _JOINS.sub(lambda word: between.get(word[0], word[0]), said)


class _Table(NamedTuple):
    """What the data file has."""

    formulas: tuple[_Formula, ...]
    glued: re.Pattern[str]
    """What may stand before a sentence without a space between."""
    languages: Mapping[str, str]
    between: Mapping[str, str]


@cache
def _table() -> _Table:
    data = tomllib.loads(files("bilingual").joinpath("data/formulas.fr.toml").read_text("utf-8"))
    known = "|".join(map(re.escape, data["agencies"]["names"]))
    agencies = rf"(?:{known})(?:(?:, | et | & |/| / )(?:{known})){{0,5}}"
    formulas = (
        _Formula(_pattern(french, agencies), entry["english"], entry.get("inside", False))
        for entry in data["formula"]
        for french in entry["french"]
    )
    glued_lines = re.compile(
        rf"(?:\([^()]{{2,60}}\)|©{_SPACE}?{agencies}|[^\W\d_][^.:!?()]{{2,30}}{_SPACE}?:{_SPACE}[^.:!?()]{{2,60}}\.)"
        r"(?=[A-ZÀ-ÞŒ«“])"
    )
    return _Table(tuple(formulas), glued_lines, data["languages"], data["between"])


def _pattern(french: str, agencies: str) -> re.Pattern[str]:
    """What finds a line of the table: capitals, accents, and the kinds of spaces and apostrophes do not count."""
    return re.compile("".join(_literal_or_slot(french, agencies)))


def _literal_or_slot(french: str, agencies: str) -> Iterator[str]:
    end = 0
    for slot in _SLOT.finditer(french):
        yield _literal(french[end : slot.start()])
        yield f"(?P<{slot[1]}{slot[2]}>{_SLOTS.get(slot[1], agencies)})"
        end = slot.end()
    yield _literal(french[end:])


def _literal(words: str) -> str:
    letters = (_letter(char) for char in words.replace(" :", ":").replace(": ", ":"))
    return f"(?i:{''.join(letters)})" if words else ""


def _letter(char: str) -> str:
    if char == " ":
        return f"{_SPACE}+"
    if char == ":":
        return f"{_SPACE}?:{_SPACE}?"
    if char == "'":
        return "['’]"
    base = fold_accents(char)
    return re.escape(char) if base == char else f"[{char}{base}]"
