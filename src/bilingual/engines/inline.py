"""Sources that say how their terms are to be rendered, for packages that were trained to read them.

With the rendering *sovereign immunity*, `une immunité souveraine` becomes `une <t> immunité souveraine <=> sovereign
immunity </t>`. The three tags are control symbols of the package's SentencePiece model: no text can contain them,
whatever a glossary says. A package tells them in its metadata.json: `"inline_terms": ["<t>", "<=>", "</t>"]`.

After Dinu et al. 2019, “Training neural machine translation to apply terminology constraints”.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.engines import Wording
    from bilingual.engines.tokenizers import Tokenizer
    from bilingual.types import Span

FIELD = "inline_terms"
"""Of metadata.json."""


class Tags(NamedTuple):
    """What stands before a French term, between it and its rendering, and behind that."""

    term: str
    rendering: str
    end: str


class Source(NamedTuple):
    """A source as the model is given it."""

    pieces: list[str]
    places: tuple[int, ...] = ()
    """For each piece, and for the end, the piece of the plain source that it stands for; none where it is plain."""
    signs: tuple[str, ...] = ()
    """The tags, where there are any."""

    def plain(self, link: int) -> int:
        """The piece of the plain source for which the one with this number stands."""
        return self.places[min(link, len(self.places) - 1)] if self.places else link


def tags(said: object, tokenizer: Tokenizer) -> Tags | None:
    """The tags that a package's metadata name; None where they are no three control symbols of its tokenizer."""
    if not isinstance(said, list) or not all(isinstance(piece, str) for piece in said):
        return None
    sound = len(said) == len(set(said)) == len(Tags._fields) and all(map(tokenizer.is_control, said))
    return Tags(*said) if sound else None


def annotated(tokenizer: Tokenizer, signs: Tags, text: str, terms: Sequence[Wording]) -> Source:
    """A source with renderings inside; each stretch between tags is tokenized on its own, as it was in training.

    Args:
        tokenizer: the package's.
        signs: its tags.
        text: the plain source.
        terms: as `Job.terms`.
    """
    plain = tokenizer.encode(text)
    starts = [start for start, _ in plain.spans]
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for start, end, rendering in terms:
        before = tokenizer.encode(text[at:start])
        term, said = tokenizer.encode(text[start:end]).pieces, tokenizer.encode(rendering).pieces
        tagged = [signs.term, *term, signs.rendering, *said, signs.end]
        pieces += [*before.pieces, *tagged]
        # wherever inside the tags the model looks, it is at the term
        places += [*_places(starts, text, at, before.spans), *[_covering(starts, start)] * len(tagged)]
        at = end
    rest = tokenizer.encode(text[at:])
    places += [*_places(starts, text, at, rest.spans), len(plain.pieces)]
    return Source([*pieces, *rest.pieces], tuple(places), signs)


def _places(starts: Sequence[int], text: str, at: int, spans: Sequence[Span]) -> list[int]:
    """For pieces of the text from a character on, the pieces that begin at `starts` and cover their first letters."""
    letters = (_first_letter(text, at + start, at + end) for start, end in spans)
    return [_covering(starts, letter) for letter in letters]


def _first_letter(text: str, start: int, end: int) -> int:
    """The first character of a stretch that is no space; where there is none, its first one."""
    return next((at for at in range(start, end) if not text[at].isspace()), start)


def _covering(starts: Sequence[int], character: int) -> int:
    return max(0, bisect_right(starts, character) - 1)
