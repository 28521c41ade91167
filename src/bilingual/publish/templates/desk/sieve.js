// Which rows are shown: those that every sieve lets pass. What is changed while a sieve is set stays in view until it is
// set again, so that nothing goes away under the editor's hands.

export class Sieve {
  #sieves = new Map();
  #handlers = [];

  constructor(desk, rows) {
    [this.desk, this.rows] = [desk, rows];
  }

  /** Whether some rows may be hidden. */
  get active() {
    return this.#sieves.size > 0;
  }

  /** Sets a sieve by its name, `(row) => boolean`; null takes it away. @returns {number} how many rows are shown */
  set(name, passes) {
    if (passes) this.#sieves.set(name, passes);
    else this.#sieves.delete(name);
    const count = this.#apply([...this.#sieves.values()]);
    for (const handler of this.#handlers) handler(count);
    return count;
  }

  /** Calls `handler` with the number of rows that are shown, whenever a sieve was set. */
  on(handler) {
    this.#handlers.push(handler);
  }

  #apply(sieves) {
    let count = 0;
    const blocks = new Map();
    for (const row of this.desk.rows) {
      const shown = sieves.every((passes) => passes(row));
      const element = this.rows.element(row);
      if (element.hidden === shown) element.hidden = !shown;
      blocks.set(element.parentElement, shown || blocks.get(element.parentElement) === true);
      count += shown;
    }
    for (const [block, shown] of blocks) block.hidden = !shown;
    this.rows.main.toggleAttribute("data-sieved", sieves.length > 0);
    if (this.rows.current && this.rows.element(this.rows.current).hidden) this.rows.current = undefined;
    return count;
  }
}
