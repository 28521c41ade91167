// Each change into the browser's store as it is made, and back from there when the page is opened again.
import { build } from "./build.js";
import { _, counted } from "./phrases.js";

const ROW = "row ";
const CUTS = "cuts";

/** Brings back what was kept, then keeps what comes. */
export function startKeeping(app) {
  const { desk, store } = app;
  const left = new Set(); // names of what is kept and fits nowhere: it stays until somebody throws it away
  restore(app, left);

  const keepCuts = () => store.set(CUTS, desk.cuts().length ? desk.cuts() : null);
  const keep = (row) => {
    if (!row.before) return keepCuts();
    const { source, before, now } = row;
    store.set(ROW + row.id, desk.changed(row) || row.theirs ? { source, before, now } : null);
    return warn();
  };
  let warned = false;
  const warn = () => {
    if (!store.broken || warned || app.served) return;
    warned = true;
    app.say(_("This browser keeps nothing of what you type. Save your corrections before you close the page."), {
      kind: "warning",
    });
  };
  desk.on("change", ({ row }) => keep(row));
  desk.on("settle", ({ row }) => keep(row));
  desk.on("dispute", ({ row }) => keep(row));
  desk.on("adopt", keepCuts);
  desk.on("rows", ({ gone, come }) => {
    for (const row of gone) store.set(ROW + row.id, null);
    for (const row of come) keep(row);
    keepCuts();
  });
  addEventListener("beforeunload", (event) => {
    if (store.broken && (desk.decisions().length || desk.cuts().length)) event.preventDefault();
  });
}

function restore(app, left) {
  const { desk, store } = app;
  const orphans = recut(desk, store.get(CUTS) ?? []).map((kept) => [CUTS, kept]);
  let count = desk.cuts().length;
  for (const name of store.names(ROW)) {
    const row = desk.row(name.slice(ROW.length));
    const kept = store.get(name);
    if (!kept?.now || !kept.before) store.set(name, null);
    else if (!row?.before || row.source !== kept.source) orphans.push([name, { source: kept.source, ...kept.now }]);
    else {
      desk.recall(row.id, kept);
      count += desk.changed(row) && !row.theirs;
      if (!desk.changed(row) && !row.theirs) store.set(name, null);
    }
  }
  if (count) app.say(counted("{n} unsaved change restored", "{n} unsaved changes restored", count));
  const disputed = desk.rows.filter((row) => row.theirs);
  if (disputed.length) {
    app.say(
      counted(
        "{n} segment has changed in the page since you worked on it.",
        "{n} segments have changed in the page since you worked on them.",
        disputed.length,
      ),
      { kind: "warning", choices: [[_("Show"), () => app.rows.go(disputed[0], { scroll: "center" })]] },
    );
  }
  for (const [name] of orphans) left.add(name);
  if (orphans.length) showOrphans(app, orphans);
}

// The cuts that still fit are made again; gives the rows of the others.
function recut(desk, cuts) {
  const lost = [];
  for (const { old, new: parts } of cuts) {
    const rows = old.map((id) => desk.row(id));
    const flat = (texts) => texts.join("").replace(/\s+/g, "");
    const whole = rows.every(Boolean) && flat(rows.map((row) => row.source)) === flat(parts.map((part) => part.source));
    if (!whole) lost.push(...parts);
    else
      desk.cut(
        old,
        parts.map(({ source, ...now }) => ({ source, now })),
        { by: "storage" },
      );
  }
  return lost;
}

// Above the text: work on segments that the page no longer has, to be copied or thrown away.
function showOrphans(app, orphans) {
  const items = orphans.map(([, kept]) =>
    build(
      "li",
      {},
      build("p", { lang: "fr" }, kept.source),
      build("p", { lang: "en" }, kept.target),
      build("p", {}, kept.note),
    ),
  );
  const away = build("button", { className: "plain" }, _("Throw away"));
  const heading = _("Your work on segments that this page no longer has");
  const section = build(
    "section",
    { className: "orphans", aria: { label: heading } },
    build("h2", {}, heading),
    build("ul", {}, ...items),
    away,
  );
  away.addEventListener("click", () => {
    for (const [name] of orphans) app.store.set(name, null);
    section.remove();
  });
  app.rows.main.before(section);
}
