// From finding to finding: on from the one that has the focus, or from what the reader sees.

/** Adds the actions `next-finding` and `previous-finding`. */
export function startFindings(app) {
  const visible = (element) => !element.closest("[hidden]");
  const inView = (box) => box.bottom > 0 && box.top < innerHeight;
  const following = Node.DOCUMENT_POSITION_FOLLOWING;

  let walked = null; // to which the reader came last
  const next = (findings, step) => {
    const focused = document.activeElement;
    const here = focused.closest(".bar") ? walked : findings.find((finding) => finding.contains(focused));
    if (findings.includes(here) && inView(here.getBoundingClientRect())) return findings.indexOf(here) + step;
    const row = app.rows.inView();
    const top = row && scrollY > 0 ? app.rows.element(row) : document.body;
    const ahead = findings.findIndex(
      (finding) => top.contains(finding) || top.compareDocumentPosition(finding) & following,
    );
    if (step > 0) return ahead < 0 ? 0 : ahead;
    return (ahead < 0 ? findings.length : ahead) - 1;
  };
  const walk = (step) => {
    const findings = [...document.querySelectorAll(".findings:has(li)")].filter(visible);
    if (!findings.length) return;
    const found = findings.at(next(findings, step) % findings.length);
    walked = found;
    found.scrollIntoView({ block: "center" });
    found.focus({ preventScroll: true });
  };
  app.actions.add("next-finding", () => walk(1));
  app.actions.add("previous-finding", () => walk(-1));
}
