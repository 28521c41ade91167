// The glossary and the machine, with a server: a term is added from a selection, and segments are translated again.
import { build } from "./build.js";
import { openPanel } from "./panel.js";
import { _, counted } from "./phrases.js";
import { caretIn } from "./places.js";
import { ask } from "./wire.js";
import { linksOf, partners } from "./words.js";

/** What is selected in an element, without blanks around it; empty where that is elsewhere. @returns {string} */
export function selectedIn(element) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return "";
  const range = selection.getRangeAt(0);
  return element.contains(range.commonAncestorContainer) ? range.toString().replace(/\s+/g, " ").trim() : "";
}

/** What stands in the target for a stretch of the source, by the word links; may be empty. @returns {string} */
export function counterpart(target, links, start, end) {
  const found = links.filter((link) => link[0] < end && link[1] > start);
  if (!found.length) return "";
  const [from, to] = [Math.min(...found.map((link) => link[2])), Math.max(...found.map((link) => link[3]))];
  const inner = links.filter((link) => link[2] >= from && link[3] <= to);
  return inner.length === found.length ? target.slice(from, to) : "";
}

/** Makes terms be added and segments be translated again. */
export function startTerms(app) {
  if (!app.served) return;
  const chosen = new WeakMap(); // row → { source, target }: last selected on its sides

  const remember = () => {
    const row = app.rows.of(getSelection().anchorNode?.parentElement);
    if (!row) return;
    const [source, target] = [selectedIn(app.rows.source(row)), selectedIn(app.rows.target(row))];
    const place = source ? caretIn(app.rows.source(row)) : -1;
    const links = row.now.target === app.rows.written(row) ? linksOf(app.rows.element(row).dataset.words) : [];
    const guess = source ? counterpart(row.now.target, links, place, place + source.length) : "";
    if (source) chosen.set(row, { source, target: guess });
    if (target) chosen.set(row, { source: "", ...chosen.get(row), target });
  };

  const working = async (path, body) => {
    const done = app.say(_("The machine is at work…"), { stays: true });
    await app.server.flush();
    const answer = await ask(path, { article: app.article, client: app.client, ...body }).catch((error) => ({ error }));
    done();
    if (!answer.error) return answer;
    const reason = [answer.error.message, answer.error.hint].filter(Boolean).join("; ");
    app.say(_("That could not be done: {reason}", { reason }), { kind: "warning" });
    return null;
  };
  const again = async (addresses) => {
    const answer = await working("api/retranslate", { addresses });
    if (!answer) return null;
    app.server.take(answer);
    const count = answer.rows.length;
    app.say(
      count ? counted("{n} segment translated anew", "{n} segments translated anew", count) : _("Nothing has changed"),
    );
    return answer;
  };

  // The touched segments of this article that no person has settled: what the machine may write again.
  const free = (touched) => {
    const rows = (touched[app.article] ?? []).map((address) => app.desk.row(address)).filter(Boolean);
    const machine = (row) => app.rows.element(row).dataset.origin !== "editor" && !app.desk.changed(row);
    return rows.filter((row) => row.now.status !== "approved" && machine(row)).map((row) => row.id);
  };
  const narrow = (touched) => {
    const ids = new Set(touched[app.article]);
    app.sieve.set("term", (row) => ids.has(row.id));
    const all = () => app.sieve.set("term", null);
    app.say(_("Only the segments with the new term are shown"), { stays: true, choices: [[_("Show all"), all]] });
  };
  const offer = ({ touched, count }) => {
    const ids = free(touched);
    const here = touched[app.article]?.length ?? 0;
    const choices = [];
    if (ids.length)
      choices.push([
        counted("Translate {n} segment again", "Translate {n} segments again", ids.length),
        () => again(ids),
      ]);
    if (here) choices.push([_("Show them"), () => narrow(touched)]);
    const text = [_("The term is in the glossary.")];
    text.push(counted("It touches {n} segment of all articles.", "It touches {n} segments of all articles.", count));
    app.say(text.join(" "), { choices, stays: choices.length > 0 });
  };

  const field = (label, value, lang) => {
    const input = build("input", { type: "text", value, lang, autocomplete: "off" });
    return [build("label", {}, build("span", { textContent: label }), input), input];
  };
  const term = (row) => {
    const { source, target } = chosen.get(row) ?? { source: "", target: "" };
    const [first, source_] = field(_("Term"), source, app.rows.source(row).lang);
    const [second, target_] = field(_("Translation of the term"), target, app.rows.target(row).lang);
    const [third, note_] = field(_("Note for the glossary"), "", "");
    const form = build("form", { className: "panel-sides" }, first, second, third, build("button", { hidden: true }));
    const add = async () => {
      const [french, english] = [source_.value.trim(), target_.value.trim()];
      if (!french || !english) return (french ? target_ : source_).focus();
      const answer = await working("api/terms", { source: french, target: english, note: note_.value.trim() });
      if (!answer) return undefined;
      panel.close();
      return offer(answer);
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      add();
    });
    const panel = openPanel(app, row, "term", _("Add a term to the glossary"), [form], {
      buttons: [[_("Add the term"), add]],
    });
  };
  const one = async (row) => {
    const was = row.now;
    const answer = await again([row.id]);
    if (!answer?.rows.length || was.target === row.now.target) return;
    const back = () => app.desk.change(row.id, was);
    app.say(_("Translated anew"), { choices: [[_("Bring back the old text"), back]] });
  };

  document.addEventListener("selectionchange", remember);
  app.actions.add("term", term, { label: _("Add a term…") });
  app.actions.add("again", one, { label: _("Translate again"), when: (row) => row.before !== null });
  app.actions.add("again-all", () => again(null), { label: _("Translate the article again") });
  for (const name of ["term", "again", "again-all"]) app.menu.add(name);
}
