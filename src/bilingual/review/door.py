"""What is shown to whoever is not let in: a notice, or the form that asks for the password. Without any script."""

from __future__ import annotations

import asyncio
import io
import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

from bilingual.messages import _
from bilingual.publish import rendering

if TYPE_CHECKING:
    from bilingual.review.access import Access

_TEMPLATE = "door.html.j2"
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
WAITING = 4
"""Attempts that may wait for their turn; more are sent away."""
_FIRST, _LONGEST = 0.5, 8.0  # seconds


def own_headers(page: str) -> dict[str, str]:
    """Those of a page of this module: without a referrer, browsers would send the form with `Origin: null`."""
    return {**headers(page), "referrer-policy": "same-origin"}


def notice(message: str, hint: str = "") -> str:
    """A page that says what is wrong, and the mend."""
    return _page(title=_("The desk"), message=message, hint=hint)


def form(message: str = "") -> str:
    """A page that asks for the password; `message` says what was wrong with the last one."""
    return _page(title=_("The desk"), message=message, asks=True)


def onward(path: str) -> str:
    """A page that goes on by itself to an address of ours."""
    return _page(title=_("The desk"), message="", onward=path)


def as_json(message: str, hint: str = "") -> str:
    """The same for programs."""
    return json.dumps({"error": message, "hint": hint}, ensure_ascii=False)


class Doorkeeper:
    """Tries passwords one at a time, and takes longer after each wrong one."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._wrong = 0

    async def tries(self, password: str) -> bool | None:
        """Whether it is the password; None where too many try at once."""
        if self._waiting >= WAITING:
            return None
        self._waiting += 1
        try:
            async with self._turn:
                is_right = self._access.is_password(password)
                self._wrong = 0 if is_right else self._wrong + 1
                if not is_right:
                    await asyncio.sleep(min(_FIRST * 2 ** min(self._wrong - 1, 10), _LONGEST))
                return is_right
        finally:
            self._waiting -= 1


def headers(page: str) -> dict[str, str]:
    """Those of a page that we have rendered: its own policy, which no frame may hold."""
    policy = _POLICY.search(page)
    said = f"{unescape(policy[1])}; " if policy else "default-src 'none'; "
    return {"content-type": "text/html; charset=utf-8", "content-security-policy": f"{said}frame-ancestors 'none'"}


def _page(*, title: str, message: str, hint: str = "", asks: bool = False, onward: str = "") -> str:
    file = io.StringIO()
    texts = {"title": title, "message": message, "hint": hint, "label": _("Password"), "button": _("Open the desk")}
    context: dict[str, Any] = {"asks": asks, "onward": onward, **texts}
    rendering.render(file, _TEMPLATE, **context)
    return file.getvalue()
