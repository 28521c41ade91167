"""The desk's modules in a page of their own, served on 127.0.0.1 as they stand in the source; and an article."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bilingual.publish.html import write_page
from bilingual.types import Finding, Inline, Match
from bitexts import Article, marked, summary_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bilingual.types import Bitext
    from browser import Page

MODULES = str(files("bilingual") / "publish" / "templates" / "desk")


class Folder(SimpleHTTPRequestHandler):
    """The modules as files, and an empty page at `/`."""

    page = b"<!doctype html><html lang=en><meta charset=utf-8><title>Desk</title><body></body></html>"

    def do_GET(self) -> None:
        """The page, or a module."""
        if self.path != "/":
            super().do_GET()
        else:
            self.answer(self.page, "text/html; charset=utf-8")

    def answer(self, body: bytes, kind: str, status: int = 200) -> None:
        """Send a whole answer."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the tests speak for themselves."""


@contextmanager
def serving(handler: type[Folder] = Folder, port: int = 0) -> Iterator[str]:
    """The address of a server that runs meanwhile."""
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(handler, directory=MODULES))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def visit(browser: Page, address: str) -> None:
    """Load an address; earlier events are forgotten."""
    browser.call("Emulation.setDeviceMetricsOverride", width=1280, height=840, deviceScaleFactor=1, mobile=False)
    browser.events.clear()
    browser.call("Page.navigate", url=address)
    while not any(event.get("method") == "Page.loadEventFired" for event in browser.events):
        browser.events.append(browser._receive())


def run(browser: Page, module: str, body: str, *values: object) -> Any:  # noqa: ANN401  # whatever JSON the script yields
    """What `body` returns, with the exports of a module as `m` and the values as `v`."""
    return browser.ask(f"import('/{module}.js').then(async (m) => {{ const v = {json.dumps(values)}; {body} }})")


def article() -> Bitext:
    """A short article with all that an editor may take: links, a proposal, alternatives, matches, machine text."""
    made = Article("press/desk")
    made.add("heading", ("Une maison bleue", "A blue house"), level=1)
    made.add(
        "paragraph",
        ("La maison est bleue ; elle est grande.", "The house is blue; it is big."),
        ("Été comme hiver, l’élève y vient.", "Summer and winter, the pupil comes there."),
    )
    made.add("paragraph", ("Personne n’y vient plus.", "Nobody comes there any more."))
    bitext = made.done()
    heading, first, last = bitext.passages
    one, two = first.pairs
    # "grande" is bold and "elle est" a link in the source; "it is" is one in the target
    block = replace(first.block, inlines=(Inline(22, 30, "link", "https://example.org/a"), Inline(31, 37, "bold")))
    one, two = (replace(pair, source=marked(pair.source, block)) for pair in first.pairs)
    marks = (Inline(4, 9, "bold"), Inline(19, 24, "link", "https://example.org/a"))
    links = (((3, 9), (4, 9)), ((10, 13), (10, 12)), ((14, 19), (13, 17)), ((22, 26), (19, 21)), ((31, 37), (25, 28)))
    wish = "Summer or winter, the pupil comes there."
    fix = Finding("spacing", "warning", "A blank is missing", two.source.address, wish, (0, 3), (0, 6))
    lost = Finding("dropped", "error", "“hiver” is lost", two.source.address, None, (10, 15))
    near = Match("La maison est verte ; elle est grande.", "The house is green; it is big.", 87.5, "press/other")
    others = ("The house is blue, it is large.", "The home is blue; it is big.")
    one = replace(one, words=links, alternatives=others, matches=(near,), inlines=marks)
    two = replace(two, findings=(fix, lost), origin="editor", machine="Summer like winter, the pupil comes there.")
    passages = (heading, replace(first, block=block, pairs=(one, two)), last)
    return replace(bitext, passages=passages)


def written(path: Path, bitext: Bitext) -> Path:
    """The page of a bitext, as a file."""
    with path.open("w", encoding="utf-8") as file:
        write_page(file, bitext, summary_of(bitext))
    return path


def until(browser: Page, script: str, wanted: object = True) -> None:  # noqa: FBT002  # what scripts say most often
    """Waits until an expression has a value."""
    end = time.monotonic() + 15
    while (found := browser.ask(script)) != wanted:
        assert time.monotonic() < end, (script, found, browser.complaints())
        time.sleep(0.02)


def strike(browser: Page, key: str, *, ctrl: bool = False, shift: bool = False, alt: bool = False) -> None:
    """Strikes a key with others held."""
    held = alt * 1 + ctrl * 2 + shift * 8
    codes = {"Backspace": 8, "Tab": 9, "Enter": 13, "Escape": 27}
    text = {"text": key} if len(key) == 1 and not (ctrl or alt) else {"text": "\r"} if key == "Enter" else {}
    given = {"key": key, "modifiers": held, "windowsVirtualKeyCode": codes.get(key, ord(key[0].upper()))}
    browser.call("Input.dispatchKeyEvent", type="keyDown", **given, **text)
    browser.call("Input.dispatchKeyEvent", type="keyUp", **given)
