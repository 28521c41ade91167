"""What the page's script asks the desk for: JSON in, JSON out, and the stream of what changes."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse
from starlette.routing import Route

from bilingual.errors import InputError
from bilingual.messages import _
from bilingual.review import corrections
from bilingual.review.answers import as_response
from bilingual.review.history import as_json
from bilingual.review.session import Work

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bilingual.review.desk import Desk
    from bilingual.review.session import Answer

_NAME = 64
"""Characters of the name that a browser makes up for itself."""
_DIGITS = 20


class Api:
    """What the page's script asks for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """The addresses."""
        posted = ("decide", "retranslate", "alternatives", "terms")
        asked = ("events", "history")
        return [
            *(Route(f"/api/{name}", getattr(self, name)) for name in asked),
            *(Route(f"/api/{name}", getattr(self, name), methods=["POST"]) for name in posted),
        ]

    async def events(self, request: Request) -> Response:
        """The stream of what changes in an article."""
        name = request.query_params.get("article", "")
        told = [request.headers.get("last-event-id", ""), request.query_params.get("since", "")]
        since = next((int(one[:_DIGITS]) for one in told if one.isascii() and one.isdecimal()), 0)
        if await to_thread.run_sync(self._desk.folder.find, name) is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return StreamingResponse(self._desk.events(name, since), media_type="text/event-stream")

    async def history(self, request: Request) -> Response:
        """What was done to a segment."""
        said = request.query_params
        found = await self._desk.history(said.get("article", ""), said.get("address", ""))
        entries = [
            {"time": one.time, "by": one.by, "before": as_json(one.before), "after": as_json(one.after)}
            for one in found
        ]
        return as_response({"entries": entries})

    async def decide(self, request: Request) -> Response:
        """Takes decisions and cuts in; answers when they are on disk."""
        said = await _said(request)
        asked = corrections.parse({"decisions": [], "cuts": [], **said})
        work = Work(_text(said, "client", "")[:_NAME], asked.decisions, asked.cuts)
        return as_response(_told(await self._desk.decide(asked.article, work)))

    async def retranslate(self, request: Request) -> Response:
        """Translates segments anew."""
        said = await _said(request)
        addresses = said.get("addresses")
        if addresses is not None and not _are_texts(addresses):
            raise _wrong("addresses")
        client = _text(said, "client", "")[:_NAME]
        return as_response(_told(await self._desk.retranslate(_text(said, "article"), client, addresses)))

    async def alternatives(self, request: Request) -> Response:
        """Other translations of a segment."""
        said = await _said(request)
        found = await self._desk.alternatives(_text(said, "article"), _text(said, "address"))
        return as_response({"alternatives": list(found)})

    async def terms(self, request: Request) -> Response:
        """Adds a term to the glossary."""
        said = await _said(request)
        found = await self._desk.add_term(_text(said, "source"), _text(said, "target"), _text(said, "note", ""))
        return as_response({"touched": found, "count": sum(map(len, found.values()))})


def _told(answer: Answer) -> dict[str, Any]:
    return {"revision": answer.revision, "rows": answer.rows, "conflicts": answer.conflicts}


async def _said(request: Request) -> dict[str, Any]:
    """The object that a body holds."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    try:
        said = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error
    if not isinstance(said, dict):
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    return said


def _text(said: dict[str, Any], field: str, default: str | None = None) -> str:
    value = said.get(field, default)
    if not isinstance(value, str):
        raise _wrong(field)
    return value.encode("utf-8", "replace").decode()


def _wrong(field: str) -> InputError:
    return InputError(_("{field} is missing, or is not what it should be", field=field), _("load the page again"))


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
