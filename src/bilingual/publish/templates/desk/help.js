// The help sheet, made from the table of keys.
import { build } from "./build.js";
import { shortcuts } from "./keys.js";
import { _ } from "./phrases.js";

/** Adds the action `help`. */
export function startHelp(app) {
  let sheet = null;
  app.actions.add("help", () => {
    sheet ??= made(app);
    sheet.showModal();
  });
}

function made(app) {
  const groups = shortcuts()
    .map(([title, rows]) => [title, rows.filter(([, action]) => app.actions.has(action))])
    .filter(([, rows]) => rows.length)
    .map(([title, rows]) => build("section", {}, build("h3", {}, title), build("dl", {}, ...rows.map(line))));
  const close = build("button", { className: "plain" }, _("Close"));
  const heading = build("h2", { id: "help-title" }, _("Keyboard"));
  const sheet = build(
    "dialog",
    { className: "help" },
    build("header", {}, heading, close),
    letters(app),
    build("div", { className: "groups" }, ...groups),
  );
  sheet.setAttribute("aria-labelledby", heading.id);
  close.addEventListener("click", () => sheet.close());
  sheet.addEventListener("click", ({ target }) => target === sheet && sheet.close());
  document.body.append(sheet);
  return sheet;
}

// Whoever dictates, or strikes keys by chance, can do without single letters (WCAG 2.2, criterion 2.1.4).
function letters({ store }) {
  const box = build("input", { type: "checkbox", checked: store.get("letters") !== "off" });
  box.addEventListener("change", () => store.set("letters", box.checked ? null : "off"));
  return build("label", { className: "letters" }, box, " ", _("Single letters are shortcuts outside of texts"));
}

function line([keys, , label]) {
  const names = keys.length > 3 ? [keys[0], "…", keys.at(-1)] : keys;
  const shown = names.flatMap((key, at) => [at ? " " : null, key === "…" ? key : chord(key)]);
  return build("div", {}, build("dt", {}, ...shown), build("dd", {}, label));
}

function chord(key) {
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const names = {
    Mod: mac ? "⌘" : _("Ctrl"),
    Shift: _("Shift"),
    Alt: mac ? "⌥" : "Alt",
    ArrowUp: "↑",
    ArrowDown: "↓",
    Escape: _("Esc"),
    Enter: _("Enter"),
  };
  const parts = key
    .split("+")
    .map((part) => build("kbd", {}, names[part] ?? (key.includes("+") ? part.toUpperCase() : part)));
  return build("span", {}, ...parts);
}
