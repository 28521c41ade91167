"""Quotation marks and apostrophes of a translation, as curled as those of its source; the engine has straight ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bilingual.types import Span

_CURLED = re.compile("[’«»“”]")
_STRAIGHT = re.compile("['\"]")
_QUOTE = re.compile('"')
_OPENS = re.compile(r"(?:^|(?<=[\s(\[—–/-]))\"(?=[^\s\"])")
_CLOSES = re.compile(r"(?<=[^\s\"(\[])\"(?=$|[\s)\].,;:!?…’'—–/-])")
_FITS = {"“": _OPENS, "”": _CLOSES}
_SIGN = re.compile("[«»“”]")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?=\s)")


def curled(source: str, target: str, keep: Iterable[Span] = ()) -> str:
    """A target with curled signs in place of straight ones, if its source has such signs and no straight ones.

    Straight quotation marks are left alone where they do not open and close in turn; the first may close what another
    sentence opened, and the last open what another one closes, as it is in the source. All else stays at its place.

    Args:
        source: French.
        target: its translation.
        keep: spans of the target that are not to be touched.
    """
    if not _STRAIGHT.search(target) or not _CURLED.search(source) or _STRAIGHT.search(source):
        return target
    letters, kept = list(target), {at for span in keep for at in range(*span)}
    for at, sign in (*_quotes(source, target), *((match.start(), "’") for match in _APOSTROPHE.finditer(target))):
        if at not in kept:
            letters[at] = sign
    return "".join(letters)


def _quotes(source: str, target: str) -> Iterator[tuple[int, str]]:
    said = _SIGN.findall(source)
    closes = bool(said) and said[0] in "»”"
    opens = bool(said) and said[-1] in "«“"
    places = [match.start() for match in _QUOTE.finditer(target)]
    signs = ["”“"[(number + closes) % 2 == 0] for number in range(len(places))]
    if (len(places) - closes - opens) % 2 == 0 and all(
        _FITS[sign].match(target, at) for sign, at in zip(signs, places, strict=True)
    ):
        yield from zip(places, signs, strict=True)
