// What the rows of a page say, what the editor has made of them, and the way back. No DOM, no storage, no network.
//
// A row is { id, block, source, before, now, theirs }:
//   id      the segment's address; "cut-1" and so on for a row that a split or merge has made and nobody else knows yet
//   block   key of the block that it stands in; cuts stay inside one
//   before  { target, status, note } as the record has it (the page as it was written, or the server's last word);
//           null for a row that a cut has made
//   now     { target, status, note } as the editor sees it
//   theirs  null, or the record's state where it and the editor have both moved away from `before`: a dispute
// Rows are the desk's: read them, change them through the methods only.
//
// `by` says who: "editor" (can be undone), "undo", "storage" (kept by this browser), "server".
// Events, each with one object:
//   change   { row, was, by }      `now` of a row is another object than `was`
//   rows     { gone, come, by }    rows made way for others, which stand in `desk.rows` already
//   settle   { row }               the record has spoken on this row: `before` (and maybe `id`, see `adopt`) is new
//   adopt    { row, was }          the record knows a row that a cut had made; `was` is its id until now
//   dispute  { row }               `theirs` was set, or has gone again
//   steps    {}                    what undo() or redo() would do may be different now
import { FIELDS, Sheet, same } from "./sheet.js";

// What the editor does (change, cut, undo, redo, together, pause), and what is told of it (decisions, cuts): sheet.js.
export class Desk extends Sheet {
  // The record's word on a row; false where it and the editor have both moved away from `before`: a dispute then.
  // Fields that the editor has not touched follow the record. `base`: what her changes are counted from, where that is
  // not `before`: what she sent, and has typed on from since.
  settle(id, state, base = this.row(id).before) {
    const row = this.row(id);
    const was = row.now;
    const mine = FIELDS.filter((field) => was[field] !== base[field] && was[field] !== state[field]);
    if (mine.some((field) => base[field] !== state[field])) {
      this.dispute(id, state);
      return false;
    }
    this._record.of(id).before = row.before = { ...state };
    row.now = mine.reduce((now, field) => ({ ...now, [field]: was[field] }), row.before);
    if (row.theirs) this.dispute(id, null);
    this._tell("settle", { row });
    if (!same(was, row.now)) this._tell("change", { row, was, by: "server" });
    return true;
  }

  // What this browser had kept of a row: brought in as far as the record has not moved since; false at a dispute.
  recall(id, { before, now }) {
    const row = this.row(id);
    const record = row.before;
    [row.before, row.now] = [{ ...before }, { ...now }];
    const fits = this.settle(id, record);
    this._tell("change", { row, was: record, by: "storage" });
    return fits;
  }

  // Notes that the record says `theirs` where the editor says otherwise; null where that is over.
  dispute(id, theirs) {
    const row = this.row(id);
    row.theirs = theirs && { ...theirs };
    this._tell("dispute", { row });
  }

  // Ends a dispute: "mine" stays, as a change to what the record says, or "theirs" is taken.
  resolve(id, side) {
    const row = this.row(id);
    const was = row.now;
    this._record.of(id).before = row.before = row.theirs;
    row.now = side === "mine" ? was : row.before;
    this.dispute(id, null);
    this._tell("settle", { row });
    if (!same(was, row.now)) this._tell("change", { row, was, by: "server" });
  }

  // The record has the rows `come` ([{ id, source, before }]) in the place of those with the addresses `gone`; gives
  // the rows that stand there now, null where the record's rows are unknown here (read the page anew).
  // Where the editor had just made the same rows, they get their addresses and keep what she has typed since ("adopt").
  // Else hers give way ("rows" with by "server"; what she had changed is in `gone`).
  replaceRows(gone, come) {
    const block = this._record.blockOf(gone[0]);
    if (!gone.every((id) => this._record.blockOf(id) === block) || block === undefined) return null;
    const { old, now } = this._runs(block, gone).find((run) => run.old.some(({ id }) => id === gone[0]));
    const first = old.findIndex(({ id }) => id === gone[0]);
    const fresh = [...old.slice(0, first), ...come, ...old.slice(first + gone.length)];
    this._record.replace(block, old, fresh);
    if (now.length === fresh.length && now.every((row, at) => row.source === fresh[at].source)) {
      now.forEach((row, at) => this.#adopt(row, fresh[at]));
      return now;
    }
    const rows = fresh.map(({ id, source, before }) => ({ id, block, source, before, now: before, theirs: null }));
    this._swap(now, rows, "server");
    this._tell("steps", {});
    return rows;
  }

  #adopt(row, { id, before }) {
    const was = row.id;
    this._byId.delete(was);
    this._byId.set(id, row);
    row.id = id;
    row.before ??= row.now;
    this._tell("adopt", { row, was });
    row.before = before;
    this._tell("settle", { row });
  }
}
