"""Publishing: from a bitext to files, each of them whole or not there at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilingual.files import replacing
from bilingual.publish import catalogue, html, index, po, promise
from bilingual.report import Article, replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bilingual.consistency import Usage
    from bilingual.publish.catalogue import Kept
    from bilingual.types import Bitext, Segment

__all__ = ["article", "catalogue", "po", "run"]


def article(
    output: Path,
    bitext: Bitext,
    kept: Mapping[str, Kept],
    segments: Callable[[], Iterable[Segment]],
    usage: Usage | None = None,
) -> dict[str, Any]:
    """Writes `NAME.po` and `NAME.html`, checks that they keep the promise, and gives the article's figures.

    Args:
        output: the folder.
        bitext: what to write.
        kept: by address, what people did in the catalogue that is replaced.
        segments: gives the segments that must come out, in order, as the segmenter made them.
        usage: how terms were rendered in the run so far; the article's own renderings are added.

    Raises:
        OSError: a file cannot be written.
        PromiseError: a segment is not there exactly once; the old files stay.
    """
    figures = Article(bitext.name, bitext.path)
    leftovers = catalogue.leftovers(kept, (segment.address for segment in segments())) if kept else {}
    with (
        replacing(output / f"{bitext.name}.html") as page,
        replacing(output / f"{bitext.name}.po") as record,
    ):
        for passage in po.write(record, bitext, leftovers):
            figures.add(passage)
        summary = figures.as_json()
        html.write_page(page, bitext, summary)
        record.flush()
        page.flush()  # last: a page that is older than its record is out of date
        promise.keep(bitext.name, Path(page.name), Path(record.name), segments())
    if usage is not None:
        usage.merge(figures.usage)
    return summary


def record(output: Path, bitext: Bitext, leftovers: Mapping[str, Kept]) -> None:
    """Writes `NAME.po` alone.

    Args:
        output: the folder.
        bitext: what to write.
        leftovers: by address, a person's work on segments that the bitext no longer has.

    Raises:
        OSError: the file cannot be written; the old one stays.
    """
    with replacing(output / f"{bitext.name}.po") as file:
        for _passage in po.write(file, bitext, leftovers):
            pass


def again(output: Path, summary: Mapping[str, Any], signature: Mapping[str, str]) -> None:
    """Writes report and index once more, with another entry for one article; the run's other entries stay.

    Args:
        output: the folder.
        summary: the article's entry.
        signature: what made it, for a folder without a report.

    Raises:
        OSError: a file cannot be written.
    """
    try:
        before = json.loads((output / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):  # missing, or not ours: the article's own figures are in any case
        before = {"signature": dict(signature), "articles": [], "errors": [], "findings": []}
    run(output, replaced(before, summary))


def run(output: Path, report: Mapping[str, Any]) -> None:
    """Writes `report.json` and `index.html`.

    Raises:
        OSError: a file cannot be written.
    """
    with replacing(output / "report.json") as file:
        json.dump(report, file, ensure_ascii=False, indent=1)
        file.write("\n")
    with replacing(output / "index.html") as file:
        index.write_index(file, report)
