"""The desk over HTTP: which address gives what. Who may ask is for `guard` to say."""

from __future__ import annotations

import io
import os
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, unquote_to_bytes

import uvicorn
from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bilingual.messages import _
from bilingual.publish import index
from bilingual.report import of_run
from bilingual.review import door
from bilingual.review.access import LOGIN
from bilingual.review.answers import as_response, handlers
from bilingual.review.api import Api
from bilingual.review.guard import Guard

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from starlette.requests import Request

    from bilingual.review.access import Access
    from bilingual.review.desk import Desk

_AT_ONCE = 200  # requests, those among them that wait for changes
_GRACE = 20  # seconds for answers that are under way when the desk is closed


def application(desk: Desk, access: Access, report: Callable[[Exception], None]) -> Guard:
    """The desk as an ASGI application.

    Args:
        desk: what it shows; opened and closed with the application.
        access: who may speak to it.
        report: told of errors of ours.
    """
    pages, gate = _Pages(desk), _Gate(access)
    routes = [*Api(desk).routes(), Route("/", pages.index), Route("/{file:path}", pages.file)]
    if access.asks_password:
        routes.insert(0, Route(LOGIN, gate.login, methods=["GET", "POST"]))
    app = Starlette(routes=routes, exception_handlers=handlers(report), lifespan=lambda _app: desk.open())
    app.router.redirect_slashes = False
    return Guard(app, access)


def runner(app: Guard, desk: Desk, *, is_debugging: bool = False) -> uvicorn.Server:
    """The server of the application; its `run` returns when everything is written.

    Args:
        app: what `application` made.
        desk: the same.
        is_debugging: whether the traceback of an error of ours is logged.
    """
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="error" if is_debugging else "critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_AT_ONCE,
        timeout_graceful_shutdown=_GRACE,
    )
    return _Server(config, desk)


class _Server(uvicorn.Server):
    """One that sends home those who wait for changes: they would not leave by themselves."""

    def __init__(self, config: uvicorn.Config, desk: Desk) -> None:
        super().__init__(config)
        self._desk = desk

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Closes the desk first."""
        self._desk.close()
        await super().shutdown(sockets)


class _Gate:
    """The way in with a password."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._keeper = door.Doorkeeper(access)

    async def login(self, request: Request) -> Response:
        if request.method != "POST":
            return _door(HTTPStatus.OK, door.form())
        said = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
        is_right = await self._keeper.tries(said.get("password", [""])[0])
        if is_right is None:
            return _door(HTTPStatus.TOO_MANY_REQUESTS, door.form(_("Too many attempts. Wait a little, and try again.")))
        if not is_right:
            return _door(HTTPStatus.FORBIDDEN, door.form(_("That is not the password.")))
        return RedirectResponse("/", HTTPStatus.SEE_OTHER, {"set-cookie": self._access.granted()})


class _Pages:
    """What a browser shows."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def index(self, _request: Request) -> Response:
        page = await to_thread.run_sync(self._index)
        return HTMLResponse(page, headers=door.headers(page))

    async def file(self, request: Request) -> Response:
        """`NAME.html` or `NAME.po`; the name as the bytes of the address have it."""
        path = os.fsdecode(unquote_to_bytes(request.scope["raw_path"])).removeprefix("/")
        if path == "index.html":
            return await self.index(request)
        if path == "report.json":
            return as_response(await to_thread.run_sync(self._desk.folder.report))
        name, dot, ending = path.rpartition(".")
        if dot and ending == "html":
            page = await self._desk.page(name)
            return HTMLResponse(page, headers=door.headers(page))
        if dot and ending == "po":
            return await self._record(name)
        raise HTTPException(HTTPStatus.NOT_FOUND)

    async def _record(self, name: str) -> Response:
        known = await to_thread.run_sync(self._desk.folder.find, name)
        if known is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        record = self._desk.folder.record(known)
        data = await to_thread.run_sync(record.read_bytes)
        told = f"attachment; filename*=UTF-8''{quote(record.name, errors='replace', safe='')}"
        return Response(
            data, media_type="text/x-gettext-translation; charset=utf-8", headers={"content-disposition": told}
        )

    def _index(self) -> str:
        file = io.StringIO()
        index.write_index(file, self._desk.folder.report() or of_run({}, [], []))
        return file.getvalue()


def _door(status: HTTPStatus, page: str) -> Response:
    return HTMLResponse(page, status, headers=door.own_headers(page))
