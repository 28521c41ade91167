// Texts as a search sees them: without accents and capitals, each kind of blank, quote and hyphen alike.

const ALIKE = new Map(
  "œoe æae ßss øo łl đd ıi ’' ‘' ʼ' ´' “\" ”\" «\" »\" ‐- ‑- –- —- −- …..."
    .split(" ")
    .map((pair) => [pair[0], pair.slice(1)]),
);
const UNSEEN = /[\p{M}\p{Cf}]/gu; // accents, soft hyphens, marks of direction
const PLAIN = /^[\x21-\x7e ]*$/;
const known = new Map(); // character → folded; no more entries than Unicode has

/** A text folded for searching. @returns {string} as long as the text or not */
export function fold(text) {
  if (PLAIN.test(text)) return text.toLowerCase();
  let folded = "";
  for (const character of text) folded += foldedOne(character);
  return folded;
}

/** What is searched for when someone has typed this: folded, blanks single, none at the ends. @returns {string} */
export function wanted(typed) {
  return fold(typed).replace(/ +/g, " ").trim();
}

/** Where a needle stands in a folded text, without overlap. @returns {number[]} places in the folded text */
export function hits(folded, needle) {
  const found = [];
  if (!needle) return found;
  for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + needle.length)) found.push(at);
  return found;
}

/**
 * The stretches of a text that folded ones come from; whole characters with their accents.
 * @param {number[]} starts ascending places in the folded text
 * @returns {[number, number][]} start and end of each in the text
 */
export function stretches(text, starts, length) {
  if (!starts.length || PLAIN.test(text)) return starts.map((start) => [start, start + length]);
  const origin = origins(text);
  return starts.map((start) => [origin[start], endOf(text, origin[start + length - 1])]);
}

// Where in the text each folded unit comes from.
function origins(text) {
  const found = [];
  let at = 0;
  for (const character of text) {
    for (let count = foldedOne(character).length; count > 0; count -= 1) found.push(at);
    at += character.length;
  }
  return found;
}

function endOf(text, start) {
  let end = start + String.fromCodePoint(text.codePointAt(start)).length;
  while (end < text.length && /\p{M}/u.test(text[end])) end += 1;
  return end;
}

function foldedOne(character) {
  let folded = known.get(character);
  if (folded === undefined) {
    const bare = character.normalize("NFKD").replace(UNSEEN, "").toLowerCase().replace(UNSEEN, "");
    folded = /^\s$/.test(character) ? " " : (ALIKE.get(bare) ?? bare);
    known.set(character, folded);
  }
  return folded;
}
