"""How the desk answers: JSON for scripts, and what went wrong as a sentence with its mend, never a trace."""

from __future__ import annotations

import json
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bilingual.errors import BilingualError, GlossaryError
from bilingual.messages import _, reason
from bilingual.review.access import Refusal
from bilingual.review.access import Request as Head
from bilingual.review.guard import refused
from bilingual.review.places import NoSuchArticleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request


def handlers(report: Callable[[Exception], None]) -> dict[Any, Any]:
    """What answers to which error.

    Args:
        report: told of errors of ours.
    """

    async def failed(request: Request, error: Exception) -> Response:
        report(error)
        return _refused(request, HTTPStatus.INTERNAL_SERVER_ERROR, _("internal error"), _("please report it"))

    return {HTTPException: _http, BilingualError: _mistaken, OSError: _unwritten, Exception: failed}


def as_response(data: object, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Data as JSON."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "replace"), status, media_type="application/json")


def _refused(request: Request, status: HTTPStatus, message: str, hint: str = "") -> Response:
    head = Head(request.method, request.url.path, "", {"accept": (request.headers.get("accept", ""),)})
    reply = refused(head, Refusal(status, message, hint))
    return Response(reply.body, reply.status, dict(reply.headers))


async def _http(request: Request, error: HTTPException) -> Response:
    said = {
        HTTPStatus.NOT_FOUND: _("there is nothing at this address"),
        HTTPStatus.METHOD_NOT_ALLOWED: _("the desk knows no such request"),
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE: _("only JSON is understood here"),
    }
    status = HTTPStatus(error.status_code)
    return _refused(request, status, said.get(status, _("the request cannot be understood")))


async def _mistaken(request: Request, error: BilingualError) -> Response:
    """What was asked cannot be done."""
    status = HTTPStatus.BAD_REQUEST
    if isinstance(error, NoSuchArticleError):
        status = HTTPStatus.NOT_FOUND
    elif isinstance(error, GlossaryError):
        status = HTTPStatus.CONFLICT
    return _refused(request, status, str(error), error.hint)


async def _unwritten(request: Request, error: OSError) -> Response:
    """It could not be written; browsers keep it and try again."""
    name = Path(str(error.filename or "")).name  # where it lies is nobody's business
    what = _("{path}: {reason}", path=name, reason=reason(error))
    mend = _("make room there; nothing that you typed is lost")
    return _refused(request, HTTPStatus.INSUFFICIENT_STORAGE, what, mend)
