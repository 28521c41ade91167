"""What is kept of web pages, beside trafilatura: `make bench-pages`.

The pages are those that trafilatura 1.0.0 was tested with, which its source archive on PyPI holds (later archives hold
none, and the 990 pages of its evaluation are in no archive). Two sets of passages say what must be kept and what not:
ours for the French pages (`pages.toml`), and for pages in all languages the assertions of trafilatura's own test, which
it has passed ever since, without those in readers' comments. As in trafilatura's evaluation, a passage that is kept as
it should be is a hit; precision, recall and F1 are over the passages of all pages.
"""

from __future__ import annotations

import ast
import hashlib
import sys
import tarfile
import tomllib
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from trafilatura import baseline, extract

from bilingual.clean import clean
from bilingual.read import Source, html, read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE = Path(__file__).parent
ARCHIVE = "trafilatura-1.0.0.tar.gz"
SHA256 = "10222e9475363091d38d4aa92349974a23363e8a98692b5f902d60bba3e53383"
FOLDER = "trafilatura-1.0.0/tests/"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be kept of a page, and what not."""

    kept: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Score:
    """Passages by what became of them."""

    hits: int = 0
    missing: int = 0
    wrong: int = 0

    def add(self, wish: Wish, text: str) -> None:
        """Counts the passages of a page."""
        plain = _plain(text)
        found = sum(_plain(one) in plain for one in wish.kept)
        self.hits += found
        self.missing += len(wish.kept) - found
        self.wrong += sum(_plain(one) in plain for one in wish.left)

    def row(self) -> str:
        """Precision, recall and F1."""
        precision, recall = self.hits / (self.hits + self.wrong), self.hits / (self.hits + self.missing)
        return f"{precision:.3f} | {recall:.3f} | {2 * precision * recall / (precision + recall):.3f}"


def _plain(text: str) -> str:
    return " ".join(text.replace("\xad", "").split())


def _read(data: bytes) -> str:
    document = clean(read(Source("a", "a.html", lambda: data)))
    return "\n".join(block.text for block in document.blocks if block.skip is None)


def _structure(data: bytes) -> str:
    """What the reader keeps, without the cleaner, whose phrases are French."""
    return "\n".join(block.text for block in html.blocks(data) if block.skip is None)


def _theirs(data: bytes, **options: bool) -> str:
    return extract(data, include_comments=False, **options) or ""


THEIRS: dict[str, Callable[[bytes], str]] = {
    "trafilatura": _theirs,
    "trafilatura, `favor_precision`": partial(_theirs, favor_precision=True),
    "trafilatura, `favor_recall`": partial(_theirs, favor_recall=True),
    "trafilatura's baseline": lambda data: baseline(data)[1],
}


def french() -> dict[str, Wish]:
    """Our passages, by the file of the page."""
    table = tomllib.loads((HERE / "pages.toml").read_text("utf-8"))
    return {name: Wish(one["with"], one["without"]) for name, one in table.items()}


def asserted(test: str) -> dict[str, Wish]:
    """The passages that trafilatura's own test asserts or denies, by the file of the page."""
    tree = ast.parse(test)
    names: dict[str, str] = {}
    found: dict[str, Wish] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and not names:
            names = ast.literal_eval(node.value)
        if isinstance(node, ast.FunctionDef):
            _collect(node, names, found)
    return found


def _collect(function: ast.FunctionDef, names: Mapping[str, str], found: dict[str, Wish]) -> None:
    page = ""
    for statement in function.body:
        call = getattr(statement, "value", None)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "load_mock_page":
            page = names.get(ast.literal_eval(call.args[0]), "")
        elif isinstance(statement, ast.Assert) and page:
            for part in ast.walk(statement.test):
                if isinstance(part, ast.Compare) and isinstance(part.left, ast.Constant):
                    wish = found.setdefault(page, Wish())
                    (wish.kept if isinstance(part.ops[0], ast.In) else wish.left).append(str(part.left.value))


def without_comments(wish: Wish, data: bytes) -> Wish:
    """The wish without the passages that trafilatura keeps as readers' comments only."""
    body, whole = _plain(_theirs(data)), _plain(extract(data) or "")
    return Wish([one for one in wish.kept if _plain(one) in body or _plain(one) not in whole], wish.left)


def table(title: str, ours: Callable[[bytes], str], wishes: Mapping[str, Wish], pages: Mapping[str, bytes]) -> None:
    """Prints how each way does."""
    kept, left = (sum(len(getattr(wish, name)) for wish in wishes.values()) for name in ("kept", "left"))
    print(f"\n| {title}: {len(wishes)} pages, {kept} passages to keep, {left} to leave | precision | recall | F1 |")
    print("|---|---|---|---|")
    for name, way in {"`bilingual`": ours, **THEIRS}.items():
        score = Score()
        for page, wish in wishes.items():
            score.add(wish, way(pages[page]))
        print(f"| {name} | {score.row()} |")


def main(archive: Path) -> None:
    """Measures and prints both tables."""
    if hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
        sys.exit(f"{archive} is not the archive that these passages were written for")
    with tarfile.open(archive) as tar:
        pages = {Path(one.name).name: _content(tar, one) for one in tar if one.name.startswith(FOLDER + "cache/")}
        test = _content(tar, tar.getmember(FOLDER + "realworld_tests.py")).decode()
    table("French", _read, french(), pages)
    theirs = {name: without_comments(wish, pages[name]) for name, wish in asserted(test).items() if name in pages}
    table("all languages", _structure, theirs, pages)


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member) if member.isfile() else None
    return file.read() if file else b""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
