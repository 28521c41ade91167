"""Who may speak to the desk: whoever was given the token or the password, from a page of ours, at our own address."""

from __future__ import annotations

import ipaddress
import secrets
import socket
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs

from bilingual.messages import _

if TYPE_CHECKING:
    from collections.abc import Mapping

METHODS = frozenset({"GET", "HEAD", "POST"})
LOGIN = "/login"
_ANYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104  # what a user may ask for, with a password
_USUAL = "80"
"""The port that browsers leave out."""
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Request(NamedTuple):
    """What is known of a request before its body is read."""

    method: str
    path: str
    query: str
    headers: Mapping[str, tuple[str, ...]]
    """By names in small letters; a header may come more than once."""

    def header(self, name: str) -> str | None:
        """The only value of a header; None where there is none, or where there are several."""
        values = self.headers.get(name, ())
        return values[0] if len(values) == 1 else None


class Refusal(NamedTuple):
    """Why a request is not answered."""

    status: HTTPStatus
    message: str
    hint: str = ""


def is_loopback(host: str) -> bool:
    """Whether only programs on this machine can reach an address."""
    if host in _LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Access:
    """Judges requests by their heads.

    Args:
        host: the address that the desk listens on, as the user gave it.
        port: the one it listens on.
        password: what people may show instead of the token; none where it is empty.
    """

    def __init__(self, host: str, port: int, password: str = "") -> None:
        self._host = host
        self._port = port
        self._password = password
        self._token = secrets.token_urlsafe(32)
        self._tickets: set[str] = set()
        self._names = _names(host)

    @property
    def cookie(self) -> str:
        """The cookie's name: cookies are shared by all ports of a machine, so it tells ours."""
        return f"bilingual-{self._port}"

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the desk, without a slash at the end."""
        return f"http://{_bracketed('127.0.0.1' if self._host in _ANYWHERE else self._host)}:{self._port}"

    @property
    def url(self) -> str:
        """The address with the token: who has it is let in."""
        return f"{self.address}/?token={self._token}"

    @property
    def asks_password(self) -> bool:
        """Whether there is one."""
        return bool(self._password)

    def ticket(self) -> str:
        """An address that lets in once: a program's arguments can be read by others on this machine."""
        ticket = secrets.token_urlsafe(32)
        self._tickets.add(ticket)
        return f"{self.address}/?token={ticket}"

    def granted(self) -> str:
        """The `Set-Cookie` that lets a browser in from now on."""
        return f"{self.cookie}={self._token}; Path=/; HttpOnly; SameSite=Strict"

    def refusal(self, request: Request) -> Refusal | None:
        """Why the request is none of ours, whoever sends it: another host's, or from another page."""
        if not self._is_ours(request.header("host")):
            what = _("this address is not the desk’s")
            return Refusal(HTTPStatus.MISDIRECTED_REQUEST, what, self._mend())
        if request.method not in METHODS:
            return Refusal(HTTPStatus.METHOD_NOT_ALLOWED, _("the desk knows no such request"))
        if not self._is_from_us(request):
            return Refusal(HTTPStatus.FORBIDDEN, _("the request comes from another page"), self._mend())
        return None

    def is_known(self, request: Request) -> bool:
        """Whether the request shows the token, in the cookie or as `Authorization: Bearer`."""
        scheme, _space, bearer = (request.header("authorization") or "").partition(" ")
        if scheme.lower() == "bearer" and _same(bearer.strip(), self._token):
            return True
        return any(_same(value, self._token) for value in _cookies(request, self.cookie))

    def shows_ticket(self, request: Request) -> bool | None:
        """Whether the address has a token that is right; None where it has none. A ticket is good for once."""
        asked = parse_qs(request.query, keep_blank_values=True).get("token")
        if asked is None:
            return None
        spent = {ticket for ticket in self._tickets if _same(asked[0], ticket)}
        self._tickets -= spent
        return bool(spent) or _same(asked[0], self._token)

    def unknown(self) -> Refusal:
        """What is said to whoever shows no token."""
        return Refusal(HTTPStatus.FORBIDDEN, _("the desk does not know this browser"), self._mend())

    def is_password(self, text: str) -> bool:
        """Whether a text is the password."""
        return self.asks_password and _same(text, self._password)

    def _mend(self) -> str:
        return _("open the address that “bilingual review” has printed")

    def _is_ours(self, host: str | None) -> bool:
        """Whether a `Host` is exactly the one we listen on: a foreign name that points to us is an attack."""
        told = (host or "").lower()
        name, colon, port = told.rpartition(":")
        if not colon or port.endswith("]"):
            name, port = told, _USUAL
        if port != str(self._port):
            return False
        return name in self._names or (self._host in _ANYWHERE and _is_number(name))

    def _is_from_us(self, request: Request) -> bool:
        """Whether a page of ours sent it, or a person by way of the address line, or a script that has the token."""
        site = request.header("sec-fetch-site")
        if "origin" in request.headers:
            scheme, _slashes, host = (request.header("origin") or "").partition("://")
            if scheme != "http" or not self._is_ours(host):
                return False
        if "sec-fetch-site" in request.headers and site not in {"same-origin", "none"}:
            return self._is_visit(request)
        if request.method != "POST" or "origin" in request.headers or site == "same-origin":
            return True
        return "sec-fetch-site" not in request.headers and "authorization" in request.headers

    def _is_visit(self, request: Request) -> bool:
        """Whether a person follows a link to us from elsewhere: it shows her a page and does nothing."""
        goes = request.header("sec-fetch-mode") == "navigate" and request.header("sec-fetch-dest") == "document"
        return goes and request.method == "GET" and not request.path.startswith("/api/")


def _names(host: str) -> frozenset[str]:
    """How a browser may write the address, in small letters."""
    names = {_bracketed(host).lower()}
    if is_loopback(host):
        names |= {"127.0.0.1", "[::1]", "localhost"} if host == "localhost" else {"localhost"}
    if host in _ANYWHERE:
        names |= {"localhost", socket.gethostname().lower(), f"{socket.gethostname()}.local".lower()}
    return frozenset(names)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_number(name: str) -> bool:
    """Whether it is an IP address: no name that somebody else could point to us."""
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def _cookies(request: Request, name: str) -> list[str]:
    """The values of all cookies of a name."""
    found = (one.strip().partition("=") for line in request.headers.get("cookie", ()) for one in line.split(";"))
    return [value for key, _equals, value in found if key == name]


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same, in a time that tells neither where they differ nor how long they are."""
    first, second = (sha256(text.encode("utf-8", "surrogatepass")).digest() for text in (one, other))
    return secrets.compare_digest(first, second)
