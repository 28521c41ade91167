// A panel inside a row, under its texts: one at a time, named, closed by Escape; the focus goes back where it was.
import { build } from "./build.js";
import { _ } from "./phrases.js";

/**
 * Opens a panel in a row in place of the one that is open there; closes it where it is this one.
 * @param {string} name what it is, for style and for `panelIn`
 * @param {string} label its name for people
 * @param {Node[]} content
 * @param {{buttons?: [string, () => void][]}} also buttons that come before “Close”
 * @returns {{element: HTMLElement, close: () => void} | null} null where it was closed
 */
export function openPanel(app, row, name, label, content, { buttons = [] } = {}) {
  const open = panelIn(app, row);
  const opener = open?.opener ?? document.activeElement;
  open?.element.remove();
  if (open?.element.dataset.panel === name) return giveBack(app, row, opener);
  const close = () => {
    const held = element.contains(document.activeElement);
    element.remove();
    if (held) giveBack(app, row, opener);
  };
  const tools = [...buttons, [_("Close"), close]].map(([text, run]) => {
    const button = build("button", { type: "button", className: "plain" }, text);
    button.addEventListener("click", run);
    return button;
  });
  const element = build(
    "section",
    { className: "panel", role: "group", data: { panel: name }, aria: { label } },
    ...content,
  );
  element.append(build("div", { className: "panel-tools" }, ...tools));
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });
  panels.set(element, { opener, close });
  const place = app.rows.element(row);
  place.insertBefore(element, place.querySelector(":scope > .tools"));
  (element.querySelector("[autofocus], textarea, input, button") ?? element).focus();
  element.scrollIntoView({ block: "nearest" });
  return { element, close };
}

/**
 * The open panel of a row, with what had the focus before it.
 * @returns {{element: HTMLElement, opener: Element, close: () => void} | null}
 */
export function panelIn(app, row) {
  const element = app.rows.element(row)?.querySelector(":scope > .panel");
  return element ? { element, ...panels.get(element) } : null;
}

const panels = new WeakMap(); // element → what had the focus before it, and how it is closed

function giveBack(app, row, opener) {
  if (opener?.isConnected && opener !== document.body && opener.checkVisibility()) opener.focus();
  else if (app.desk.row(row.id)) app.rows.go(row);
  return null;
}
