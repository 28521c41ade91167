"""What a package is, for those who choose one: facts that we read off it, and what its makers wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from bilingual.engines.argos import Argos
from bilingual.messages import _, number
from bilingual.packages import installed, resolve

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 20_000
"""Characters of its text that are read; more is no essence."""


class Card(NamedTuple):
    """A package, told to people."""

    facts: dict[str, Any]
    text: str
    """Its README.md; untrusted, may be empty."""


def read(choice: str) -> Card:
    """What a package says of itself.

    Args:
        choice: a name that `models list` shows, whatever its languages, or what else `--model` takes.

    Raises:
        ModelError: there is no such package, or it is broken.
    """
    package = next((package for package in installed() if package.name == choice), None) or resolve(choice)
    engine = Argos(package)
    facts = {
        "name": package.name,
        "languages": f"{package.source} → {package.target}",
        "version": package.version,
        "size": _("{n} MB", n=number(package.size() / 1e6, 1)),
        "sha256": package.sha256(),
        "longest_source": _("{n} pieces; longer sentences are cut at clauses", n=engine.max_tokens),
        "reads_terms": engine.inline,
    }
    return Card(facts, _text(package.path / "README.md"))


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(LONGEST).strip()
    except OSError:
        return ""
