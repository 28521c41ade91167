"""The pictures of the documentation, taken anew in a real Chromium: `make pictures`.

They show a sample article as `bilingual translate` makes it, with some work of an editor in it; and the desk's findings
on the article that the tests of the page use.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
ARTICLE = "immunite-cour-supreme"
DESKTOP, PHONE, PAPER = (1240, 840), (420, 780), (794, 900)

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
    return 0


if __name__ == "__main__":
    sys.exit(main())
