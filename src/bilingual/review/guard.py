"""Stands before the desk, in plain ASGI: nobody unknown and nothing too large comes by, and no header is missing."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote

from bilingual.messages import _
from bilingual.review import door
from bilingual.review.access import LOGIN, Refusal, Request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, MutableMapping

    from bilingual.review.access import Access

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

LARGEST = 16 << 20
"""Bytes of a body; a whole article of 5,000 segments, each with its text before and after, has some five million."""
SHORT = 4 << 10
"""Bytes of a password form."""
PATIENCE = 30.0
"""Seconds in which a body must have come."""
HEADERS = {
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cache-control": "no-store",
}
"""Of every answer that does not say otherwise."""


class Reply(NamedTuple):
    """A short answer."""

    status: HTTPStatus
    body: str = ""
    headers: Mapping[str, str] = MappingProxyType({})


class Guard:
    """Lets through to the application what may come through, its body read to the end.

    Args:
        app: the application.
        access: who may speak to it.
    """

    def __init__(self, app: App, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answers a request itself, or hands it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        request, send = _request(scope), _with_headers(send)
        reply = self._reply(request)
        if reply is None and request.method == "POST":
            body = await _body(request, receive)
            receive = _again(body, receive) if isinstance(body, bytes) else receive
            reply = refused(request, body) if isinstance(body, Refusal) else None
        if reply:
            await _send(reply, request, send)
        else:
            await self._app(scope, receive, send)

    def _reply(self, request: Request) -> Reply | None:
        """What is said to a request that is not let through; None for one that is."""
        access = self._access
        if refusal := access.refusal(request):
            return refused(request, refusal)
        if request.method != "POST" and (is_right := access.shows_ticket(request)) is not None:
            return self._let_in(request) if is_right else refused(request, access.unknown())
        if access.is_known(request) or (access.asks_password and request.path == LOGIN):
            return None
        if access.asks_password and _wants_page(request):
            return Reply(HTTPStatus.SEE_OTHER, headers={"location": LOGIN})
        return refused(request, access.unknown())

    def _let_in(self, request: Request) -> Reply:
        """Gives the cookie and goes on to the same page without the token.

        A browser that comes from elsewhere sends no strict cookie along the way; it has to set out again from here.
        """
        cookie = {"set-cookie": self._access.granted()}
        path = "/" + quote(unquote(request.path).lstrip("/\\"), errors="surrogateescape")
        if request.header("sec-fetch-site") in {None, "none", "same-origin"}:
            return Reply(HTTPStatus.SEE_OTHER, headers={**cookie, "location": path})
        page = door.onward(path)
        return Reply(HTTPStatus.OK, page, {**cookie, **door.own_headers(page)})


def refused(request: Request, refusal: Refusal) -> Reply:
    """A refusal, for a person or for a program."""
    if _wants_page(request):
        page = door.notice(refusal.message, refusal.hint)
        return Reply(refusal.status, page, door.own_headers(page))
    said = door.as_json(refusal.message, refusal.hint)
    return Reply(refusal.status, said, {"content-type": "application/json"})


def _wants_page(request: Request) -> bool:
    """Whether a person looks at what comes back."""
    return "text/html" in (request.header("accept") or "") and not request.path.startswith("/api/")


def _request(scope: MutableMapping[str, Any]) -> Request:
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1").lower()
        headers[key] = (*headers.get(key, ()), value.decode("latin-1"))
    return Request(scope["method"], scope["path"], scope["query_string"].decode("latin-1"), headers)


async def _body(request: Request, receive: Receive) -> bytes | Refusal:
    """The whole body, if it is not too large and comes in time."""
    limit = LARGEST if request.path.startswith("/api/") else SHORT
    said = request.header("content-length") or "0"
    too_large = Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("the request is too large"), _("send less at a time"))
    if not said.isdecimal() or int(said[:20]) > limit:
        return too_large
    parts, size = [], 0
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await receive()
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > limit:
                    return too_large
                if message["type"] != "http.request" or not message.get("more_body"):
                    return b"".join(parts)
    except TimeoutError:
        return Refusal(HTTPStatus.REQUEST_TIMEOUT, _("the request did not come to its end"), _("try again"))


def _again(body: bytes, receive: Receive) -> Receive:
    """Gives the body in one piece, then what else comes."""
    waiting = [body]

    async def replay() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replay


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _value in message.get("headers", ())}
            missing = ((n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in there)
            message = {**message, "headers": [*message.get("headers", ()), *missing]}
        await send(message)

    return sending


async def _send(reply: Reply, request: Request, send: Send) -> None:
    body = reply.body.encode()
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers.items()]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": reply.status.value, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else body})
