// Where page and editor say different things: both texts in the row, and the choice.
import { build } from "./build.js";
import { woven } from "./diff.js";
import { _ } from "./phrases.js";

/** Shows disputes in their rows as long as they last. */
export function startDisputes(app) {
  const { desk, rows } = app;
  const choice = (row, side, label) => {
    const button = build("button", { className: "plain" }, label);
    button.addEventListener("click", () => {
      desk.resolve(row.id, side);
      rows.go(row);
    });
    return button;
  };
  desk.on("dispute", ({ row }) => {
    const aside = rows.aside(row);
    aside.querySelector(":scope > .dispute")?.remove();
    if (!row.theirs) return;
    const heading = app.served
      ? _("Someone else has changed this segment.")
      : _("The page has changed since you worked on this segment.");
    const theirs = app.served ? _("Take theirs") : _("Take the page’s");
    const buttons = [choice(row, "mine", _("Keep mine")), choice(row, "theirs", theirs)];
    const box = { className: "dispute", role: "group", aria: { label: heading } };
    aside.append(build("div", box, build("p", {}, heading), ...differences(row, rows.target(row).lang), ...buttons));
  });
}

// What they say, where it is not what the editor says.
function differences({ now, theirs }, lang) {
  const line = (label, what) => build("p", {}, build("b", {}, label), " ", what);
  const statuses = { draft: _("not approved"), approved: _("approved"), rejected: _("rejected") };
  const differ = (field) => theirs[field] !== now[field];
  return [
    differ("target") ? line(_("Theirs:"), build("span", { lang }, woven(now.target, theirs.target))) : null,
    differ("status") ? line(_("Their decision:"), statuses[theirs.status]) : null,
    differ("note") ? line(_("Their note:"), theirs.note || _("none")) : null,
  ].filter(Boolean);
}
