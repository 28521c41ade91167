// With `bilingual review`: what the editor does goes to the server as she does it, and what others do comes from there.
// The browser's storage keeps all that the server has not confirmed (keeping.js), so that nothing is remembered here.
import { _ } from "./phrases.js";
import { tellDisputes } from "./salvage.js";
import { Taking } from "./taking.js";
import { Refused, ask, pauseBefore } from "./wire.js";

const REST = 400; // milliseconds without a keystroke before a text is sent
const PATIENCE = 30000; // milliseconds; the server answers when the record is on disk

/** Sends what the editor does, one request at a time, again and again until it is there. */
export class Sending {
  #app;
  #taking;
  #shown;
  #timer = 0;
  #due = Infinity;
  #running = null; // the request under way
  #sent = new Map(); // address → decision that the server may have
  #tries = 0;
  #warning = null; // takes the message of the last failure away

  /** `shown`: hears "saved", "saving" or "offline". */
  constructor(app, taking, shown) {
    [this.#app, this.#taking, this.#shown] = [app, taking, shown];
  }

  /** Decisions that the server may have, though it has not said so. @returns {Map<string, object>} */
  get sent() {
    return this.#sent;
  }

  /** Sends after so many milliseconds; `rest`: counted from now even where an earlier moment was agreed. */
  soon(pause, rest = false) {
    const due = performance.now() + pause;
    if (!rest && due > this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.flush(), pause);
  }

  /** Sends all there is; done when the server has it, or has not answered. @returns {Promise<void>} */
  async flush() {
    clearTimeout(this.#timer);
    this.#due = Infinity;
    while (this.#running) await this.#running;
    const work = this.#work();
    if (!work) return this.#shown(this.#tries ? "offline" : "saved");
    this.#running = this.#send(work);
    await this.#running;
    return undefined;
  }

  /** Notes that the server can be reached again, or no longer can. */
  reached(there) {
    if (!there) return this.#shown("offline");
    this.#works();
    return this.soon(0);
  }

  /** Sends what is left while the page goes away; nobody hears the answer. */
  part() {
    const work = this.#work();
    if (work) ask("api/decide", work, { parting: true }).catch(() => null);
  }

  #work() {
    const [decisions, cuts] = [this.#app.desk.decisions({ disputed: false }), this.#app.desk.cuts()];
    if (!decisions.length && !cuts.length) return null;
    return { article: this.#app.article, client: this.#app.client, decisions, cuts };
  }

  async #send(work) {
    this.#shown("saving");
    for (const decision of work.decisions) this.#sent.set(decision.address, decision);
    try {
      this.#take(await ask("api/decide", work, { patience: PATIENCE }), work);
    } catch (error) {
      this.#running = null;
      this.#failed(error);
      return;
    }
    this.#running = null;
    this.#shown(this.#work() ? "saving" : "saved");
    if (this.#work()) this.soon(REST);
  }

  #take({ revision, rows, conflicts }, work) {
    const sent = this.#sent;
    this.#sent = new Map();
    const told = new Set(rows.map((row) => row.address));
    const silent = conflicts.filter((one) => !told.has(one.address) && one.field !== "cut" && one.field !== "segment");
    const more = silent.map(({ address, state }) => ({ address, state, source: this.#app.desk.row(address)?.source }));
    this.#taking.take([...rows, ...more], revision, sent);
    for (const { address, field, state } of conflicts) {
      if (field === "cut")
        this.#taking.uncut(
          work.cuts.find((cut) => cut.old[0] === address),
          rows,
        );
      if (field === "segment" && this.#app.desk.row(address)) this.#app.desk.dispute(address, state);
    }
    this.#works();
  }

  #works() {
    this.#tries = 0;
    if (!this.#warning) return;
    this.#warning();
    this.#warning = null;
    this.#app.say(_("The desk answers again"));
  }

  #failed(error) {
    this.#shown("offline");
    this.#tries += 1;
    const refused = error instanceof Refused;
    if (!refused || error.passing) this.soon(pauseBefore(this.#tries));
    if (this.#warning) return;
    const text = refused
      ? _("The desk could not save this: {reason}", { reason: [error.message, error.hint].filter(Boolean).join("; ") })
      : _(
          "The desk does not answer. Go on working: everything is kept in this browser and sent when it is there again.",
        );
    const choices = [[_("Try now"), () => this.flush()]];
    this.#warning = this.#app.say(text, { kind: refused ? "warning" : "calm", choices, stays: true });
  }
}

/** Hears what others do: Server-Sent Events, again after each break, from where it was. Gives what begins it anew. */
export function listen(app, heard, shown) {
  let revision = Number(document.body.dataset.revision ?? 0);
  let [source, tries, timer] = [null, 0, 0];
  const open = () => {
    clearTimeout(timer);
    source?.close();
    if (document.visibilityState === "hidden") return; // a browser has few connections to one address
    source = new EventSource(`/api/events?article=${encodeURIComponent(app.article)}&since=${revision}`);
    source.onopen = () => {
      tries = 0;
      shown(true);
    };
    source.onmessage = (event) => {
      const news = JSON.parse(event.data);
      revision = Math.max(revision, news.revision);
      heard(news);
    };
    source.onerror = () => {
      shown(false);
      source.close(); // we come again ourselves: some browsers give up after a refusal
      timer = setTimeout(open, pauseBefore((tries += 1)));
    };
  };
  document.addEventListener("visibilitychange", open);
  addEventListener("online", open);
  addEventListener("pagehide", () => source?.close());
  open();
}

/** Keeps the page and the server the same. */
export function startServing(app) {
  if (!app.served) return;
  const light = document.getElementById("saved");
  light?.setAttribute("aria-live", "off"); // it is different at every word
  const names = { saved: _("Saved"), saving: _("Saving…"), offline: _("Offline") };
  const shown = (state) => {
    document.body.dataset.sync = state;
    if (light) light.value = names[state];
  };
  const taking = new Taking(app);
  tellDisputes(app);
  const sending = new Sending(app, taking, shown);
  app.server = { flush: () => sending.flush(), take: (answer) => taking.take(answer.rows, answer.revision) };

  const made = (by, rest) => {
    if (by === "server") return;
    if (document.body.dataset.sync === "saved") shown("saving");
    sending.soon(rest, rest > 0);
  };
  app.desk.on("change", ({ row, was, by }) => made(by, row.now.status === was.status ? REST : 0));
  app.desk.on("rows", ({ by }) => made(by, 0));
  app.desk.on("settle", () => sending.soon(REST));
  app.rows.main.addEventListener("focusout", () => sending.soon(0));
  addEventListener("pagehide", () => sending.part());
  listen(
    app,
    ({ by, revision, rows }) => by !== app.client && taking.take(rows, revision, sending.sent),
    (there) => sending.reached(there),
  );
  sending.soon(0);
}
