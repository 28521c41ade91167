"""Where links lead: of what strangers write, only whole addresses of the web and of mail are kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST = 2_000
"""Characters of an address; a longer one is an attack, or a picture in disguise."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_WHOLE = re.compile(r"(?:https?://(?=[\w\[])|mailto:(?=\S))", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ODD = re.compile(r"[^!#-;=?-~]")
"""What may not stand in an address as it is, or is a letter of some alphabet."""
_ADDRESSES = (".//link[@rel='canonical']", ".//meta[@property='og:url']", ".//base[@href]")
_FIELD = re.compile(r"\s*HYPERLINK\b([^\"\\]*)(?:\"([^\"]*)\")?", re.IGNORECASE)
_PLACE_IN_IT = re.compile(r"\\l\s+\"([^\"]*)\"", re.IGNORECASE)


def href(raw: str, base: str = "") -> str:
    """An address as an `Inline` may have it: whole, of the schemes http, https or mailto; empty where it is none.

    Args:
        raw: as a document has it; white space in it is percent-encoded, as is what nobody sees; control characters go.
        base: the document's own address, to which others are relative; empty where it states none.
    """
    if len(raw) > 2 * LONGEST:
        return ""
    plain = _CONTROL.sub("", raw).strip()
    if base and plain and not _SCHEME.match(plain):
        plain = _joined(base, plain)
    found = _WHOLE.match(plain)
    if found is None:
        return ""
    made = found[0].lower() + _ODD.sub(_encoded, plain[found.end() :])
    return made if len(made) <= LONGEST else ""


def address(root: HtmlElement) -> str:
    """The address to which the links of a page are relative, as far as the page states one; empty where it does not."""
    canonical, shared, base = map(root.find, _ADDRESSES)
    own = href("" if canonical is None else canonical.get("href", ""))
    own = own or href("" if shared is None else shared.get("content", ""))
    return own if base is None else href(base.get("href", ""), own) or own


def of_field(instruction: str) -> str:
    r"""Where a field of a word processor leads: `HYPERLINK "https://…" \l "place"`; empty where it is no link."""
    instruction = instruction[: 4 * LONGEST]
    found = _FIELD.match(instruction)
    if found is None:
        return ""
    place = _PLACE_IN_IT.search(instruction, found.end())
    bare = found[1].split()
    target = found[2] if found[2] is not None and not bare else "".join(bare[:1])
    return href(f"{target}#{place[1]}" if target and place else target)


def _joined(base: str, relative: str) -> str:
    try:
        return urljoin(base, relative)
    except ValueError:  # brackets in the place of a host
        return ""


def _encoded(found: re.Match[str]) -> str:
    char = found[0]
    return char if char.isalnum() or (char.isprintable() and not char.isascii()) else quote(char, errors="replace")
