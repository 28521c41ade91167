"""A real Chromium for the tests, spoken to over its own debugging pipe: no driver to install, no port open."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
"""Codes of keys that no letter stands for."""
PATIENCE = 60.0  # seconds; a shared machine may be slow, a hang is not


def chromium() -> str:
    """The program; its absence skips a test at home and fails it in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None and not os.environ.get("CI"):
        pytest.skip("chromium is not installed")
    assert found, "CI needs chromium"
    return found


class Page:
    """One tab: commands in, answers and events out."""

    def __init__(self, reader: int, writer: int) -> None:
        self._reader, self._writer = reader, writer
        self._buffer, self._count, self._session = b"", 0, ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "DOM", "Accessibility", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: object) -> dict[str, Any]:
        """The answer to a command of the DevTools protocol."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writer, json.dumps(message).encode() + b"\0")
        while (answer := self._receive()).get("id") != self._count:
            self.events.append(answer)
        assert "error" not in answer, (method, answer["error"])
        return answer["result"]

    def open(
        self, place: Path | str, *, width: int = 1280, height: int = 840, dark: bool = False, scripts: bool = True
    ) -> Page:
        """Load a file, or an address, as a reader with this window and taste would; earlier events are forgotten."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.events.clear()
        self.call("Page.navigate", url=place if isinstance(place, str) else place.as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._receive())
        return self

    def ask(self, script: str) -> Any:  # noqa: ANN401  # whatever JSON the script yields
        """The value of an expression, awaited where it is a promise."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def hover(self, selector: str) -> None:
        """Move the pointer onto the first line of an element, scrolled into view."""
        box = self.ask(f"""(() => {{
            const element = document.querySelector({json.dumps(selector)});
            element.scrollIntoView({{block: "center"}});
            const line = element.getClientRects()[0];
            return [line.x + line.width / 2, line.y + line.height / 2];
        }})()""")
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=box[0], y=box[1])

    def click(self, node: int) -> None:
        """Click on the middle of an element (one that `role` found), scrolled into view."""
        self.call("DOM.scrollIntoViewIfNeeded", backendNodeId=node)
        x1, y1, _, _, x2, y2, *_ = self.call("DOM.getContentQuads", backendNodeId=node)["quads"][0]
        place = {"x": (x1 + x2) / 2, "y": (y1 + y2) / 2}
        self.call("Input.dispatchMouseEvent", type="mouseMoved", **place)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place)

    def role(self, role: str, name: str, within: str = "") -> list[int]:
        """The elements of a role and name, on the page or inside a part of it, as assistive technology finds them."""
        place = f"document.querySelector({json.dumps(within)})" if within else "document"
        root = self.call("Runtime.evaluate", expression=place)["result"]
        found = self.call("Accessibility.queryAXTree", objectId=root["objectId"], role=role, accessibleName=name)
        return [node["backendDOMNodeId"] for node in found["nodes"] if not node["ignored"]]

    def press(self, key: str, *, ctrl: bool = False, alt: bool = False, shift: bool = False) -> None:
        """Strike a key, with others held."""
        held = 1 * alt + 2 * ctrl + 8 * shift
        text = {"text": "\r" if key == "Enter" else key} if (len(key) == 1 or key == "Enter") and not held & 3 else {}
        code = KEYS.get(key, ord(key.upper()) if key.isalpha() and len(key) == 1 else 0)
        strike = {"key": key, "windowsVirtualKeyCode": code, "modifiers": held}
        self.call("Input.dispatchKeyEvent", type="keyDown", **strike, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", **strike)

    def type(self, text: str) -> None:
        """Type a text letter by letter where the caret is."""
        for letter in text:
            self.call("Input.dispatchKeyEvent", type="char", text=letter)

    def downloads(self, folder: Path) -> None:
        """Have downloads land in a folder, under the names that the page gives them."""
        self.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    def requests(self) -> list[str]:
        """The addresses that the page has asked for since it was loaded, its own among them."""
        sent = (event["params"] for event in self.events if event.get("method") == "Network.requestWillBeSent")
        return [one["request"]["url"] for one in sent]

    def complaints(self) -> list[str]:
        """What the console has against the page: errors, refusals of the policy, uncaught exceptions."""
        time.sleep(0.05)  # reports of the page come on their own time
        self.ask("0")
        kinds = {"Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"}
        return [json.dumps(event["params"]) for event in self.events if event.get("method") in kinds]

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """Save what the reader sees (or the whole page) as PNG."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=whole)["data"]))

    def paper(self, path: Path) -> None:
        """Save the page as A4 PDF."""
        answer = self.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, preferCSSPageSize=True)
        path.write_bytes(base64.b64decode(answer["data"]))

    def _receive(self) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._reader], [], [], max(0.0, until - time.monotonic()))
            assert ready, "chromium does not answer"
            piece = os.read(self._reader, 1 << 20)
            assert piece, "chromium has gone"
            self._buffer += piece
        message, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(message)


@contextmanager
def browsing() -> Iterator[Page]:
    """A fresh Chromium with an empty profile, gone at the end."""
    command = chromium()
    inward, outward = _pipe(), _pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        # Chromium reads commands from descriptor 3 and answers on 4; the shell puts our pipes there.
        joined = f'exec "$0" "$@" 3<&{inward[0]} 4>&{outward[1]}'
        process = subprocess.Popen(
            ["/bin/bash", "-c", joined, command, *FLAGS, f"--user-data-dir={profile}"],
            pass_fds=(inward[0], outward[1]),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(inward[0])
        os.close(outward[1])
        try:
            yield Page(outward[0], inward[1])
        finally:
            os.close(inward[1])  # Chromium ends when its pipe does
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            os.close(outward[0])


def _pipe() -> tuple[int, int]:
    """A pipe whose ends keep clear of the descriptors that Chromium wants."""
    ends = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in ends]
    for end in ends:
        os.close(end)
    return high[0], high[1]
