"""Engines turn source texts into target texts; this page is all that an engine has to be.

An engine is found by name in `ENGINES`, then among the entry points of the group `bilingual.engines`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, NamedTuple, Protocol

from bilingual.errors import ModelError
from bilingual.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilingual.types import Span


class Tokens(NamedTuple):
    """A text as an engine sees it."""

    pieces: list[str]
    spans: list[Span]
    """Where each piece stands in the text; a space before a word belongs to its first piece."""


Wording = tuple[int, int, str]
"""How a stretch of a source is to be rendered: first character, behind the last one, rendering."""


class Job(NamedTuple):
    """A source text to decode."""

    source: str
    prefix: tuple[str, ...] = ()
    """Target pieces that the output must begin with."""
    terms: tuple[Wording, ...] = ()
    """Renderings that the model is told beside the source, from left to right without overlap; heeded by engines that
    `reads_terms` is true of, and by these only as far as the model sees fit."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What an engine wrote for a job."""

    text: str
    pieces: tuple[str, ...]
    """Target tokens, the prefix among them."""
    spans: tuple[Span, ...]
    """Where each piece stands in `text`."""
    links: tuple[int, ...]
    """For each target piece the source piece it attends to most, of those that `Engine.tokenize` gives."""
    score: float
    """The engine's own: log-probability under its length penalty."""
    complete: bool = True
    """Whether the engine ended the text itself, rather than at its length limit."""
    others: tuple[str, ...] = ()
    """What the engine would have written next best, the likelier first, each another text."""
    instead: str | None = None
    """The engine's first text, where this one stands in its place (`bilingual.retries`)."""


class Engine(Protocol):
    """Decodes texts of one language into another, the same text always to the same result.

    One that heeds `Job.terms` has a true attribute `inline` besides; see `reads_terms`.
    """

    name: str
    """For people: which package in which version."""
    fingerprint: str
    """Changes whenever the results may: model, tokenizer and decoding settings."""
    max_tokens: int
    """The longest source, in tokens, that the engine renders well."""

    def tokenize(self, text: str) -> Tokens:
        """The pieces of a source text."""
        ...

    def tokenize_target(self, text: str) -> list[str]:
        """The pieces of a target text, to be used in a prefix."""
        ...

    def decode(self, batches: Iterable[Sequence[Job]], *, careful: bool = False) -> Iterator[list[Hypothesis]]:
        """One hypothesis a job, batch for batch; `careful` forbids repetition, for texts that looped."""
        ...

    def score(self, targets: Sequence[tuple[str, Sequence[str]]]) -> list[float]:
        """Log-probability of each target, given as (source text, target pieces), summed over its pieces."""
        ...


def reads_terms(engine: Engine) -> bool:
    """Whether an engine heeds `Job.terms`; one that says nothing of it does not."""
    return bool(getattr(engine, "inline", False))


ENGINES = {"echo": "bilingual.engines.echo:Echo"}
"""Engines that are no Argos package, by the name that `--model` takes."""


def find(choice: str, *, beam: int = 4, threads: int = 0) -> Engine:
    """The engine that `--model` names: one of `ENGINES`, a plug-in, or an Argos package.

    Raises:
        ModelError: there is none of that name, or its package is broken.
    """
    plugins = {point.name: point.value for point in entry_points(group="bilingual.engines")}
    made = {**plugins, **ENGINES}.get(choice)
    if made is None:
        from bilingual import packages
        from bilingual.engines.argos import Argos

        return Argos(packages.resolve(choice), beam=beam, threads=threads)
    module, attribute = f"{made}:".split(":")[:2]
    try:
        engine: Engine = getattr(import_module(module), attribute)()
    except (ImportError, AttributeError) as error:
        what = _("the engine {name} cannot be loaded: {reason}", name=choice, reason=error)
        raise ModelError(what, _("reinstall the plug-in")) from error
    return engine
