"""`bilingual.toml`: what a house settles, as if typed; a slip in it is told, with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bilingual import config
from bilingual.config import Option
from bilingual.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = {
    "translate": {
        "model": Option("model", many=False),
        "beam": Option("beam", many=False),
        "keep-all": Option("keep_all", many=False),
        "glossary": Option("glossaries", many=True),
    },
    "segment": {"keep-all": Option("keep_all", many=False)},
}


def _load(folder: Path, text: str) -> config.Defaults:
    path = folder / "bilingual.toml"
    path.write_text(text, encoding="utf-8")
    return config.load(str(path), KNOWN)


def test_values_come_by_command_and_parameter_as_if_typed(tmp_path: Path) -> None:
    """Values come by command and parameter as if typed."""
    text = """
    [translate]
    model = "builtin"
    beam = 2
    keep-all = true
    glossary = ["house.po", "names.po"]
    [segment]
    """
    assert _load(tmp_path, text) == {
        "translate": {"model": "builtin", "beam": "2", "keep_all": "True", "glossaries": ["house.po", "names.po"]},
        "segment": {},
    }


def test_an_option_that_may_be_repeated_takes_one_text_too(tmp_path: Path) -> None:
    """An option that may be repeated takes one text too."""
    assert _load(tmp_path, 'translate.glossary = "maison à nous.po"') == {
        "translate": {"glossaries": ["maison à nous.po"]}
    }


def test_a_byte_order_mark_does_no_harm_and_an_empty_file_settles_nothing(tmp_path: Path) -> None:
    """A byte order mark does no harm and an empty file settles nothing."""
    assert _load(tmp_path, "\ufeff[segment]\nkeep-all = false") == {"segment": {"keep_all": "False"}}
    assert _load(tmp_path, "") == {}


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[translate", r"Expected '\]'", "TOML"),
        ("[translte]", r"there is no command \[translte\]", "segment, translate"),
        ("translate = 3", r"there is no command \[translate\]", "segment, translate"),
        ("[segment]\nbeam = 3", r"\[segment\] has no option beam", "it may have keep-all"),
        ("[translate]\nkeep_all = true", r"\[translate\] has no option keep_all", "keep-all"),
        ("[translate]\nbeam = [1, 2]", r"\[translate\] beam takes no such value", "translate --help"),
        ("[translate]\nbeam = {width = 2}", r"\[translate\] beam takes no such value", "translate --help"),
        ("[translate]\nglossary = [['a']]", r"\[translate\] glossary takes no such value", "translate --help"),
    ],
)
def test_a_slip_is_refused_with_file_and_mend(tmp_path: Path, text: str, message: str, hint: str) -> None:
    """A slip is refused with file and mend."""
    with pytest.raises(UsageError, match=rf"bilingual\.toml: {message}") as caught:
        _load(tmp_path, text)
    assert hint in caught.value.hint


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """What cannot be read is refused."""
    (tmp_path / "bilingual.toml").write_bytes(b"[translate]\nmodel = '\xe9'")
    with pytest.raises(UsageError, match="utf-8"):
        config.load(str(tmp_path / "bilingual.toml"), KNOWN)
    with pytest.raises(UsageError, match=re.escape(f"{tmp_path}: Is a directory")):
        config.load(str(tmp_path), KNOWN)


def test_it_is_looked_for_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked for in the current folder."""
    monkeypatch.chdir(tmp_path)
    assert config.here() is None
    (tmp_path / "bilingual.toml").symlink_to("nowhere")  # meant to be there: its absence must be told
    assert config.here() == "bilingual.toml"
