"""Tests that need PyTorch or the word aligner are left out where those are not installed; CI always has them."""

from __future__ import annotations

import os
from importlib.util import find_spec

NEEDS = {
    "torch": [
        "test_backtranslate.py",
        "test_export.py",
        "test_loss.py",
        "test_model.py",
        "test_optimizer.py",
        "test_train.py",
        "test_weights.py",
        "test_whole.py",
    ],
    "matplotlib": ["test_curve.py"],
    "eflomal": ["test_align.py", "test_whole.py"],
}

missing = [package for package in NEEDS if find_spec(package) is None]
if missing and os.environ.get("CI"):
    raise RuntimeError(f"CI needs {', '.join(missing)}: pip install -r training/requirements.txt")
collect_ignore = [name for package in missing for name in NEEDS[package]]


def pytest_report_header() -> str:
    """What is left out, and the mend."""
    return f"without {', '.join(missing)}: make training-tools brings the rest of the tests" if missing else ""
