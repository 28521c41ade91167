// The keys: one table, which the keyboard and the help sheet both read. `Mod` is Ctrl, or Command on a Mac.
import { _ } from "./phrases.js";

/** The groups of shortcuts: a title, then rows of keys, action and what it does for a reader. */
export function shortcuts() {
  return [
    [
      _("Move"),
      [
        [["j", "ArrowDown"], "next-row", _("Next segment")],
        [["k", "ArrowUp"], "previous-row", _("Previous segment")],
        [["n"], "next-finding", _("Next finding")],
        [["p"], "previous-finding", _("Previous finding")],
        [["d"], "least-certain", _("Next segment to read twice, the least certain first; with Shift, back")],
        [["/"], "search", _("Search")],
        [["v"], "filter", _("Choose what is shown")],
        [["w"], "word", _("Next linked word")],
        [["b"], "word-back", _("Previous linked word")],
      ],
    ],
    [
      _("Decide"),
      [
        [["a"], "approve", _("Approve, or take that back")],
        [["r"], "reject", _("Reject, or take that back")],
        [["Mod+Enter"], "approve-on", _("Approve and go to the next segment")],
        [["c"], "comment", _("Write a note")],
        [["f"], "take", _("Accept the proposed fix")],
        [["Mod+z", "u"], "undo", _("Undo")],
        [["Mod+Shift+z", "Mod+y"], "redo", _("Redo")],
        [["Mod+s"], "save", _("Save corrections")],
      ],
    ],
    [
      _("Change"),
      [
        [["e", "Enter"], "edit", _("Edit the translation")],
        [["m"], "machine", _("Compare with the machine’s text")],
        [["l"], "alternatives", _("Other translations")],
        [["1", "2", "3", "4", "5", "6", "7", "8", "9"], "pick", _("Take the translation of that number")],
        [["s"], "split", _("Split the segment")],
        [["g"], "merge", _("Merge with the next segment")],
        [["t"], "term", _("Make a term of what is selected")],
        [["x"], "again", _("Translate again")],
        [["h"], "history", _("History")],
        [["o"], "more", _("More")],
      ],
    ],
    [
      _("While you type"),
      [
        [["Escape", "Enter"], "leave", _("Done: back to the segment")],
        [["Alt+ArrowDown"], "edit-next", _("Edit the next segment")],
        [["Alt+ArrowUp"], "edit-previous", _("Edit the previous segment")],
        [["Alt+a"], "approve", _("Alt with a letter does what the letter does outside of texts")],
      ],
    ],
    [_("This page"), [[["?"], "help", _("This help")]]],
  ];
}

/** What was struck, as the table writes it: `Mod+Shift+z`, `j`, `?`. @returns {string} */
export function struck({ key, code, ctrlKey, metaKey, altKey, shiftKey }) {
  const mod = ctrlKey || metaKey;
  const letter = altKey && !/^[\x20-\x7e]$/.test(key) && /^Key[A-Z]$/.test(code) ? code.at(-1) : key; // Option on a Mac
  const plain = letter.length === 1 ? letter.toLowerCase() : letter;
  const shift = shiftKey && (plain.length > 1 || (mod && plain !== plain.toUpperCase()));
  return `${mod ? "Mod+" : ""}${altKey ? "Alt+" : ""}${shift ? "Shift+" : ""}${plain}`;
}

/** The action of each key where nobody types. @returns {Map<string, string>} */
export function keyed() {
  const groups = shortcuts().filter((group, at) => at !== 3);
  return new Map(groups.flatMap(([, rows]) => rows.flatMap(([keys, action]) => keys.map((key) => [key, action]))));
}

const TYPED = new Map([
  ["Escape", "back"],
  ["Enter", "leave"],
  ["Alt+ArrowDown", "edit-next"],
  ["Alt+ArrowUp", "edit-previous"],
]);
const NATIVE = "button, a, summary, select, input, textarea, [contenteditable]";

/** Has keys do what the table says, and adds the actions that go from row to row. */
export function startKeys(app) {
  const { actions, rows, store } = app;
  const known = keyed();
  const step = (by, edit) => (row) => {
    const shown = rows.shown();
    const next = rows.current ? shown[shown.indexOf(row) + by] : row;
    if (next) rows.go(next, { edit });
  };
  actions.add("next-row", step(1, false));
  actions.add("previous-row", step(-1, false));
  actions.add("edit-next", step(1, true));
  actions.add("edit-previous", step(-1, true));

  // The action of a key that is struck in an element: what is typed into is served first.
  const meant = (place, key) => {
    if (place.closest(".target") && TYPED.has(key)) return TYPED.get(key);
    if (place.closest(".target"))
      return known.get(key.startsWith("Alt+") ? key.slice(4) : key.startsWith("Mod+") && key);
    if (place.closest(".writing textarea")) return key.startsWith("Mod+") ? known.get(key) : undefined;
    if (place.closest("textarea, input, select")) return key === "Mod+s" ? "save" : undefined;
    if (key === "Enter" && place.matches("mark[data-term]")) return "cross";
    if (key === "Enter" && place.matches(NATIVE)) return undefined;
    if (key.startsWith("Arrow") && !rows.of(place)) return undefined; // they scroll
    return key.length > 1 || store.get("letters") !== "off" ? known.get(key) : undefined;
  };
  document.addEventListener("keydown", (event) => {
    // a sheet that has just been closed may still have the focus
    const place = event.target.closest("dialog:not([open])") ? document.body : event.target;
    if (event.defaultPrevented || event.isComposing || place.closest("dialog, [popover]")) return;
    const action = meant(place, struck(event));
    if (action && actions.has(action)) {
      event.preventDefault();
      actions.run(action, rows.of(place) ?? actions.row(), event);
    } else if (event.key === "Escape" && !place.matches(NATIVE)) document.activeElement.blur();
  });
}
