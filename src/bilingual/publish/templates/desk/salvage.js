// What an editor wrote for segments that are no more, since somebody else has changed or cut them: it stays in the row
// that has taken their place until she has used it or has no need of it.
import { build } from "./build.js";
import { _ } from "./phrases.js";

/** Shows texts in a row, each with a button that puts it into the translation. */
export function setAside(app, row, texts) {
  const button = (label, run) => {
    const made = build("button", { className: "plain" }, label);
    made.addEventListener("click", run);
    return made;
  };
  const { lang } = app.rows.target(row);
  const entries = texts.map((text) => {
    const use = () => app.desk.change(row.id, { target: text });
    return build("li", {}, build("q", { lang }, text), " ", button(_("Use this text"), use));
  });
  const heading = _("Another editor has changed or cut these segments meanwhile. What you wrote for them:");
  const done = button(_("Not needed any more"), () => {
    box.remove();
    app.rows.go(row);
  });
  const box = build(
    "div",
    { className: "dispute", role: "group", aria: { label: _("Your texts of segments that are no more") } },
    build("p", {}, heading),
    build("ul", {}, ...entries),
    done,
  );
  app.rows.aside(row).append(box);
  const text = _(
    "Another editor has changed segments that you were cutting or working on; your texts stand in the row",
  );
  app.say(text, { kind: "warning", choices: [[_("Go there"), () => app.rows.go(row, { scroll: "center" })]] });
}

/** Says once of each disputed row that it waits for a choice. */
export function tellDisputes(app) {
  const told = new Set();
  app.desk.on("dispute", ({ row }) => {
    if (!row.theirs) told.delete(row);
    if (!row.theirs || told.has(row)) return;
    told.add(row);
    const place = app.rows.element(row).dataset.number;
    const text = _("Segment {number} was changed elsewhere too; your version is kept until you choose.", {
      number: place,
    });
    app.say(text, { kind: "warning", choices: [[_("Go there"), () => app.rows.go(row, { scroll: "center" })]] });
  });
}
