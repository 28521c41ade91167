"""What the desk knows without any page: rows, steps back, disputes, cuts, keys; module by module in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from browser import Page, browsing
from desk import run, serving, visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Run = Callable[..., Any]
    """Takes the body of a script and values `v`; gives what it returns."""

pytestmark = pytest.mark.chromium

ROWS = """
  const state = (target, status = "draft", note = "") => ({ target, status, note });
  const rows = (...texts) => texts.map((source, at) =>
    ({ id: `r${at}`, block: source < "x" ? 0 : 1, source, before: state(source.toUpperCase()) }));
  let time = 0;
  const desk = new m.Desk(rows("a", "b", "c", "x"), () => time);
  const told = [];
  for (const name of ["change", "rows", "settle", "adopt", "dispute", "steps"]) desk.on(name, () => told.push(name));
  const targets = () => desk.rows.map((row) => row.now.target).join(" ");
  const ids = () => desk.rows.map((row) => row.id).join(" ");
  const joined = (names, text) => names.map((id) => text(desk.row(id))).join(" ");
  const merge = (...names) => desk.cut(names, [
    { source: joined(names, (row) => row.source), now: state(joined(names, (row) => row.now.target)) },
  ]);
"""


@pytest.fixture(scope="module")
def chrome() -> Iterator[Page]:
    """One Chromium for all tests of this file, on a page that may import the modules."""
    with serving() as address, browsing() as page:
        visit(page, address)
        yield page


@pytest.fixture
def desk(chrome: Page) -> Run:
    """Runs a script on a desk with the rows a, b, c of one block and x of another."""
    return lambda body, *values: run(chrome, "state", ROWS + body, *values)


def test_a_new_wording_is_a_draft(desk: Run) -> None:
    """Unless the status is told with it; the same again is no change at all."""
    body = """
      desk.change("r0", { status: "approved" });
      desk.change("r0", { target: "Z" });
      const [after] = desk.decisions();
      const again = desk.change("r0", { target: "Z" });
      desk.change("r1", { target: "Y", status: "approved" });
      return [after, again, desk.row("r1").now.status]"""
    after, again, status = desk(body)
    assert after == {
        "address": "r0",
        "source": "a",
        "before": {"target": "A", "status": "draft", "note": ""},
        "after": {"target": "Z", "status": "draft", "note": ""},
    }
    assert again is False
    assert status == "approved"


@pytest.mark.parametrize(
    ("text", "line"), [("a\nb", "a b"), ("a \r\n  b\n", "a b "), (" a ", " a "), ("", ""), ("a\u00a0b", "a\u00a0b")]
)
def test_a_target_is_one_line(chrome: Page, text: str, line: str) -> None:
    """Breaks become a space; other blanks are the editor's."""
    assert run(chrome, "sheet", "return m.oneLine(v[0])", text) == line


def test_typing_is_one_step_until_it_rests(desk: Run) -> None:
    """Within a second, in one row; a pause or another row begins a new one."""
    body = """
      const type = (id, target, at) => { time = at; desk.change(id, { target }, { typing: true }); };
      type("r0", "A1", 0); type("r0", "A12", 900); type("r0", "A123", 5000);
      desk.pause();
      type("r0", "A1234", 5001); type("r1", "B1", 5002);
      const seen = [];
      while (desk.canUndo) { desk.undo(); seen.push(targets()); }
      desk.redo();
      return [seen, targets(), desk.undo().length, desk.undo().length]"""
    seen, redone, one, none = desk(body)
    assert seen == ["A1234 B C X", "A123 B C X", "A12 B C X", "A B C X"]
    assert redone == "A12 B C X"
    assert (one, none) == (1, 0)


def test_steps_can_be_taken_together(desk: Run) -> None:
    """One undo for all of them."""
    body = """
      desk.together(() => ["r0", "r1", "r2"].forEach((id) => desk.change(id, { status: "approved" })));
      desk.change("r3", { note: "n" });
      desk.undo();
      const between = desk.decisions().length;
      desk.undo();
      return [between, desk.decisions().length, desk.canUndo]"""
    assert desk(body) == [3, 0, False]


def test_a_merge_is_a_cut(desk: Run) -> None:
    """Told by the addresses that the record knows; its undo leaves nothing."""
    body = """
      const [row] = merge("r0", "r1");
      desk.change(row.id, { status: "approved" });
      const cuts = desk.cuts();
      desk.undo(); desk.undo();
      return [cuts, desk.cuts(), desk.decisions(), ids()]"""
    cuts, after, decisions, ids = desk(body)
    before = [{"target": target, "status": "draft", "note": ""} for target in "AB"]
    assert cuts == [
        {
            "old": ["r0", "r1"],
            "before": before,
            "new": [{"source": "a b", "target": "A B", "status": "approved", "note": ""}],
        }
    ]
    assert (after, decisions, ids) == ([], [], "r0 r1 r2 r3")


def test_neighbouring_cuts_are_one(desk: Run) -> None:
    """As long as they touch each other; what stands between keeps them apart."""
    body = """
      desk.cut(["r0"], [{ source: "x", now: state("X") }, { source: "y", now: state("Y") }]);
      merge("r1", "r2");
      return desk.cuts().map(({ old, new: rows }) => [old, rows.map((row) => row.source)])"""
    assert desk(body) == [[["r0", "r1", "r2"], ["x", "y", "b c"]]]


def test_a_row_split_back_is_itself_again(desk: Run) -> None:
    """The texts are the record's: what is left is a decision, not a cut."""
    body = """
      const [row] = merge("r0", "r1");
      desk.cut([row.id], [{ source: "a", now: state("A") }, { source: "b", now: state("Other") }]);
      return [ids(), desk.cuts(), desk.decisions().map((one) => [one.address, one.after.target])]"""
    assert desk(body) == ["r0 r1 r2 r3", [], [["r1", "Other"]]]


def test_the_record_moves_what_the_editor_left_alone(desk: Run) -> None:
    """Field by field; what agrees is settled; what both moved is a dispute until it is resolved."""
    body = """
      desk.change("r0", { note: "mine" });
      const fits = desk.settle("r0", state("A2", "approved"));
      desk.change("r1", { target: "Mine" });
      const clash = desk.settle("r1", state("Theirs"));
      const open = [desk.decisions().length, desk.decisions({ disputed: false }).length];
      desk.resolve("r1", v[0]);
      const { now, before, theirs } = desk.row("r1");
      return [fits, desk.row("r0").now, clash, open, now.target, before.target, theirs]"""
    fits, first, clash, opened, target, before, theirs = desk(body, "mine")
    assert fits is True
    assert first == {"target": "A2", "status": "approved", "note": "mine"}
    assert clash is False
    assert opened == [2, 1]
    assert (target, before, theirs) == ("Mine", "Theirs", None)
    assert desk(body, "theirs")[4:6] == ["Theirs", "Theirs"]


@pytest.mark.parametrize(
    ("record", "fits", "target"),
    [("A", True, "Kept"), ("Kept", True, "Kept"), ("Else", False, "Kept")],
    ids=["as it was", "as I had it", "otherwise"],
)
def test_what_was_kept_comes_back(desk: Run, record: str, *, fits: bool, target: str) -> None:
    """Unless the record has moved: a dispute, with the editor's text standing."""
    body = """
      desk.settle("r0", state(v[0]));
      const fits = desk.recall("r0", { before: state("A"), now: state("Kept") });
      return [fits, desk.row("r0").now.target, desk.changed(desk.row("r0")), desk.row("r0").theirs?.target ?? null]"""
    changed = record != "Kept"
    assert desk(body, record) == [fits, target, changed, None if fits else record]


def test_the_record_takes_the_editors_cut_over(desk: Run) -> None:
    """The rows get their addresses and keep what was typed since; nothing is left to tell, and undo is a new cut."""
    body = """
      const [row] = merge("r0", "r1");
      desk.change(row.id, { target: "Typed since" });
      const stands = desk.replaceRows(["r0", "r1"], [{ id: "n1", source: "a b", before: state("A B") }]);
      const decided = desk.decisions().map((one) => [one.address, one.before.target, one.after.target]);
      const after = [ids(), desk.cuts(), decided];
      desk.undo(); desk.undo();
      const cuts = desk.cuts().map(({ old, new: rows }) => [old, rows.map((one) => one.source)]);
      return [stands[0] === row, after, cuts, told.filter((name) => name === "adopt").length]"""
    same, after, undone, adopted = desk(body)
    assert same is True
    assert after == ["n1 r2 r3", [], [["n1", "A B", "Typed since"]]]
    assert undone == [[["n1"], ["a", "b"]]]
    assert adopted == 1


def test_the_records_cut_replaces_rows(desk: Run) -> None:
    """Also where the editor has cut otherwise: hers give way, and are told of."""
    body = """
      let gone = [];
      desk.on("rows", (event) => (gone = event.gone.map((row) => row.now.target)));
      merge("r1", "r2");
      desk.replaceRows(["r0", "r1"], [{ id: "n1", source: "a b", before: state("Theirs") }]);
      const unknown = desk.replaceRows(["unknown"], []);
      return [ids(), targets(), gone, desk.cuts(), unknown, desk.undo().length]"""
    assert desk(body) == ["n1 r2 r3", "Theirs C X", ["A", "B C"], [], None, 0]


def test_whatever_is_done_can_be_told_and_undone(desk: Run) -> None:
    """Two hundred random sessions: decisions and cuts give the rows as they stand; undo gives them as they were."""
    body = """
      const random = (seed) => () => ((seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648);
      const texts = ["a", "b", "a", "c", "a", "x", "y"];
      const play = (seed) => {
        const next = random(seed);
        const pick = (list) => list[Math.floor(next() * list.length)];
        const desk = new m.Desk(rows(...texts), () => (time += 2000));
        const start = JSON.stringify(desk.rows.map((row) => [row.id, row.source, row.now]));
        for (let turn = 0; turn < 30; turn += 1) {
          const row = pick(desk.rows);
          const other = desk.beside(row, 1);
          const kind = pick(["type", "status", "note", "merge", "split", "undo", "redo"]);
          if (kind === "type") desk.change(row.id, { target: pick(["P", "Q", "R"]) });
          if (kind === "status") desk.change(row.id, { status: pick(["approved", "rejected", "draft"]) });
          if (kind === "note") desk.change(row.id, { note: pick(["", "n"]) });
          if (kind === "merge" && other?.block === row.block) {
            desk.cut([row.id, other.id], [{ source: `${row.source} ${other.source}`, now: state("M") }]);
          }
          if (kind === "split" && row.source.includes(" ")) {
            const [first, ...rest] = row.source.split(" ");
            desk.cut([row.id], [{ source: first, now: state("S1") }, { source: rest.join(" "), now: state("S2") }]);
          }
          if (kind === "undo") desk.undo();
          if (kind === "redo") desk.redo();
        }
        const told = rows(...texts).map((row) => [row.id, row.source, row.before]);
        for (const { address, after } of desk.decisions()) told.find(([id]) => id === address)[2] = after;
        for (const { old, new: parts } of desk.cuts()) {
          const at = told.findIndex(([id]) => id === old[0]);
          told.splice(at, old.length, ...parts.map(({ source, ...now }) => ["", source, now]));
        }
        const fields = ([, source, { target, status, note }]) => [source, target, status, note];
        const plain = (list) => JSON.stringify(list.map(fields));
        const fits = plain(told) === plain(desk.rows.map((row) => ["", row.source, row.now]));
        while (desk.canUndo) desk.undo();
        return fits && start === JSON.stringify(desk.rows.map((row) => [row.id, row.source, row.now]));
      };
      return Array.from({ length: 200 }, (unused, seed) => seed).filter((seed) => !play(seed))"""
    assert desk(body) == []


@pytest.mark.parametrize(
    ("event", "name"),
    [
        ({"key": "j"}, "j"),
        ({"key": "J", "shiftKey": False}, "j"),
        ({"key": "?", "shiftKey": True}, "?"),
        ({"key": "1", "shiftKey": True}, "1"),
        ({"key": "Z", "ctrlKey": True, "shiftKey": True}, "Mod+Shift+z"),
        ({"key": "z", "metaKey": True}, "Mod+z"),
        ({"key": "Enter", "ctrlKey": True}, "Mod+Enter"),
        ({"key": "æ", "code": "KeyA", "altKey": True}, "Alt+a"),
        ({"key": "ArrowDown", "altKey": True}, "Alt+ArrowDown"),
    ],
    ids=str,
)
def test_keys_are_named_by_what_they_write(chrome: Page, event: dict[str, Any], name: str) -> None:
    """On any layout: figures and signs may need Shift, Option writes other letters on a Mac."""
    assert run(chrome, "keys", "return m.struck(v[0])", event) == name


def test_no_two_actions_share_a_key(chrome: Page) -> None:
    """One table, each key once, each action with words for the help sheet."""
    keys, words = run(
        chrome,
        "keys",
        """const rows = m.shortcuts().filter((group, at) => at !== 3).flatMap(([, rows]) => rows);
        return [rows.flatMap(([keys]) => keys), rows.map(([, , words]) => words)]""",
    )
    assert len(keys) == len(set(keys))
    assert all(words)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a spyware case", "a <mark>spyware</mark> case"),
        ("no such thing", "no such thing"),
        ("spyware, spyware", "<mark>spyware</mark>, spyware"),
        ("<b>spyware</b>", "&lt;b&gt;<mark>spyware</mark>&lt;/b&gt;"),
        ("bold spyware", "<b>bold <mark>spy<i>ware</i></mark></b>"),
    ],
)
def test_terms_keep_their_marks(chrome: Page, text: str, html: str) -> None:
    """Where their words still stand; text stays text. What authors marked is there where all of the text is."""
    body = """
      const [before, cell] = [document.createElement("p"), document.createElement("p")];
      before.innerHTML = "<b>bold <mark>spy<i>ware</i></mark></b><mark></mark>";
      cell.append(m.marked(v[0], before));
      return cell.innerHTML.replace("<mark></mark>", "")"""
    assert run(chrome, "cells", body, text) == html


@pytest.mark.parametrize(
    ("before", "after", "at"), [("abc", "abXc", 3), ("abc", "", 0), ("aa", "aaa", 1), ("ab", "abX", 3)]
)
def test_the_caret_goes_behind_the_change(chrome: Page, before: str, after: str, at: int) -> None:
    """Seen from the end of the text, so that typing goes on there."""
    assert run(chrome, "cells", "return m.changedUntil(...v)", before, after) == at


def test_the_store_never_throws(chrome: Page) -> None:
    """Full, forbidden, or spoilt by somebody else: it says so, and the desk goes on."""
    body = """
      const setItem = () => { throw new DOMException("full"); };
      const full = { getItem: () => "{spoilt", setItem, removeItem: () => {}, length: 0 };
      const store = new m.Store("a", full);
      store.set("x", 1);
      const none = new m.Store("a", null);
      none.set("x", 1);
      const real = new m.Store("a");
      real.set("row 1", { a: 1 }); real.set("row 2", 2); real.set("row 2", null);
      const found = [real.get("row 1"), real.names("row "), real.broken];
      return [store.get("x"), store.broken, none.get("x"), none.broken, ...found]"""
    assert run(chrome, "store", body) == [None, True, None, True, {"a": 1}, ["row 1"], False]


def test_phrases_fall_back_to_english(chrome: Page) -> None:
    """Without a catalogue the message stands for itself; unknown names stay as they are."""
    body = """
      const count = (number) => m.counted("{n} hit", "{n} hits", number);
      return [m._("{a} and {b}", { a: 1 }), count(1), count(1200)]"""
    assert run(chrome, "phrases", body) == ["1 and {b}", "1 hit", "1,200 hits"]


def test_a_correction_file_is_named_after_the_page(chrome: Page) -> None:
    """Without the folders; the time is UTC, to the second."""
    body = """
      const desk = { decisions: () => [], cuts: () => [] };
      return [m.fileName("press/côté/a.b"), m.corrections(desk, "x", new Date(0))]"""
    name, content = run(chrome, "saving", body)
    assert name == "a.b.corrections.json"
    assert content == {
        "format": "bilingual-corrections",
        "version": 1,
        "article": "x",
        "saved": "1970-01-01T00:00:00Z",
        "editor": "",
        "decisions": [],
        "cuts": [],
    }
