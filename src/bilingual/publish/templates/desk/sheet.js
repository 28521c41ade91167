// The rows as the editor has them: what she changes, splits and merges, and the way back. state.js has the rest of the desk.
import { Record, lettersOf } from "./record.js";
import { Steps } from "./steps.js";

export const FIELDS = ["target", "status", "note"];

export const same = (one, other) => FIELDS.every((field) => one[field] === other[field]);

// A target stands on one line: a break, with the spaces around it, becomes one space.
export const oneLine = (text) =>
  text
    .split(/[\r\n]+/)
    .map((line, at, all) => (all.length > 1 ? line.trim() : line))
    .join(" ");

export class Sheet {
  _byId = new Map();
  #handlers = new Map();
  _record;
  #cutBlocks = new Set();
  #made = 0;
  #steps;

  // `rows`: [{ id, block, source, before }] in reading order; `clock` gives milliseconds.
  constructor(rows, clock) {
    this.rows = rows.map((row) => ({ ...row, now: row.before, theirs: null }));
    for (const row of this.rows) this._byId.set(row.id, row);
    this._record = new Record(this.rows);
    this.#steps = new Steps(clock);
  }

  // Calls `handler` at each event of a name; what comes back ends that.
  on(name, handler) {
    if (!this.#handlers.has(name)) this.#handlers.set(name, new Set());
    this.#handlers.get(name).add(handler);
    return () => this.#handlers.get(name).delete(handler);
  }

  // The row of an id; undefined where it is gone.
  row(id) {
    return this._byId.get(id);
  }

  // What the record has on a segment, also while a cut stands in its place: { id, source, before }; else undefined.
  origin(id) {
    return this._record.of(id);
  }

  // The row `step` places further; undefined past the ends.
  beside(row, step) {
    return this.rows[this.rows.indexOf(row) + step];
  }

  // Whether a row is other than the record has it.
  changed(row) {
    return !row.before || !same(row.before, row.now);
  }

  // Changes fields of a row; false where nothing is different. An editor's new wording is a draft until she approves it.
  // `typing`: joins the step before, where that was typing in the same row just now.
  change(id, fields, { by = "editor", typing = false } = {}) {
    const row = this.row(id);
    const was = row.now;
    const now = { ...was, ...fields };
    now.target = oneLine(now.target);
    if (by === "editor" && now.target !== was.target && !("status" in fields)) now.status = "draft";
    if (same(was, now)) return false;
    row.now = now;
    if (by === "editor") this.#steps.add({ row, was, now }, typing);
    this._tell("change", { row, was, by });
    if (by === "editor") this._tell("steps", {});
    return true;
  }

  // Puts neighbouring rows of one block (`ids`, in order) together or takes them apart; gives the new rows.
  // `parts`: [{ source, now }] that take their place; joined by the spaces of old, their sources give the old text.
  // A part that is, letter by letter, where a row of the record was is that row again.
  cut(ids, parts, { by = "editor" } = {}) {
    const gone = ids.map((id) => this.row(id));
    const { block } = gone[0];
    const origins = this._record.places(
      this._runs(block, ids).find(({ now }) => now.includes(gone[0])),
      gone[0],
    );
    let at = 0; // letters from the start of the first row
    const come = parts.map(({ source, now }) => {
      const origin = origins.get(at);
      at += lettersOf(source);
      const id = origin?.source === source ? origin.id : this.#freshId();
      return { id, block, source, before: null, now: { ...now }, theirs: null };
    });
    if (by === "editor") this.#steps.add({ gone, come });
    this._swap(gone, come, by);
    this._tell("steps", {});
    return come;
  }

  // Makes all changes inside `work` one step of undo().
  together(work) {
    this.#steps.open();
    try {
      work();
    } finally {
      this.#steps.close();
    }
  }

  // Ends a run of typing: what comes next is a step of its own.
  pause() {
    this.#steps.pause();
  }

  get canUndo() {
    return this.#steps.back > 0;
  }

  get canRedo() {
    return this.#steps.ahead > 0;
  }

  // Takes the editor's last step back; gives the rows that it touched, none where there is nothing to take back.
  undo() {
    const parts = this.#steps.undo((part) => this.#stand(part.come ?? [part.row]));
    return this.#make(parts, ({ row, was, gone, come }) => (row ? { row, to: was } : { from: come, into: gone }));
  }

  // Makes the step that was last taken back again; gives the rows as `undo` does.
  redo() {
    const parts = this.#steps.redo((part) => this.#stand(part.gone ?? [part.row]));
    return this.#make(parts, ({ row, now, gone, come }) => (row ? { row, to: now } : { from: gone, into: come }));
  }

  // What the editor has decided on rows that the record has: [{ address, source, before, after }], as `bilingual apply`
  // and the server read it. A disputed row is in it with the `before` that the editor had seen, unless left out.
  decisions({ disputed = true } = {}) {
    return this.rows
      .filter((row) => row.before && !same(row.before, row.now) && (disputed || !row.theirs))
      .map((row) => ({ address: row.id, source: row.source, before: row.before, after: row.now }));
  }

  // Where the editor has set other bounds: [{ old: [address], before: [state], new: [{ source, target, status, note }] }].
  cuts() {
    return [...this.#cutBlocks]
      .flatMap((block) => this._runs(block))
      .map(({ old, now }) => ({
        old: old.map((origin) => origin.id),
        before: old.map((origin) => origin.before),
        new: now.map((row) => ({ source: row.source, ...row.now })),
      }));
  }

  _tell(name, what) {
    for (const handler of this.#handlers.get(name) ?? []) handler(what);
  }

  #freshId() {
    this.#made += 1;
    return `cut-${this.#made}`;
  }

  _runs(block, loose = []) {
    return this._record.runs(
      block,
      this.rows.filter((row) => row.block === block),
      loose,
    );
  }

  #stand(rows) {
    const at = this.rows.indexOf(rows[0]);
    return at >= 0 && rows.every((row, place) => this.rows[at + place] === row);
  }

  #make(parts, way) {
    const touched = [];
    for (const { row, to, from, into } of parts.map(way)) {
      if (row && this.#stand([row])) {
        this.change(row.id, to, { by: "undo" });
        touched.push(row);
      } else if (from && this.#stand(from)) {
        this._swap(from, into, "undo");
        touched.push(...into);
      }
    }
    this._tell("steps", {});
    return touched;
  }

  _swap(gone, come, by) {
    this.rows.splice(this.rows.indexOf(gone[0]), gone.length, ...come);
    for (const row of gone) this._byId.delete(row.id);
    for (const row of come) {
      const origin = this._record.of(row.id);
      row.before = origin && origin.source === row.source ? origin.before : null;
      if (!row.before && this._record.of(row.id)) row.id = this.#freshId();
      this._byId.set(row.id, row);
    }
    this.#cutBlocks.add(come[0].block);
    this._tell("rows", { gone, come, by });
  }
}
