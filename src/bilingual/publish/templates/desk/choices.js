// Ready-made texts for a row: a finding's proposal, the machine's wording and its alternatives, matches of the memory.
import { build } from "./build.js";
import { woven } from "./diff.js";
import { openPanel, panelIn } from "./panel.js";
import { _ } from "./phrases.js";
import { ask } from "./wire.js";

/** @typedef {{target: string, kind: "memory" | "machine", score?: number, source?: string, from?: string}} Choice */

const CHOICES_SHOWN = 9; // as many as there are keys

/**
 * What a row offers instead of its text, matches of the memory first; each text once.
 * @param {HTMLElement} element of the row
 * @param {string[]} asked alternatives that came from the server
 * @returns {Choice[]}
 */
export function choicesOf(element, asked = []) {
  const textOf = (node, selector) => node.querySelector(selector)?.textContent ?? "";
  const matches = [...element.querySelectorAll(".matches > li")].map((item) => ({
    target: textOf(item, ".match-target"),
    kind: "memory",
    score: Number(item.dataset.score),
    source: textOf(item, ".match-source"),
    from: textOf(item, "small > bdi"),
  }));
  const written = [...element.querySelectorAll(".alternatives > li")].map((item) => item.textContent);
  const alternatives = [...written, ...asked].map((target) => ({ target, kind: "machine" }));
  const all = [...matches, ...alternatives].filter((choice) => choice.target.trim());
  return [...new Map(all.reverse().map((choice) => [choice.target, choice])).values()]
    .reverse()
    .slice(0, CHOICES_SHOWN);
}

/** What the machine wrote for a row; empty where nobody knows. @returns {string} */
export function machineText(element, written) {
  return element.querySelector(".machine")?.textContent ?? (element.dataset.origin === "machine" ? written : "");
}

// A score of 0 to 100 as the page's language writes it, rounded down: only the same text has all of it.
function share(score) {
  const form = new Intl.NumberFormat(document.documentElement.lang || "en", { style: "percent" });
  return form.format(Math.floor(score) / 100);
}

/** Makes ready-made texts be shown and taken. */
export function startChoices(app) {
  const take = (row, target) => {
    const changed = app.desk.change(row.id, { target });
    app.desk.pause();
    app.say(changed ? _("Taken; Undo brings back what stood there") : _("It stands there already"));
  };

  const proposals = (row) => [...app.rows.element(row).querySelectorAll(".fix q")];
  const accept = (row, event) => {
    const item = event?.target.closest?.("li");
    const proposal = item?.querySelector(".fix q") ?? proposals(row).find((one) => one.textContent !== row.now.target);
    if (proposal) take(row, proposal.textContent);
  };

  const machine = (row) => {
    const text = machineText(app.rows.element(row), row.before?.target ?? "");
    const shown = build("p", { className: "woven", lang: app.rows.target(row).lang });
    const draw = () =>
      shown.replaceChildren(text ? woven(text, row.now.target) : _("What the machine wrote is not known"));
    draw();
    const panel = openPanel(app, row, "machine", _("Machine text and edit"), [shown], {
      buttons: text ? [[_("Take the machine text"), () => take(row, text)]] : [],
    });
    const stop = app.desk.on("change", (event) => {
      if (!panel?.element.isConnected) stop();
      else if (event.row === row) draw();
    });
  };

  const entry = (row, choice, at) => {
    const text = build("span", { lang: app.rows.target(row).lang }, woven(row.now.target, choice.target, false));
    const button = build("button", { type: "button", className: "choice", data: { do: "pick", choice: at } }, text);
    button.choice = choice;
    const score = choice.kind === "memory" ? _("{score} in the memory", { score: share(choice.score) }) : _("machine");
    const remarks = [build("span", { textContent: choice.from ? `${score}, ${choice.from}` : score })];
    if (choice.source && choice.source !== row.source) {
      remarks.push(
        build("q", { className: "woven", lang: app.rows.source(row).lang }, woven(choice.source, row.source)),
      );
    }
    return build("li", {}, button, build("small", {}, ...remarks));
  };
  const list = (row, asked = []) => {
    const items = choicesOf(app.rows.element(row), asked).filter((choice) => choice.target !== row.now.target);
    return build("ol", { className: "choices" }, ...items.map((choice, n) => entry(row, choice, n + 1)));
  };
  const none = (list) =>
    list.children.length || list.replaceWith(build("p", { textContent: _("There are no alternatives") }));
  const alternatives = async (row) => {
    const first = list(row);
    const panel = openPanel(app, row, "alternatives", _("Alternatives"), [first]);
    if (!panel) return;
    const known = app.rows.element(row).querySelector(".alternatives > li");
    if (!app.served || known) return void none(first);
    const waiting = build("p", { textContent: _("Asking the machine…"), role: "status" });
    first.after(waiting);
    const answer = await ask("api/alternatives", { article: app.article, address: row.id }).catch((error) => ({
      error,
    }));
    waiting.remove();
    if (answer.error)
      return void app.say(_("The desk gives no alternatives: {reason}", { reason: answer.error.message }), {
        kind: "warning",
      });
    const held = first.contains(document.activeElement);
    const whole = list(row, answer.alternatives);
    first.replaceWith(whole);
    if (held) whole.querySelector("button")?.focus();
    none(whole);
  };
  const pick = (row, event) => {
    const clicked = event?.type === "click" ? event.target.closest(".choice") : null;
    const buttons = app.rows.element(row).querySelectorAll(".panel .choice");
    const button = clicked ?? buttons[Number(event?.key) - 1];
    if (!button) return;
    take(row, button.choice.target);
    panelIn(app, row)?.close();
  };

  app.actions.add("take", accept, { label: _("Accept the proposal"), when: (row) => proposals(row).length > 0 });
  app.actions.add("machine", machine, { label: _("Machine text") });
  app.actions.add("alternatives", alternatives, { label: _("Alternatives") });
  app.actions.add("pick", pick, { when: (row) => panelIn(app, row)?.element.dataset.panel === "alternatives" });
  for (const name of ["machine", "alternatives"]) app.menu.add(name);
}
