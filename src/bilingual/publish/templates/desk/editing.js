// Typing into translations, in place. Each letter goes to the desk at once; line breaks never do.
import { insertText, placeCaret } from "./cells.js";
import { distance } from "./places.js";
import { oneLine } from "./sheet.js";

/** Has translations take what is typed, pasted and dropped, and adds the actions `edit` and `leave`. */
export function startEditing(app) {
  const { desk, rows } = app;
  const rowOf = (event) => (event.target.closest?.(".target") ? rows.of(event.target) : undefined);
  let pressed = false; // a pointer: nothing may move under it until it is let go
  const rested = []; // what waits for that

  const take = (row) => {
    const cell = rows.target(row);
    const text = cell.textContent;
    desk.change(row.id, { target: text }, { typing: true });
    if (text !== row.now.target || (!text && cell.firstChild)) rows.write(row);
  };

  rows.main.addEventListener("beforeinput", (event) => {
    const row = rowOf(event);
    if (!row) return;
    rows.keep(row);
    if (/^insert(Paragraph|LineBreak)$/.test(event.inputType)) event.preventDefault();
    if (/^history(Undo|Redo)$/.test(event.inputType)) {
      event.preventDefault();
      app.actions.run(event.inputType === "historyUndo" ? "undo" : "redo");
    }
  });
  rows.main.addEventListener("input", (event) => {
    const row = rowOf(event);
    if (row) take(row);
  });
  rows.main.addEventListener("paste", (event) => {
    const row = rowOf(event);
    if (!row) return;
    event.preventDefault();
    rows.keep(row);
    desk.pause();
    insertText(rows.target(row), oneLine(event.clipboardData.getData("text/plain")));
    take(row);
  });

  // A text that was changed loses the marks that it has no more, once nobody is in it.
  const settle = (row) => {
    desk.pause();
    if (rows.element(row)?.isConnected) rows.settle(row);
  };
  app.rest = (work) => (pressed ? rested.push(work) : work());
  rows.main.addEventListener("focusout", (event) => {
    const row = rowOf(event);
    if (row) app.rest(() => document.activeElement !== rows.target(row) && settle(row));
  });
  document.addEventListener("pointerdown", () => (pressed = true), true);
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(
      name,
      () => {
        pressed = false;
        setTimeout(() => rested.splice(0).forEach((work) => work())); // behind the click
      },
      true,
    );
  }

  app.actions.add("edit", (row) => rows.go(row, { edit: true }));
  app.actions.add("leave", (row) => rows.go(row));
  app.actions.add("approve-on", (row) => {
    const typing = document.activeElement === rows.target(row);
    desk.change(row.id, { status: "approved" });
    const shown = rows.shown();
    const next = shown[shown.indexOf(row) + 1];
    if (next) rows.go(next, { edit: typing });
  });
}

/** Selects a mark's partner in a translation, so that the next letter takes its place. */
export function selectWithin(cell, element) {
  cell.focus({ preventScroll: true });
  const range = document.createRange();
  range.selectNodeContents(element);
  const start = distance(cell, range.startContainer, range.startOffset);
  if (start < 0) placeCaret(cell, 0);
  else getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
}
