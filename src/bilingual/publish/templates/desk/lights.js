// Terms of the glossary: pointing at one, or walking to it, lights up its partner; Enter goes there and Escape comes back.
import { selectWithin } from "./editing.js";

/** Lights terms, and adds the action `cross`. */
export function startLights(app) {
  const partners = (mark) => [
    ...mark.closest(".pair").querySelectorAll(`:scope > [lang] mark[data-term="${mark.dataset.term}"]`),
  ];
  const light = (on) => (event) => {
    const mark = event.target.closest?.("mark[data-term]");
    if (!mark?.closest(".pair")) return;
    const found = partners(mark);
    const held = found.includes(document.activeElement); // the pointer may leave what the keyboard holds
    for (const partner of found) partner.classList.toggle("lit", on || held);
  };
  for (const [name, on] of [
    ["pointerover", true],
    ["pointerout", false],
    ["focusin", true],
    ["focusout", false],
  ]) {
    app.rows.main.addEventListener(name, light(on));
  }

  let left = null; // the term from which somebody went to its partner
  app.actions.add("cross", (row) => {
    const mark = document.activeElement;
    const partner = partners(mark).find((other) => other !== mark && other.closest(".target"));
    if (!partner) return;
    selectWithin(app.rows.target(row), partner);
    left = mark;
  });
  app.actions.add("back", (row) => {
    const mark = left;
    left = null;
    if (mark?.isConnected && app.rows.of(mark) === row) mark.focus();
    else app.actions.run("leave", row);
  });
}
