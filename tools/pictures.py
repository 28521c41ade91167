"""The pictures of the documentation, taken anew in a real Chromium: `make pictures`.

They show a sample article as `bilingual translate` makes it, with some work of an editor in it; the desk's findings on
the article that the tests of the page use; and what `bilingual publish` makes of another one. The PDF is drawn by
pdftoppm (Debian's poppler-utils).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
ARTICLE, PUBLISHED = "immunite-cour-supreme", "geants-memoire-amicus"
DESKTOP, PHONE, PAPER = (1240, 840), (420, 780), (794, 900)
READER = (840, 700)
DPI = 80

AT_WORK = """(async () => {
  const rows = [...document.querySelectorAll("[data-pair]")];
  const button = (row, name) => row.querySelector(`[data-do="${name}"]`);
  for (const row of rows.slice(0, 3)) button(row, "approve").click();
  const target = rows[4].querySelector(".target");
  target.focus();
  getSelection().selectAllChildren(target);
  document.execCommand("insertText", false, "The refusal takes few words.");
  target.blur();
  button(rows[6], "comment").click();
  await new Promise((done) => setTimeout(done, 300));
  document.execCommand("insertText", false, "“Stages” rather than “stories”?");
  document.activeElement.blur();
  rows[4].querySelector(".target").focus();
  scrollTo(0, 0);
  await new Promise((done) => setTimeout(done, 600));
})()"""
"""What an editor has done when the picture is taken: three approved, one corrected, one with a note."""


def main() -> int:
    """Takes all pictures."""
    sys.path.insert(0, str(ROOT / "tests"))
    from bilingual import messages
    from bilingual.publish.html import write_page
    from bitexts import realistic, summary_of  # type: ignore[import-not-found]  # of the tests
    from browser import browsing  # type: ignore[import-not-found]  # of the tests

    with tempfile.TemporaryDirectory() as made, browsing() as page:
        folder = Path(made)
        command = [sys.executable, "-m", "bilingual", "translate", str(ROOT / "source_fr"), "-o", str(folder)]
        subprocess.run([*command, "--no-memory"], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)  # noqa: S603  # our own command
        article = folder / f"{ARTICLE}.html"
        page.call("Emulation.setScrollbarsHidden", hidden=True)
        page.open(article, width=DESKTOP[0], height=DESKTOP[1])
        page.ask(AT_WORK)
        page.picture(IMAGES / "page.png")
        page.open(folder / f"{ARTICLE}.html", width=PHONE[0], height=PHONE[1], dark=True)
        page.picture(IMAGES / "phone-dark.png")
        page.open(folder / "index.html", width=DESKTOP[0], height=520)
        page.picture(IMAGES / "index.png")
        messages.use("fr")
        findings = folder / "findings.html"
        with findings.open("w", encoding="utf-8") as file:
            write_page(file, realistic(), summary_of(realistic()))
        page.open(findings, width=DESKTOP[0], height=DESKTOP[1])
        page.ask("document.querySelector('.findings').scrollIntoView({block: 'center'})")
        page.picture(IMAGES / "findings-fr.png")
        page.open(article, width=PAPER[0], height=PAPER[1])
        page.call("Emulation.setEmulatedMedia", media="print")
        page.picture(IMAGES / "print.png")
        page.call("Emulation.setEmulatedMedia", media="")
        _editions(page, folder)
    return 0


def _editions(page: Any, folder: Path) -> None:  # noqa: ANN401  # the class is one of the tests
    """What readers get: the web page, the e-book on a phone, a sheet of the PDF."""
    command = [sys.executable, "-m", "bilingual", "publish", PUBLISHED, "-o", str(folder), "--to", "html,epub,pdf"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)  # noqa: S603  # our own command
    made = folder / "published" / PUBLISHED
    page.open(made.with_suffix(".html"), width=DESKTOP[0], height=DESKTOP[1])
    page.picture(IMAGES / "edition.png")
    with zipfile.ZipFile(made.with_suffix(".epub")) as book:
        book.extractall(folder / "book")
    chapter = folder / "book" / "EPUB" / "article-1.xhtml"
    page.open(chapter, width=PHONE[0], height=PHONE[1])
    page.picture(IMAGES / "epub-phone.png")
    page.open(chapter, width=READER[0], height=READER[1])
    page.picture(IMAGES / "epub.png")
    drawing = ["pdftoppm", "-r", str(DPI), "-png", "-singlefile", "-l", "1", str(made.with_suffix(".pdf"))]
    subprocess.run([*drawing, str(IMAGES / "edition-pdf")], check=True)  # noqa: S603  # as above


if __name__ == "__main__":
    sys.exit(main())
