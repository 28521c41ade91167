// What changed between two texts, word by word: Myers' greedy algorithm (1986), on words instead of letters.

import { build } from "./build.js";

/** @typedef {{kind: "same" | "gone" | "new", text: string}} Piece */

const DIFF_WORD = /[\p{L}\p{N}\p{M}]+|\s+|[^]/gu;
const DIFF_MOST = 1000; // changed words; beyond, the texts have little in common, and the table grows with the square

/** The words, blanks and signs of a text, in order; joined they are the text. @returns {string[]} */
export function wordsOf(text) {
  return text.match(DIFF_WORD) ?? [];
}

/**
 * The way from one text to another. The pieces without the new ones joined are `before`, without the gone ones `after`.
 * @returns {Piece[]} none of them empty, no two neighbours of a kind, gone before new
 */
export function compareTexts(before, after) {
  const [from, to] = [wordsOf(before), wordsOf(after)];
  let head = 0;
  while (head < from.length && head < to.length && from[head] === to[head]) head += 1;
  let tail = 0;
  const room = Math.min(from.length, to.length) - head;
  while (tail < room && from.at(-1 - tail) === to.at(-1 - tail)) tail += 1;
  const middle = [from.slice(head, from.length - tail), to.slice(head, to.length - tail)];
  return tidiedDiff([
    { kind: "same", text: from.slice(0, head).join("") },
    ...diffSteps(...middle),
    { kind: "same", text: from.slice(from.length - tail).join("") },
  ]);
}

/**
 * The two texts woven into one, as elements: `del` for what has gone, `ins` for what is new.
 * @param {boolean} whole false leaves out what has gone
 * @returns {DocumentFragment}
 */
export function woven(before, after, whole = true) {
  const fragment = document.createDocumentFragment();
  for (const { kind, text } of compareTexts(before, after)) {
    if (kind === "same") fragment.append(text);
    else if (kind === "new") fragment.append(build("ins", { textContent: text }));
    else if (whole) fragment.append(build("del", { textContent: text }));
  }
  return fragment;
}

// Forward: the furthest reach on each diagonal for 0, 1, 2… changes. Then back along the reaches that were kept.
function diffSteps(from, to) {
  const reaches = diffReaches(from, to);
  if (!reaches) return [diffPiece("gone", from.join("")), diffPiece("new", to.join(""))];
  const found = [];
  let [x, y] = [from.length, to.length];
  for (let changes = reaches.length - 1; changes > 0; changes -= 1) {
    const last = reaches[changes - 1];
    const down = comesDown(last, changes, x - y);
    const diagonal = x - y + (down ? 1 : -1);
    const start = last[changes - 1 + diagonal];
    for (; x > start + (down ? 0 : 1); x -= 1) found.push(diffPiece("same", from[x - 1]));
    found.push(down ? diffPiece("new", to[start - diagonal]) : diffPiece("gone", from[start]));
    [x, y] = [start, start - diagonal];
  }
  for (; x > 0; x -= 1) found.push(diffPiece("same", from[x - 1]));
  return found.reverse();
}

function diffReaches(from, to) {
  const reaches = [];
  for (let changes = 0; changes <= Math.min(DIFF_MOST, from.length + to.length); changes += 1) {
    const reach = new Int32Array(2 * changes + 1); // at [changes + diagonal]; every second one is used
    reaches.push(reach);
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      const x = diffSlide(from, to, changes ? diffOnward(reaches[changes - 1], changes, diagonal) : 0, diagonal);
      if (x >= from.length && x - diagonal >= to.length) return reaches;
      reach[changes + diagonal] = x;
    }
  }
  return null;
}

// Whether the best way onto a diagonal comes from the one above, by a new word, and not from below, by a gone one.
function comesDown(last, changes, diagonal) {
  if (diagonal === -changes) return true;
  if (diagonal === changes) return false;
  return last[changes - 2 + diagonal] < last[changes + diagonal];
}

function diffOnward(last, changes, diagonal) {
  const down = comesDown(last, changes, diagonal);
  return last[changes - 1 + diagonal + (down ? 1 : -1)] + (down ? 0 : 1);
}

function diffSlide(from, to, x, diagonal) {
  while (x < from.length && x - diagonal < to.length && from[x] === to[x - diagonal]) x += 1;
  return x;
}

const diffPiece = (kind, text) => ({ kind, text });

// For a reader: a blank between two changes changes with them; what goes stands before what comes.
function tidiedDiff(pieces) {
  const found = [];
  let [gone, fresh, blank] = ["", "", ""];
  const settle = () => {
    for (const made of [diffPiece("gone", gone), diffPiece("new", fresh), diffPiece("same", blank)])
      if (made.text) addPiece(found, made);
    [gone, fresh, blank] = ["", "", ""];
  };
  for (const { kind, text } of pieces) {
    if (!text) continue;
    if (kind === "same" && (blank || !/^\s+$/.test(text) || !(gone || fresh))) {
      settle();
      addPiece(found, diffPiece(kind, text));
    } else if (kind === "same") blank = text;
    else {
      [gone, fresh, blank] = [gone + blank, fresh + blank, ""];
      if (kind === "gone") gone += text;
      else fresh += text;
    }
  }
  settle();
  return found;
}

function addPiece(pieces, { kind, text }) {
  const last = pieces.at(-1);
  if (last?.kind === kind) last.text += text;
  else pieces.push({ kind, text });
}
