"""The house keeps its own rules: who imports whom, what loads when, and what a command owes its users."""

from __future__ import annotations

import ast
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from bilingual import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "bilingual"

LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"types", "errors", "messages", "address", "cells", "files", "grammar", "inflection", "reasons", "uri"}),
    frozenset(
        {
            "accents",
            "capitals",
            "datelines",
            "clauses",
            "segment",
            "endings",
            "finding",
            "formulas",
            "dictionary",
            "figures",
            "lexicon",
            "glossary",
            "renderings",
            "rendered",
            "links",
            "inlines",
            "recurring",
            "consistency",
            "config",
            "read",
            "clean",
            "packages",
            "sample",
            "spelling",
        }
    ),
    frozenset({"checks", "engines", "exchange", "memory"}),
    frozenset({"attention", "confidence", "mending", "pinning", "report", "retries", "units", "weighing", "writing"}),
    frozenset({"translate", "publish"}),
    frozenset({"edition"}),
    frozenset({"pairs", "pipeline", "evaluate", "inspection", "terminology"}),
    frozenset({"review"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)
"""Rooms from the ground up: a room may import its own layer and those below."""

HEAVY = (
    "ctranslate2",
    "argostranslate",
    "lxml",
    "numpy",
    "babel",
    "ftfy",
    "jinja2",
    "polib",
    "pypdf",
    "rapidfuzz",
    "trafilatura",
    "sentencepiece",
    "simplemma",
    "sacrebleu",
    "starlette",
    "uvicorn",
    "anyio",
)
"""What must not be loaded before it is needed."""

LEAVES = {
    "ctranslate2": ("engines",),
    "argostranslate": ("engines",),
    "sentencepiece": ("engines",),
    "jinja2": ("edition", "publish"),
    "sacrebleu": ("evaluate",),
    "starlette": ("review",),
    "uvicorn": ("review",),
    "anyio": ("review",),
}
"""The only rooms that may know a library."""


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(path: Path, *, typing: bool = False) -> set[str]:
    """Full names of what a module imports, anywhere in it; what only type checkers see with `typing`."""
    tree = _tree(path)
    unseen = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and isinstance(block.test, ast.Name) and block.test.id == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in unseen and not typing:
            continue
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def _rooms_of(names: set[str]) -> set[str]:
    """Our rooms among full names."""
    inside = {name.split(".")[1] for name in names if name.startswith("bilingual.")}
    return {room for room in inside if (PACKAGE / room).is_dir() or (PACKAGE / f"{room}.py").is_file()}


def test_every_room_has_its_layer() -> None:
    """Every room has its layer."""
    named = frozenset().union(*LAYERS)
    assert {_room(path) for path in _modules()} - {"__init__"} <= named


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_downwards_only(path: Path) -> None:
    """Imports go downwards only."""
    allowed: set[str] = set()
    for layer in LAYERS:
        allowed |= layer
        if _room(path) in layer:
            break
    assert _rooms_of(_imports(path)) <= allowed


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_library_is_known_in_its_room_only(path: Path) -> None:
    """A library is known in its room only."""
    known = {name.split(".")[0] for name in _imports(path)}
    assert {library for library, rooms in LEAVES.items() if _room(path) not in rooms}.isdisjoint(known)


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_command_line_prints_and_catches_everything(path: Path) -> None:
    """Only the command line prints and catches everything."""
    tree = _tree(path)
    prints = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "click.echo"}
    ]
    nets = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) == "Exception")
    ]
    assert _room(path) == "cli" or not prints
    assert path == PACKAGE / "cli" / "__init__.py" or not nets


@pytest.mark.parametrize("statement", ["import bilingual", "from bilingual.cli import _code; _code(['--help'])"])
def test_nothing_heavy_is_loaded_at_the_start(statement: str, tmp_path: Path) -> None:
    """Nothing heavy is loaded at the start."""
    program = f"{statement}\nimport sys; print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.splitlines()[-1] == "[]"


def test_nothing_is_made_or_read_at_import(tmp_path: Path) -> None:
    """Every module can be imported in an empty home without leaving a trace."""
    names = [".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in _modules()]
    names = [name.removesuffix(".__init__") for name in names if not name.endswith("__main__")]
    program = "".join(f"import {name}\n" for name in names)
    environment = {"HOME": str(tmp_path), "PATH": "", "XDG_CACHE_HOME": str(tmp_path / "c")}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment, cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


def _commands() -> dict[str, click.Command]:
    context = click.Context(cli.main)
    found = {name: cli.main.get_command(context, name) for name in cli.COMMANDS}
    return {name: command for name, command in found.items() if command}


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help_and_a_page_in_the_manual(name: str) -> None:
    """Every command has help and a page in the manual."""
    command = _commands()[name]
    assert command.help
    assert command.help.strip().splitlines()[0] == cli.COMMANDS[name]
    page = (ROOT / "docs" / "manual" / f"{name}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# bilingual {name}\n")
    for below in [command, *getattr(command, "commands", {}).values()]:
        assert below.help
        for option in below.params:
            if isinstance(option, click.Option):
                assert option.help, f"{below.name} {option.name} has no help"
                assert max(option.opts, key=len) in page, f"{option.opts} is not in {name}.md"


def test_every_option_that_can_be_settled_is_in_the_manual() -> None:
    """Every option that can be settled is in the manual."""
    page = (ROOT / "docs" / "manual" / "configuration.md").read_text(encoding="utf-8")
    for command in _commands().values():
        assert all(f"| `{name}` |" in page for name in cli._options(command))


def test_every_command_is_shown_with_its_line() -> None:
    """Every command is shown with its line."""
    done = subprocess.run([sys.executable, "-m", "bilingual", "-h"], capture_output=True, text=True, check=True)
    told = " ".join(done.stdout.split())
    assert all(f"{name} {line}" in told for name, line in cli.COMMANDS.items())


@pytest.mark.parametrize("path", sorted(Path(__file__).parent.glob("test_*.py")), ids=lambda path: path.stem)
def test_what_measures_time_is_marked(path: Path) -> None:
    """So that it runs alone, and unwatched by coverage."""
    functions = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef) and "test_" in node.name]
    clocks = {one.name for one in functions if {"timed", "compared"} & {name.id for name in _names(one)}}
    marked = {one.name for one in functions if "pytest.mark.clock" in map(ast.unparse, one.decorator_list)}
    assert clocks <= marked


def _names(node: ast.AST) -> Iterator[ast.Name]:
    return (one for one in ast.walk(node) if isinstance(one, ast.Name))


@pytest.mark.clock
@pytest.mark.slow
def test_help_starts_within_five_times_an_empty_program(tmp_path: Path) -> None:
    """Best of alternating runs, so that a busy machine strikes both alike."""
    programs = {
        "empty": [sys.executable, "-I", "-c", "pass"],
        "help": [str(Path(sys.executable).parent / "bilingual"), "--help"],
    }
    best = dict.fromkeys(programs, float("inf"))
    for _ in range(25):
        for name, program in programs.items():
            start = time.perf_counter()
            subprocess.run(program, check=True, stdout=subprocess.DEVNULL, cwd=tmp_path)
            best[name] = min(best[name], time.perf_counter() - start)
    assert best["help"] <= 5 * best["empty"], best
