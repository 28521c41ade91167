"""Press noise: what newspapers, feeds and content systems do to a sentence, done to a pair of sentences.

Each kind is a pure function of a pair and a random generator. It gives the changed pair, or None where it does not
apply. What a reader would expect in English stays as it was (quotes, apostrophes, figures written the English way), so
that the model learns to read noise and not to write it; what belongs to the text itself (capitals, @names, made-up
names) comes on both sides.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from training import invented

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping

Sentences = tuple[str, str]
"""French and English."""

HEADLINE = 90
"""A longer sentence is no headline (characters)."""
CAPTION = 150
"""Of two longer sentences none is a caption (characters)."""

_ODDS_OF_SAME_DIGITS = 0.5
_ODDS_OF_PLAIN_CAPITALS = 0.4
_ODDS_OF_CAPITALS_ONLY = 0.7

_SPACES = "\u00a0\u202f"
_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}(?:[ .\u00a0\u202f]\d{3})++(?![.,]?\d)")
_FIGURE = re.compile(r"(?<![\w.,])\d{2,}(?![\w.,]\d|\w)")
_SPACED_SIGN = re.compile(rf"(?<=[^\s])[ {_SPACES}](?=[?!;:](?:\s|$))")
_TIGHT_SIGN = re.compile(r"(?<=\w)(?=[?!;:](?:\s|$))")
_SEAM = re.compile(r"(?<=[a-zà-ÿ»”\")][.!?]) (?=[A-ZÀ-ÖØ-Þ«“])")
_NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ][a-zà-ÿ]{3,}\b")
_ARTICLE = re.compile(
    r"(?:\b(?:le|la|les|un|une|des|du|au|aux|ce|cet|cette|ces|notre|votre|nos|vos|the|an?|this|our)\s|\b[dl]['’])$",
    re.IGNORECASE,
)


def apply(kind: str, french: str, english: str, rng: random.Random) -> Sentences | None:
    """The pair with one kind of noise, or None where that kind does not apply.

    Raises:
        KeyError: there is no such kind.
    """
    changed = KINDS[kind](french, english, rng)
    return changed if changed != (french, english) else None


def rare(french: str, english: str, shares: Mapping[str, float], rng: random.Random) -> tuple[str, Sentences] | None:
    """The first kind that applies and is drawn by its own share, and the pair with it; None where there is none."""
    for kind, share in shares.items():
        if rng.random() < share and (changed := apply(kind, french, english, rng)):
            return kind, changed
    return None


def some(french: str, english: str, weights: Mapping[str, float], rng: random.Random) -> tuple[str, Sentences] | None:
    """One kind that applies, drawn by weight among those that do, and the pair with it; None where none applies."""
    left = {kind: weight for kind, weight in weights.items() if weight > 0}
    while left:
        kind = rng.choices(list(left), list(left.values()))[0]
        changed = apply(kind, french, english, rng)
        if changed:
            return kind, changed
        del left[kind]
    return None


def caption(before: Sentences, pair: Sentences) -> Sentences | None:
    """A pair with another one before it, glued in French as a caption is to the text, set apart in English."""
    (one, en_one), (two, en_two) = before, pair
    if max(map(len, (one, en_one, two, en_two))) > CAPTION or not en_one.endswith((".", "!", "?")):
        return None
    return one.removesuffix(".") + two if len(one) < HEADLINE // 2 else one + two, f"{en_one} {en_two}"


def apostrophes(french: str, english: str, _rng: random.Random) -> Sentences | None:
    """Straight apostrophes become curly ones, or, where there are none, curly ones straight; French only."""
    if "'" in french:
        return french.replace("'", "’"), english
    return french.replace("’", "'"), english


def quotes(french: str, english: str, rng: random.Random) -> Sentences | None:
    """Other quotes around the same words in French: « », “ ” or straight ones."""
    pairs = [("« ", " »"), ("«\u00a0", "\u00a0»"), ("«", "»"), ("“", "”"), ('"', '"')]
    if french.count("«") == french.count("»") == 1:
        found = re.search(r"«\s?([^«»]*?)\s?»", french)
    elif french.count("“") == french.count("”") == 1:
        found = re.search(r"“([^“”]*)”", french)
    elif french.count('"') == 2:  # noqa: PLR2004  # one opens, one closes
        found = re.search(r'"([^"]*)"', french)
    else:
        found = None
    if not found:
        return None
    opening, closing = rng.choice([pair for pair in pairs if not found[0].startswith(pair[0]) or pair[0] == "«"])
    return f"{french[: found.start()]}{opening}{found[1].strip()}{closing}{french[found.end() :]}", english


def headline(french: str, english: str, rng: random.Random) -> Sentences | None:
    """Capitals throughout on both sides, in French sometimes without accents."""
    if len(french) > HEADLINE or len(english) > HEADLINE or " " not in french:
        return None
    capitals = french.upper()
    return _plain(capitals) if rng.random() < _ODDS_OF_PLAIN_CAPITALS else capitals, english.upper()


def accents(french: str, english: str, rng: random.Random) -> Sentences | None:
    """French without its accents: on capitals alone (*Etat*, *A Paris*) or, less often, throughout."""
    capitals = "".join(_plain(sign) if sign.isupper() else sign for sign in french)
    if capitals != french and rng.random() < _ODDS_OF_CAPITALS_ONLY:
        return capitals, english
    return _plain(french), english


def stop(french: str, english: str, _rng: random.Random) -> Sentences | None:
    """Both sides without their final stop."""
    if french.endswith(".") and english.endswith(".") and not french.endswith("..") and not english.endswith(".."):
        return french[:-1].rstrip(), english[:-1].rstrip()
    return None


def thousands(french: str, english: str, rng: random.Random) -> Sentences | None:
    """Other separators in French numbers (1 400, 1.400, 1400), the English written 1,400; sometimes other digits."""
    for number in [match[0] for match in _GROUPED.finditer(french)]:
        digits = re.sub(r"\D", "", number)
        written = _written(digits).search(english)
        if not written:
            continue
        new = digits if rng.random() < _ODDS_OF_SAME_DIGITS else _other_digits(digits, rng)
        separator = rng.choice([sign for sign in (" ", ".", "", *_SPACES) if not sign or sign not in number])
        english = english[: written.start()] + _grouped(new, ",") + english[written.end() :]
        french = french.replace(number, _grouped(new, separator), 1)
    return french, english


def with_commas(french: str, english: str) -> str:
    """The English with commas in the numbers that have groups in French: 1,400, not 1 400 as parliaments write it.

    No noise, but what the noise of numbers needs: one way of writing them to learn.
    """
    for number in dict.fromkeys(match[0] for match in _GROUPED.finditer(french)):
        digits = re.sub(r"\D", "", number)
        english = _written(digits).sub(_grouped(digits, ","), english)
    return english


def figures(french: str, english: str, rng: random.Random) -> Sentences | None:
    """Other digits in a number that stands on both sides, so that figures are copied and not remembered."""
    once = {match[0] for match in _FIGURE.finditer(french)} & {match[0] for match in _FIGURE.finditer(english)}
    once = {number for number in once if french.count(number) == english.count(number) == 1}
    if not once:
        return None
    number = rng.choice(sorted(once))
    new = _other_digits(number, rng)
    return french.replace(number, new), english.replace(number, new)


def name(french: str, english: str, rng: random.Random) -> Sentences | None:
    """A made-up name in the place of a capitalised word that both sides have: names are copied, not guessed."""
    both = {match[0] for match in _NAME.finditer(french, 1) if not _after_article(french, match.start())}
    both &= {match[0] for match in _NAME.finditer(english, 1) if not _after_article(english, match.start())}
    both = {word for word in both if not french.startswith(word) and not english.startswith(word)}
    if not both:
        return None
    word = rng.choice(sorted(both))
    new = invented.name(rng)
    whole = re.compile(rf"\b{word}\b")
    return whole.sub(new, french), whole.sub(new, english)


def handle(french: str, english: str, rng: random.Random) -> Sentences | None:
    """An @name put in at the same place on both sides."""
    return _insert(french, english, invented.handle(rng), rng)


def hashtag(french: str, english: str, rng: random.Random) -> Sentences | None:
    """A hashtag put in at the same place on both sides."""
    return _insert(french, english, invented.hashtag(rng), rng)


def link(french: str, english: str, rng: random.Random) -> Sentences | None:
    """A web address put in at the same place on both sides."""
    return _insert(french, english, invented.link(rng), rng)


def emoji(french: str, english: str, rng: random.Random) -> Sentences | None:
    """One to three emoji put in at the same place on both sides."""
    return _insert(french, english, invented.emoji(rng), rng)


def spaces(french: str, english: str, rng: random.Random) -> Sentences | None:
    """The French space before `?`, `!`, `:` and `;` removed or made a no-break one, or put where it was missing."""
    if _SPACED_SIGN.search(french):
        return _SPACED_SIGN.sub(rng.choice(("", *_SPACES)), french), english
    return _TIGHT_SIGN.sub(rng.choice((" ", *_SPACES)), french), english


def glued(french: str, english: str, _rng: random.Random) -> Sentences | None:
    """Two French sentences without the space between them, as when a caption runs into the text; English as ever."""
    if len(_SEAM.findall(french)) == len(_SEAM.findall(english)) == 1:
        return _SEAM.sub("", french), english
    return None


KINDS: dict[str, Callable[[str, str, random.Random], Sentences | None]] = {
    function.__name__: function
    for function in (
        apostrophes, quotes, headline, accents, stop, thousands, figures, name,
        handle, hashtag, link, emoji, spaces, glued,
    )
}  # fmt: skip
"""Every kind by its name in the recipe."""


def _plain(text: str) -> str:
    """The text without accents and ligatures."""
    text = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def _grouped(digits: str, separator: str) -> str:
    """Digits in groups of three, counted from the right."""
    first = len(digits) % 3 or 3
    return separator.join([digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))])


def _written(digits: str) -> re.Pattern[str]:
    """The number in an English sentence, with any separators but stops: *2.100* may be a version."""
    groups = _grouped(digits, "@").replace("@", rf"[, {_SPACES}]?")
    return re.compile(rf"(?<![\w.,]){groups}(?!\d|[.,]\d)")


def _other_digits(digits: str, rng: random.Random) -> str:
    """As many digits, the first no zero; what looks like a year of our time becomes another one."""
    century = digits[:2] if len(digits) == 4 and digits[:2] in {"19", "20"} else ""  # noqa: PLR2004  # a year's digits
    rest = len(digits) - len(century)
    first = "" if century else rng.choice("123456789")
    return century + first + "".join(rng.choices("0123456789", k=rest - len(first)))


def _after_article(text: str, start: int) -> bool:
    """Whether an article stands before a place: a name after one is often a common word, *la Commission*."""
    return _ARTICLE.search(text[max(0, start - 10) : start]) is not None


def _insert(french: str, english: str, sign: str, rng: random.Random) -> Sentences:
    """Something put at the start, at the end, or after the comma that each side has one of."""
    places = ["start", "end", "end"]
    if french.count(", ") == english.count(", ") == 1:
        places.append("comma")
    place = rng.choice(places)
    if place == "start":
        between = rng.choice((" ", " ", " : ")) if sign[0] == "@" else " "
        return f"{sign}{between}{french}", f"{sign}{between.replace(' :', ':')}{english}"
    if place == "end":
        return f"{french} {sign}", f"{english} {sign}"
    return french.replace(", ", f", {sign} "), english.replace(", ", f", {sign} ")
