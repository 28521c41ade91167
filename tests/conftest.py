"""What the tests share: a home of their own, the built-in engine, packages made by hand; and quiet for the clocks."""

from __future__ import annotations

import fcntl
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tiny
from bilingual import engines

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from bilingual.engines import Engine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that measure time come last."""
    items.sort(key=_is_clock)


def _is_clock(item: pytest.Item) -> bool:
    return item.get_closest_marker("clock") is not None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Coverage does not watch what measures time or takes long; pytest-cov's own `no_cover` fails in `make test`."""
    if not _is_clock(item) and item.get_closest_marker("untraced") is None:
        return (yield)
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Where several processes run tests (`make test`), one that measures time has the machine for itself."""
    if not hasattr(item.config, "workerinput"):
        return (yield)
    folder = Path(item.config.option.basetemp).parent  # that of the whole run
    alone = _is_clock(item)
    with (folder / "door").open("w") as door, (folder / "room").open("w") as room:
        # who has to be alone keeps the door shut until the room is empty: nobody slips in meanwhile
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(door, fcntl.LOCK_UN)
        try:
            return (yield)
        finally:
            fcntl.flock(room, fcntl.LOCK_UN)  # by hand: a child that was forked may still have the file open


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests have to tell though they passed: their properties of the name `told`."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "told":
                terminalreporter.line(str(value))


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of the user's is read or written: no cache, no memory, no installed package."""
    with pytest.MonkeyPatch.context() as patch:
        for key in [key for key in os.environ if key.startswith(("ARGOS_", "XDG_", "SNAP", "BILINGUAL_"))]:
            patch.delenv(key)
        patch.setenv("BILINGUAL_LANG", "en")  # wherever the tests run, they compare English
        home = tmp_path_factory.mktemp("home")
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        patch.setenv("XDG_DATA_HOME", str(home / "data"))
        yield


@pytest.fixture(scope="session")
def engine(_own_home: None) -> Engine:
    """The built-in package, as it is shipped."""
    return engines.find("builtin")


@pytest.fixture(scope="session")
def bpe_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with BPE and Moses tokens."""
    return tiny.package(tmp_path_factory.mktemp("packages") / "bpe")


@pytest.fixture(scope="session")
def prefixed_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, for many languages: every translation begins with the token of its own."""
    return tiny.package(tmp_path_factory.mktemp("packages") / "prefixed", target_prefix=tiny.TO_ENGLISH)
