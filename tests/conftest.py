"""What the tests share: a home of their own, the built-in engine, and packages made by hand."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

import tiny
from bilingual import engines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bilingual.engines import Engine


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
