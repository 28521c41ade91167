"""What an editor can do in a row of a page that she opened from a file: words, search, cuts, ready-made texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bilingual.publish.html import write_page
from bilingual.report import Article as Figures
from bitexts import Article
from browser import Page, browsing
from desk import article, strike, until, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.chromium

ROW = "document.querySelectorAll('.pair')[{}]"
LIT = "[...(CSS.highlights.get('{}') ?? [])].map((r) => textOf(r))"
TEXT_OF = """globalThis.textOf = (r) => {
  if (r.startOffset > r.startContainer.length || r.endOffset > r.endContainer.length) return "stale";
  const range = document.createRange();
  range.setStart(r.startContainer, r.startOffset);
  range.setEnd(r.endContainer, r.endOffset);
  return range.toString();
}; true"""
NUMBERS = """[...CSS.highlights.get('search-now')]
  .map((r) => r.startContainer.parentElement.closest('.pair').dataset.number)"""

WATCH = """globalThis.held = 0, new PerformanceObserver((list) => {
  for (const frame of list.getEntries()) for (const one of frame.scripts) held = Math.max(held, one.duration);
}).observe({ type: "long-animation-frame" })"""  # the longest that a callback has run, in late pictures


@pytest.fixture(scope="module")
def chrome() -> Iterator[Page]:
    """One Chromium for all tests of this file."""
    with browsing() as page:
        yield page


@pytest.fixture
def page(chrome: Page, tmp_path: Path) -> Page:
    """The desk of the short article."""
    chrome.open(written(tmp_path / "desk.html", article()))
    chrome.ask(TEXT_OF)
    return chrome


def lit(page: Page, name: str) -> list[str]:
    """The texts that a highlight lies on."""
    return page.ask(LIT.format(name))


def targets(page: Page) -> list[str]:
    """All translations as they stand."""
    return page.ask("[...document.querySelectorAll('.target')].map((cell) => cell.textContent)")


def act(page: Page, row: int, action: str) -> None:
    """Does an action of a row by its menu."""
    page.ask(f"{ROW.format(row)}.querySelector('[data-do=more]').click()")
    page.ask(f"document.querySelector('#menu [data-do={action}]').click()")


def click(page: Page, label: str) -> None:
    """Clicks a button of a panel by its name."""
    page.ask(
        "[...document.querySelectorAll('.panel button')]"
        f".find((one) => (one.ariaLabel ?? one.textContent) === {label!r}).click()"
    )


# Words


def test_pointing_at_a_word_lights_its_partner(page: Page) -> None:
    """On both sides, from either; nothing in the DOM is touched, and it is dark again behind."""
    before = page.ask("document.getElementById('text').innerHTML")
    point(page, 1, "source", 3)
    until(page, LIT.format("words"), ["maison", "house"])
    point(page, 1, "target", 10)
    until(page, LIT.format("words"), ["est", "is"])
    point(page, 1, "target", 0)
    until(page, LIT.format("words"), [])
    assert page.ask("document.getElementById('text').innerHTML") == before


def test_words_can_be_walked_with_a_key(page: Page) -> None:
    """Each linked word in turn, said aloud; a row that somebody has edited has none."""
    page.ask(f"{ROW.format(1)}.tabIndex = -1, {ROW.format(1)}.focus()")
    page.press("w")
    assert lit(page, "words") == ["maison", "house"]
    assert "maison → house" in page.ask("document.querySelector('.messages').textContent")
    page.press("w")
    page.press("w")
    assert lit(page, "words") == ["bleue", "blue"]
    page.press("b")
    assert lit(page, "words") == ["est", "is"]
    edit(page, 1, "Another text.")
    assert lit(page, "words") == []
    page.press("w")
    assert "No word links" in page.ask("document.querySelector('.messages').textContent")


def test_words_of_a_text_that_is_being_edited_are_dark(page: Page) -> None:
    """The caret lights its word while the text is the page's; the first letter typed puts the lights out."""
    cell = f"{ROW.format(1)}.querySelector('.target')"
    page.ask(f"{cell}.focus(), getSelection().collapse({cell}.querySelector('strong').firstChild, 1)")
    until(page, LIT.format("words"), ["maison", "house"])
    page.call("Input.insertText", text="x")
    until(page, LIT.format("words"), [])


def point(page: Page, row: int, side: str, at: int) -> None:
    """Moves the pointer onto a letter of a text."""
    box = page.ask(f"""(() => {{
      const cell = {ROW.format(row)}.querySelector('.{side}');
      cell.scrollIntoView({{ block: 'center' }});
      const [range, texts] = [document.createRange(), document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)];
      let at = {at};
      for (texts.nextNode(); at >= texts.currentNode.length; texts.nextNode()) at -= texts.currentNode.length;
      range.setStart(texts.currentNode, at);
      range.setEnd(texts.currentNode, at + 1);
      const box = range.getBoundingClientRect();
      return [box.x + box.width / 2, box.y + box.height / 2];
    }})()""")
    page.call("Input.dispatchMouseEvent", type="mouseMoved", x=box[0], y=box[1])


def edit(page: Page, row: int, text: str) -> None:
    """Replaces a translation by typing."""
    cell = f"{ROW.format(row)}.querySelector('.target')"
    page.ask(f"{cell}.focus(), getSelection().selectAllChildren({cell})")
    page.call("Input.insertText", text=text)
    strike(page, "Escape")


# What authors marked


def inside(page: Page, row: int, side: str) -> str:
    """What stands in a cell, but for what links say of themselves."""
    return page.ask(f"{ROW.format(row)}.querySelector('.{side}').innerHTML.replace(/<a [^>]*>/g, '<a>')")


def test_marks_last_until_the_text_is_another(page: Page) -> None:
    """An edited translation is plain; where Undo, or the editor, makes it the old text again, the marks are back."""
    before = "The <strong>house</strong> is blue; <a>it is</a> big."
    assert inside(page, 1, "source") == "La maison est bleue ; <a>elle est</a> <strong>grande</strong>."
    assert inside(page, 1, "target") == before
    page.ask(f"{ROW.format(1)}.tabIndex = -1, {ROW.format(1)}.focus()")
    page.press("e")
    page.call("Input.insertText", text="!")
    strike(page, "Escape")
    assert inside(page, 1, "target") == "The house is blue; it is big.!"
    page.press("u")
    assert inside(page, 1, "target") == before
    edit(page, 1, "Another text.")
    assert inside(page, 1, "target") == "Another text."
    edit(page, 1, "The house is blue; it is big.")
    assert inside(page, 1, "target") == before


def test_links_open_elsewhere_and_never_in_a_translation(page: Page) -> None:
    """A click into the English edits, also upon a link; that of the French has a tab of its own."""
    opened = """globalThis.opened = [], addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link) opened.push([link.target, link.rel, link.isContentEditable]), event.preventDefault();
    })"""
    page.ask(opened)
    for side in ("source", "target"):
        page.hover(f".{side} a")
        box = page.ask(f"(({{x, y}}) => [x + 3, y + 5])(document.querySelector('.{side} a').getBoundingClientRect())")
        for kind in ("mousePressed", "mouseReleased"):
            event = {"x": box[0], "y": box[1], "button": "left", "clickCount": 1}
            page.call("Input.dispatchMouseEvent", type=kind, **event)
    rel = "noopener noreferrer nofollow"
    assert page.ask("opened") == [["_blank", rel, False], ["_blank", rel, True]]
    assert page.ask("document.activeElement.className") == "target"
    focusable = "(link) => (link.focus(), document.activeElement === link)"
    assert page.ask(f"[...document.querySelectorAll('.pair a[href^=http]')].map({focusable})") == [True, False]
    assert page.complaints() == []


# Findings


def evidence(page: Page) -> dict[str, list[str]]:
    """The words that findings light up, by severity."""
    lit_now = {name: lit(page, f"finding-{name}") for name in ("error", "warning", "info")}
    return {name: words for name, words in lit_now.items() if words}


def test_pointing_at_a_finding_lights_its_words(page: Page) -> None:
    """Of that finding alone, on both sides where it has some; nothing in the DOM is touched."""
    before = page.ask("document.getElementById('text').innerHTML")
    page.hover(".findings li:first-child > b")
    until(page, LIT.format("finding-warning"), ["Été", "Summer"])
    page.hover(".findings li:last-child > b")
    until(page, LIT.format("finding-error"), ["hiver"])
    assert evidence(page) == {"error": ["hiver"]}
    page.hover(".name")
    until(page, LIT.format("finding-error"), [])
    assert page.ask("document.getElementById('text').innerHTML") == before


def test_walking_to_a_finding_lights_its_words(page: Page) -> None:
    """All of the row's; the Tab key goes through them, and what has the focus is lit after the pointer has gone."""
    page.press("n")
    assert evidence(page) == {"error": ["hiver"], "warning": ["Été", "Summer"]}
    strike(page, "Tab")
    assert evidence(page) == {"warning": ["Été", "Summer"]}
    strike(page, "Tab")
    assert page.ask("document.activeElement.textContent") == "Accept"
    strike(page, "Tab")
    page.hover(".findings li:first-child > b")
    until(page, LIT.format("finding-warning"), ["Été", "Summer"])
    page.hover(".name")
    until(page, LIT.format("finding-error"), ["hiver"])
    page.press("j")
    assert evidence(page) == {}


def test_a_text_that_was_edited_lights_nothing_up(page: Page) -> None:
    """On its side: the finding speaks of another text. Undo brings the light back."""
    page.press("n")
    page.press("f")
    assert evidence(page) == {"error": ["hiver"], "warning": ["Été"]}
    page.ask("document.querySelector('.findings').focus()")
    page.ask("document.querySelector('.bar [data-do=undo]').click()")
    page.press("n")
    assert evidence(page) == {"error": ["hiver"], "warning": ["Été", "Summer"]}


# Doubts


def test_the_least_certain_come_first_on_wish(chrome: Page, tmp_path: Path) -> None:
    """One after the other with a key, where they stand; the filter shows them alone. What is read is left out."""
    made = Article("press/doubts")
    for score, target in zip(
        (-1.3, -0.1, -2.2, -1.3), ("Some thing.", "Two.", "Some things.", "Some thing."), strict=True
    ):
        made.add("paragraph", ("Un mot de trop.", target), score=score)
    bitext = made.done()
    figures = Figures(bitext.name, bitext.path)
    for passage in bitext.passages:
        figures.add(passage)
    path = tmp_path / "doubts.html"
    with path.open("w", encoding="utf-8") as file:
        write_page(file, bitext, figures.as_json())
    chrome.open(path)
    doubts = [place["doubt"] for place in figures.as_json()["read_twice"]["places"]]
    assert doubts == sorted(doubts, reverse=True)
    walked = []
    for _ in range(4):
        chrome.press("d")
        walked.append(chrome.ask("document.activeElement.dataset.number"))
    assert walked == ["3", "1", "4", "3"]
    assert "1 of 3" in chrome.ask("document.querySelector('.messages').textContent")
    chrome.press("D", shift=True)
    chrome.press("a")
    chrome.ask("[...document.querySelectorAll('.message button')].at(-1).click()")
    assert chrome.ask("document.activeElement.dataset.number") == "3"
    edit(chrome, 2, "Three or more.")
    choose = """(value) => { const field = document.getElementById("filter"); field.value = value;
      field.dispatchEvent(new Event("change")); }"""
    chrome.ask(f"({choose})('twice')")
    numbers = "[...document.querySelectorAll('.pair:not([hidden])')].map((row) => row.dataset.number)"
    assert chrome.ask(numbers) == ["1"]
    chrome.ask("document.querySelector('.message button').click()")
    assert chrome.ask("document.activeElement.dataset.number") == "1"
    chrome.press("a")
    chrome.press("d")
    assert "nothing to read twice" in chrome.ask("document.querySelector('.messages').textContent")


# Search


def test_the_search_finds_on_both_sides(page: Page) -> None:
    """Accents and capitals do not count; hits are counted, lit, and walked round with Enter."""
    page.press("/")
    page.call("Input.insertText", text="ete")
    until(page, "document.getElementById('hits').value", "1 hit")
    until(page, LIT.format("search"), ["Été"])
    page.call("Input.insertText", text="x")
    until(page, "document.getElementById('hits').value", "Nothing found")
    page.ask("document.getElementById('search').select()")
    page.call("Input.insertText", text="vient")
    until(page, "document.getElementById('hits').value", "2 hits")
    for place, text in ((1, "1 of 2"), (2, "2 of 2"), (1, "1 of 2")):
        strike(page, "Enter")
        until(page, "document.getElementById('hits').value", text)
        until(page, NUMBERS, [str(place + 2)])
    strike(page, "Enter", shift=True)
    until(page, "document.getElementById('hits').value", "2 of 2")
    page.ask("document.querySelector('[data-do=search-next]').click()")
    until(page, "document.getElementById('hits').value", "1 of 2")


def test_escape_leaves_the_search_at_the_hit(page: Page) -> None:
    """The field is empty, the lights are out, and the row of the hit is the current one."""
    page.press("/")
    page.call("Input.insertText", text="nobody")
    until(page, "document.getElementById('hits').value", "1 hit")
    strike(page, "Enter")
    strike(page, "Escape")
    until(page, LIT.format("search"), [])
    assert page.ask("document.activeElement.dataset.number") == "4"
    assert page.ask("document.getElementById('search').value + document.getElementById('hits').value") == ""


def test_the_search_sees_what_was_typed(page: Page) -> None:
    """A hit that an editor has just written is lit, and one that she has overwritten no longer is."""
    page.press("/")
    page.call("Input.insertText", text="house")
    until(page, LIT.format("search"), ["house", "house"])
    edit(page, 0, "A blue home")
    until(page, LIT.format("search"), ["house"])
    edit(page, 3, "No house at all")
    until(page, LIT.format("search"), ["house", "house"])


@pytest.mark.slow
@pytest.mark.clock
def test_a_search_in_five_thousand_rows_never_holds_the_page(chrome: Page, tmp_path: Path) -> None:
    """No handler of it runs for more than 50 ms, however many hits there are."""
    made = Article("press/long")
    for n in range(5000):
        sides = f"L’élève n° {n} a été étonné par la télévision.", f"Pupil no. {n} was amazed by television."
        made.add("paragraph", sides)
    chrome.open(written(tmp_path / "long.html", made.done()))
    until(chrome, "document.getElementById('text').dataset.ready === ''")
    chrome.ask(f"document.getElementById('search').focus(), {WATCH}")
    for typed, said in {"e": "60,000 hits", "te": "15,000 hits", "4999": "2 hits"}.items():
        chrome.ask("document.getElementById('search').select()")
        chrome.call("Input.insertText", text=typed)
        until(chrome, "document.getElementById('hits').value", said)
        strike(chrome, "Enter")
        until(chrome, "/^1 of/.test(document.getElementById('hits').value)")
    assert chrome.ask("new Promise((done) => setTimeout(() => done(held), 300))") < 50


# Cuts


def test_a_segment_is_split_by_keyboard_and_put_together_again(page: Page) -> None:
    """The break is proposed at the pause; the source cannot be changed; Undo brings all back."""
    whole = targets(page)
    page.ask(f"{ROW.format(1)}.tabIndex = -1, {ROW.format(1)}.focus()")
    page.press("s")
    assert page.ask("document.activeElement.value") == "La maison est bleue ;\nelle est grande."
    page.call("Input.insertText", text="X")
    strike(page, "Backspace")
    assert page.ask("document.activeElement.value") == "La maison est bleue ;\nelle est grande."
    strike(page, "Enter", ctrl=True)
    assert targets(page)[1:3] == ["The house is blue;", "it is big."]
    assert page.ask("document.activeElement.dataset.number") == "2"
    assert page.ask("[...document.querySelectorAll('.source')].map((c) => c.textContent)")[1:3] == [
        "La maison est bleue ;",
        "elle est grande.",
    ]
    page.press("g")
    assert targets(page) == whole
    page.press("u")
    assert len(targets(page)) == 5
    page.press("u")
    assert targets(page) == whole


def test_the_cut_of_the_translation_follows_that_of_the_source(page: Page) -> None:
    """By the word links, until the editor has put it herself."""
    act(page, 1, "split")
    fields = "[...document.querySelectorAll('.panel textarea')].map((one) => one.value)"
    page.ask("document.activeElement.setSelectionRange(9, 9)")
    strike(page, "Enter")
    assert page.ask(fields) == ["La maison\nest bleue ; elle est grande.", "The house\nis blue; it is big."]
    second = "document.querySelectorAll('.panel textarea')[1]"
    page.ask(f"{second}.focus(), {second}.setSelectionRange(12, 12)")
    strike(page, "Enter")
    assert page.ask(fields)[1] == "The house is\nblue; it is big."
    click(page, "Split here")
    assert targets(page)[1:3] == ["The house is", "blue; it is big."]


def test_escape_leaves_the_split_without_a_trace(page: Page) -> None:
    """Nothing has changed and the focus is where it was."""
    whole = targets(page)
    page.ask(f"{ROW.format(1)}.tabIndex = -1, {ROW.format(1)}.focus()")
    page.press("s")
    strike(page, "Escape")
    assert page.ask("document.querySelector('.panel')") is None
    assert page.ask("document.activeElement.dataset.number") == "2"
    assert targets(page) == whole


def test_only_neighbours_of_a_block_are_merged(page: Page) -> None:
    """The last row of a block has nothing to be merged with."""
    enabled = "!document.querySelector('#menu [data-do=merge]').disabled"
    answers = []
    for row in range(4):
        page.ask(f"{ROW.format(row)}.querySelector('[data-do=more]').click()")
        answers.append(page.ask(enabled))
        strike(page, "Escape")
    assert answers == [False, True, False, False]


# Ready-made texts


def test_a_proposal_is_accepted_with_one_key(page: Page) -> None:
    """And with its button; Undo brings the old text back."""
    old = targets(page)[2]
    page.ask(f"{ROW.format(2)}.tabIndex = -1, {ROW.format(2)}.focus()")
    page.press("f")
    assert targets(page)[2] == "Summer or winter, the pupil comes there."
    page.press("u")
    assert targets(page)[2] == old
    page.ask(f"{ROW.format(2)}.querySelector('.fix button').click()")
    assert targets(page)[2] == "Summer or winter, the pupil comes there."


def test_alternatives_are_taken_by_number(page: Page) -> None:
    """Matches of the memory first, with score and difference; then those of the machine."""
    page.ask(f"{ROW.format(1)}.tabIndex = -1, {ROW.format(1)}.focus()")
    page.press("l")
    texts = "[...document.querySelectorAll('.choice')].map((one) => one.textContent)"
    assert page.ask(texts) == [
        "The house is green; it is big.",
        "The house is blue, it is large.",
        "The home is blue; it is big.",
    ]
    small = page.ask("document.querySelector('.choices small').innerHTML")
    assert "87" in small
    assert "press/other" in small
    assert "<del>verte</del><ins>bleue</ins>" in small
    page.press("2")
    assert targets(page)[1] == "The house is blue, it is large."
    assert page.ask("document.querySelector('.panel')") is None
    assert page.ask("document.activeElement.dataset.number") == "2"


def test_machine_text_and_edit_are_compared(page: Page) -> None:
    """Word by word, while she types on; the machine's text can be had back."""
    page.ask(f"{ROW.format(2)}.tabIndex = -1, {ROW.format(2)}.focus()")
    page.press("m")
    woven = "document.querySelector('.panel .woven').innerHTML"
    assert page.ask(woven) == "Summer <del>like</del><ins>and</ins> winter, the pupil comes there."
    edit(page, 2, "Summer like winter, nobody comes there.")
    assert page.ask(woven) == "Summer like winter, <del>the pupil</del><ins>nobody</ins> comes there."
    click(page, "Take the machine text")
    assert targets(page)[2] == "Summer like winter, the pupil comes there."


def test_a_choice_is_shown_as_text(chrome: Page, tmp_path: Path) -> None:
    """Tags in alternatives and matches stay letters, and the console stays quiet."""
    evil = "<img src=x onerror=alert(1)><b>bold</b>"
    made: Any = Article("press/evil").add("paragraph", ("Un mot de trop.", evil), alternatives=(evil + "!", "fine"))
    chrome.open(written(tmp_path / "evil.html", made.done()))
    act(chrome, 0, "alternatives")
    assert chrome.ask("document.querySelectorAll('.panel img, .panel b').length") == 0
    assert chrome.ask("document.querySelector('.choice').textContent") == evil + "!"
    act(chrome, 0, "machine")
    assert chrome.ask("document.querySelectorAll('.panel img, .panel b').length") == 0
    assert chrome.complaints() == []
