// The search field: both sides of all rows that are shown, in slices, so that no keystroke waits. Hits are CSS
// highlights in the rows that the reader sees; the others are only counted.
import { build } from "./build.js";
import { fold, hits, stretches, wanted } from "./folding.js";
import { _, counted, number } from "./phrases.js";
import { stretch } from "./places.js";
import { eachFrame } from "./words.js";

const SEARCH_SLICE = 8; // milliseconds of work between two chances for the browser to do its own
const SEARCHED = ["source", "target"];

/** What a search has found, row by row; places are in folded texts. */
export class Hunt {
  #folded = new WeakMap(); // row → { source, target, of: the target that was folded }
  #found = new Map(); // row → { source: [place], target: [place] }, only where there is one

  constructor() {
    this.needle = "";
  }

  /** Begins anew with what someone has typed. */
  begin(typed) {
    this.needle = wanted(typed);
    this.#found.clear();
  }

  /** Searches a row, again where it was. @returns {number} how many there are in it */
  look(row) {
    const folded = this.#texts(row);
    const found = Object.fromEntries(SEARCHED.map((side) => [side, hits(folded[side], this.needle)]));
    const count = found.source.length + found.target.length;
    if (count) this.#found.set(row, found);
    else this.#found.delete(row);
    return count;
  }

  /** How many there are in a row that was searched. @returns {number} */
  count(row) {
    const found = this.#found.get(row);
    return found ? found.source.length + found.target.length : 0;
  }

  /** Where they stand in a row: side, start and end in its text. @returns {[string, number, number][]} */
  places(row) {
    const found = this.#found.get(row);
    if (!found) return [];
    const texts = { source: row.source, target: row.now.target };
    return SEARCHED.flatMap((side) =>
      stretches(texts[side], found[side], this.needle.length).map(([start, end]) => [side, start, end]),
    );
  }

  #texts(row) {
    let known = this.#folded.get(row);
    if (known?.of !== row.now.target) {
      known = { source: known?.source ?? fold(row.source), target: fold(row.now.target), of: row.now.target };
      this.#folded.set(row, known);
    }
    return known;
  }
}

/**
 * The hit one further, round the ends.
 * @param {number[]} counts hits of each row
 * @param {{row: number, at: number} | null} here the hit where one is; null at none
 * @param {number} from the row to begin with where one is at none
 * @returns {{row: number, at: number, nth: number, all: number} | null} null where there is no hit; `nth` from 1
 */
export function nextHit(counts, here, step, from) {
  const before = (row) => counts.slice(0, row).reduce((sum, count) => sum + count, 0);
  const all = before(counts.length);
  if (!all) return null;
  const place = here ? before(here.row) + here.at + step : before(from) - (step > 0 ? 0 : 1);
  const nth = ((place % all) + all) % all;
  let [row, left] = [0, nth];
  for (; left >= counts[row]; row += 1) left -= counts[row];
  return { row, at: left, nth: nth + 1, all };
}

/** Makes the search field search. */
export function startSearch(app) {
  const [field, output] = ["search", "hits"].map((id) => document.getElementById(id));
  const hunt = new Hunt();
  let turn = 0; // of the search that may go on
  let here = null; // { row, at }: the hit walked to
  let came = null; // what had the focus before the field

  const paint = eachFrame(() => {
    if (!CSS.highlights) return;
    const [all, now] = [new Highlight(), new Highlight()];
    now.priority = 1;
    for (const row of hunt.needle ? inWindow(app.rows) : []) {
      hunt.places(row).forEach(([side, start, end], at) => {
        const range = stretch(app.rows[side](row), start, end);
        if (range) (here?.row === row && here.at === at ? now : all).add(range);
      });
    }
    CSS.highlights.set("search", all);
    CSS.highlights.set("search-now", now);
  });
  const tell = (all) => {
    output.value = !hunt.needle ? "" : all ? counted("{n} hit", "{n} hits", all) : _("Nothing found");
    for (const button of buttons) button.hidden = !all;
  };

  const search = async () => {
    const mine = (turn += 1);
    here = null;
    hunt.begin(field.value);
    let all = 0;
    let until = performance.now() + SEARCH_SLICE;
    for (const row of hunt.needle ? app.rows.shown() : []) {
      all += hunt.look(row);
      if (performance.now() < until) continue;
      await new Promise((go) => setTimeout(go));
      if (mine !== turn) return;
      until = performance.now() + SEARCH_SLICE;
    }
    tell(all);
    paint(true);
  };
  const step = (by) => {
    const rows = app.rows.shown();
    const at = here ? rows.indexOf(here.row) : -1;
    const from = Math.max(0, rows.indexOf(app.rows.current));
    const next = nextHit(
      rows.map((row) => hunt.count(row)),
      at < 0 ? null : { row: at, at: here.at },
      by,
      from,
    );
    if (!next) return;
    here = { row: rows[next.row], at: next.at };
    output.value = _("{at} of {all}", { at: number(next.nth), all: number(next.all) });
    app.rows.element(here.row).scrollIntoView({ block: "center" });
    paint(true);
  };
  const leave = () => {
    const row = here?.row;
    field.value = "";
    search();
    if (row) app.rows.go(row);
    else if (came?.isConnected) came.focus();
    else field.blur();
  };
  const again = ({ row }) => {
    if (!hunt.needle) return;
    hunt.look(row);
    paint(true);
  };

  const buttons = [
    ["search-previous", -1, _("Previous hit")],
    ["search-next", 1, _("Next hit")],
  ].map(([name, by, label]) => {
    app.actions.add(name, () => step(by), { label });
    return build("button", { className: "icon", title: label, hidden: true, data: { do: name }, aria: { label } });
  });
  output.after(...buttons);
  field.addEventListener("input", search);
  field.addEventListener("focus", (event) => (came = event.relatedTarget));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Escape") leave();
    else step(event.shiftKey ? -1 : 1);
  });
  app.actions.add("search", () => field.select() ?? field.focus());
  app.desk.on("change", again);
  app.desk.on("settle", again);
  app.rows.main.addEventListener("focusout", () => hunt.needle && paint(true)); // a text that was edited is written anew
  app.desk.on("rows", () => hunt.needle && search());
  app.sieve.on(() => hunt.needle && search());
  for (const name of ["scroll", "resize"]) addEventListener(name, () => hunt.needle && paint(true), { passive: true });
}

// The rows of which the reader sees something.
function inWindow(rows) {
  const shown = rows.shown();
  const found = [];
  for (let at = shown.indexOf(rows.inView()); at >= 0 && at < shown.length; at += 1) {
    if (rows.element(shown[at]).getBoundingClientRect().top > innerHeight) break;
    found.push(shown[at]);
  }
  return found;
}
