// The text of a translation as the page shows it: with its terms marked, and the caret where it was.
import { distance } from "./places.js";

/**
 * A text as an earlier cell has it: all of that cell where its text is the same; else with the terms of it around the
 * same words, in order. What is not there any more loses its mark, and what authors mark is plain until it is published.
 * @param {HTMLElement} cell
 * @returns {DocumentFragment}
 */
export function marked(text, cell) {
  const fragment = document.createDocumentFragment();
  if (cell.textContent === text) {
    fragment.append(...cell.cloneNode(true).childNodes);
    return fragment;
  }
  let at = 0;
  for (const mark of cell.querySelectorAll("mark")) {
    const start = mark.textContent ? text.indexOf(mark.textContent, at) : -1;
    if (start < 0) continue;
    const copy = mark.cloneNode(false);
    copy.textContent = mark.textContent;
    fragment.append(text.slice(at, start), copy);
    at = start + copy.textContent.length;
  }
  fragment.append(text.slice(at));
  return fragment;
}

/** Where one text stops being the other, seen from its end: where a caret belongs after the change. @returns {number} */
export function changedUntil(before, after) {
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  return after.length - same;
}

/** Puts the caret into an element, so many letters from the start of its text. */
export function placeCaret(element, at) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = at;
  while (walker.nextNode()) {
    const { length } = walker.currentNode;
    if (left <= length) return getSelection().collapse(walker.currentNode, left);
    left -= length;
  }
  return getSelection().collapse(element, element.childNodes.length);
}

/** Replaces what is selected in an element by a text, and leaves the caret behind it. */
export function insertText(element, text) {
  const range = getSelection().getRangeAt(0);
  const at = distance(element, range.startContainer, range.startOffset);
  range.deleteContents();
  range.insertNode(document.createTextNode(text));
  element.normalize();
  placeCaret(element, at + text.length);
}
