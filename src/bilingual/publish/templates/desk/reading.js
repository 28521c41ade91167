// Rows as the page has them, read into what a Desk is made of; and new ones, made like those that stand there.
import { build } from "./build.js";

/** What the page's rows say, in order: what a Desk is made of. */
export function readRows(main) {
  const blocks = new Map();
  return [...main.querySelectorAll(".pair")].map((element) => {
    const block = element.parentElement;
    if (!blocks.has(block)) blocks.set(block, blocks.size);
    return { id: element.dataset.pair, block: blocks.get(block), ...readRow(element) };
  });
}

function readRow(element) {
  const [source, target] = element.children;
  const note = element.querySelector(":scope > .aside > .note > bdi")?.textContent ?? "";
  const before = { target: target.textContent, status: element.dataset.status, note };
  return { source: source.textContent, before };
}

/** A translation's cell as an element that may be a text field: a heading may not. */
export function plainCell(cell) {
  if (!/^H\d$/.test(cell.tagName)) return cell;
  const { lang, dir } = cell;
  const made = build("div", { className: `target ${cell.tagName.toLowerCase()}`, lang, dir }, ...cell.childNodes);
  cell.replaceWith(made);
  return made;
}

/** An element for a row, of the same kind as another one. */
export function rowLike(like, row) {
  const [source, target] = [...like.children].slice(0, 2).map((cell) => cell.cloneNode(false));
  source.textContent = row.source;
  target.textContent = row.now.target;
  const tools = like.querySelector(":scope > .tools").cloneNode(true);
  for (const child of [...tools.children]) child.matches("button") ? (child.tabIndex = -1) : child.remove();
  const data = { pair: row.id, status: row.now.status, origin: "editor", recut: "", number: "" };
  const element = build("div", { className: "pair", id: `p-${row.id}`, data }, source, target, tools);
  element.setAttribute("role", "group");
  return element;
}
