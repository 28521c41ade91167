"""Publishing: from a bitext to files, each of them whole or not there at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilingual.files import replacing
from bilingual.publish import html, index, po, promise
from bilingual.report import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bilingual.consistency import Usage
    from bilingual.publish.po import Kept
    from bilingual.types import Bitext, Segment

__all__ = ["article", "po", "run"]


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
    leftovers = po.leftovers(kept, (segment.address for segment in segments())) if kept else {}
    with (
        replacing(output / f"{bitext.name}.html") as page,
        replacing(output / f"{bitext.name}.po") as catalogue,
    ):
        for passage in po.write(catalogue, bitext, leftovers):
            figures.add(passage)
        summary = figures.as_json()
        html.write_page(page, bitext, summary)
        page.flush()
        catalogue.flush()
        promise.keep(bitext.name, Path(page.name), Path(catalogue.name), segments())
    if usage is not None:
        usage.merge(figures.usage)
    return summary


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
