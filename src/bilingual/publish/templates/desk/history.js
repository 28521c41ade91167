// Earlier states of a segment, as the server has kept them; one of them can come back.
import { build } from "./build.js";
import { woven } from "./diff.js";
import { openPanel } from "./panel.js";
import { _ } from "./phrases.js";
import { same } from "./sheet.js";
import { ask } from "./wire.js";

/** @typedef {{time: string, by: string, state: object}} Past */

/**
 * The states that a segment was in, the newest first, without the one that it is in and none twice.
 * @param {{time: string, by: string, before: object, after: object}[]} entries newest first
 * @returns {Past[]} the oldest has no time: it stood there from the beginning
 */
export function pastOf(entries, now) {
  const states = entries.map(({ time, by, after }) => ({ time, by, state: after }));
  const oldest = entries.at(-1);
  if (oldest) states.push({ time: "", by: "", state: oldest.before });
  const different = states.filter((one, n) => states.findIndex((other) => same(one.state, other.state)) === n);
  return different.filter(({ state }) => !same(state, now) && (state.target || state.note));
}

/** Makes a row's history be shown. */
export function startHistory(app) {
  if (!app.served) return;
  const clock = new Intl.DateTimeFormat(document.documentElement.lang || "en", {
    dateStyle: "medium",
    timeStyle: "short",
  });

  const spoken = { draft: _("not approved"), approved: _("approved"), rejected: _("rejected") };
  const headline = ({ time, by }) => {
    if (!time) return _("At first");
    const who = by === app.client ? _("you") : by ? _("another window or editor") : _("another program");
    return `${clock.format(new Date(time))}, ${who}`;
  };
  const entry = (row, past, close) => {
    const name = _("Restore the text of {time}", { time: headline(past) });
    const restore = build("button", { className: "plain", aria: { label: name } }, _("Restore"));
    restore.addEventListener("click", () => {
      app.desk.change(row.id, past.state);
      app.desk.pause();
      close();
      app.say(_("Restored; Undo brings back what stood there"));
    });
    const lang = app.rows.target(row).lang;
    return build(
      "li",
      {},
      build("p", { className: "woven", lang }, woven(row.now.target, past.state.target)),
      build(
        "small",
        {},
        [headline(past), spoken[past.state.status], past.state.note].filter(Boolean).join(" · "),
        " ",
        restore,
      ),
    );
  };

  const show = async (row) => {
    const status = build("p", { role: "status" }, _("Reading the history…"));
    const panel = openPanel(app, row, "history", _("History"), [status]);
    if (!panel) return;
    const query = new URLSearchParams({ article: app.article, address: row.id });
    const answer = await ask(`api/history?${query}`).catch((error) => ({ error }));
    if (answer.error) status.textContent = _("The history cannot be read: {reason}", { reason: answer.error.message });
    else {
      const past = pastOf(answer.entries, row.now);
      if (past.length)
        status.replaceWith(build("ol", { className: "past" }, ...past.map((one) => entry(row, one, panel.close))));
      else status.textContent = _("This segment has no other states");
    }
  };

  app.actions.add("history", show, { label: _("History"), when: (row) => row.before !== null });
  app.menu.add("history");
}
