"""Back-translation, with a reverse model made by chance: what is taken, what is kept, and how a call goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from training import backtranslate, export
from training.tests.test_export import SHAPE, work

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["work"]
pytestmark = pytest.mark.torch


def test_it_goes_on_behind_what_is_there(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Half a line that a killed call left behind is dropped; no sentence is taken twice."""
    export.export(SHAPE, work, work / "en_fr.argosmodel", (export.about("1", reverse=True), ""))
    texts, out = work / "mono.txt", work / "out.tsv"
    texts.write_text(
        "The council examines the law.\nFree press, free council, free law.\nShort.\n" + "long " * 200 + "\n"
    )
    out.write_text("La presse est libre.\tThe press is free in this law.\nLe conseil\tThe cou")
    backtranslate.main([str(work / "en_fr.argosmodel"), str(out), str(texts)])
    lines = out.read_text().splitlines()
    assert lines[0] == "La presse est libre.\tThe press is free in this law."
    assert all(line.count("\t") == 1 for line in lines)
    assert {line.split("\t")[1] for line in lines[1:]} <= {
        "The council examines the law.",
        "Free press, free council, free law.",
    }
    assert "out.tsv: " in capsys.readouterr().out
    again = backtranslate.backtranslate(lambda some: [x[::-1] for x in some], out, [texts], 1, 1)  # type: ignore[arg-type]
    assert again == 3
    assert len(set(out.read_text().splitlines())) == 3


@pytest.mark.parametrize(
    ("french", "fits"), [("Oui.", False), ("La presse est libre.", True), ("La presse " * 9, False)]
)
def test_lengths_tell_what_went_wrong(french: str, *, fits: bool) -> None:
    assert backtranslate.fits(french, "The press is free here.") is fits


def test_sentences_come_in_an_order_that_the_seed_fixes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("".join(f"This is sentence number {n}.\n" for n in range(30)) * 2)
    first = list(backtranslate.sentences([tmp_path / "a.txt"], 1))
    assert len(first) == 30
    assert (
        first
        == list(backtranslate.sentences([tmp_path / "a.txt"], 1))
        != list(backtranslate.sentences([tmp_path / "a.txt"], 2))
    )
