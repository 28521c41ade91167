// Word links: pointing at a word, or walking to it with a key, lights it and its partners on the other side. The lights
// are CSS highlights (`::highlight(words)`), so that texts that are being edited are never touched.
import { _ } from "./phrases.js";
import { caretIn, characterAt, stretch } from "./places.js";

/** @typedef {[number, number, number, number]} Link source start and end, target start and end, in UTF-16 units */

/** The links of an attribute `data-words`; what is not four numbers of two words is left out. @returns {Link[]} */
export function linksOf(attribute) {
  return (attribute ?? "")
    .split(";")
    .map((link) => link.trim().split(/\s+/).map(Number))
    .filter((link) => link.length === 4 && link.every(Number.isInteger) && link[0] < link[1] && link[2] < link[3]);
}

/**
 * The words that light up when one points at a place of a side.
 * @param {Link[]} links
 * @param {"source" | "target"} side
 * @returns {[[number, number][], [number, number][]]} stretches of the source and of the target
 */
export function partners(links, side, at) {
  const first = side === "source" ? 0 : 2;
  const found = links.filter((link) => link[first] <= at && at < link[first + 1]);
  return [0, 2].map((place) => distinct(found.map((link) => [link[place], link[place + 1]])));
}

/** The linked words of a source in reading order, each once. @returns {[number, number][]} */
export function stops(links) {
  return distinct(links.map((link) => [link[0], link[1]])).sort((a, b) => a[0] - b[0]);
}

function distinct(stretches) {
  return [...new Map(stretches.map((one) => [one.join(), one])).values()];
}

/** Lights words under the pointer, at the caret and by the actions `word` and `word-back`. */
export function startWords(app) {
  if (!CSS.highlights) return; // a browser from before 2023 (Firefox: 2025) shows no links
  let walked = null; // { row, at }: the stop walked to

  const linksIn = (row) => {
    const written = row.now.target === app.rows.written(row); // else the links speak of another text
    return written ? linksOf(app.rows.element(row).dataset.words) : [];
  };
  const light = (row, sides) => {
    const cells = [app.rows.source(row), app.rows.target(row)];
    const lit = cells.flatMap((cell, side) => sides[side].map(([start, end]) => stretch(cell, start, end)));
    CSS.highlights.set("words", new Highlight(...lit.filter(Boolean)));
  };
  const dark = () => CSS.highlights.delete("words");
  const lightAt = (cell, place) => {
    const row = place < 0 ? undefined : app.rows.of(cell);
    if (!row) return dark();
    return light(row, partners(linksIn(row), cell.classList.contains("source") ? "source" : "target", place));
  };

  const point = eachFrame((event) => {
    const cell = event.target.closest?.(".source, .target");
    if (cell || !walked) lightAt(cell, cell ? characterAt(cell, event.clientX, event.clientY) : -1);
    if (cell) walked = null;
  });
  const follow = eachFrame(() => {
    const cell = document.activeElement?.closest(".target");
    if (cell && app.rows.main.contains(cell)) lightAt(cell, caretIn(cell));
  });
  const walk = (row, step) => {
    const links = linksIn(row);
    const words = stops(links);
    if (!words.length) return app.say(_("No word links in this row"));
    const at = walked?.row === row ? walked.at + step : step > 0 ? 0 : -1;
    walked = { row, at: (at + words.length) % words.length };
    const sides = partners(links, "source", words[walked.at][0]);
    light(row, sides);
    return app.say(
      _("{source} → {target}", { source: cutOut(row.source, sides[0]), target: cutOut(row.now.target, sides[1]) }),
    );
  };

  app.rows.main.addEventListener("pointermove", point);
  app.rows.main.addEventListener("pointerleave", point);
  document.addEventListener("selectionchange", follow);
  for (const name of ["change", "rows"]) app.desk.on(name, dark);
  app.actions.add("word", (row) => walk(row, 1), { label: _("Next linked word") });
  app.actions.add("word-back", (row) => walk(row, -1), { label: _("Previous linked word") });
}

function cutOut(text, stretches) {
  return stretches.map(([start, end]) => text.slice(start, end)).join(" … ");
}

// At the most once between two pictures, with the last event.
export function eachFrame(work) {
  let waiting = null;
  return (event) => {
    if (!waiting) {
      requestAnimationFrame(() => {
        const last = waiting;
        waiting = null;
        work(last);
      });
    }
    waiting = event;
  };
}
