// What can be done, by name: buttons (`<button data-do="approve">`), keys and the menu of a row all come here.

export class Actions {
  #known = new Map();

  /** `row`: gives the row that an action is meant for where none is told. */
  constructor(row) {
    this.row = row;
  }

  /**
   * Adds an action.
   * @param {(row, event) => unknown} run
   * @param {{when?: (row) => boolean, label?: string}} [options] whether it can be done on a row, and its name for readers
   */
  add(name, run, { when = () => true, label = "" } = {}) {
    this.#known.set(name, { run, when, label });
  }

  has(name) {
    return this.#known.has(name);
  }

  label(name) {
    return this.#known.get(name)?.label ?? "";
  }

  /** Whether an action is there and can be done on a row. @returns {boolean} */
  possible(name, row) {
    const action = this.#known.get(name);
    return Boolean(action) && (!action.run.length || Boolean(row)) && action.when(row);
  }

  /** Does it, on a row or the one that is meant. @returns {boolean} whether it could be done */
  run(name, row = this.row(), event = null) {
    if (!this.possible(name, row)) return false;
    this.#known.get(name).run(row, event);
    return true;
  }
}

/** Has buttons do what they say. */
export function startActions(app) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (button) app.actions.run(button.dataset.do, app.rows.of(button) ?? app.actions.row(), event);
  });
}
