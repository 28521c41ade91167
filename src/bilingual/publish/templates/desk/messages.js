// What the desk has to say: at the foot of the window, read out by screen readers, over nothing that is being typed.
import { build } from "./build.js";
import { _ } from "./phrases.js";

const LINGERS = 6000; // milliseconds that a calm message stays

/** Gives the page its `app.say`. */
export function startMessages(app) {
  const place = build("div", { className: "messages", role: "status" });
  document.body.append(place);

  /**
   * Says something; gives a function that takes it away again.
   * `choices`: [[label, run]] as buttons, each of which ends the message. It goes by itself unless it is a warning, has
   * choices, or `stays`.
   */
  app.say = (text, { kind = "calm", choices = [], stays = kind === "warning" || choices.length > 0 } = {}) => {
    for (const old of place.querySelectorAll(".calm:not(.stays)")) old.remove();
    const away = () => message.remove();
    const button = (label, run) => {
      const made = build("button", { className: "plain" }, label);
      made.addEventListener("click", () => {
        away();
        run?.();
      });
      return made;
    };
    const ends = choices.length ? choices.map(([label, run]) => button(label, run)) : stays ? [button(_("Close"))] : [];
    const message = build(
      "div",
      { className: `message ${kind}${stays ? " stays" : ""}` },
      build("p", {}, text),
      ...ends,
    );
    place.append(message);
    if (!stays) setTimeout(away, LINGERS);
    return away;
  };
}
