// Corrections as one small file, for `bilingual apply`. It is made in the page; nothing is asked of any server.
import { build } from "./build.js";
import { _, counted } from "./phrases.js";

/** What the file holds. `when` is a Date. */
export function corrections(desk, article, when) {
  return {
    format: "bilingual-corrections",
    version: 1,
    article,
    saved: when.toISOString().replace(/\.\d+Z$/, "Z"),
    editor: "",
    decisions: desk.decisions(),
    cuts: desk.cuts(),
  };
}

/** Under which name it is saved: that of the page. @returns {string} */
export function fileName(article) {
  return `${article.split("/").at(-1)}.corrections.json`;
}

/** Adds the action `save`, and says beside its button what is not in a file yet. */
export function startSaving(app) {
  const { desk, store, say } = app;
  const shown = document.getElementById("saved");
  const content = () => JSON.stringify([desk.decisions(), desk.cuts()]);
  let waiting = 0;

  const count = () => desk.decisions().length + desk.cuts().length;
  const tell = () => {
    waiting = 0;
    const open = count() && store.get("saved") !== digest(content());
    shown.value = !count() ? "" : open ? counted("{n} change not saved", "{n} changes not saved", count()) : _("Saved");
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, 150);
  };
  app.actions.add(
    "save",
    () => {
      desk.pause();
      if (!count()) return say(_("There is nothing to save: no segment differs from the page."));
      const text = `${JSON.stringify(corrections(desk, app.article, new Date()), null, 1)}\n`;
      const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      build("a", { href: address, download: fileName(app.article) }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000); // a slow disk may still be reading
      store.set("saved", digest(content()));
      tell();
      const saved = counted("{n} change saved", "{n} changes saved", count());
      return say(_("{saved} as {file}. Bring it in with “bilingual apply”.", { saved, file: fileName(app.article) }));
    },
    { label: _("Save corrections") },
  );

  if (app.served) return;
  for (const name of ["change", "rows", "settle"]) desk.on(name, soon);
  tell();
}

// Enough to tell whether anything is different from what was saved (FNV-1a).
function digest(text) {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return sum >>> 0;
}
