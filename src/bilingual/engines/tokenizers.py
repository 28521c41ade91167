"""The two tokenizers that Argos packages bring, with offsets into the text on both sides."""

from __future__ import annotations

import re
from html import unescape
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Protocol

from bilingual.engines import Tokens
from bilingual.errors import ModelError
from bilingual.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bilingual.packages import Package
    from bilingual.types import Span

_NORMALISED = str.maketrans("’‘«»“”„–—\xa0", '\'\'"""""-- ')
"""Signs that Moses takes for another one."""
_LOST = 200
"""Characters that are looked over, at the most, behind words that were not found."""
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""Soft hyphen, spaces and joiners without width, marks of direction."""
_SURROGATE = re.compile("[\ud800-\udfff]")


class Tokenizer(Protocol):
    """Text to pieces and back."""

    def encode(self, text: str) -> Tokens:
        """The pieces of a text, with their places in it."""
        ...

    def decode(self, pieces: Sequence[str]) -> tuple[str, list[Span]]:
        """The text of some pieces, and where each stands in it."""
        ...

    def is_control(self, piece: str) -> bool:
        """Whether a piece of the vocabulary stands for no text, and no text contains it."""
        ...


def for_package(package: Package) -> Tokenizer:
    """The tokenizer of a package.

    Raises:
        ModelError: the package has none that can be read.
    """
    sentencepiece, bpe = package.path / "sentencepiece.model", package.path / "bpe.model"
    if sentencepiece.exists():
        return Visible(SentencePiece(sentencepiece))
    if bpe.exists():
        return Visible(Bpe(bpe, package.source, package.target))
    what = _("{path}: no sentencepiece.model and no bpe.model", path=package.path)
    raise ModelError(what, _("install the package again"))


def _clean(text: str) -> str:
    """Lone surrogates, which no tokenizer can encode, become replacement characters of the same length."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


class Visible:
    """Another tokenizer, given a text without the signs that nobody sees.

    Web pages are full of them (a soft hyphen where a word may break), and one inside a word makes it unknown.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self.decode = tokenizer.decode
        self.is_control = tokenizer.is_control

    def encode(self, text: str) -> Tokens:
        """The pieces, with their places in the text as it was given."""
        if text.isascii() or not _UNSEEN.search(text):
            return self._tokenizer.encode(text)
        seen = [place for place, sign in enumerate(text) if not _UNSEEN.match(sign)]
        pieces, spans = self._tokenizer.encode("".join(text[place] for place in seen))
        seen.append(len(text))
        return Tokens(
            pieces, [(seen[start], seen[end - 1] + 1 if end > start else seen[start]) for start, end in spans]
        )


class SentencePiece:
    """A SentencePiece model; unlike Argos' own, it leaves underscores as they are."""

    def __init__(self, model: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        try:
            self._model = SentencePieceProcessor(model_file=str(model))
        except (OSError, RuntimeError) as error:
            raise ModelError(_("{path}: {reason}", path=model, reason=error), _("install the package again")) from error

    def encode(self, text: str) -> Tokens:
        """See `Tokenizer.encode`."""
        found = self._model.encode(_clean(text), return_type="offset_mapping")
        if self._model.unk_id() in found["ids"] and any(map(self.is_control, found["pieces"])):
            return self._spelt(found)
        return Tokens(found["pieces"], found["offsets"])

    def decode(self, pieces: Sequence[str]) -> tuple[str, list[Span]]:
        """See `Tokenizer.decode`."""
        if not pieces:
            return "", []
        found = self._model.decode(list(pieces), return_type="offset_mapping")
        text: str = found["text"]
        # pieces outside the vocabulary (unknown words copied from the source) keep their space marker
        return text.replace("▁", " "), found["offsets"]

    def is_control(self, piece: str) -> bool:
        """See `Tokenizer.is_control`."""
        return bool(self._model.is_control(self._model.piece_to_id(_clean(piece))))

    def _spelt(self, found: Any) -> Tokens:  # noqa: ANN401  # SentencePiece ships no types
        """What was found, with unknown signs sign for sign where together they read like a control symbol.

        SentencePiece joins unknown signs to one piece, and CTranslate2 knows pieces by their letters alone.
        """
        apart = [tuple(piece) if self.is_control(piece) else (piece,) for piece in found["pieces"]]
        spans = [span for signs, span in zip(apart, found["offsets"], strict=True) for _ in signs]
        return Tokens([sign for signs in apart for sign in signs], spans)


class Bpe:
    """Moses tokens cut by subword-nmt codes, as older Argos packages have them; offsets are searched for afterwards."""

    def __init__(self, model: Path, source: str, target: str) -> None:
        from argostranslate.tokenizer import BPETokenizer

        self._model = BPETokenizer(model, source, target)

    def encode(self, text: str) -> Tokens:
        """See `Tokenizer.encode`."""
        pieces = self._model.encode(_clean(text)) if text.strip() else []
        return Tokens(pieces, _places(text, pieces))

    def decode(self, pieces: Sequence[str]) -> tuple[str, list[Span]]:
        """See `Tokenizer.decode`."""
        text: str = self._model.decode([*pieces[:-1], _bare(pieces[-1])]) if pieces else ""
        return text, _places(text, pieces)

    def is_control(self, piece: str) -> bool:  # noqa: ARG002  # the protocol's signature
        """Subword-nmt knows no such pieces."""
        return False


def _places(text: str, pieces: Sequence[str]) -> list[Span]:
    """Where each piece stands: word for word, each searched from where the last one ended.

    The pieces of a word that Moses rewrote (an escaped apostrophe) share its place; what is not there any more gets an
    empty one.
    """
    spans: list[Span] = []
    plain = text.translate(_NORMALISED)
    at = lost = 0
    for word in _whole_words(pieces):
        said = unescape("".join(map(_bare, word))).translate(_NORMALISED)
        while plain[at : at + 1].isspace():
            at += 1
        # a bounded look ahead keeps this linear, and a rewritten word from being found far away
        start = plain.find(said, at, at + len(said) + 8 + lost)
        spans += _parts(word, start, start + len(said)) if start >= 0 else [(at, at)] * len(word)
        at, lost = (start + len(said), 0) if start >= 0 else (at, min(lost + len(said), _LOST))
    return spans


def _whole_words(pieces: Sequence[str]) -> Iterator[list[str]]:
    word: list[str] = []
    for piece in pieces:
        word.append(piece)
        if not piece.endswith("@@"):
            yield word
            word = []
    if word:
        yield word


def _parts(word: Sequence[str], start: int, end: int) -> list[Span]:
    """The places of a word's pieces inside its own."""
    ends = list(accumulate(len(_bare(piece)) for piece in word))
    if ends[-1] != end - start:
        return [(start, end)] * len(word)
    return [(start + before, start + after) for before, after in pairwise([0, *ends])]


def _bare(piece: str) -> str:
    return piece.removesuffix("@@")
