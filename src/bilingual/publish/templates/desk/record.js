// What the record has: the rows of each block as it knows them, by which the editor's own cuts are told.

// How many letters a text has, however it is spaced.
export const lettersOf = (text) => text.replace(/\s+/g, "").length;

export class Record {
  #blocks = new Map(); // block → [{ id, source, before }] in order
  #block = new Map(); // id → block

  // `rows`: [{ id, block, source, before }] in reading order.
  constructor(rows) {
    for (const row of rows) {
      if (!this.#blocks.has(row.block)) this.#blocks.set(row.block, []);
      this.#blocks.get(row.block).push({ id: row.id, source: row.source, before: row.before });
      this.#block.set(row.id, row.block);
    }
  }

  // The block of a row of the record; undefined where it has no such row.
  blockOf(id) {
    return this.#block.get(id);
  }

  // What the record has on a row; undefined where it has no such row.
  of(id) {
    return this.#blocks.get(this.#block.get(id))?.find((origin) => origin.id === id);
  }

  // Where the rows of a block are not the record's: [{ old: [origin], now: [row] }], each as long as can be.
  // `loose`: ids of rows that are to be seen as other even where they are the same.
  runs(block, rows, loose = []) {
    const anchors = new Set(rows.map((row) => row.id).filter((id) => !loose.includes(id)));
    const found = [];
    let run = { old: [], now: [] };
    let at = 0;
    for (const origin of [...(this.#blocks.get(block) ?? []), null]) {
      if (origin && !anchors.has(origin.id)) {
        run.old.push(origin);
        continue;
      }
      while (at < rows.length && rows[at].id !== origin?.id) run.now.push(rows[at++]);
      at += 1;
      if (run.old.length || run.now.length) found.push(run);
      run = { old: [], now: [] };
    }
    return found;
  }

  // The record's rows of a run by their places, in letters from the start of one of the rows that stand there.
  places({ old, now }, row) {
    const start = now.slice(0, now.indexOf(row)).reduce((sum, { source }) => sum + lettersOf(source), 0);
    let at = -start;
    return new Map(old.map((origin) => [(at += lettersOf(origin.source)) - lettersOf(origin.source), origin]));
  }

  // Other rows take the place of the neighbours `old`.
  replace(block, old, come) {
    const origins = this.#blocks.get(block);
    const fresh = come.map(({ id, source, before }) => ({ id, source, before }));
    origins.splice(origins.indexOf(old[0]), old.length, ...fresh);
    for (const { id } of old) this.#block.delete(id);
    for (const { id } of come) this.#block.set(id, block);
  }
}
