// Splitting a row in two, and merging it with the next one of its block. The source's letters cannot be changed by it.
import { build } from "./build.js";
import { broken, edge, following, halves, likely, moved, placeIn } from "./halves.js";
import { openPanel } from "./panel.js";
import { _ } from "./phrases.js";
import { linksOf } from "./words.js";

/**
 * A source on its way to being cut: where, and what is shown of it.
 * @param {(at: number) => void} told hears of a new place
 * @returns {HTMLTextAreaElement} its letters stand; a click or Enter puts the break
 */
export function sourceField(text, start, told) {
  const field = build("textarea", { rows: 3, value: broken(text, start), spellcheck: false });
  let at = start;
  const put = () => {
    const place = edge(text, placeIn(text, at, field.selectionStart));
    if (!halves(text, place)) return;
    at = place;
    field.value = broken(text, at);
    const caret = halves(text, at)[0].length + 1;
    field.setSelectionRange(caret, caret);
    told(at);
  };
  field.addEventListener("beforeinput", (event) => {
    event.preventDefault();
    if (breaks(event)) put();
  });
  field.addEventListener("input", () => (field.value = broken(text, at))); // what a keyboard composed all the same
  field.addEventListener("click", () => field.selectionStart === field.selectionEnd && put());
  return field;
}

/** The translation, free to be edited, with one line break that Enter moves. @returns {HTMLTextAreaElement} */
export function targetField(text, at) {
  const field = build("textarea", { rows: 3, value: broken(text, at), spellcheck: true });
  field.addEventListener("beforeinput", (event) => {
    if (!breaks(event)) return;
    event.preventDefault();
    field.value = moved(field.value, field.selectionStart);
    const caret = field.value.indexOf("\n") + 1;
    field.setSelectionRange(caret, caret);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return field;
}

/** The two lines of a text, further ones joined to the second. @returns {[string, string]} */
export function twoLines(value) {
  const [first, ...rest] = value.split("\n").map((line) => line.trim());
  return [first, rest.filter(Boolean).join(" ")];
}

/** Makes rows be split and merged. */
export function startCutting(app) {
  const gaps = new WeakMap(); // the right one of two split rows → the blank that stood before it

  const divide = (row, at, value) => {
    const sources = halves(row.source, at);
    const targets = twoLines(value);
    if (!targets.every(Boolean))
      return app.say(_("Put the line break of the translation too: both halves need words"), { kind: "warning" });
    const notes = [row.now.note, ""];
    const parts = sources.map((source, n) => ({
      source,
      now: { target: targets[n], status: "draft", note: notes[n] },
    }));
    const come = app.desk.cut([row.id], parts);
    gaps.set(come[1], row.source.slice(sources[0].length, row.source.length - sources[1].length));
    app.rows.go(come[0]);
    return app.say(_("Split in two"));
  };

  const split = (row) => {
    let at = likely(row.source);
    const fresh = row.now.target === app.rows.written(row);
    const links = fresh ? linksOf(app.rows.element(row).dataset.words) : [];
    const target = targetField(row.now.target, following(row.source, row.now.target, at, links));
    let touched = false;
    target.addEventListener("input", () => (touched = true));
    const source = sourceField(row.source, at, (place) => {
      at = place;
      if (!touched) target.value = broken(row.now.target, following(row.source, row.now.target, at, links));
    });
    [source.lang, target.lang] = [app.rows.source(row).lang, app.rows.target(row).lang];
    const hint = build("p", {
      id: `split-${row.id}`,
      textContent: _("Put the caret where the sentence is to be cut and press Enter; in the source a click will do."),
    });
    for (const field of [source, target]) field.setAttribute("aria-describedby", hint.id);
    const apply = () => divide(row, at, target.value);
    const fields = build(
      "div",
      { className: "panel-sides" },
      build("label", {}, build("span", { textContent: _("Source") }), source),
      build("label", {}, build("span", { textContent: _("Translation") }), target),
    );
    const panel = openPanel(app, row, "split", _("Split this segment"), [hint, fields], {
      buttons: [[_("Split here"), apply]],
    });
    source.setSelectionRange(...Array(2).fill(halves(row.source, at)[0].length + 1));
    panel?.element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      apply();
    });
  };

  const nextOf = (row) => {
    const next = app.desk.beside(row, 1);
    return next?.block === row.block ? next : undefined;
  };
  const merge = (row) => {
    const next = nextOf(row);
    const join = (one, other, between) => [one, other].filter(Boolean).join(between);
    const now = {
      target: join(row.now.target.trim(), next.now.target.trim(), " "),
      status: "draft",
      note: join(row.now.note, next.now.note, "\n"),
    };
    const [come] = app.desk.cut(
      [row.id, next.id],
      [{ source: row.source + (gaps.get(next) ?? " ") + next.source, now }],
    );
    app.rows.go(come);
    app.say(_("Merged with the next segment"));
  };

  app.actions.add("split", split, { label: _("Split"), when: (row) => likely(row.source) >= 0 });
  app.actions.add("merge", merge, { label: _("Merge with next"), when: (row) => nextOf(row) !== undefined });
  for (const name of ["split", "merge"]) app.menu.add(name);
}

function breaks(event) {
  return event.inputType === "insertLineBreak" || event.inputType === "insertParagraph";
}
