"""The desk with `bilingual review` behind it: what editors do is on disk at once, seen by all, and never lost."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import polib
import pytest

from browser import Page, browsing
from desk import strike, until, visit
from running import COMMAND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.chromium, pytest.mark.slow]

TEXT = """Une maison bleue

La maison est bleue ; elle est grande. Été comme hiver, l’élève y vient. Il y travaille beaucoup.

Personne n’y vient plus. La porte est fermée.
"""
ROW = "document.querySelectorAll('.pair')[{}]"
SAVED = "document.body.dataset.sync === 'saved'"
TARGETS = "[...document.querySelectorAll('.target')].map((cell) => cell.textContent)"
MESSAGES = "document.querySelector('.messages').textContent"


class Review:
    """`bilingual review` on a folder; can be killed and started again at its port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.url = ""

    def start(self) -> None:
        """Until the address is printed."""
        command = [*COMMAND, "review", str(self.folder), "--no-browser", "--port", str(self.port), "--model", "builtin"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._process.stdout
        self.url = self._process.stdout.readline().strip()
        self.port = int(re.search(r":(\d+)/", self.url)[1])  # type: ignore[index]

    def kill(self) -> None:
        """As a power cut would."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """Waits for its end."""
        self._process.terminate()
        self._process.wait(timeout=20)

    def targets(self) -> list[str]:
        """The translations in the file of record."""
        return [entry.msgstr for entry in self.catalogue()]

    def catalogue(self) -> list[polib.POEntry]:
        """The segments in the file of record."""
        return [entry for entry in polib.pofile(str(self.folder / "maison.po")) if entry.msgstr]


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of `bilingual translate`."""
    root = tmp_path_factory.mktemp("review")
    (root / "maison.txt").write_text(TEXT, encoding="utf-8")
    command = [*COMMAND, "translate", "maison.txt", "--model", "builtin"]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return root / "output"


@pytest.fixture
def review(translated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Review]:
    """The desk on a copy of the output."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    made = Review(shutil.copytree(translated, tmp_path / "output"))
    made.start()
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def browsers() -> Iterator[tuple[Page, Page]]:
    """Two Chromiums, as two editors have them."""
    with browsing() as one, browsing() as other:
        yield one, other


@pytest.fixture
def editor(review: Review, browsers: tuple[Page, Page]) -> Page:
    """The one editor's page."""
    return opened(browsers[0], review)


@pytest.fixture
def colleague(review: Review, browsers: tuple[Page, Page]) -> Page:
    """The other editor's page."""
    return opened(browsers[1], review)


def opened(page: Page, review: Review) -> Page:
    """The article's page on the desk, connected."""
    visit(page, review.url)
    visit(page, f"http://127.0.0.1:{review.port}/maison.html")
    until(page, f"document.getElementById('text').dataset.ready === '' && {SAVED}")
    return page


def write(page: Page, row: int, text: str) -> None:
    """Replaces a translation by typing, and leaves the row."""
    cell = f"{ROW.format(row)}.querySelector('.target')"
    page.ask(f"{cell}.focus(), getSelection().selectAllChildren({cell})")
    page.call("Input.insertText", text=text)
    strike(page, "Escape")


def act(page: Page, row: int, action: str) -> None:
    """Does an action of a row by its button, or by its menu."""
    if action in {"approve", "reject", "comment"}:
        page.ask(f"{ROW.format(row)}.querySelector('.tools [data-do={action}]').click()")
        return
    page.ask(f"{ROW.format(row)}.querySelector('[data-do=more]').click()")
    page.ask(f"document.querySelector('#menu [data-do={action}]').click()")


def click(page: Page, label: str, within: str = "body") -> None:
    """Clicks a button by its text."""
    found = f"[...document.querySelectorAll('{within} button')].find((one) => one.textContent.startsWith({label!r}))"
    until(page, f"Boolean({found})")
    page.ask(f"{found}.click()")


@contextmanager
def offline(page: Page) -> Iterator[None]:
    """Without a network meanwhile."""
    page.call("Network.enable")
    limits = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    page.call("Network.emulateNetworkConditions", offline=True, **limits)
    try:
        yield
    finally:
        page.call("Network.emulateNetworkConditions", offline=False, **limits)
        page.ask("dispatchEvent(new Event('online'))")


def test_what_is_typed_is_in_the_record(editor: Page, review: Review) -> None:
    """Without any button, and so is what is approved; nothing waits in the browser any more."""
    write(editor, 1, "The house is blue, and it is big.")
    until(editor, SAVED)
    assert "The house is blue, and it is big." in review.targets()
    act(editor, 1, "approve")
    until(editor, f"{SAVED} && {ROW.format(1)}.dataset.status", "approved")
    until(editor, "Object.keys(localStorage).filter((key) => key.includes(' row ')).length", 0)
    entry = next(entry for entry in review.catalogue() if entry.msgstr == "The house is blue, and it is big.")
    assert "fuzzy" not in entry.flags
    assert editor.complaints() == []


def test_two_editors_see_each_other(editor: Page, colleague: Page, review: Review) -> None:
    """Texts, decisions and notes, without loading the page again; a note with a script in it is text."""
    write(editor, 2, "Winter and summer, the pupil comes.")
    until(colleague, f"{TARGETS}[2]", "Winter and summer, the pupil comes.")
    act(colleague, 2, "approve")
    until(editor, f"{ROW.format(2)}.dataset.status", "approved")
    act(colleague, 0, "comment")
    colleague.call("Input.insertText", text="<script>alert(1)</script>")
    strike(colleague, "Escape")
    until(editor, f"{ROW.format(0)}.querySelector('.note bdi')?.textContent", "<script>alert(1)</script>")
    until(colleague, SAVED)
    assert any("<script>" in (entry.tcomment or "") for entry in review.catalogue())
    assert editor.complaints() == colleague.complaints() == []


def test_an_editor_at_work_in_a_row_keeps_caret_and_text(editor: Page, colleague: Page) -> None:
    """The note that another writes meanwhile comes in; what she types goes on behind her caret."""
    cell = f"{ROW.format(1)}.querySelector('.target')"
    editor.ask(f"{cell}.focus(), getSelection().collapse({cell}.firstChild, 4)")
    editor.call("Input.insertText", text="ver")
    act(colleague, 1, "comment")
    colleague.call("Input.insertText", text="Blue?")
    strike(colleague, "Escape")
    until(editor, f"{ROW.format(1)}.querySelector('.note bdi')?.textContent", "Blue?")
    editor.call("Input.insertText", text="y ")
    assert editor.ask(f"{cell}.textContent").startswith("The very ")
    until(editor, SAVED)
    until(colleague, f"{TARGETS}[1].startsWith('The very ')")


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_no_text_is_overwritten_unseen(editor: Page, colleague: Page, review: Review, side: str) -> None:
    """Where both write, the later one is shown both texts and chooses; then both pages and the record agree."""
    with offline(editor):
        write(editor, 1, "My house.")
        until(editor, "document.body.dataset.sync", "offline")
        write(colleague, 1, "Their house.")
        until(colleague, SAVED)
    until(editor, f"{ROW.format(1)}.querySelector('.dispute') !== null")
    assert editor.ask(f"{TARGETS}[1]") == "My house."
    assert "Their" in editor.ask(f"{ROW.format(1)}.querySelector('.dispute').textContent")
    assert "Their house." in review.targets()
    click(editor, "Keep mine" if side == "mine" else "Take theirs", ".dispute")
    left = "My house." if side == "mine" else "Their house."
    for page in (editor, colleague):
        until(page, f"{TARGETS}[1]", left)
        until(page, SAVED)
    assert left in review.targets()
    assert editor.ask("document.querySelector('.dispute')") is None


def test_a_split_is_seen_by_all_and_can_be_undone(editor: Page, colleague: Page, review: Review) -> None:
    """The new rows have addresses of the record, and can be worked on at once."""
    whole = review.targets()
    act(editor, 1, "split")
    click(editor, "Split here", ".panel")
    until(colleague, "document.querySelectorAll('.pair').length", 7)
    until(editor, f"{SAVED} && !{ROW.format(2)}.dataset.pair.startsWith('cut-')")
    assert [entry.msgid for entry in review.catalogue()][1:3] == ["La maison est bleue ;", "elle est grande."]
    write(colleague, 2, "It is very big.")
    until(editor, f"{TARGETS}[2]", "It is very big.")
    write(editor, 2, "it is big.")
    until(colleague, f"{TARGETS}[2]", "it is big.")
    act(editor, 1, "merge")
    until(colleague, "document.querySelectorAll('.pair').length", 6)
    until(editor, SAVED)
    assert len(review.targets()) == len(whole)
    assert [entry.msgid for entry in review.catalogue()][1] == "La maison est bleue ; elle est grande."


def test_texts_of_segments_that_are_no_more_are_set_aside(editor: Page, colleague: Page, review: Review) -> None:
    """Who wrote in a row that another has cut meanwhile finds her text in the new row, and can use it."""
    with offline(editor):
        write(editor, 1, "My house, untouched.")
        act(colleague, 1, "split")
        click(colleague, "Split here", ".panel")
        until(colleague, SAVED)
    until(editor, "document.querySelectorAll('.pair').length", 7)
    until(editor, f"{ROW.format(1)}.querySelector('.dispute q')?.textContent", "My house, untouched.")
    click(editor, "Use this text", ".dispute")
    until(colleague, f"{TARGETS}[1]", "My house, untouched.")
    until(editor, SAVED)
    assert "My house, untouched." in review.targets()
    click(editor, "Not needed", ".dispute")
    assert editor.ask("document.querySelector('.dispute')") is None


def test_a_refused_cut_loses_nothing(editor: Page, colleague: Page, review: Review) -> None:
    """Who cuts a row that another has written in meanwhile gets it back whole, with her halves beside it."""
    with offline(editor):
        act(editor, 1, "split")
        click(editor, "Split here", ".panel")
        write(editor, 2, "it is my big one.")
        write(colleague, 1, "Their blue house is big.")
        until(colleague, SAVED)
    until(editor, f"{TARGETS}[1]", "Their blue house is big.")
    texts = f"[...{ROW.format(1)}.querySelectorAll('.dispute q')].map((one) => one.textContent)"
    until(editor, f"{texts}.includes('it is my big one.')")
    until(editor, SAVED)
    assert "Their blue house is big." in review.targets()


def test_a_killed_server_loses_nothing(editor: Page, review: Review) -> None:
    """What was typed meanwhile is kept, said so, and sent when the desk is there again, even with another token."""
    write(editor, 1, "Before the end.")
    until(editor, SAVED)
    review.kill()
    write(editor, 2, "After the end.")
    until(editor, f"{MESSAGES}.includes('does not answer')")
    assert editor.ask("Object.keys(localStorage).filter((key) => key.includes(' row ')).length") == 1
    review.start()
    query = review.url.partition("?")[2]
    editor.ask(f"fetch('/?{query}').then(() => true)")  # as another tab with the new address would
    click(editor, "Try now", ".messages")
    until(editor, SAVED)
    assert {"Before the end.", "After the end."} <= set(review.targets())
    until(editor, f"{MESSAGES}.includes('answers again')")
    write(editor, 3, "And on.")
    until(editor, f"{SAVED} && {TARGETS}[3]", "And on.")
    assert "And on." in review.targets()


def test_a_page_that_is_closed_while_it_types_loses_nothing(editor: Page, review: Review) -> None:
    """What the server had not heard comes back from the browser's store."""
    with offline(editor):
        write(editor, 1, "Not heard yet.")
    opened(editor, review)
    until(editor, f"{TARGETS}[1]", "Not heard yet.")
    until(editor, SAVED)
    assert "Not heard yet." in review.targets()


def test_an_earlier_state_comes_back(editor: Page, review: Review) -> None:
    """The history lists what stood there, the newest first; Restore brings one back."""
    first = review.targets()[1]
    for text in ("One.", "Two.", "Three."):
        write(editor, 1, text)
        until(editor, SAVED)
    act(editor, 1, "history")
    until(editor, "document.querySelectorAll('.past > li').length", 3)
    fresh = "[...document.querySelectorAll('.past .woven')].map((one) => one.querySelector('ins')?.textContent)"
    assert editor.ask(fresh)[:2] == ["Two", "One"]
    assert ", you" in editor.ask("document.querySelector('.past small').textContent")
    editor.ask("[...document.querySelectorAll('.past button')].at(-1).click()")
    until(editor, f"{TARGETS}[1]", first)
    until(editor, SAVED)
    assert review.targets()[1] == first
    assert editor.ask("document.activeElement.closest('.pair')?.dataset.number") == "2"


def test_alternatives_come_from_the_machine(editor: Page) -> None:
    """Where the page has none, the desk asks for them."""
    act(editor, 1, "alternatives")
    until(editor, "document.querySelectorAll('.choice').length > 0")
    text = editor.ask("document.querySelector('.choice').textContent")
    strike(editor, "1")
    assert editor.ask(f"{TARGETS}[1]") == text


def test_a_term_is_added_from_a_selection(editor: Page, review: Review) -> None:
    """Its translation is guessed by the word links; the segments that it touches are shown and translated again."""
    editor.ask(f"""(() => {{
      const cell = {ROW.format(1)}.querySelector('.source');
      const range = document.createRange();
      range.setStart(cell.firstChild, 3);
      range.setEnd(cell.firstChild, 9);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }})()""")
    editor.ask("new Promise((done) => setTimeout(done, 100))")
    act(editor, 1, "term")
    fields = "[...document.querySelectorAll('.panel input')].map((one) => one.value)"
    assert editor.ask(fields)[0] == "maison"
    editor.ask("document.querySelectorAll('.panel input')[1].select()")
    editor.call("Input.insertText", text="manor")
    strike(editor, "Enter")
    until(editor, f"{MESSAGES}.includes('The term is in the glossary')")
    click(editor, "Show them", ".messages")
    assert editor.ask("[...document.querySelectorAll('.pair')].filter((one) => one.checkVisibility()).length") == 2
    click(editor, "Show all", ".messages")
    for row in (0, 1):
        act(editor, row, "again")
        until(editor, f"{TARGETS}[{row}].includes('manor')")
    assert sum("manor" in text for text in review.targets()) == 2


def test_the_article_is_translated_again(editor: Page, review: Review) -> None:
    """But for what people have written or approved."""
    write(editor, 1, "Mine.")
    act(editor, 2, "approve")
    until(editor, SAVED)
    kept = review.targets()[2]
    act(editor, 0, "again-all")
    until(editor, f"{MESSAGES}.includes('Nothing has changed') || {MESSAGES}.includes('translated anew')")
    assert review.targets()[1:3] == ["Mine.", kept]


def test_a_refusal_is_said_with_its_reason(editor: Page, review: Review) -> None:
    """And what the editor has typed stays in the panel, so that she can try again."""
    act(editor, 1, "term")
    editor.ask("document.querySelectorAll('.panel input').forEach((one) => (one.value = 'x'.repeat(100000)))")
    review.kill()
    strike(editor, "Enter")
    until(editor, f"{MESSAGES}.includes('could not be done')")
    assert editor.ask("document.querySelectorAll('.panel input')[1].value.length") == 100000
    review.start()
