// What the machine was least sure of: from one such segment to the next, the least certain first. They stay where they
// are, since a sentence is judged by its neighbours, too.
import { _, number } from "./phrases.js";

/** How doubtful a row's translation is, 0 to 1; 0 where that is not known, or an editor has approved or changed it. */
export function doubtOf(rows, row) {
  const open = row.now.status !== "approved" && row.now.target === rows.written(row);
  return open ? Number(rows.element(row).dataset.doubt ?? 0) : 0;
}

/**
 * The next one in the order of doubt, round the ends.
 * @param {{doubt: number, at: number}[]} found what there is, `at` being the place in the text
 * @param {{doubt: number, at: number} | null} here where one is, be it among them or not any more; null at the start
 * @returns {[object, number] | []} with its place in the order, from 1
 */
export function nextDoubt(found, here, step) {
  const before = (one, other) => other.doubt - one.doubt || one.at - other.at;
  const order = [...found].sort(before);
  const passed = here ? order.filter((one) => before(one, here) < 0).length : 0;
  const stands = here && order[passed] && before(order[passed], here) === 0;
  const next = step < 0 ? passed - 1 : passed + (stands ? 1 : 0);
  const at = (next + order.length) % order.length;
  return order.length ? [order[at], at + 1] : [];
}

/** Adds the action `least-certain`. */
export function startDoubts(app) {
  let here = null; // the last one that was walked to
  const walk = (step) => {
    const found = app.desk.rows
      .map((row, at) => ({ row, at, doubt: doubtOf(app.rows, row) }))
      .filter(({ row, doubt }) => doubt > 0 && !app.rows.element(row).hidden);
    const [next, place] = nextDoubt(found, here, step);
    if (!next) return app.say(_("There is nothing to read twice."));
    here = next;
    app.rows.go(next.row, { scroll: "center" });
    const said = _("Least certain first: {at} of {all}", { at: number(place), all: number(found.length) });
    return app.say(said, { choices: [[_("Next"), () => walk(1)]], stays: false });
  };
  app.actions.add("least-certain", (row, event) => walk(event?.shiftKey ? -1 : 1), { label: _("Least certain first") });
}
