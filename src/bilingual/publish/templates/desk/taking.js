// What the server says about rows, taken into the desk and the page: never over what the editor is at work on.
import { setAside } from "./salvage.js";
import { FIELDS, same } from "./sheet.js";

/** @typedef {{address: string, source: string, state: object, html: string, replaces?: string[]}} ServerRow */

/**
 * The rows of an answer in groups: alone, or those that take the place of others together.
 * @param {ServerRow[]} rows
 * @returns {{gone: string[], rows: ServerRow[]}[]} `gone` is empty where nothing is replaced
 */
export function grouped(rows) {
  const groups = [];
  for (const row of rows) {
    if (row.replaces?.length === 0 && groups.at(-1)?.gone.length) groups.at(-1).rows.push(row);
    else groups.push({ gone: row.replaces ?? [], rows: [row] });
  }
  return groups;
}

/**
 * What the editor's own changes are counted from when the server says that a row is in a state: from what she sent, in
 * the fields where the server has just that; from what she saw, in the others.
 * @param {{after: object} | undefined} sent a decision that the server may have by now
 */
export function baseOf(before, sent, state) {
  const base = { ...before };
  for (const field of FIELDS) if (sent && sent.after[field] === state[field]) base[field] = state[field];
  return base;
}

export class Taking {
  #app;
  #heard = new Map(); // address → revision of its last word
  #missed = new Map(); // address → state of a segment in whose place a cut of the editor's stands
  #later = new Map(); // row → the server's element for it, while the editor is in the row

  constructor(app) {
    this.#app = app;
    app.desk.on("rows", (event) => event.by === "server" && this.#salvage(event));
    app.rows.main.addEventListener("focusout", () => setTimeout(() => this.#catchUp()));
  }

  /**
   * Takes rows in.
   * @param {Map<string, object>} sent decisions that the server may have by now, by address
   */
  take(rows, revision, sent = new Map()) {
    for (const group of grouped(rows)) {
      const news = group.rows.filter(({ address }) => revision >= (this.#heard.get(address) ?? 0));
      for (const { address } of news) this.#heard.set(address, revision);
      if (group.gone.length) this.#exchange(group);
      for (const row of news) this.#settle(row, sent.get(row.address));
    }
  }

  /** Takes a cut back that the server has refused, since others were at work there. */
  uncut({ old }, rows) {
    const origins = old.map((id) => this.#app.desk.origin(id));
    if (!origins.every(Boolean)) return;
    const told = (id) => rows.find((row) => row.address === id)?.state ?? this.#missed.get(id);
    this.#app.desk.replaceRows(
      old,
      origins.map(({ id, source, before }) => ({ id, source, before: told(id) ?? before })),
    );
  }

  // The server's rows stand where ours, or their forerunners, did.
  #exchange({ gone, rows }) {
    const come = rows.map(({ address, source, state }) => ({ id: address, source, before: state }));
    if (come.every(({ id, source }) => this.#app.desk.row(id)?.source === source)) return;
    this.#app.desk.replaceRows(gone, come);
  }

  #settle({ address, source, state, html }, sent) {
    const row = this.#app.desk.row(address);
    if (!row) this.#missed.set(address, state);
    if (row?.source !== source) return;
    this.#app.desk.settle(address, state, baseOf(row.before, sent, state));
    if (html && same(row.now, state)) this.#lay(row, html);
  }

  #lay(row, html) {
    this.#later.set(row, html);
    this.#catchUp();
  }

  #catchUp() {
    for (const [row, html] of this.#later) {
      const element = this.#app.rows.element(row);
      if (element && this.#busy(element)) continue;
      this.#later.delete(row);
      if (element && !this.#app.desk.changed(row)) this.#app.rows.put(row, this.#app.rows.fromHtml(html));
    }
  }

  #busy(element) {
    const held = document.hasFocus() && document.activeElement;
    const typing = held && element.contains(held) && (held.isContentEditable || held.matches("textarea, input"));
    return typing || element.querySelector(".panel, .dispute, [popover]:popover-open") !== null;
  }

  // What the editor had written in rows that made way for the server's.
  #salvage({ gone, come }) {
    const lost = gone.filter((row) => this.#app.desk.changed(row)).map((row) => row.now.target);
    const texts = lost.filter((text) => text.trim() && !come.some((row) => row.now.target === text));
    if (texts.length) setAside(this.#app, come[0], texts);
  }
}
