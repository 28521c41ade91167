"""The readers' page on paper: printed by Chromium, which reaches nothing and keeps nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from bilingual.edition import html
from bilingual.errors import BilingualError
from bilingual.messages import _

if TYPE_CHECKING:
    from bilingual.edition.book import Book, Layout
    from bilingual.edition.look import Look

VARIABLE = "BILINGUAL_CHROMIUM"
"""Names the program, where it is not one of those that are looked for."""
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 300.0
"""Seconds; a book of a thousand pages takes some twenty."""
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",  # nobody listens there, whatever a template asks for
    "--no-pdf-header-footer",
)
_TAGGED, _PLAIN = "--generate-pdf-document-outline", "--disable-pdf-tagging"
MOST_TAGGED = 2_500_000
"""Bytes of a page that is tagged, some 400 sheets: with 10,000 paragraphs Chromium needs 400 MB, without tags 240."""
_SAID = 400
"""Characters of Chromium's complaint that are passed on."""


def write(file: IO[bytes], book: Book, layout: Layout, look: Look) -> None:
    """Writes the page as PDF, tagged, with bookmarks from its headings; a very long one without either.

    Raises:
        BilingualError: there is no Chromium, or it does not print.
    """
    program = _program()
    with TemporaryDirectory(prefix="bilingual-", ignore_cleanup_errors=True) as folder:
        page, paper = Path(folder) / "page.html", Path(folder) / "page.pdf"
        with page.open("wb") as written:
            html.write(written, book, layout, look)
        _print(program, page, paper)
        with paper.open("rb") as printed:
            shutil.copyfileobj(printed, file)


def _program() -> str:
    asked = os.environ.get(VARIABLE)
    found = shutil.which(asked) if asked else next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found:
        return found
    what = (
        _("{path}: there is no such program ({variable})", path=asked, variable=VARIABLE)
        if asked
        else _("PDF is printed by Chromium or Chrome, and neither is installed")
    )
    hint = _("install chromium, name it in {variable}, or publish html and print that", variable=VARIABLE)
    raise BilingualError(what, hint)


def _print(program: str, page: Path, paper: Path) -> None:
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # Chromium refuses root its own
    profile = page.parent / "profile"
    tags = _TAGGED if page.stat().st_size <= MOST_TAGGED else _PLAIN
    command = [program, *_FLAGS, tags, *sandbox, f"--user-data-dir={profile}", f"--print-to-pdf={paper}", page.as_uri()]
    try:
        said = _run(command)
    except OSError as error:
        said = str(error)
    if not paper.is_file() or not paper.stat().st_size:
        what = _("{path} did not print the page: {reason}", path=program, reason=said)
        raise BilingualError(what, _("publish html and print that"))


def _run(command: list[str]) -> str:
    """Runs the program to its end, or to that of our patience with all that it has started; gives its complaints."""
    process = subprocess.Popen(  # noqa: S603  # a program that the user chose; what it opens is our own file
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    with process:
        try:
            _out, complaints = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            _kill(process)
            return _("it took longer than {n} seconds", n=round(PATIENCE))
    return complaints.decode("utf-8", "replace").strip()[-_SAID:]


def _kill(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)  # it leads a group of its own
    else:  # pragma: no cover  # Windows has no groups
        process.kill()
