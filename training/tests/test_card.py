"""The page that says what a model was trained on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training import card
from training.tests import toy

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_every_text_is_named_with_its_licence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toy.corpora(tmp_path)
    recipe = toy.recipe(tmp_path, licence='"CC0 | or so"', source='"a/b@0123456789abcdef0123456789abcdef01234567"')
    (tmp_path / "texts.tsv").write_text("text\tkept\ntoy_news\t1200\ntoy_law\t34\n")
    card.main([str(recipe), str(tmp_path)])
    page = capsys.readouterr().out
    assert "| toy_news | 1,200 |" in page
    assert "| CC0 \\| or so | a/b @ 01234567 |" in page
    assert "1,234 pairs in all" in page
    assert "back" not in page
    toy.recipe(tmp_path, sentences="5_000")
    card.main([str(recipe), str(tmp_path)])
    page = capsys.readouterr().out
    assert "| back | 0 | 1 | 1 | English: Apache-2.0. French: by our own model |" in page
    assert "5,000 sentences" in page
    assert "| toy_en | Apache-2.0 |" in page
