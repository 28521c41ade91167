"use strict";
// Two comforts; the page reads as well without them: a term lights up its partner and Enter goes there, and n and p walk
// the findings.
(() => {
  const partners = (mark) =>
    [...mark.closest("[data-pair]").querySelectorAll(`mark[data-term="${mark.dataset.term}"]`)];

  const light = (on) => (event) => {
    const mark = event.target.closest("mark[data-term]");
    if (!mark) return;
    const found = partners(mark);
    const held = found.includes(document.activeElement); // the pointer may leave what the keyboard holds
    for (const partner of found) partner.classList.toggle("lit", on || held);
  };

  const cross = (mark) => {
    const found = partners(mark);
    found[(found.indexOf(mark) + 1) % found.length].focus();
  };

  const inView = (box) => box.bottom > 0 && box.top < innerHeight;

  // From the finding last walked to while it is still in view, else from the top of what the reader sees.
  const following = (findings, step) => {
    const here = findings.indexOf(document.activeElement);
    if (here >= 0 && inView(findings[here].getBoundingClientRect())) return here + step;
    const ahead = findings.findIndex((finding) => finding.getBoundingClientRect().top > 0);
    if (step > 0) return ahead < 0 ? 0 : ahead;
    return (ahead < 0 ? findings.length : ahead) - 1;
  };

  const walk = (step) => {
    const findings = [...document.querySelectorAll(".findings")];
    if (!findings.length) return;
    const next = findings.at(following(findings, step) % findings.length);
    next.scrollIntoView({ block: "center" });
    next.focus({ preventScroll: true });
  };

  const typing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

  document.addEventListener("pointerover", light(true));
  document.addEventListener("pointerout", light(false));
  document.addEventListener("focusin", light(true));
  document.addEventListener("focusout", light(false));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "Enter" && event.target.matches("mark[data-term]")) cross(event.target);
    if (event.key === "n") walk(1);
    if (event.key === "p") walk(-1);
    if (event.key === "Escape") document.activeElement.blur();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".next")) return;
    event.preventDefault();
    walk(1);
  });
})();
