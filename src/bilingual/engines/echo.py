"""A deterministic double without a model: for dry runs, tests and measuring everything but the decoding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilingual.engines import Hypothesis, Job, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilingual.types import Span

_WORD = re.compile(r"\s?\S+|\s+")


class Echo:
    """Writes the source back, word for word; after a prefix it goes on where the prefix left off, counted in words."""

    name = "echo"
    fingerprint = "echo-1"
    max_tokens = 400

    def tokenize(self, text: str) -> Tokens:
        """Words, each with the space before it."""
        found = list(_WORD.finditer(text))
        return Tokens([m.group() for m in found], [m.span() for m in found])

    def tokenize_target(self, text: str) -> list[str]:
        """Words, each with a space before it."""
        return [f" {word}" for word in text.split()]

    def decode(
        self,
        batches: Iterable[Sequence[Job]],
        *,
        careful: bool = False,  # noqa: ARG002  # the protocol's signature
    ) -> Iterator[list[Hypothesis]]:  # it never loops
        """Each source as it stands."""
        for batch in batches:
            yield [self._one(job) for job in batch]

    def score(self, targets: Sequence[tuple[str, Sequence[str]]]) -> list[float]:
        """It has no opinion: zero each."""
        return [0.0 for _ in targets]

    def _one(self, job: Job) -> Hypothesis:
        pieces = self.tokenize(job.source).pieces
        kept = len(job.prefix)
        written = [*job.prefix, *pieces[kept:]]
        spans: list[Span] = []
        at = 0
        lead = len(written[0]) - len(written[0].lstrip()) if written else 0
        for piece in written:
            spans.append((max(0, at - lead), at + len(piece) - lead))
            at += len(piece)
        links = tuple(min(i, len(pieces) - 1) for i in range(len(written)))
        return Hypothesis("".join(written).lstrip(), tuple(written), tuple(spans), links, score=0.0)
