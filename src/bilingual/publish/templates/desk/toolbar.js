// The buttons of a row: approve, reject, comment, and the menu behind “More”.
import { build } from "./build.js";
import { _ } from "./phrases.js";

/** Adds what the row's own buttons do. */
export function startToolbar(app) {
  const { desk, actions } = app;
  for (const [name, status] of [
    ["approve", "approved"],
    ["reject", "rejected"],
  ]) {
    actions.add(name, (row) => desk.change(row.id, { status: row.now.status === status ? "draft" : status }));
  }
  app.rows.main.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const tools = event.target.matches?.(".tools > button") && event.target.parentElement;
    if (!step || !tools) return;
    event.preventDefault();
    const buttons = [...tools.querySelectorAll(":scope > button")];
    buttons.at((buttons.indexOf(event.target) + step) % buttons.length).focus();
  });
  startComments(app);
  startMenu(app);
}

/** Adds the action `comment`: a field for the note, kept as it is typed. */
function startComments(app) {
  const { desk, rows } = app;
  const close = (row, field) => {
    desk.pause();
    field.closest(".writing")?.remove();
    rows.paint(row);
  };
  app.actions.add("comment", (row) => {
    const aside = rows.aside(row);
    const open = aside.querySelector("textarea");
    if (open) return open.focus();
    const field = build("textarea", { value: row.now.note, rows: 2, aria: { label: _("Note") } });
    aside.prepend(build("div", { className: "writing" }, build("b", { aria: { hidden: true } }, _("Note")), field));
    field.addEventListener("input", () => desk.change(row.id, { note: field.value }, { typing: true }));
    field.addEventListener("focusout", () => app.rest(() => document.activeElement !== field && close(row, field)));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      rows.go(row);
    });
    field.focus();
    return field.setSelectionRange(field.value.length, field.value.length);
  });
}

/** Adds the action `more`: a list of buttons, made when it is asked for. */
function startMenu(app) {
  const names = [];
  const menu = build("div", { className: "menu", popover: "auto", id: "menu" });
  let opener = null;
  let height = 0; // of the page's scroll when the menu was opened: scrolling there may still be told of
  app.menu = { add: (name) => names.push(name) };

  const close = () => menu.matches(":popover-open") && menu.hidePopover();
  const open = (row) => {
    opener = app.rows.element(row).querySelector("[data-do=more]");
    menu.replaceChildren(
      ...names
        .filter((name) => app.actions.has(name))
        .map((name) =>
          build("button", { disabled: !app.actions.possible(name, row), data: { do: name } }, app.actions.label(name)),
        ),
    );
    opener.after(menu);
    menu.showPopover();
    height = scrollY;
    const [box, size] = [opener.getBoundingClientRect(), menu.getBoundingClientRect()];
    const below = box.bottom + size.height < innerHeight ? box.bottom + 4 : Math.max(0, box.top - size.height - 4);
    menu.style.top = `${below}px`;
    menu.style.left = `${Math.max(8, Math.min(box.right - size.width, innerWidth - size.width - 8))}px`;
    menu.querySelector("button:enabled")?.focus();
  };
  app.actions.add("more", (row) =>
    menu.matches(":popover-open") && menu.parentElement.parentElement === app.rows.element(row) ? close() : open(row),
  );
  menu.addEventListener("toggle", ({ newState }) => {
    opener?.setAttribute("aria-expanded", String(newState === "open"));
    if (newState === "closed" && menu.contains(document.activeElement)) opener?.focus();
  });
  menu.addEventListener("click", (event) => event.target.closest("button") && close());
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const buttons = [...menu.querySelectorAll("button:enabled")];
    buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length)?.focus();
  });
  addEventListener("scroll", () => Math.abs(scrollY - height) > 8 && close(), { passive: true });
}
