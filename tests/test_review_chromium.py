"""The desk's door in a real Chromium: the address, the password, and pages of others that try their luck."""

from __future__ import annotations

import json
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import polib
import pytest

import desk
from browser import browsing
from served import FIRST, NAME, Here, decided, until, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser import Page

pytestmark = pytest.mark.chromium

_FOREIGN = """
(async () => {
  const outcomes = [];
  const attempt = async (path, how) => {
    try { outcomes.push((await fetch(DESK + path, { credentials: "include", ...how })).type); }
    catch { outcomes.push("refused"); }
  };
  const body = DECISION;
  await attempt("/PAGE.html", {});
  await attempt("/api/decide", { method: "POST", body, headers: { "Content-Type": "application/json" } });
  await attempt("/api/decide", { method: "POST", body, mode: "no-cors", headers: { "Content-Type": "text/plain" } });
  await attempt("/PAGE.html", { mode: "no-cors" });
  return outcomes;
})()
"""


@pytest.fixture
def browser() -> Iterator[Page]:
    """A fresh one."""
    with browsing() as browser:
        yield browser


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with one article."""
    return written(tmp_path)


def shows(browser: Page, script: str) -> bool:
    """Whether something is so on the page by now."""
    return bool(browser.ask(f"document.readyState === 'complete' && !!({script})"))


def asked(browser: Page, script: str) -> Any:  # noqa: ANN401  # whatever the script yields
    """What a promise yields."""
    result = browser.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
    return result["result"]["value"]


def test_the_printed_address_opens_the_list_and_leads_on_to_an_article(browser: Page, output: Path) -> None:
    """The token leaves the address line, no script can read the cookie, and the policy refuses nothing of ours."""
    with Here(output) as server:
        desk.visit(browser, server.url)
        until(partial(shows, browser, "document.querySelector('table a')"))
        assert browser.ask("location.href") == f"{server.address}/"
        assert browser.ask("document.cookie") == ""
        browser.ask("document.querySelector('table a').click()")
        until(partial(shows, browser, "document.querySelector('[data-desk=served] [data-pair]')"))
        assert browser.ask("location.pathname") == f"/{NAME}.html"
        assert not [one for one in browser.complaints() if "Content Security Policy" in one]
        assert all(one.startswith(server.address) for one in browser.requests())


def test_the_password_is_asked_for_and_lets_in(browser: Page, output: Path) -> None:
    """The form works under its own policy; a wrong word is told."""
    with Here(output, password="sésame") as server:  # noqa: S106  # a test's
        desk.visit(browser, server.address)
        for word, come in (
            ("nothing", "document.querySelector('[role=alert]')"),
            ("sésame", "!!document.querySelector('table a')"),
        ):
            until(partial(shows, browser, "document.querySelector('input[type=password]')"))
            assert browser.ask("document.activeElement.name") == "password"
            browser.type(word)
            browser.press("Enter")
            until(partial(shows, browser, come))
        assert not [one for one in browser.complaints() if "Content Security Policy" in one]


def test_a_page_of_another_port_can_neither_read_nor_write_nor_frame(browser: Page, output: Path) -> None:
    """Though the browser sends our cookie along: to it, all ports of this machine are one site."""
    with Here(output) as server, desk.serving() as foreign:
        desk.visit(browser, server.url)
        until(partial(shows, browser, "document.querySelector('table a')"))
        decision = {"article": NAME, "client": "evil", "decisions": [decided(server.rows()[FIRST], target="Stolen.")]}
        desk.visit(browser, foreign)
        script = _FOREIGN.replace("DESK", json.dumps(server.address)).replace("PAGE", NAME)
        outcomes = asked(browser, script.replace("DECISION", json.dumps(json.dumps(decision))))
        assert outcomes[0] == outcomes[1] == "refused"
        source = json.dumps(f"{server.address}/{NAME}.html")
        frame = f"document.body.append(Object.assign(document.createElement('iframe'), {{src: {source}}}))"
        browser.ask(frame)
        time.sleep(0.5)
        assert not browser.ask(
            "(() => { try { return !!frames[0].document.querySelector('[data-pair]'); } catch { return false; } })()"
        )
        assert server.rows()[FIRST]["state"]["target"] == FIRST
    (entry,) = (one for one in polib.pofile(str(output / f"{NAME}.po")) if one.msgid == FIRST)
    assert entry.msgstr == FIRST
