// The rows as elements: read once, painted where the desk says that something is different. Texts go in as text only.
import { build } from "./build.js";
import { changedUntil, marked, placeCaret } from "./cells.js";
import { _, number } from "./phrases.js";
import { plainCell, rowLike } from "./reading.js";

const PARTS = [".source", ".target", ".verdict", ".aside", ".tools"];

export class Rows {
  #desk;
  #elements = new Map(); // row → element
  #rows = new WeakMap(); // element → row
  #written = new WeakMap(); // element → the text that its target was made with
  #kept = new WeakMap(); // element → its target as the page has it, from before anything was typed
  #gone = new Map(); // id → element of a row that a cut has taken away, for when it comes back
  #current;

  /** Takes the elements of a desk's rows over: from here on, translations can be typed into. */
  constructor(desk, main) {
    [this.#desk, this.main] = [desk, main];
    const elements = main.querySelectorAll(".pair");
    desk.rows.forEach((row, at) => this.#bind(row, elements[at]));
    desk.on("change", ({ row }) => this.paint(row));
    desk.on("settle", ({ row }) => this.paint(row));
    desk.on("rows", (event) => this.#exchange(event));
    desk.on("adopt", ({ row }) => this.#name(row));
    for (const name of ["focusin", "pointerdown"]) {
      main.addEventListener(name, ({ target }) => this.of(target) && (this.current = this.of(target)));
    }
  }

  /** The row that an element stands in; undefined outside of rows. */
  of(node) {
    return this.#rows.get(node?.closest?.(".pair"));
  }

  element(row) {
    return this.#elements.get(row);
  }

  source(row) {
    return this.element(row).querySelector(":scope > .source");
  }

  target(row) {
    return this.element(row).querySelector(":scope > .target");
  }

  /** The place below the texts of a row for what is said about it; made where it is missing. */
  aside(row) {
    const element = this.element(row);
    const found = element.querySelector(":scope > .aside");
    if (found) return found;
    const made = build("div", { className: "aside" });
    element.querySelector(":scope > .tools").before(made);
    return made;
  }

  /** The text that a row's element was made with: what its word links and findings speak of. */
  written(row) {
    return this.#written.get(this.element(row));
  }

  /** The row that keys and the bar act on. */
  get current() {
    return this.#current;
  }

  set current(row) {
    if (row === this.#current) return;
    for (const [one, on] of [
      [this.#current, false],
      [row, true],
    ]) {
      const element = one && this.element(one);
      element?.classList.toggle("current", on);
      for (const stop of element?.querySelectorAll("button, .findings li[tabindex]") ?? []) stop.tabIndex = on ? 0 : -1;
    }
    this.#current = row;
  }

  /** Makes a row the current one and goes there; `edit`: into its translation, the caret at the end. */
  go(row, { edit = false, scroll = "nearest" } = {}) {
    const element = this.element(row);
    this.current = row;
    element.scrollIntoView({ block: scroll });
    const place = edit ? this.target(row) : element;
    if (!edit) element.tabIndex = -1;
    place.focus({ preventScroll: true });
    if (edit) placeCaret(place, row.now.target.length);
  }

  /** The rows that no filter hides, in order. */
  shown() {
    return this.#desk.rows.filter((row) => !this.element(row).hidden);
  }

  /** The first row of which something is in view; undefined where none is. */
  inView() {
    const top = this.main.ownerDocument.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0;
    const rows = this.shown();
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#bottom(rows[middle]) > top) high = middle;
      else low = middle + 1;
    }
    return rows.slice(low, low + 50).find((row) => this.element(row).getBoundingClientRect().bottom > top);
  }

  /** A row's element from the server's text of it; nothing in it runs. */
  fromHtml(html) {
    return document.adoptNode(new DOMParser().parseFromString(html, "text/html").body.firstElementChild);
  }

  /** Has a row look as another element does, but for the part of it in which the editor is. */
  put(row, element) {
    const old = this.element(row);
    const written = element.querySelector(":scope > .target").textContent;
    const held = PARTS.find((part) => old.querySelector(`:scope > ${part}`)?.contains(document.activeElement));
    for (const { name } of [...old.attributes]) if (name !== "class" && name !== "tabindex") old.removeAttribute(name);
    for (const { name, value } of [...element.attributes]) if (name !== "class") old.setAttribute(name, value);
    if (held === ".aside" && written !== this.#written.get(old)) {
      for (const item of old.querySelectorAll(".findings [data-target]")) delete item.dataset.target;
    }
    const parts = PARTS.map((part) => (part === held ? old : element).querySelector(`:scope > ${part}`));
    for (const child of [...old.children]) if (!parts.includes(child)) child.remove();
    let last = null;
    for (const part of parts.filter(Boolean)) {
      if (part.parentElement !== old) last ? last.after(part) : old.prepend(part);
      last = part;
    }
    this.#kept.delete(old);
    this.#bind(row, old, written);
    this.#number();
    this.paint(row);
  }

  /** Remembers how a row's translation is marked before its text changes. */
  keep(row) {
    const element = this.element(row);
    if (!this.#kept.has(element)) this.#kept.set(element, this.target(row).cloneNode(true));
  }

  /** Shows a row as the desk has it. */
  paint(row) {
    const element = this.element(row);
    const { target, status, note } = row.now;
    element.dataset.status = status;
    element.toggleAttribute("data-changed", this.#desk.changed(row));
    for (const [tool, on] of [
      ["approve", "approved"],
      ["reject", "rejected"],
    ]) {
      element.querySelector(`[data-do=${tool}]`)?.setAttribute("aria-pressed", String(status === on));
    }
    if (this.target(row).textContent !== target) this.write(row);
    this.#verdict(row, status);
    this.#note(row, note);
  }

  /**
   * Writes a row's translation anew: as the page has it where it is that text again, else with what is left of its
   * terms marked; the caret stays where it is at work.
   */
  write(row) {
    this.keep(row);
    const cell = this.target(row);
    const at = changedUntil(cell.textContent, row.now.target);
    cell.replaceChildren(marked(row.now.target, this.#kept.get(this.element(row))));
    if (cell === document.activeElement) placeCaret(cell, at);
  }

  /** Writes a row's translation anew where typing has left it marked otherwise than `write` does. */
  settle(row) {
    const kept = this.#kept.get(this.element(row));
    const count = (cell) => cell.querySelectorAll("*").length;
    if (row.now.target !== this.written(row) || (kept && count(kept) !== count(this.target(row)))) this.write(row);
  }

  #bottom(row) {
    const element = this.element(row);
    const frame = element.parentElement.classList.contains("block") ? element.parentElement : element;
    return frame.getBoundingClientRect().bottom;
  }

  // For paper: on the screen the buttons say it.
  #verdict(row, status) {
    const element = this.element(row);
    const said = { approved: _("Approved"), rejected: _("Rejected") }[status];
    const shown = element.querySelector(":scope > .verdict");
    if (!said) shown?.remove();
    else if (shown) shown.textContent = said;
    else this.target(row).after(build("p", { className: "verdict" }, said));
  }

  #note(row, note) {
    const shown = this.element(row).querySelector(":scope > .aside > .note");
    if (!note) shown?.remove();
    else if (!shown) {
      this.aside(row).prepend(
        build("p", { className: "note" }, build("b", {}, _("Note")), " ", build("bdi", {}, note)),
      );
    } else if (shown.querySelector("bdi").textContent !== note) shown.querySelector("bdi").textContent = note;
  }

  #bind(row, element, written = row.now.target) {
    this.#elements.set(row, element);
    this.#rows.set(element, row);
    this.#written.set(element, written);
    const target = plainCell(element.children[1]);
    target.setAttribute("role", "textbox");
    target.setAttribute("contenteditable", "plaintext-only");
    target.setAttribute("aria-label", _("Translation {number}", { number: element.dataset.number }));
  }

  #exchange({ gone, come }) {
    const first = this.element(gone[0]);
    for (const row of come) {
      const known = this.#gone.get(row.id);
      const element = known ?? rowLike(first, row);
      first.before(element);
      this.#bind(row, element, known && this.#written.get(known));
      this.paint(row);
    }
    for (const row of gone) {
      const element = this.element(row);
      this.#gone.set(row.id, element);
      element.remove();
    }
    if (gone.includes(this.#current)) this.current = come[0];
    this.#number();
  }

  #name(row) {
    const element = this.element(row);
    element.dataset.pair = row.id;
    element.id = `p-${row.id}`;
  }

  #number() {
    this.#desk.rows.forEach((row, at) => {
      const element = this.element(row);
      const name = number(at + 1);
      if (element.dataset.number === name && element.hasAttribute("aria-label")) return;
      element.dataset.number = name;
      element.setAttribute("aria-label", _("Segment {number}", { number: name }));
      this.target(row).setAttribute("aria-label", _("Translation {number}", { number: name }));
    });
  }
}
