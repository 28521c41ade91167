// What this browser keeps, so that nothing typed is lost: each change at once, until page or server say the same.

/** Small values under names, per page and article; where the browser keeps nothing, nothing breaks and `broken` is true. */
export class Store {
  constructor(article, storage = storageHere()) {
    this.prefix = `bilingual ${location.pathname} ${article} `;
    this.storage = storage;
    this.broken = !storage;
  }

  /** The value of a name; null where there is none. */
  get(name) {
    try {
      return JSON.parse(this.storage?.getItem(this.prefix + name) ?? "null");
    } catch {
      return null; // not ours
    }
  }

  /** Keeps a value; null forgets it. */
  set(name, value) {
    try {
      if (value === null) this.storage?.removeItem(this.prefix + name);
      else this.storage?.setItem(this.prefix + name, JSON.stringify(value));
    } catch {
      this.broken = true; // full, or forbidden
    }
  }

  /** The names that begin so. @returns {string[]} */
  names(start) {
    const keys = Array.from({ length: this.storage?.length ?? 0 }, (unused, at) => this.storage.key(at));
    return keys.filter((key) => key.startsWith(this.prefix + start)).map((key) => key.slice(this.prefix.length));
  }
}

function storageHere() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
