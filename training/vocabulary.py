"""Makes the pieces: `python -m training.vocabulary RECIPE CORPORA WORK`.

Reads `WORK/pairs.tsv`, writes `WORK/vocabulary.model`, a SentencePiece model shared by both sides. It is trained, or it
extends an older one, whose pieces keep their numbers, so that a model's weights can be kept too: what is new stands
behind. The three signs of inline terms are control pieces, which no text ever gives.
"""

from __future__ import annotations

import argparse
import importlib
import io
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training import files
from training.recipe import RecipeError, read, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from training.recipe import Recipe, Vocabulary

TERM, MEANS, CLOSE = SIGNS = ("<t>", "<=>", "</t>")
"""An inline term: `<t>` its French `<=>` its English `</t>`."""

SENTENCES = 1_000_000
"""A vocabulary is trained on so many, of both languages together, drawn by the seed."""

_MULTIPLE = 8
"""Matrices of such sizes are multiplied fastest."""


def make(recipe: Recipe, corpora: Path, work: Path) -> Path:
    """Writes `vocabulary.model`; its path.

    Raises:
        RecipeError: the model to be extended is missing or not the one of the recipe.
    """
    plan = recipe.vocabulary
    if plan.extends:
        old = require(corpora.parent / plan.extends, plan.sha256).read_bytes()
        model = extend(old, wanted(old, plan, work / "pairs.tsv"))
    else:
        model = trained(plan, sample(work / "pairs.tsv", recipe.seed))
    with files.atomic(work / "vocabulary.model") as path:
        path.write_bytes(model)
    return work / "vocabulary.model"


def trained(plan: Vocabulary, sentences: Iterable[str]) -> bytes:
    """A model of `plan.size` pieces. The same sentences give the same one."""
    import sentencepiece

    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences),
        model_writer=model,
        model_type="unigram",
        vocab_size=plan.size,
        character_coverage=0.9998,
        normalization_rule_name="nmt_nfkc",
        control_symbols=list(SIGNS),
        required_chars="".join(plan.characters.split()),
        pad_id=0,
        unk_id=1,
        bos_id=2,
        eos_id=3,
        num_threads=2,  # a number of its own: the sums, and so the pieces, depend on it a little
        minloglevel=1,
    )
    return model.getvalue()


def extend(old: bytes, characters: Iterable[str]) -> bytes:
    """An older model with the signs of terms and more characters behind its pieces, a multiple of eight in all.

    A sign of terms that the older model has as a piece of text keeps its number, and becomes a control piece.
    """
    model = _parsed(old)
    kinds = type(model.pieces[0])
    known = {piece.piece: piece for piece in model.pieces}
    rarest = min(piece.score for piece in model.pieces if piece.type == kinds.NORMAL)
    for sign in SIGNS:
        piece = known.get(sign) or model.pieces.add(piece=sign)
        piece.type, piece.score = kinds.CONTROL, 0.0
    for character in characters:
        if character not in known:
            model.pieces.add(piece=character, score=rarest, type=kinds.NORMAL)
    for number in range(-len(model.pieces) % _MULTIPLE):
        model.pieces.add(piece=f"<unused{number}>", score=0.0, type=kinds.UNUSED)
    spec = model.trainer_spec
    spec.vocab_size = len(model.pieces)
    del spec.user_defined_symbols[:]
    del spec.control_symbols[:]
    spec.control_symbols.extend(SIGNS)
    return bytes(model.SerializeToString(deterministic=True))


def wanted(old: bytes, plan: Vocabulary, pairs: Path) -> list[str]:
    """The characters that an older model should get: those of the recipe, then the frequent ones that it lacks."""
    import sentencepiece

    old_pieces = sentencepiece.SentencePieceProcessor(model_proto=old)
    counts: Counter[str] = Counter()
    for sentence in _sentences(pairs):
        counts.update(sentence)
    frequent = sorted(sign for sign, count in counts.items() if count >= plan.frequent)
    return [sign for sign in dict.fromkeys([*plan.characters, *frequent]) if _lacks(old_pieces, sign)]


def sample(pairs: Path, seed: int) -> list[str]:
    """Sentences to train a vocabulary on, from both sides, in the order of the file."""
    every = list(_sentences(pairs))
    rng = random.Random(f"{seed}/vocabulary")  # noqa: S311  # a sample, not a secret
    return [every[number] for number in sorted(rng.sample(range(len(every)), min(SENTENCES, len(every))))]


def _lacks(pieces: Any, sign: str) -> bool:  # noqa: ANN401  # sentencepiece ships no types
    """Whether a character is no piece, and comes through the normalisation of text as it is."""
    return bool(pieces.normalize(sign).removeprefix("▁") == sign and pieces.piece_to_id(sign) == pieces.unk_id())


def _parsed(model: bytes) -> Any:  # noqa: ANN401  # a protocol buffer's class is made at run time
    parsed = importlib.import_module("sentencepiece.sentencepiece_model_pb2").ModelProto()
    parsed.ParseFromString(model)
    return parsed


def _sentences(pairs: Path) -> Iterator[str]:
    for _, french, english in files.rows(pairs):
        yield french
        yield english


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program; 2 where the recipe or a file of it is not as it should be."""
    parser = argparse.ArgumentParser(prog="training.vocabulary", description=__doc__)
    parser.add_argument("recipe", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--profile", default="cpu")
    options = parser.parse_args(argv)
    start = time.monotonic()
    try:
        path = make(read(options.recipe, options.profile), options.corpora, options.work)
    except RecipeError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{len(_parsed(path.read_bytes()).pieces)} pieces, {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
