"""The way of the data: read → clean → segment → translate → check → publish. The order of the stages stands here.

Documents go through in groups, so that many small ones share their batches and memory stays bounded; a long one is
walked window by window, and written from the memory of results rather than from lists.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from bilingual import publish, read, report
from bilingual.address import Addresses, repeated
from bilingual.checks import all_checks, findings
from bilingual.clean import clean
from bilingual.consistency import Usage
from bilingual.errors import BilingualError, InputError
from bilingual.files import sweep
from bilingual.segment import load_rules, segments
from bilingual.types import Bitext, Pair, Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from bilingual.publish.po import Kept
    from bilingual.translate import Translator
    from bilingual.types import Document, Segment

GROUP_CHARACTERS = 1_000_000
"""Documents are taken together until they hold this much text."""
WINDOW = 4_000
"""Segments that are sorted and batched together: enough that their batches are full, few enough to hold in memory."""

PASSAGE = 500
"""Segments of a block that are handled, and held in memory, together."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Something has been done."""

    words: int = 0
    """Source words that now have a translation."""
    size: int = 0
    """Of a source that has been read, the words that are to be translated."""
    article: dict[str, Any] | None = None
    """An article that has been written, as in the report."""
    error: dict[str, str] | None = None
    """A source that could not be read, or whose pages could not be written, with the mend."""
    report: dict[str, Any] | None = None
    """At the end, the report of the run."""


@dataclass(frozen=True, slots=True)
class _Article:
    """A document on its way, with what people did to an earlier translation of it."""

    document: Document
    kept: Mapping[str, Kept]
    repeated: frozenset[str]
    """Digests of the segments that occur more than once."""

    @classmethod
    def of(cls, document: Document, kept: Mapping[str, Kept]) -> _Article:
        """A document with what must be known of all its segments before the first one is named."""
        rules = load_rules(document.lang)
        return cls(document, kept, repeated(segment.text for segment in segments(document.blocks, rules)))

    def passages(self) -> Iterator[tuple[Passage, tuple[Segment, ...]]]:
        """Each block as an empty passage with its segments; none where it is skipped.

        A text without any break is one block, however long: its segments come in several passages.
        """
        rules, names, skipped = load_rules(self.document.lang), Addresses(self.repeated), Addresses()
        for block in self.document.blocks:
            if block.skip:
                yield Passage(block, address=f"skip-{skipped.of(block.text)}"), ()
                continue
            found = segments([block], rules, names)
            while some := tuple(islice(found, PASSAGE)):
                yield Passage(block), some

    def segments(self) -> Iterator[Segment]:
        """All segments, in order."""
        return (segment for _, found in self.passages() for segment in found)

    def to_translate(self) -> Iterator[str]:
        """The texts for which no person has written a translation."""
        for segment in self.segments():
            if not (entry := self.kept.get(segment.address)) or not entry.target:
                yield segment.text


def translate(
    sources: Iterable[read.Source],
    translator: Translator,
    output: Path,
    *,
    keep_all: bool = False,
    signature: Mapping[str, str] | None = None,
) -> Iterator[Progress]:
    """Writes page and catalogue of every source, then the index and the report; yields what has been done.

    A source that cannot be read, or written, is reported and does not stop the others. Where none of them came out,
    the index and the report of an earlier run stay.

    Raises:
        BilingualError: the engine, the memory or the output folder fails.
    """
    with _writing(output):
        output.mkdir(parents=True, exist_ok=True)
        sweep(output)
    made = dict(signature or {})
    articles: list[dict[str, Any]] = []
    errors: list[dict[str, str]] = []
    usage = Usage()
    for group in _groups(sources, output, keep_all=keep_all):
        for step in _group(group, translator, output, made, usage):
            if step.article:
                articles.append(step.article)
            if step.error:
                errors.append(step.error)
            yield step
    whole = report.of_run(made, articles, errors, usage)
    if articles or not (output / "report.json").exists():
        with _writing(output):
            publish.run(output, whole)
    yield Progress(report=whole)


def _groups(sources: Iterable[read.Source], output: Path, *, keep_all: bool) -> Iterator[list[_Article | Progress]]:
    """Articles in groups that are translated together; a source that cannot be read stands among them as an error."""
    group: list[_Article | Progress] = []
    size = 0
    for source in sources:
        try:
            document = clean(read.read(source), keep_all=keep_all)
            group.append(_Article.of(document, publish.po.kept(output / f"{document.name}.po")))
            size += sum(len(block.text) for block in document.blocks)
        except InputError as error:
            group.append(Progress(error={"file": source.path, "message": str(error), "hint": error.hint}))
        if size > GROUP_CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _group(
    group: list[_Article | Progress], translator: Translator, output: Path, signature: dict[str, str], usage: Usage
) -> Iterator[Progress]:
    articles = [one for one in group if isinstance(one, _Article)]
    yield from (one for one in group if isinstance(one, Progress))
    yield Progress(size=sum(len(text.split()) for article in articles for text in article.to_translate()))
    texts = (text for article in articles for text in article.to_translate())
    while window := list(islice(texts, WINDOW)):
        yield from (Progress(words=words) for words in translator.prepare(window))
    for article in articles:
        yield _publish(article, translator, output, signature, usage)


def _publish(
    article: _Article, translator: Translator, output: Path, signature: dict[str, str], usage: Usage
) -> Progress:
    document = article.document
    bitext = Bitext(document.name, document.path, _Passages(article, translator), document.lang, signature=signature)
    try:
        return Progress(article=publish.article(output, bitext, article.kept, article.segments, usage))
    except OSError as error:
        what = f"{document.path}: {output / document.name}.html cannot be written: {error.strerror}"
        hint = "make room there, choose another folder with -o, or shorten the name"
        return Progress(error={"file": document.path, "message": what, "hint": hint})


@contextmanager
def _writing(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BilingualError(
            f"{error.filename or output}: {error.strerror}", "choose another folder with -o"
        ) from error


class _Passages:
    """The passages of an article with their pairs, made anew from the memory whenever they are walked."""

    def __init__(self, article: _Article, translator: Translator) -> None:
        self._article = article
        self._translator = translator
        self._checks = all_checks()

    def __iter__(self) -> Iterator[Passage]:
        for passage, found in self._article.passages():
            yield replace(passage, pairs=tuple(self._pair(segment) for segment in found))

    def _pair(self, segment: Segment) -> Pair:
        kept = self._article.kept.get(segment.address)
        note = kept.note if kept else ""
        if kept and kept.target:
            return self._checked(self._by_person(segment, kept))
        made = self._translator.rendering(segment.text)
        pair = Pair(segment, made.text, "machine", made.score, made.occurrences, note=note, words=made.words)
        return self._checked(pair)

    def _by_person(self, segment: Segment, kept: Kept) -> Pair:
        judged = self._translator.judge(segment.text, kept.target)
        return Pair(segment, kept.target, "editor", None, judged, approved=kept.approved, note=kept.note)

    def _checked(self, pair: Pair) -> Pair:
        return replace(pair, findings=findings(pair, self._checks))
