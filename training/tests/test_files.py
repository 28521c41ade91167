"""Files are whole or absent; corpora are read line by line."""

from __future__ import annotations

import hashlib
import lzma
from typing import TYPE_CHECKING

import pytest

from training import files

if TYPE_CHECKING:
    from pathlib import Path


def test_atomic_replaces_when_the_block_ends_well(tmp_path: Path) -> None:
    """The new text stands under the name, and no draft beside it; the folder is made."""
    goal = tmp_path / "new" / "pairs.npz"
    with files.atomic(goal) as draft:
        assert draft.suffix == ".npz"
        draft.write_bytes(b"new")
        assert not goal.exists()
    assert goal.read_bytes() == b"new"
    assert [path.name for path in goal.parent.iterdir()] == ["pairs.npz"]


def test_atomic_leaves_the_old_file_when_the_block_fails(tmp_path: Path) -> None:
    """What stood there stands there still."""
    goal = tmp_path / "pairs.tsv"
    goal.write_text("old", encoding="utf-8")

    def broken() -> None:
        with files.atomic(goal) as draft:
            draft.write_text("half", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert goal.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["pairs.tsv"]


@pytest.mark.parametrize("packed", [True, False])
def test_rows_are_read_packed_or_plain(tmp_path: Path, packed: bool) -> None:  # noqa: FBT001  # a parameter of pytest
    r"""Only `\n` ends a row, whatever else looks like an end of line; white space around columns goes."""
    text = "à\u2028b \tc\n\u00a0d\te\tf\n".encode()
    path = tmp_path / ("some.tsv.xz" if packed else "some.tsv")
    path.write_bytes(lzma.compress(text) if packed else text)
    assert list(files.rows(path)) == [["à\u2028b", "c"], ["d", "e", "f"]]
    assert files.sha256(path) == hashlib.sha256(path.read_bytes()).hexdigest()
