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
from bilingual.clean import clean
from bilingual.consistency import Usage
from bilingual.errors import BilingualError, InputError
from bilingual.files import locked, stamp, sweep
from bilingual.messages import _, reason
from bilingual.pairs import Pairs
from bilingual.segment import load_rules, segments
from bilingual.types import Bitext, Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from bilingual.publish.catalogue import Kept
    from bilingual.translate import Translator
    from bilingual.types import Document, Match, Pair, Segment

GROUP_CHARACTERS = 1_000_000
"""Documents are taken together until they hold this much text."""
WINDOW = 4_000
"""Segments that are sorted and batched together: enough that their batches are full, few enough to hold in memory."""

PASSAGE = 500
"""Segments of a block that are handled, and held in memory, together."""
HELD_CHARACTERS = 200_000
"""Articles of up to so much text are held as pairs while they are written, rather than made and checked once for the
catalogue and once more for the page."""


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
    cuts: frozenset[str]
    """The segments whose bounds a person has set."""
    repeated: frozenset[str]
    """Digests of the segments that occur more than once."""
    stamp: tuple[int, int, int]
    """Of the file that `kept` was read from."""

    @classmethod
    def of(cls, document: Document, output: Path) -> _Article:
        """A document with what must be known of all its segments before the first one is named.

        Raises:
            InputError: there is an earlier catalogue, but it cannot be read.
        """
        record = output / f"{document.name}.po"
        version = stamp(record)
        kept = publish.catalogue.kept(record)
        cuts = frozenset(one.source for one in kept.values() if one.recut)
        found = segments(document.blocks, load_rules(document.lang), cuts=cuts)
        return cls(document, kept, cuts, repeated(segment.text for segment in found), version)

    def passages(self) -> Iterator[tuple[Passage, tuple[Segment, ...]]]:
        """Each block as an empty passage with its segments; none where it is skipped.

        A text without any break is one block, however long: its segments come in several passages.
        """
        rules, names, skipped = load_rules(self.document.lang), Addresses(self.repeated), Addresses()
        for block in self.document.blocks:
            if block.skip:
                yield Passage(block, address=f"skip-{skipped.of(block.text)}"), ()
                continue
            found = segments([block], rules, names, self.cuts)
            while some := tuple(islice(found, PASSAGE)):
                yield Passage(block), some

    def segments(self) -> Iterator[Segment]:
        """All segments, in order."""
        return (segment for _, found in self.passages() for segment in found)

    def to_translate(self, translator: Translator) -> Iterator[str]:
        """The texts for which no person has written a translation, be it elsewhere."""
        for _passage, found in self.passages():
            texts = [segment.text for segment in found if not self.by_person(segment)]
            known = translator.approved(texts)
            yield from (text for text in texts if text not in known)

    def by_person(self, segment: Segment) -> Kept | None:
        """What a person wrote, or approved, for a segment."""
        entry = self.kept.get(segment.address)
        return entry if entry and entry.target else None


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
        with _writing(output), locked(output):
            publish.run(output, whole)
    yield Progress(report=whole)


def _groups(sources: Iterable[read.Source], output: Path, *, keep_all: bool) -> Iterator[list[_Article | Progress]]:
    """Articles in groups that are translated together; a source that cannot be read stands among them as an error."""
    group: list[_Article | Progress] = []
    size = 0
    for source in sources:
        try:
            document = clean(read.read(source), keep_all=keep_all)
            group.append(_Article.of(document, output))
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
    for article in articles:
        _remember(article, translator)
    yield Progress(size=sum(len(text.split()) for article in articles for text in article.to_translate(translator)))
    texts = (text for article in articles for text in article.to_translate(translator))
    while window := list(islice(texts, WINDOW)):
        yield from (Progress(words=words) for words in translator.prepare(window))
    for article in articles:
        yield _publish(article, translator, output, signature, usage)


def _remember(article: _Article, translator: Translator) -> None:
    """Lets the memory know what people approved since, in the page or in a translator's tool, and what no longer."""
    approved = [(name, one.source, one.target) for name, one in article.kept.items() if one.status == "approved"]
    translator.learn(article.document.name, approved, forget=article.kept.keys() - {name for name, _, _ in approved})


def _publish(
    article: _Article, translator: Translator, output: Path, signature: dict[str, str], usage: Usage
) -> Progress:
    document = article.document
    try:
        with locked(output):
            if stamp(output / f"{document.name}.po") != article.stamp:  # an editor was at work meanwhile
                article = _Article.of(document, output)
                _remember(article, translator)
            passages = _passages(article, translator)
            made = signature | ({"encoding": f"blocks mended: {document.mended}"} if document.mended else {})
            bitext = Bitext(document.name, document.path, passages, document.lang, signature=made)
            return Progress(article=publish.article(output, bitext, article.kept, article.segments, usage))
    except InputError as error:
        return Progress(error={"file": document.path, "message": str(error), "hint": error.hint})
    except OSError as error:
        page = f"{output / document.name}.html"
        what = _("{path}: {page} cannot be written: {reason}", path=document.path, page=page, reason=reason(error))
        hint = _("make room there, choose another folder with -o, or shorten the name")
        return Progress(error={"file": document.path, "message": what, "hint": hint})


@contextmanager
def _writing(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BilingualError(
            _("{path}: {reason}", path=error.filename or output, reason=reason(error)),
            _("choose another folder with -o"),
        ) from error


def _passages(article: _Article, translator: Translator) -> Iterable[Passage]:
    """The passages of an article with their pairs; held where it is short, else made whenever they are walked."""
    lazy = _Passages(article, translator)
    size = sum(len(block.text) for block in article.document.blocks)
    return tuple(lazy) if size <= HELD_CHARACTERS else lazy


class _Passages:
    """The passages of an article with their pairs, made anew from the memory whenever they are walked."""

    def __init__(self, article: _Article, translator: Translator) -> None:
        self._article = article
        self._translator = translator
        self._pairs = Pairs(translator)

    def __iter__(self) -> Iterator[Passage]:
        for passage, found in self._article.passages():
            known = self._translator.approved([segment.text for segment in found])
            pairs = [self._pair(segment, known.get(segment.text)) for segment in found]
            yield replace(passage, pairs=tuple(self._pairs.matched(pairs)))

    def _pair(self, segment: Segment, match: Match | None) -> Pair:
        if own := self._article.by_person(segment):
            return self._pairs.standing(segment, own)
        kept = self._article.kept.get(segment.address)
        return self._pairs.remembered(segment, match, kept) if match else self._pairs.made(segment, kept)
