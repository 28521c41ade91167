// Places in a text, in UTF-16 units from its start, and the same places in the element that shows it.

/** A stretch of an element's text; it follows no later changes. @returns {StaticRange | null} null outside the text */
export function stretch(element, start, end) {
  const [from, to] = [nodeAt(element, start, true), nodeAt(element, end, false)];
  if (!from || !to || end <= start) return null;
  return new StaticRange({ startContainer: from[0], startOffset: from[1], endContainer: to[0], endOffset: to[1] });
}

/** How far from the start of an element's text a place in it stands; -1 for a place outside. @returns {number} */
export function distance(element, node, offset) {
  if (!element.contains(node)) return -1;
  const range = document.createRange();
  range.setStart(element, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

/** The character of an element's text under a point of the window; -1 where there is none. @returns {number} */
export function characterAt(element, x, y) {
  const caret = caretAt(x, y);
  if (!caret || caret.node.nodeType !== Node.TEXT_NODE || !element.contains(caret.node)) return -1;
  const at = [caret.offset, caret.offset - 1].find((offset) => covers(caret.node, offset, x, y));
  return at === undefined ? -1 : distance(element, caret.node, at);
}

/** Where the caret is in an element, or what is selected in it starts; -1 where it is elsewhere. @returns {number} */
export function caretIn(element) {
  const selection = getSelection();
  if (!selection?.rangeCount) return -1;
  const { startContainer, startOffset } = selection.getRangeAt(0);
  return distance(element, startContainer, startOffset);
}

function nodeAt(element, place, opens) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = place;
  while (walker.nextNode()) {
    const { length } = walker.currentNode;
    if (left < length || (!opens && left === length)) return [walker.currentNode, left];
    left -= length;
  }
  return null;
}

function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const caret = document.caretPositionFromPoint(x, y);
    return caret && { node: caret.offsetNode, offset: caret.offset };
  }
  const range = document.caretRangeFromPoint?.(x, y); // Safari
  return range && { node: range.startContainer, offset: range.startOffset };
}

function covers(node, offset, x, y) {
  if (offset < 0 || offset >= node.length) return false;
  const range = document.createRange();
  range.setStart(node, offset);
  range.setEnd(node, offset + 1);
  return [...range.getClientRects()].some((box) => x >= box.left && x < box.right && y >= box.top && y < box.bottom);
}
