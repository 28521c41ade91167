"""The desk's script, module by module, in a real browser: what it makes of texts, rows, keys and a server's answers."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from browser import Page, browsing
from desk import Folder, run, serving, visit

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.chromium

TABLE: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "data" / "desk.toml").read_text(encoding="utf-8")
)
FORMS = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
LITTLE = st.text("ab é.\n😀", max_size=12)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the modules are served."""
    with serving() as url:
        yield url


@pytest.fixture(scope="module")
def chrome() -> Iterator[Page]:
    """One Chromium for all tests of this file."""
    with browsing() as page:
        yield page


@pytest.fixture
def browser(chrome: Page, address: str) -> Page:
    """An empty page that may import the modules."""
    visit(chrome, address)
    return chrome


# Doubts


@pytest.mark.parametrize(
    ("here", "step", "found"),
    [
        (None, 1, [5, 1]),
        (None, -1, [2, 4]),
        ({"doubt": 0.9, "at": 5}, 1, [1, 2]),
        ({"doubt": 0.8, "at": 1}, 1, [7, 3]),
        ({"doubt": 0.8, "at": 7}, -1, [1, 2]),
        ({"doubt": 0.7, "at": 2}, 1, [5, 1]),
        ({"doubt": 0.8, "at": 4}, 1, [7, 3]),
        ({"doubt": 0.8, "at": 4}, -1, [1, 2]),
    ],
)
def test_doubts_are_walked_from_the_gravest_down(
    browser: Page, here: dict[str, float] | None, step: int, found: list[int]
) -> None:
    """Equal ones as they stand, round the ends; on from one that has been approved meanwhile, too."""
    doubts = [{"doubt": 0.8, "at": 1}, {"doubt": 0.7, "at": 2}, {"doubt": 0.9, "at": 5}, {"doubt": 0.8, "at": 7}]
    script = "const [one, place] = m.nextDoubt(...v); return [one?.at, place]"
    assert run(browser, "doubts", script, doubts, here, step) == found
    assert run(browser, "doubts", "return m.nextDoubt(...v)", [], here, step) == []


# Differences


@pytest.mark.parametrize("case", TABLE["compare"], ids=lambda case: case.get("why"))
def test_a_difference_is_shown_word_by_word(browser: Page, case: dict[str, str]) -> None:
    """Gone before new, blanks with the words around them, and signs of their own."""
    pieces = run(browser, "diff", "return m.compareTexts(...v)", case["before"], case["after"])
    assert "".join(FORMS[piece["kind"]].format(piece["text"]) for piece in pieces) == case["found"]


def test_a_difference_gives_both_texts_back(browser: Page) -> None:
    """Without what is new the pieces are the one text, without what has gone the other."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(LITTLE, LITTLE), min_size=20, max_size=40))
    def holds(pairs: list[tuple[str, str]]) -> None:
        found = run(browser, "diff", "return v[0].map((pair) => m.compareTexts(...pair))", pairs)
        for (before, after), pieces in zip(pairs, found, strict=True):
            assert "".join(piece["text"] for piece in pieces if piece["kind"] != "new") == before
            assert "".join(piece["text"] for piece in pieces if piece["kind"] != "gone") == after
            assert all(piece["text"] for piece in pieces)

    holds()


@pytest.mark.clock
def test_a_difference_of_two_long_texts_does_not_hold_the_page(browser: Page) -> None:
    """20,000 words against 20,000 others, in less than a quarter of a second."""
    body = """
      const text = (seed) => Array.from({length: 20000}, (_, i) => ((i * seed) % 9973).toString(36)).join(" ");
      const start = performance.now();
      const pieces = m.compareTexts(text(7), text(13));
      return [performance.now() - start, pieces.length > 1]"""
    took, found = run(browser, "diff", body)
    assert found
    assert took < 250, took


def test_a_difference_is_shown_as_text(browser: Page) -> None:
    """Tags in a translation stay what they are: letters."""
    body = """
      document.body.append(m.woven(...v));
      return [document.body.innerHTML, document.querySelectorAll("b, img").length]"""
    html, elements = run(browser, "diff", body, "a <b>c</b>", "a <img src=x onerror=alert(1)>")
    assert html.startswith("a &lt;<del>b")
    assert "<ins>" in html
    assert elements == 0


# Searching


@pytest.mark.parametrize("case", TABLE["search"], ids=lambda case: case["typed"])
def test_a_search_sees_no_accents_and_no_capitals(browser: Page, case: dict[str, Any]) -> None:
    """What is found are whole characters of the text, with their accents."""
    body = """
      const needle = m.wanted(v[1]);
      const found = m.stretches(v[0], m.hits(m.fold(v[0]), needle), needle.length);
      return found.map(([start, end]) => v[0].slice(start, end))"""
    assert run(browser, "folding", body, case["text"], case["typed"]) == case["found"]


# Cutting


@pytest.mark.parametrize("case", TABLE["likely"], ids=lambda case: case["text"])
def test_the_likeliest_cut_is_at_the_strongest_pause(browser: Page, case: dict[str, str]) -> None:
    """Nearest to the middle among equals; none in a single word."""
    place = case["text"].find("|")
    text = case["text"].replace("| ", "")
    assert run(browser, "halves", "return m.likely(v[0])", text) == place


@pytest.mark.parametrize("case", TABLE["following"], ids=lambda case: case["target"])
def test_the_target_is_cut_where_the_source_is(browser: Page, case: dict[str, Any]) -> None:
    """By the links of the words, else by pauses and the share of the text."""
    source, target = (case[side].replace("| ", "") for side in ("source", "target"))
    words = (link.split("=") for link in case.get("links", ()))
    links = [
        [source.find(one), source.find(one) + len(one), target.find(two), target.find(two) + len(two)]
        for one, two in words
    ]
    found = run(browser, "halves", "return m.following(...v)", source, target, case["source"].find("|"), links)
    assert found == case["target"].find("|")


@pytest.mark.parametrize("case", TABLE["moved"], ids=lambda case: case["value"])
def test_a_break_moves_to_the_caret(browser: Page, case: dict[str, str]) -> None:
    """There is one or none, and no letter is lost."""
    value = case["value"].replace("/", "\n")
    found = run(browser, "halves", "return m.moved(...v)", value.replace("^", ""), value.find("^"))
    assert found.replace("\n", "/") == case["found"]


@pytest.mark.parametrize("case", TABLE["edge"], ids=lambda case: case["at"])
def test_a_cut_goes_round_words(browser: Page, case: dict[str, str]) -> None:
    """To the nearer end of the word."""
    found = run(browser, "halves", "return m.edge(...v)", case["at"].replace("^", ""), case["at"].find("^"))
    assert found == case["found"].find("^")


def test_a_place_in_the_broken_text_is_one_of_the_text(browser: Page) -> None:
    """Wherever the caret stands, the letters before it are the same ones."""
    body = """
      const [text, at] = ["ab,   cd ef", 6];
      const shown = m.broken(text, at);
      return Array.from(shown, (_, place) => text.slice(0, m.placeIn(text, at, place)).replace(/\\s/g, "")
        === shown.slice(0, place).replace(/\\s/g, "")).every(Boolean) && shown"""
    assert run(browser, "halves", body) == "ab,\ncd ef"


# Words


@pytest.mark.parametrize("case", TABLE["words"], ids=lambda case: f"{case['links']} {case['at']}")
def test_a_word_knows_its_partners(browser: Page, case: dict[str, Any]) -> None:
    """On both sides, each stretch once; nothing where no word is linked or the links are none."""
    side, at = case["at"].split()
    assert (
        run(browser, "words", "return m.partners(m.linksOf(v[0]), v[1], v[2])", case["links"], side, int(at))
        == (case["found"])
    )


def test_a_selection_finds_its_counterpart(browser: Page) -> None:
    """The stretch of the linked words; none where words of others stand between."""
    links = [[0, 2, 0, 3], [3, 9, 9, 14], [10, 15, 4, 8]]  # La maison bleue, The blue house
    for start, end, found in ((3, 9, "house"), (3, 15, "blue house"), (0, 9, ""), (2, 3, "")):
        assert run(browser, "terms", "return m.counterpart(...v)", "The blue house", links, start, end) == found


# Hits


@pytest.mark.parametrize(
    ("here", "step", "start", "found"),
    [
        (None, 1, 0, (1, 0, 1)),
        (None, 1, 2, (3, 0, 3)),
        (None, -1, 2, (1, 1, 2)),
        (None, -1, 0, (3, 0, 3)),
        ((1, 0), 1, 0, (1, 1, 2)),
        ((1, 1), 1, 0, (3, 0, 3)),
        ((3, 0), 1, 0, (1, 0, 1)),
        ((1, 0), -1, 0, (3, 0, 3)),
    ],
)
def test_hits_are_walked_round_the_ends(
    browser: Page, here: tuple[int, int] | None, step: int, start: int, found: tuple[int, int, int]
) -> None:
    """From the hit where one is, else from the current row: no hit, two, none, one."""
    place = {"row": here[0], "at": here[1]} if here else None
    hit = run(browser, "search", "return m.nextHit([0, 2, 0, 1], ...v)", place, step, start)
    assert (hit["row"], hit["at"], hit["nth"]) == found
    assert hit["all"] == 3


def test_without_hits_there_is_none_to_go_to(browser: Page) -> None:
    """Neither in rows without, nor without rows."""
    assert run(browser, "search", "return [m.nextHit([0, 0], null, 1, 0), m.nextHit([], null, -1, 0)]") == [None, None]


# History


def test_the_past_has_each_state_once(browser: Page) -> None:
    """Newest first, without the one that stands there, the first state last and without a time."""
    one, two, three = ({"target": text, "status": "draft", "note": ""} for text in ("one", "two", "three"))
    nothing = {"target": "", "status": "draft", "note": ""}
    entries = [
        {"time": "3", "by": "me", "before": three, "after": two},
        {"time": "2", "by": "me", "before": two, "after": three},
        {"time": "1", "by": "", "before": one, "after": two},
    ]
    past = run(browser, "history", "return m.pastOf(...v)", entries, two)
    assert [(each["time"], each["state"]["target"]) for each in past] == [("2", "three"), ("", "one")]
    assert run(browser, "history", "return m.pastOf([], v[0])", one) == []
    made = [{"time": "1", "by": "", "before": nothing, "after": one}]
    assert run(browser, "history", "return m.pastOf(...v)", made, one) == []


# The server's answers


def test_rows_that_replace_others_come_together(browser: Page) -> None:
    """The first names the old ones, those behind it none; rows of their own have no such list."""
    swapped = [{"address": "b", "replaces": ["x", "y"]}, {"address": "c", "replaces": []}]
    rows = [{"address": "a"}, *swapped, {"address": "d"}]
    groups = run(browser, "taking", "return m.grouped(v[0])", rows)
    assert [(group["gone"], [row["address"] for row in group["rows"]]) for group in groups] == [
        ([], ["a"]),
        (["x", "y"], ["b", "c"]),
        ([], ["d"]),
    ]


def test_what_was_refused_is_counted_from_what_she_saw(browser: Page) -> None:
    """And what the server took from what she sent; without anything sent, all from what she saw."""
    saw, sent = ({"target": text, "status": "draft", "note": text} for text in ("old", "new"))
    state = {"target": "other", "status": "approved", "note": "new"}
    assert run(browser, "taking", "return m.baseOf(...v)", saw, {"after": sent}, state) == saw | {"note": "new"}
    assert run(browser, "taking", "return m.baseOf(v[0], undefined, v[1])", saw, state) == saw


class Answering(Folder):
    """A server of moods, by the path."""

    moods: ClassVar = {
        "/api/fine": (200, '{"revision": 1}', "application/json"),
        "/api/wrong": (400, '{"error": "no such row", "hint": "load the page again"}', "application/json"),
        "/api/unknown": (403, '{"error": "unknown browser"}', "application/json"),
        "/api/broken": (500, "<h1>Oh</h1>", "text/html"),
        "/api/portal": (200, "<h1>Please log in to this network</h1>", "text/html"),
    }

    def do_GET(self) -> None:  # noqa: N802  # the name that http.server calls
        """The mood, or the modules."""
        if self.path not in self.moods:
            super().do_GET()
            return
        status, body, kind = self.moods[self.path]
        self.answer(body.encode(), kind, status)


def test_the_server_is_there_or_refuses_or_cannot_be_reached(chrome: Page) -> None:
    """What refuses says why; what is not JSON is not ours; what may pass is told from what will not."""
    body = """const found = {};
      for (const path of ["fine", "wrong", "unknown", "broken", "portal"]) {
        found[path] = await m.ask(`api/${path}`).then((said) => said.revision, (error) => [
          error instanceof m.Refused ? "refused" : "unreachable", error.passing, error.message, error.hint]);
      }
      return found"""
    with serving(Answering) as url:
        visit(chrome, url)
        found = run(chrome, "wire", body)
        chrome.ask("import('/wire.js').then((m) => void (globalThis.m = m))")
    assert found["fine"] == 1
    assert found["wrong"] == ["refused", False, "no such row", "load the page again"]
    assert found["unknown"][:3] == ["refused", True, "unknown browser"]
    assert found["broken"][:2] == ["refused", True]
    assert found["portal"][0] == "unreachable"
    assert chrome.ask("m.ask('api/fine').catch((error) => error instanceof m.Unreachable)") is True


def test_pauses_grow_and_are_never_in_step(browser: Page) -> None:
    """From about half a second to about half a minute."""
    body = "return [1, 2, 3, 20].map((tries) => [m.pauseBefore(tries, 0), m.pauseBefore(tries, 1)])"
    pauses = run(browser, "wire", body)
    assert pauses == [[750, 1250], [1500, 2500], [3000, 5000], [22500, 37500]]
