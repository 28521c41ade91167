"""Where links of what we write may lead: addresses on the web and of mail, written as every program reads them."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address
from urllib.parse import quote

LONGEST = 2000
"""Characters; browsers and mail programs refuse longer ones anyway."""

_WEB = re.compile(r"(https?)://([^/?#@]{1,300})([/?#].*)?", re.IGNORECASE)
_HOST = re.compile(r"(.+?)(?::([0-9]{1,5})?)?")
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_LAST_PORT = 65535
_REFUSED = re.compile(r"[\s<>\"\\\x00-\x20\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Where one of these stands, somebody wants to be read in two ways."""
_STRAY = re.compile("%(?![0-9A-Fa-f]{2})")
_KEPT = "%/?:@!$&'()*+,;="
"""What has a meaning in a URI besides letters, digits and `-._~`."""


def uri(href: str) -> str:
    """The address as RFC 3986 has it: letters of other scripts in percent signs, in a host's name as Punycode.

    Empty where it is neither on the web nor of mail, where it names a user, so that it may seem to lead elsewhere, or
    where its host can be none.
    """
    if len(href) > LONGEST or _REFUSED.search(href):
        return ""
    scheme, _colon, rest = href.partition(":")
    if scheme.lower() == "mailto":
        return f"mailto:{_escaped(rest)}" if rest else ""
    web = _WEB.fullmatch(href)
    host = _host(web[2]) if web else ""
    return f"{web[1].lower()}://{host}{_escaped(web[3] or '')}" if web and host else ""


def _host(written: str) -> str:
    """A host with its port, in ASCII; empty where no machine can be called so."""
    name, port = _HOST.fullmatch(written).groups()  # type: ignore[union-attr]  # it fits whatever is not empty
    try:
        ascii_name = name.removesuffix(".").encode("idna").decode()
        labels = ascii_name.split(".")
        if labels[-1].isdigit():
            IPv4Address(ascii_name)
        if any(label.lower().startswith("xn--") for label in labels):
            ascii_name.encode().decode("idna")  # whether there is a name behind the Punycode
    except (UnicodeError, AddressValueError):
        return ""
    if not all(map(_LABEL.fullmatch, labels)) or int(port or 0) > _LAST_PORT:
        return ""
    return f"{ascii_name}:{port}" if port else ascii_name


def _escaped(rest: str) -> str:
    """What stands behind a host; only the first `#` begins a fragment."""
    before, sharp, fragment = rest.partition("#")
    return quote(_STRAY.sub("%25", before), _KEPT) + sharp + quote(_STRAY.sub("%25", fragment), _KEPT)
