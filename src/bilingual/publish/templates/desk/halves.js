// Where a sentence and its translation may be cut in two. Places are UTF-16 units from the start of a text.

const BLANK = /\s+/gu;
const CLOSES = /[»!?;:%)\]}…,.]/u;
const WITHIN = /[\p{L}\p{N}\p{M}]{2}/u;
const LOW = /[\udc00-\udfff]/; // the second half of a character
const PAUSES = [/[.!?…][\s"”’»)\]]*$/u, /[;:–—]$/u, /,["”’»]?$/u, /$/u]; // the stronger first

/** The halves of a text, without the blank between them. @returns {[string, string] | null} null where one is empty */
export function halves(text, at) {
  const [left, right] = [text.slice(0, at).trimEnd(), text.slice(at).trimStart()];
  return left.trim() && right.trim() ? [left, right] : null;
}

/** A text shown with a line break where it is cut. @returns {string} the text itself where there is no cut */
export function broken(text, at) {
  return halves(text, at)?.join("\n") ?? text;
}

/** The place in a text that a place in its broken form stands for. @returns {number} */
export function placeIn(text, at, shown) {
  const cut = halves(text, at);
  if (!cut || shown <= cut[0].length) return Math.min(shown, text.length);
  return text.length - cut[1].length + shown - cut[0].length - 1;
}

/** The nearest place that is in no word; the later one of two. @returns {number} */
export function edge(text, at) {
  const inside = (place) => place > 0 && (WITHIN.test(text.slice(place - 1, place + 1)) || LOW.test(text[place] ?? ""));
  for (let step = 0; step <= text.length; step += 1) {
    if (at + step <= text.length && !inside(at + step)) return at + step;
    if (at - step >= 0 && !inside(at - step)) return at - step;
  }
  return text.length;
}

/** The one break put where the caret is, in a text that was edited perhaps; the old one is a blank. @returns {string} */
export function moved(value, caret) {
  const flat = (text) => text.replace(/\s*\n\s*/g, " ");
  const [left, right] = [flat(value.slice(0, caret)).trimEnd(), flat(value.slice(caret)).trimStart()];
  return left && right ? `${left}\n${right}` : flat(value);
}

/** The likeliest place to cut a source: its strongest pause, nearest to the middle. @returns {number} -1 for one word */
export function likely(text) {
  const places = blanks(text);
  for (const pause of PAUSES) {
    const found = places.filter((place) => pause.test(tail(text, place).trimEnd()));
    if (found.length) return nearest(found, text.length / 2);
  }
  return -1;
}

/**
 * Where a target is cut when its source is: where the fewest word links cross, there nearest to the same share of it.
 * @param {[number, number, number, number][]} links source start and end, target start and end
 * @returns {number} -1 for one word
 */
export function following(source, target, at, links) {
  const places = blanks(target);
  if (!places.length) return -1;
  const share = (at / source.length) * target.length;
  const costs = crossings(places, at, links);
  const least = costs.reduce((a, b) => Math.min(a, b));
  const best = places.filter((place, index) => costs[index] === least);
  const pausing = best.filter((place) => /[.;:,!?…–—]["”’»]?$/u.test(tail(target, place).trimEnd()));
  return nearest(pausing.length ? pausing : best, share);
}

// The ends of the blanks inside a text.
function blanks(text) {
  const ends = [...text.matchAll(BLANK)].map((blank) => blank.index + blank[0].length);
  return ends.filter(
    (place) => halves(text, place) && !CLOSES.test(text[place]) && !/[«([{]\s+$/u.test(tail(text, place)),
  );
}

function tail(text, place) {
  return text.slice(Math.max(0, place - 8), place);
}

function nearest(places, wish) {
  return places.reduce((best, place) => (Math.abs(place - wish) < Math.abs(best - wish) ? place : best));
}

// For each place, how many links have their source and target on different sides of it. Both lists are ascending.
function crossings(places, at, links) {
  const ascending = [...links].sort((a, b) => a[2] - b[2]);
  let crossing = ascending.filter(([start]) => start < at).length;
  let next = 0;
  return places.map((place) => {
    for (; next < ascending.length && ascending[next][2] < place; next += 1)
      crossing += ascending[next][0] < at ? -1 : 1;
    return crossing;
  });
}
