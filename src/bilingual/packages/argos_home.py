"""Where Argos Translate keeps its packages and its index, found without importing it.

Importing `argostranslate.settings` makes five folders in the home, fails on a read-only one and takes a fifth of a
second, whereas `auto` and `list` only want to look. So the same settings are read here; a test holds the two together.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"
"""Where Argos publishes its packages, unless ARGOS_PACKAGE_INDEX says otherwise."""


def packages_folder() -> Path:
    """The folder packages are installed in; it need not exist.

    Raises:
        RuntimeError: the home cannot be told.
    """
    chosen = setting("ARGOS_PACKAGES_DIR")
    return Path(chosen) if chosen is not None else _below("XDG_DATA_HOME", ".local/share") / "packages"


def search_folders() -> tuple[Path, ...]:
    """Every folder Argos looks for packages in, that of `packages_folder` first; none where the home cannot be told."""
    try:
        first = packages_folder()
    except RuntimeError:
        return ()
    if "SNAP" not in os.environ:
        return (first,)
    snap = Path(os.environ["SNAP"]) / "snap_custom"
    content = snap / "content_snap_packages"
    bundled = sorted(path for path in content.iterdir() if path.is_dir()) if content.is_dir() else []
    return (first, snap / "packages", *bundled)


def index_url() -> str:
    """The address of the index; unlike Argos, ARGOS_PACKAGE_INDEX may come without its last slash."""
    return (setting("ARGOS_PACKAGE_INDEX") or INDEX).rstrip("/") + "/index.json"


def setting(key: str) -> str | None:
    """A setting from the environment, else from Argos' settings.json, else None."""
    return os.environ.get(key) if key in os.environ else _settings().get(key)


def _settings() -> dict[str, str]:
    try:
        text = (_below("XDG_CONFIG_HOME", ".config") / "settings.json").read_text(encoding="utf-8")
        found = json.loads(text)
    except (OSError, RuntimeError, ValueError):  # no home, no file or no JSON: Argos goes on with its defaults, too
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}


def _below(variable: str, default: str) -> Path:
    root = os.environ.get(variable)
    above = _home() / default if root is None else Path(root)  # empty counts as set, as it does for Argos
    return above / "argos-translate"


def _home() -> Path:
    snap = os.environ.get("SNAP_USER_DATA") if "SNAP" in os.environ else None
    return Path(snap) if snap else Path.home()
