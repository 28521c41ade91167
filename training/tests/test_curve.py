"""The learning curve: trainings stand one behind the other, and the picture is the same each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training import curve

if TYPE_CHECKING:
    from pathlib import Path


def test_trainings_stand_one_behind_the_other(tmp_path: Path) -> None:
    for name, pieces in (("a", (1, 2)), ("b", (1, 3))):
        lines = (f"{step}\t{step * 1_000_000}\t{5 - step / 10}\t1e-3\n" for step in pieces)
        (tmp_path / f"{name}.tsv").write_text("".join(lines))
    both = curve.read([("first", tmp_path / "a.tsv"), ("second", tmp_path / "b.tsv")], before=10)
    assert [one.pieces for one in both] == [[11, 12], [13, 15]]
    arguments = [f"first={tmp_path / 'a.tsv'}", f"second={tmp_path / 'b.tsv'}", "--score", "2=20", "--score", "4=25"]
    curve.main([str(tmp_path / "one.svg"), *arguments])
    curve.main([str(tmp_path / "two.svg"), *arguments])
    picture = (tmp_path / "one.svg").read_text()
    assert "<svg" in picture
    assert "first" in picture
    assert len(picture) == len((tmp_path / "two.svg").read_text())
