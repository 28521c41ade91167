"""The two tokenizers that Argos packages bring, with offsets into the text on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bilingual.engines import Span, Tokens
from bilingual.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bilingual.engines.packages import Package


class Tokenizer(Protocol):
    """Text to pieces and back."""

    def encode(self, text: str) -> Tokens:
        """The pieces of a text, with their places in it."""
        ...

    def decode(self, pieces: Sequence[str]) -> tuple[str, list[Span]]:
        """The text of some pieces, and where each stands in it."""
        ...


def for_package(package: Package) -> Tokenizer:
    """The tokenizer of a package.

    Raises:
        ModelError: the package has none that can be read.
    """
    sentencepiece, bpe = package.path / "sentencepiece.model", package.path / "bpe.model"
    if sentencepiece.exists():
        return SentencePiece(sentencepiece)
    if bpe.exists():
        return Bpe(bpe, package.source, package.target)
    raise ModelError(f"{package.path}: no sentencepiece.model and no bpe.model", "install the package again")


def _clean(text: str) -> str:
    """Lone surrogates, which no tokenizer can encode, become replacement characters of the same length."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class SentencePiece:
    """A SentencePiece model; unlike Argos' own, it leaves underscores as they are."""

    def __init__(self, model: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        try:
            self._model = SentencePieceProcessor(model_file=str(model))
        except (OSError, RuntimeError) as error:
            raise ModelError(f"{model}: {error}", "install the package again") from error

    def encode(self, text: str) -> Tokens:
        """See `Tokenizer.encode`."""
        found = self._model.encode(_clean(text), return_type="offset_mapping")
        return Tokens(found["pieces"], found["offsets"])

    def decode(self, pieces: Sequence[str]) -> tuple[str, list[Span]]:
        """See `Tokenizer.decode`."""
        if not pieces:
            return "", []
        found = self._model.decode(list(pieces), return_type="offset_mapping")
        text: str = found["text"]
        # pieces outside the vocabulary (unknown words copied from the source) keep their space marker
        return text.replace("▁", " "), found["offsets"]


class Bpe:
    """Moses tokens cut by subword-nmt codes, as older Argos packages have them; offsets are searched for afterwards."""

    def __init__(self, model: Path, source: str, target: str) -> None:
        from argostranslate.tokenizer import BPETokenizer

        self._model = BPETokenizer(model, source, target)

    def encode(self, text: str) -> Tokens:
        """See `Tokenizer.encode`."""
        pieces = self._model.encode(_clean(text)) if text.strip() else []
        return Tokens(pieces, _places(text, [piece.removesuffix("@@") for piece in pieces]))

    def decode(self, pieces: Sequence[str]) -> tuple[str, list[Span]]:
        """See `Tokenizer.decode`."""
        text: str = self._model.decode(list(pieces)) if pieces else ""
        return text, _places(text, [piece.removesuffix("@@") for piece in pieces])


def _places(text: str, pieces: Sequence[str]) -> list[Span]:
    """Where each piece stands, searched from where the last one ended; one that was rewritten gets an empty span."""
    spans: list[Span] = []
    at = 0
    for piece in pieces:
        # a bounded look ahead keeps this linear, and a rewritten piece from being found far away
        start = text.find(piece, at, at + len(piece) + 8) if piece else -1
        spans.append((at, at) if start < 0 else (start, start + len(piece)))
        at = spans[-1][1]
    return spans
