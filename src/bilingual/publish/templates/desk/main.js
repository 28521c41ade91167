// The desk, put together. Everything in it is found by name in `app`; what belongs to a segment is in the Desk alone.
import { Actions, startActions } from "./actions.js";
import { startBar } from "./bar.js";
import { startChoices } from "./choices.js";
import { startCutting } from "./cutting.js";
import { startDisputes } from "./disputes.js";
import { startDoubts } from "./doubts.js";
import { startEditing } from "./editing.js";
import { startEvidence } from "./evidence.js";
import { startFindings } from "./findings.js";
import { startHelp } from "./help.js";
import { startHistory } from "./history.js";
import { startKeeping } from "./keeping.js";
import { startKeys } from "./keys.js";
import { startLights } from "./lights.js";
import { startMessages } from "./messages.js";
import { readRows } from "./reading.js";
import { Rows } from "./rows.js";
import { startSaving } from "./saving.js";
import { startSearch } from "./search.js";
import { startServing } from "./serving.js";
import { Sieve } from "./sieve.js";
import { Desk } from "./state.js";
import { Store } from "./store.js";
import { startTerms } from "./terms.js";
import { startToolbar } from "./toolbar.js";
import { startWords } from "./words.js";

const STARTS = [
  startMessages, startActions, startEditing, startLights, startToolbar, startDisputes, startFindings, startBar, startSaving,
  startWords, startEvidence, startDoubts, startSearch, startCutting, startChoices, startKeys, startHelp, startKeeping, startServing, startTerms, startHistory,
]; // prettier-ignore

/** Starts the desk as soon as the page is read; until then the page is what it is without any script. */
export function main() {
  document.documentElement.classList.add("desk");
  document.addEventListener("DOMContentLoaded", () => {
    const app = appOf(document.body);
    for (const start of STARTS) start(app);
    app.rows.main.dataset.ready = "";
  });
}

function appOf(body) {
  const text = document.getElementById("text");
  const desk = new Desk(readRows(text));
  const rows = new Rows(desk, text);
  return {
    article: body.dataset.article,
    served: body.dataset.desk === "served",
    client: crypto.getRandomValues(new Uint32Array(2)).join("-"),
    desk,
    rows,
    actions: new Actions(() => rows.current ?? rows.inView()),
    sieve: new Sieve(desk, rows),
    store: new Store(body.dataset.article),
  };
}
