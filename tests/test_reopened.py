"""The file of record read again without source, engine or memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bilingual.errors import InputError
from bilingual.publish import po, reopened
from bilingual.types import Bitext, Block, Finding, Inline, Pair, Passage, Segment, within

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://exemple.fr/avis"


def segment(block: Block, start: int, end: int, address: str) -> Segment:
    """A segment of a block, with what is marked in it."""
    return Segment(block, start, end, address, within(block.inlines, start, end))


def _written(path: Path, bitext: Bitext) -> None:
    with path.open("w", encoding="utf-8") as file:
        list(po.write(file, bitext, {}))


def test_an_article_comes_back_as_it_stands(tmp_path: Path) -> None:
    """Blocks, statuses, notes, marks of both sides, what is skipped and what made it; written again the same bytes."""
    heading = Block("La loi", "heading", 1, inlines=(Inline(3, 6, "italic"),))
    block = Block("Un avis. Il est *clair*.", inlines=(Inline(3, 7, "link", URL), Inline(9, 23, "bold")))
    aside = Block("Lire aussi", skip="related")
    pairs = (
        Pair(segment(block, 0, 8, "b"), "An opinion.", "editor", None, (), "approved", "Vu.", machine="A notice."),
        Pair(
            segment(block, 9, 24, "c"),
            "It is clear.",
            status="rejected",
            findings=(Finding("figure", "error", "7 (not 8): wrong", "c"), Finding("length", "info", "x", "c")),
            inlines=(Inline(0, 11, "bold"),),
        ),
    )
    first = Pair(segment(heading, 0, 6, "a"), "The law", "memory", inlines=(Inline(4, 7, "italic"),))
    passages = (Passage(heading, (first,)), Passage(aside, address="s"), Passage(block, pairs))
    bitext = Bitext("x", "x.html", passages, signature={"model": "m", "style": "us"})
    _written(tmp_path / "x.po", bitext)
    found = reopened.bitext(tmp_path / "x.po", "x")
    assert found.signature == bitext.signature
    assert [one.block.kind for one in found.passages] == ["heading", "paragraph", "paragraph"]
    assert [one.block.skip for one in found.passages] == [None, "related", None]
    again = [pair for passage in found.passages for pair in passage.pairs]
    assert [(p.target, p.origin, p.status, p.note) for p in again] == [
        ("The law", "memory", "draft", ""),
        ("An opinion.", "editor", "approved", "Vu."),
        ("It is clear.", "machine", "rejected", ""),
    ]
    assert [p.inlines for p in again] == [first.inlines, (), pairs[1].inlines]
    assert [p.findings for p in again] == [(), (), pairs[1].findings]
    assert [p.source.inlines for p in again] == [heading.inlines, pairs[0].source.inlines, pairs[1].source.inlines]
    _written(tmp_path / "y.po", found)
    assert (tmp_path / "y.po").read_bytes() == (tmp_path / "x.po").read_bytes()


def test_what_is_no_file_of_record_is_refused(tmp_path: Path) -> None:
    """With the file's name and the mend."""
    with pytest.raises(InputError, match=r"x\.po: No such file") as missing:
        reopened.bitext(tmp_path / "x.po", "x")
    assert "bilingual translate" in missing.value.hint
    (tmp_path / "x.po").write_text('msgid "a\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.po: line 1"):
        reopened.bitext(tmp_path / "x.po", "x")
