"""The page and the index in a real browser: quiet console, linked terms, readable on any screen and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bilingual.publish.html import write_page
from bilingual.publish.index import write_index
from bitexts import realistic, report_of, summary_of
from browser import Page, browsing
from test_publish_html import HOSTILE, WAYS, hostile_bitext, kept

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bilingual.types import Bitext

pytestmark = pytest.mark.chromium

CONTRAST = """(() => {
  const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const colour = (text) => text.match(/[\\d.]+/g).map(Number);
  const behind = (element) => {
    for (; element; element = element.parentElement) {
      const found = colour(getComputedStyle(element).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  document.querySelectorAll("details").forEach((fold) => (fold.open = true));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const ratios = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim()) continue;
    const [a, b] = [light(colour(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    ratios.push([(a + 0.05) / (b + 0.05), element.outerHTML.slice(0, 80)]);
  }
  return ratios.sort((x, y) => x[0] - y[0])[0];
})()"""
LIT = "[...document.querySelectorAll('mark.lit')].map(mark => mark.parentElement.lang + ' ' + mark.textContent)"
PAIR = "[data-term='1']"


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    """One Chromium for all tests of this file."""
    with browsing() as page:
        yield page


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """The page of the realistic article."""
    return written(tmp_path / "press.html", realistic())


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index with a failed file."""
    path = tmp_path / "index.html"
    failure = {"file": "source_fr/" + "scan" * 30 + ".txt", "message": "This is not text.", "hint": "Save it as text."}
    long = summary_of(realistic()) | {"name": "archives/" + "x" * 120}
    with path.open("w", encoding="utf-8") as file:
        write_index(file, report_of(summary_of(realistic()), long, errors=(failure,)) | {"findings": [WAYS]})
    return path


def written(path: Path, bitext: Bitext) -> Path:
    """The page of a bitext, as a file."""
    with path.open("w", encoding="utf-8") as file:
        write_page(file, bitext, summary_of(bitext))
    return path


def test_the_console_is_quiet(browser: Page, article: Path, index: Path) -> None:
    """No error, no refusal of the policy; style and script are in force."""
    assert browser.open(index).complaints() == []
    assert browser.open(article).complaints() == []
    assert browser.ask("getComputedStyle(document.querySelector('.pair')).display") == "grid"


def test_the_policy_stops_what_is_not_ours(browser: Page, article: Path) -> None:
    """Were escaping ever to fail, a script or picture put into the page would still do nothing."""
    browser.open(article)
    browser.ask(
        "document.querySelector('main').innerHTML += '<img src=x onerror=\"window.hit = 1\"><p style=\"color: red\">'"
    )
    assert any("Content Security Policy" in complaint for complaint in browser.complaints())
    assert browser.ask("window.hit === undefined")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_arrives_letter_by_letter(browser: Page, tmp_path: Path, text: str) -> None:
    """A browser's own parser gives each side back, runs nothing, and does not scroll sideways."""
    path = written(tmp_path / "page.html", hostile_bitext(text))
    assert browser.open(path, width=390).complaints() == []
    sides = browser.ask("[...new Set([...document.querySelectorAll('[data-pair] > [lang]')].map(e => e.textContent))]")
    assert sides == [kept(text)]
    assert browser.ask("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_pointing_at_a_term_lights_its_partner_and_explains_it(browser: Page, article: Path) -> None:
    """Both sides light up together and go dark together; the tooltip stays within its column."""
    browser.open(article)
    before = browser.ask("document.documentElement.scrollHeight")
    browser.hover(f"h1[lang=fr] {PAIR}")
    assert browser.ask(LIT) == ["fr société de surveillance", "en surveillance company"]
    tip = browser.ask(f"getComputedStyle(document.querySelector(\"h1[lang=fr] {PAIR}\"), '::after').content")
    assert "surveillance company" in tip
    assert browser.ask("document.documentElement.scrollHeight") == before
    browser.hover(".name")
    assert browser.ask(LIT) == []


def test_the_keyboard_reaches_terms(browser: Page, article: Path) -> None:
    """Focus lights the pair as the pointer does, keeps it when the pointer leaves, and Escape lets go."""
    browser.open(article)
    browser.ask(f'document.querySelector("h1[lang=fr] {PAIR}").focus()')
    assert len(browser.ask(LIT)) == 2
    browser.hover(f".h1[lang=en] {PAIR}")
    browser.hover(".name")
    assert len(browser.ask(LIT)) == 2
    browser.press("Escape")
    assert browser.ask(LIT) == []


def test_enter_goes_to_the_partner_and_escape_comes_back(browser: Page, article: Path) -> None:
    """The partner is selected in the translation, to be typed over; both stay lit on the way back."""
    browser.open(article)
    browser.ask(f'document.querySelector("h1[lang=fr] {PAIR}").focus()')
    style = "getComputedStyle(document.activeElement, '::after')"
    assert browser.ask(f"{style}.whiteSpaceCollapse || {style}.whiteSpace") in {"preserve-breaks", "pre-line"}
    assert browser.ask(f"parseFloat({style}.height)") > 30
    browser.press("Enter")
    assert browser.ask("document.activeElement.lang + ' ' + getSelection()") == "en surveillance company"
    browser.press("Escape")
    assert browser.ask("document.activeElement.textContent") == "société de surveillance"
    assert browser.ask(LIT) == ["fr société de surveillance", "en surveillance company"]


@pytest.mark.parametrize("width", [390, 1280])
def test_an_inconsistency_leads_to_its_rows(browser: Page, tmp_path: Path, width: int) -> None:
    """The links in the header go to the sentence, which is marked as the place gone to."""
    bitext = realistic()
    address = [pair.source.address for passage in bitext.passages for pair in passage.pairs][9]
    rendering = {"text": "court", "count": 1, "places": [{"article": "a", "address": address}]}
    found = WAYS | {"renderings": [rendering, {"text": "bench " * 30, "count": 1, "places": []}]}
    path = tmp_path / "x.html"
    with path.open("w", encoding="utf-8") as file:
        write_page(file, bitext, summary_of(bitext, findings=[found]))
    assert browser.open(path, width=width).complaints() == []
    browser.ask("document.querySelector('.places a').click()")
    assert browser.ask("document.querySelector(':target').dataset.pair") == address
    assert browser.ask("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_n_and_p_walk_the_findings(browser: Page, article: Path) -> None:
    """Forwards, backwards and round; the finding walked to is in view and has the focus."""
    browser.open(article)
    walked = []
    for key in "nnnpp":
        browser.press(key)
        walked.append(browser.ask("document.activeElement.id"))
        assert browser.ask("document.activeElement.getBoundingClientRect().bottom < innerHeight")
    assert walked == ["f1", "f2", "f1", "f2", "f1"]
    (following,) = browser.role("button", "Next finding")
    browser.click(following)
    assert browser.ask("document.activeElement.id") == "f2"
    browser.ask("scrollTo(0, document.body.scrollHeight); document.activeElement.blur()")
    browser.press("p")
    assert browser.ask("document.activeElement.id") == "f2"


def test_without_script_the_page_is_whole(browser: Page, article: Path) -> None:
    """Text, folds, findings and the links from one to the next are plain HTML."""
    browser.open(article, scripts=False)
    assert browser.ask("document.querySelectorAll('.pair').length") == 17
    browser.ask("document.querySelector('.next').click()")
    browser.ask("document.querySelector('#f1 .onward').click()")
    assert browser.ask("document.querySelector(':target').id") == "f2"
    assert browser.ask("document.querySelector(':target').getBoundingClientRect().top < innerHeight")
    assert browser.complaints() == []


@pytest.mark.parametrize("width", [320, 390, 800, 1040, 1280])
def test_nothing_scrolls_sideways(browser: Page, article: Path, index: Path, width: int) -> None:
    """On no screen, long names and open folds included."""
    for path in (article, index):
        browser.open(path, width=width)
        browser.ask("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        assert browser.ask("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_phone_shows_french_above_english_and_a_desk_beside_it(browser: Page, article: Path) -> None:
    """The row stays the row."""
    sides = "[...document.querySelector('.pair').querySelectorAll('[lang]')].map(e => e.getBoundingClientRect().{})"
    french, english = browser.open(article, width=390).ask(sides.format("bottom"))
    assert french < english
    french, english = browser.open(article).ask(sides.format("top"))
    assert french == english


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_has_contrast(browser: Page, article: Path, index: Path, *, dark: bool) -> None:
    """At least 4.5 to 1 (WCAG 2.2 AA, criterion 1.4.3) for every text on the page."""
    for path in (article, index):
        ratio, where = browser.open(path, dark=dark).ask(CONTRAST)
        assert ratio >= 4.5, where
    ground = browser.ask("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert (max(ground) < 60) is dark


def test_paper_shows_what_was_decided(browser: Page, article: Path) -> None:
    """Also just now, on the screen: the buttons are not printed."""
    browser.open(article)
    browser.press("j")
    browser.press("a")
    browser.call("Emulation.setEmulatedMedia", media="print")
    shown = browser.ask(
        "[...document.querySelectorAll('.verdict')].map((one) => one.textContent + getComputedStyle(one).display)"
    )
    tools = browser.ask("getComputedStyle(document.querySelector('.tools')).display")
    browser.call("Emulation.setEmulatedMedia", media="")
    assert shown == ["Approvedblock"] * 3
    assert tools == "none"


def test_paper_keeps_two_columns_and_drops_the_furniture(browser: Page, article: Path, tmp_path: Path) -> None:
    """Even on a narrow sheet, and in light colours; the PDF is made."""
    browser.open(article, width=600, dark=True)
    browser.call("Emulation.setEmulatedMedia", media="print")
    hidden = "['.bar', '.legend', '.skipped', 'nav'].map(s => getComputedStyle(document.querySelector(s)).display)"
    shown = browser.ask(f"[...{hidden}, getComputedStyle(document.querySelector('nav a')).display]")
    columns = browser.ask("getComputedStyle(document.querySelector('.pair')).gridTemplateColumns.split(' ').length")
    ground = browser.ask("getComputedStyle(document.body).backgroundColor")
    browser.call("Emulation.setEmulatedMedia", media="")
    assert shown[:4] == ["none"] * 4
    assert columns == 2
    assert ground == "rgb(255, 255, 255)"
    browser.paper(tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
