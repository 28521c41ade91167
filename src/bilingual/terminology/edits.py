"""What editors have changed, found in open articles and in the files of record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilingual.address import digest
from bilingual.publish import catalogue
from bilingual.publish.po import writable
from bilingual.terminology.changes import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bilingual.pinning import Rendering
    from bilingual.publish.catalogue import Kept
    from bilingual.review.article import Article
    from bilingual.translate import Translator
    from bilingual.types import Link


def of_article(article: Article, translator: Translator) -> Iterator[Edit]:
    """What editors have changed in an article, and not refused; what the engine wrote is not asked for elsewhere."""
    bitext = article.bitext
    translator = translator.written_as(bitext.signature.get("style", ""))
    for passage in bitext.passages:
        for pair in passage.pairs:
            if pair.origin == "editor" and pair.machine and pair.status != "rejected":
                source = pair.source
                words = _links(translator, source.text, pair.machine)
                yield Edit(article.name, source.address, source.text, pair.machine, pair.target, words)


def of_record(path: Path, name: str, translator: Translator) -> Iterator[Edit]:
    """What editors have changed in the article of a file of record, in whatever tool, and not refused.

    Args:
        path: the file.
        name: of the article.
        translator: whose memory may still know what the engine wrote, and its word links.

    Raises:
        InputError: the file cannot be read.
        OSError: there is none.
    """
    found = catalogue.read(path)
    translator = translator.written_as(found.signature.get("style", ""))
    for row in found.rows:
        kept = row.kept
        if row.target and kept.status != "rejected" and kept.digest != digest(row.target):
            machine, words = _machine(translator, kept)
            if machine not in {"", row.target}:
                yield Edit(name, row.address, kept.source, machine, row.target, words)


def _machine(translator: Translator, kept: Kept) -> tuple[str, tuple[Link, ...]]:
    """What the engine wrote for an entry, and its word links, as far as file and memory still tell."""
    if kept.machine:
        return kept.machine, _links(translator, kept.source, kept.machine)
    for found in _recalled(translator, kept.source):
        if digest(writable(found.text)) == kept.digest:
            return found.text, found.words
    return "", ()


def _links(translator: Translator, source: str, machine: str) -> tuple[Link, ...]:
    return next((one.words for one in _recalled(translator, source) if one.text == machine), ())


def _recalled(translator: Translator, source: str) -> Iterator[Rendering]:
    """What the memory knows of a text: with the terms in place, and as the engine writes it by itself."""
    for one in (translator, translator.bare()):
        if found := one.recalled(source):
            yield found
