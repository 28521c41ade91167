"""The ways in which press text differs from a test set: each does one thing to a sentence, and says what becomes of it.

What noise adds to the French that a reader wants to find in the English (a caption, an address, a name) is added to
the English, too. Test sets have straight apostrophes and spaces in figures; that is the clean text.

The training has noises of its own; these were written without a look at them, so that the measure is not of our own
making.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_GROUPED = re.compile(r"(?<![\w.,])[0-9]{1,3}(?:[ .\u00a0\u202f][0-9]{3})+(?![\w]|[.,][0-9])")
"""A figure whose thousands are parted by a space or a dot, as French does."""
_LONG = re.compile(r"(?<![\w.,])[0-9]{5,9}(?![\w]|[.,][0-9])")
"""A figure that could be; years have four digits."""
_QUOTE = re.compile(r"«\s?|\s?»|[“”]")
NAMES = (
    "Zdravko Mierzwiński",
    "Oluwaseun Akinbade",
    "Thi Ngoc Quyen Dang",
    "Ketevan Tsulukidze",
    "Maël Kervarrec",
    "Aïssatou Diaraye Bah",
    "Björn Hålogasund",
    "Yerlan Qasymbek",
    "Guillemette de Vaucorbeil",
    "Xiuying Ouyang",
)
"""Of nobody that we know of."""
CAPTIONS = (
    ("(Photo AFP)", "(AFP photo)"),
    ("© Reuters", "© Reuters"),
    ("Illustration : Getty Images.", "Illustration: Getty Images."),
    ("(Crédits : DR)", "(Credits: DR)"),
)
ACCOUNTS = ("@NSOwatch_fr", "@amelie.k", "@DPP_Nanterre", "@lucas_mrtn75")
ADDRESSES = (
    "https://t.co/9fZkQ1xWb",
    "https://www.presse.example/pixels/2019/10/30/a_60.html",
    "bit.ly/2Nq8vT",
)
COUNTED = (("victimes", "victims"), ("euros", "euros"), ("emplois", "jobs"), ("salariés", "employees"))
EMOJI = ("😡", "🇫🇷", "👉🏽", "🤷‍♀️", "📱💥")


@dataclass(frozen=True, slots=True)
class Noise:
    """A noise."""

    name: str
    make: Callable[[str, str, int], tuple[str, str]]
    """From a sentence, its translation and its number, which chooses among variants: the sentence with the noise, and
    what a perfect translator would make of the translation."""
    judged: Callable[[str], str] = str
    """How texts are brought to one form before they are compared."""
    kept: Callable[[int], tuple[str, ...]] = lambda _: ()
    """Of what one must stand in the translation of a sentence with some number; empty where nothing must."""


def folded(text: str) -> str:
    """A text with straight quotes and apostrophes, since no style of them is wrong."""
    return _QUOTE.sub('"', re.sub("[’‘]", "'", text))


def _curly(source: str, english: str, _: int) -> tuple[str, str]:
    return source.replace("'", "’"), english


def _capitals(source: str, english: str, _: int) -> tuple[str, str]:
    return source.upper(), english


def _without_accents(source: str, english: str, _: int) -> tuple[str, str]:
    letters = unicodedata.normalize("NFD", source)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)), english


def _without_stop(source: str, english: str, _: int) -> tuple[str, str]:
    if not source.endswith("."):
        return source, english
    return source.rstrip("."), english.rstrip(".")


def _quoted(opening: str, closing: str) -> Callable[[str, str, int], tuple[str, str]]:
    """Gives the quotes of a sentence another form; where it has none, it becomes a quotation as a whole."""

    def make(source: str, english: str, _: int) -> tuple[str, str]:
        first, *parts = _QUOTE.sub('"', source).split('"')
        if not parts:
            return f"{opening}{source}{closing}", f'"{english}"'
        return first + "".join((opening, closing)[n % 2] + part for n, part in enumerate(parts)), english

    return make


def _caption(source: str, english: str, number: int) -> tuple[str, str]:
    french, said = CAPTIONS[number % len(CAPTIONS)]
    return french + source, f"{said} {english}"


def _figure(number: int) -> int:
    """Four to six digits; never the same for two neighbours, and no year."""
    return 2_100 + 7_919 * number % 970_000


def _readings(number: int) -> tuple[str, ...]:
    """The figure in the forms that an English reader takes for it; 2.100 is not among them."""
    return tuple(f"{_figure(number):,}".replace(",", sign) for sign in (",", "", " ", "\u00a0", "\u202f"))


def _grouped(sign: str) -> Callable[[str, str, int], tuple[str, str]]:
    """Adds a figure at the end, and writes the thousands of all figures with some sign between them."""

    def make(source: str, english: str, number: int) -> tuple[str, str]:
        french, said = COUNTED[number % len(COUNTED)]
        figure = _figure(number)
        whole = _GROUPED.sub(lambda found: re.sub("[^0-9]", "", found.group()), source)
        whole = _LONG.sub(lambda found: f"{int(found.group()):,}".replace(",", sign), whole)
        grouped = f"{figure:,}"
        return f"{whole} ({grouped.replace(',', sign)} {french})", f"{english} ({grouped} {said})"

    return make


def _named(source: str, english: str, number: int) -> tuple[str, str]:
    name = NAMES[number % len(NAMES)]
    if not source.endswith("."):
        return f"{source} ({name})", f"{english} ({name})"
    return f"{source.rstrip('.')}, selon {name}.", f"{english.rstrip('.')}, according to {name}."


def _ending(name: str, choices: Sequence[str]) -> Noise:
    """Adds one of some signs that nobody translates."""

    def make(source: str, english: str, number: int) -> tuple[str, str]:
        added = choices[number % len(choices)]
        return f"{source} {added}", f"{english} {added}"

    return Noise(name, make, kept=lambda number: (choices[number % len(choices)],))


NOISES = (
    Noise("apostrophes curly", _curly),
    Noise("quotes straight", _quoted('"', '"')),
    Noise("quotes curly", _quoted("“", "”")),
    Noise("quotes French", _quoted("«\u00a0", "\u00a0»")),
    Noise("capitals", _capitals, judged=str.lower),
    Noise("accents lost", _without_accents),
    Noise("final stop lost", _without_stop),
    Noise("caption glued", _caption),
    *(
        Noise(f"figures {name}", _grouped(sign), kept=_readings)
        for name, sign in (("1 400", " "), ("1 400, narrow space", "\u202f"), ("1.400", "."), ("1400", ""))
    ),
    _ending("@name added", ACCOUNTS),
    _ending("URL added", ADDRESSES),
    _ending("emoji added", EMOJI),
    Noise("unknown name", _named, kept=lambda number: (NAMES[number % len(NAMES)],)),
)
