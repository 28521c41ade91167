// The bar above the text: what is done, which rows are shown, and the way back.
import { build } from "./build.js";
import { doubtOf } from "./doubts.js";
import { _, counted, number } from "./phrases.js";

const TERMS_MOST = 300; // in the filter's list

/** Keeps the bar up to date, and adds the actions `undo`, `redo`, `filter` and `all`. */
export function startBar(app) {
  startProgress(app);
  startSteps(app);
  startFilter(app);
}

function startProgress({ desk, rows }) {
  const [done, share] = ["done", "share"].map((id) => document.getElementById(id));
  let waiting = false;
  const tell = () => {
    waiting = false;
    const approved = desk.rows.filter((row) => row.now.status === "approved").length;
    done.textContent = _("{part} of {whole} approved", { part: number(approved), whole: number(desk.rows.length) });
    share.max = Math.max(1, desk.rows.length);
    share.value = approved;
  };
  const soon = ({ row, was }) => {
    if (waiting || (row && row.now.status === was.status)) return;
    waiting = true;
    requestAnimationFrame(tell);
  };
  desk.on("change", soon);
  desk.on("rows", soon);
  tell();
}

function startSteps({ desk, rows, actions, say }) {
  const undo = document.querySelector(".bar [data-do=undo]");
  const shown = () => undo.setAttribute("aria-disabled", String(!desk.canUndo));
  const walk = (way, nothing) => () => {
    const typing = document.activeElement?.matches(".target, textarea") ? document.activeElement : null;
    const [row] = desk[way]();
    if (!row) say(nothing);
    else if (!typing || rows.of(typing) !== row) rows.go(row);
    if (typing?.matches("textarea") && rows.of(typing) === row) typing.value = row.now.note;
  };
  actions.add("undo", walk("undo", _("There is nothing to undo.")), { label: _("Undo") });
  actions.add("redo", walk("redo", _("There is nothing to redo.")), { label: _("Redo") });
  desk.on("steps", shown);
  shown();
}

function startFilter({ desk, rows, actions, sieve, say }) {
  const field = document.getElementById("filter");
  const passes = {
    findings: (row) => rows.element(row).querySelector(":scope > .aside > .findings") !== null,
    twice: (row) => doubtOf(rows, row) > 0,
    open: (row) => row.now.status !== "approved",
    changed: (row) => desk.changed(row),
    noted: (row) => row.now.note !== "",
  };
  const offers = {
    twice: { choices: [[_("Least certain first"), () => actions.run("least-certain")]], stays: false },
  };
  const withTerm = (gloss) => (row) =>
    [...rows.source(row).querySelectorAll("mark")].some((mark) => firstLine(mark) === gloss);

  const fill = () => {
    if (field.querySelector("optgroup")) return;
    const glosses = [...new Set([...rows.main.querySelectorAll(".source mark")].map(firstLine))].sort(
      Intl.Collator().compare,
    );
    if (!glosses.length) return;
    const options = glosses.slice(0, TERMS_MOST).map((gloss) => build("option", { value: `term ${gloss}` }, gloss));
    field.append(build("optgroup", { label: _("With the term") }, ...options));
  };
  const set = () => {
    const { value } = field;
    const count = sieve.set("filter", value.startsWith("term ") ? withTerm(value.slice(5)) : passes[value]);
    if (value === "all") return;
    if (count) say(counted("{n} segment shown", "{n} segments shown", count), offers[value]);
    else say(_("No segment is like that."), { choices: [[_("All segments"), () => actions.run("all")]] });
  };
  for (const name of ["pointerdown", "focus"]) field.addEventListener(name, fill);
  field.addEventListener("change", set);
  actions.add("filter", () => field.focus(), { label: _("Choose what is shown") });
  actions.add("all", () => {
    field.value = "all";
    set();
  });
}

// Of what a mark explains: the French and its rendering.
function firstLine(mark) {
  return mark.getAttribute("aria-description").split("\n", 1)[0];
}
