"""Runs any Argos package through CTranslate2, many texts at a time.

Argos' own `translate` is not used: it splits the text again, decodes almost one sentence a batch (`max_batch_size=32`
counts tokens) and turns underscores into spaces. Beam and length penalty are Argos' own, so that a package writes
here what its makers saw.
"""

from __future__ import annotations

import os
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from bilingual.engines import Hypothesis, Job, Tokens, inline, tokenizers
from bilingual.errors import ModelError
from bilingual.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilingual.packages import Package

LENGTH_PENALTY = 0.2
"""As `argostranslate.translate` sets it."""

BATCH_TOKENS = 384
"""Source tokens that CTranslate2 decodes together; more no longer fit in a core's cache (256–512 were fastest on two
cores with a model of 9 million parameters: 2.5 s, against 4.7 s for 1,024)."""

POSITIONS = 480
"""Pieces of a text for which every package has position encodings; models are usually made for 512, some spare."""

IN_FLIGHT = 2
"""Batches of `decode` that are under way at once, so that no core waits while results are stored."""


class _Running(NamedTuple):
    """A result to come, and what it takes to read it."""

    result: Any  # CTranslate2 ships no types
    source: inline.Source
    limit: int
    """How many pieces it may have."""


class Argos:
    """An Argos package, loaded when the first text is decoded."""

    def __init__(self, package: Package, *, beam: int = 4, threads: int = 0) -> None:
        self.name = f"{package.name} {package.version}".strip()
        self.fingerprint = f"{package.fingerprint()}-beam{beam}-penalty{LENGTH_PENALTY}"
        self.max_tokens = _max_tokens(package)
        self._package = package
        self._beam = beam
        self._threads = threads or _cores()
        self._tokenizer = tokenizers.for_package(package)
        self._forced = [package.target_prefix] if package.target_prefix else []
        self._tags = inline.tags(package.metadata.get(inline.FIELD), self._tokenizer)
        self.inline = self._tags is not None
        self._loaded: Any = None

    def tokenize(self, text: str) -> Tokens:
        """The pieces of a source text."""
        return self._tokenizer.encode(text)

    def tokenize_target(self, text: str) -> list[str]:
        """The pieces of a target text."""
        return self._tokenizer.encode(text).pieces

    def decode(self, batches: Iterable[Sequence[Job]], *, careful: bool = False) -> Iterator[list[Hypothesis]]:
        """One hypothesis a job, batch for batch; the next batch is under way while the caller handles this one."""
        running: deque[Any] = deque()
        for batch in batches:
            running.append(self._submit(batch, careful=careful))
            if len(running) >= IN_FLIGHT:
                yield self._collect(running.popleft())
        while running:
            yield self._collect(running.popleft())

    def score(self, targets: Sequence[tuple[str, Sequence[str]]]) -> list[float]:
        """Log-probability of each target, summed over its pieces."""
        sources = [self._tokenizer.encode(source).pieces for source, _ in targets]
        written = [[*self._forced, *pieces] for _, pieces in targets]
        scored = self._translator.score_batch(sources, written, max_batch_size=BATCH_TOKENS, batch_type="tokens")
        return [sum(one.log_probs) for one in scored]

    def _submit(self, batch: Sequence[Job], *, careful: bool) -> list[_Running]:
        """Results to come."""
        sources = [self._source(job) for job in batch]
        prefixes = [[*self._forced, *job.prefix] for job in batch]
        longest = max((len(source.pieces) for source in sources), default=0)
        limit = _limit(longest, max(map(len, prefixes), default=0))
        options: dict[str, Any] = {"no_repeat_ngram_size": 3, "repetition_penalty": 1.2} if careful else {}
        results = self._translator.translate_batch(
            [source.pieces for source in sources],
            target_prefix=[prefix or None for prefix in prefixes],
            asynchronous=True,
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            beam_size=self._width(batch),
            num_hypotheses=self._width(batch),  # the search has them in any case
            length_penalty=LENGTH_PENALTY,
            replace_unknowns=True,
            return_scores=True,
            return_attention=True,
            max_input_length=0,
            max_decoding_length=limit,
            **options,
        )
        return [_Running(result, source, limit) for result, source in zip(results, sources, strict=True)]

    def _width(self, batch: Sequence[Job]) -> int:
        """How many hypotheses the search keeps: half as many where every text has its terms inside.

        The terms decide most of what there is to decide: a third less time for these texts, and chrF 63.6 instead of
        63.7 (`make bench-terms`).
        """
        told = self._tags and batch and all(job.terms for job in batch)
        return self._beam // 2 or 1 if told else self._beam

    def _source(self, job: Job) -> inline.Source:
        """A job's source, with its terms inside where the package reads them and there is room for them."""
        if self._tags and job.terms:
            source = inline.annotated(self._tokenizer, self._tags, job.source, job.terms)
            if len(source.pieces) <= POSITIONS:
                return source
        return inline.Source(self._tokenizer.encode(job.source).pieces)

    def _collect(self, batch: list[_Running]) -> list[Hypothesis]:
        try:
            return [self._hypothesis(running) for running in batch]
        except RuntimeError as error:
            what = _("{path}: {reason}", path=self._package.path, reason=error)
            raise ModelError(what, _("verify the package: bilingual models verify")) from error

    def _hypothesis(self, running: _Running) -> Hypothesis:
        result, source = running.result.result(), running.source
        written = zip(result.hypotheses[0], result.attention[0], strict=False)  # there may be a row for the end
        # in the place of an unknown word CTranslate2 copies a piece of the source, which may be a tag
        kept = [(piece, row) for piece, row in islice(written, len(self._forced), None) if piece not in source.signs]
        pieces = tuple(piece for piece, _ in kept)
        text, spans = self._tokenizer.decode(pieces)
        links = tuple(source.plain(row.index(max(row))) if row else 0 for _, row in kept)
        complete = len(result.hypotheses[0]) < running.limit
        others = self._others(result.hypotheses[1:], source, text) if complete else ()
        return Hypothesis(text, pieces, tuple(spans), links, float(result.scores[0]), complete, others)

    def _others(self, found: Sequence[Sequence[str]], source: inline.Source, text: str) -> tuple[str, ...]:
        """The other texts that were found, none twice."""
        texts = []
        for pieces in found:
            kept = tuple(piece for piece in pieces[len(self._forced) :] if piece not in source.signs)
            texts.append(self._tokenizer.decode(kept)[0])
        return tuple(other for other in dict.fromkeys(texts) if other and other != text)

    @property
    def _translator(self) -> Any:  # noqa: ANN401  # CTranslate2 ships no types
        """CTranslate2's translator, loaded once."""
        if self._loaded is None:
            from ctranslate2 import Translator

            try:
                # a thread a batch beats two threads on one batch: the matrices are small
                self._loaded = Translator(
                    str(self._package.path / "model"),
                    device="cpu",
                    compute_type="default",
                    inter_threads=self._threads,
                    intra_threads=1,
                )
            except (RuntimeError, ValueError) as error:
                what = _("{path}: CTranslate2 cannot load it: {reason}", path=self._package.path, reason=error)
                raise ModelError(what, _("install the package again: bilingual models install")) from error
        return self._loaded


def _limit(source: int, prefix: int) -> int:
    """How many target pieces there may be, the prefix among them: more than any translation needs, as the model can."""
    return max(prefix + 16, min(prefix + 2 * source + 32, POSITIONS))


def _cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _max_tokens(package: Package) -> int:
    """What the package's metadata says of its longest source, within bounds that every model can hold."""
    said = package.metadata.get("max_source_tokens")
    return min(max(said, 16), 200) if isinstance(said, int) else 160
