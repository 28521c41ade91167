// The words that a finding is about: pointing at it, or coming to it with a key, lights them up on both sides. The lights
// are CSS highlights (`::highlight(finding-error)`), so that texts that are being edited are never touched.
import { stretch } from "./places.js";

const GRAVITIES = ["info", "warning", "error"]; // where words belong to two findings, the graver one is seen

/** Lights the words of findings. */
export function startEvidence(app) {
  if (!CSS.highlights) return; // a browser from before 2023 (Firefox: 2025) shows none
  let pointed = null; // the finding under the pointer
  let held = null; // what has the focus: a finding, or all of a row

  const itemOf = (node) => node?.closest?.(".pair > .aside > .findings li") ?? null;
  const itemsOf = (node) => {
    const item = itemOf(node);
    return item ? [item] : [...(node?.closest?.(".pair > .aside > .findings")?.querySelectorAll("li") ?? [])];
  };
  const rangesOf = (item) => {
    const row = app.rows.of(item);
    const sides = row.now.target === app.rows.written(row) ? ["source", "target"] : ["source"]; // else of another text
    return sides
      .filter((side) => item.dataset[side])
      .map((side) => stretch(app.rows[side](row), ...item.dataset[side].split(" ").map(Number)))
      .filter(Boolean);
  };
  const light = () => {
    const items = itemsOf(pointed ?? held);
    GRAVITIES.forEach((gravity, priority) => {
      const lit = items.filter((item) => item.dataset.severity === gravity).flatMap(rangesOf);
      if (!lit.length) return CSS.highlights.delete(`finding-${gravity}`);
      return CSS.highlights.set(`finding-${gravity}`, Object.assign(new Highlight(...lit), { priority }));
    });
  };
  const point = (item) => {
    if (item === pointed) return;
    pointed = item;
    light();
  };
  const hold = (node) => {
    held = node;
    light();
  };

  app.rows.main.addEventListener("pointerover", ({ target }) => point(itemOf(target)));
  app.rows.main.addEventListener("pointerleave", () => point(null));
  app.rows.main.addEventListener("focusin", ({ target }) => hold(target));
  app.rows.main.addEventListener("focusout", () => hold(null));
  for (const name of ["change", "settle", "rows"]) app.desk.on(name, light);
}
