// The editor's steps: what undo takes back and redo makes again. A step is a list of parts.

const PAUSE = 1000; // milliseconds; typing that rests for longer begins a new step

export class Steps {
  #done = [];
  #undone = [];
  #open = 0;
  #typed = null; // when a part was last typed, and in which row

  constructor(clock = () => performance.now()) {
    this.clock = clock;
  }

  get back() {
    return this.#done.length;
  }

  get ahead() {
    return this.#undone.length;
  }

  // Remembers a part; `typing` joins it to the last one, where that was typing in the same row just now.
  add(part, typing = false) {
    const now = this.clock();
    const last = this.#done.at(-1);
    this.#undone = [];
    if (typing && this.#typed?.row === part.row && now - this.#typed.at < PAUSE) last.at(-1).now = part.now;
    else if (this.#open > 1) last.push(part);
    else {
      this.#done.push([part]);
      if (this.#open) this.#open += 1;
    }
    this.#typed = typing ? { row: part.row, at: now } : null;
  }

  // Until `close`, all parts are one step.
  open() {
    this.#open = 1;
    this.#typed = null;
  }

  close() {
    this.#open = 0;
  }

  // Ends a run of typing.
  pause() {
    this.#typed = null;
  }

  // The parts to take back, the last one first; steps of which a part is no longer `possible` are forgotten.
  undo(possible) {
    return this.#move(this.#done, this.#undone, possible).reverse();
  }

  // The parts to make again, in order.
  redo(possible) {
    return this.#move(this.#undone, this.#done, possible);
  }

  #move(from, to, possible) {
    this.#typed = null;
    while (from.length) {
      const step = from.pop();
      if (!step.some(possible)) continue;
      to.push(step);
      return [...step];
    }
    return [];
  }
}
