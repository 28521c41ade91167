"""Packages offered by the Argos index: found and downloaded.

`argostranslate.package.update_package_index` is not used: where the index cannot be reached it says nothing and goes
on with an old one (or calls itself without end where there is none), and its downloads have no time limit, no size
limit, no checksum and no progress. The format of the index is Argos' own.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from bilingual.errors import ModelError
from bilingual.messages import _, marked, number
from bilingual.packages.argos_home import index_url
from bilingual.packages.unpack import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Progress: TypeAlias = "Callable[[int, int | None], None]"
"""Called with the bytes that have come and those to come in all, where the server tells."""

_SECONDS = 30  # of silence on a connection
_INDEX_BYTES = 16 << 20  # Argos' own has 0.1 MB
_CHUNK = 1 << 18
_MEND = marked(
    "check the network and ARGOS_PACKAGE_INDEX, or install a file: `bilingual models install FILE.argosmodel`"
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A package of the index; untrusted."""

    version: str
    links: tuple[str, ...]
    """Where it can be had, http or https only, best first."""
    sha256: str
    """64 hex digits; empty where the index tells none."""


def find(source: str, target: str) -> Offer:
    """The newest package the index offers for two languages.

    Raises:
        ModelError: the index cannot be reached or read, or offers none.
    """
    url = index_url()
    offers = [_offer(entry) for entry in _entries(url) if _fits(entry, source, target)]
    offers = [offer for offer in offers if offer.links]
    if not offers:
        what = _("{url}: offers no package {languages}", url=url, languages=f"{source} → {target}")
        raise ModelError(what, _("language codes are those of Argos: fr, en …"))
    return max(offers, key=lambda offer: [int(number) for number in re.findall(r"[0-9]{1,9}", offer.version)])


def download(offer: Offer, path: Path, progress: Progress) -> None:
    """Write an offered package to `path`.

    Raises:
        ModelError: no link gives it whole.
    """
    failures = []
    for link in offer.links:
        try:
            with path.open("wb") as file:
                for chunk in _received(link, MAX_BYTES, progress):
                    file.write(chunk)
        except (OSError, HTTPException) as error:
            failures.append(_("{path}: {reason}", path=link, reason=_reason(error)))
        else:
            return
    raise ModelError(_("cannot download {failures}", failures="; ".join(failures)), _(_MEND))


def _entries(url: str) -> list[dict[str, Any]]:
    try:
        raw = b"".join(_received(url, _INDEX_BYTES))
    except (OSError, HTTPException, ValueError) as error:
        raise ModelError(_("{url}: cannot be reached: {reason}", url=url, reason=_reason(error)), _(_MEND)) from error
    try:
        entries = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ModelError(_("{url}: is no package index", url=url), _(_MEND)) from error
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _fits(entry: dict[str, Any], source: str, target: str) -> bool:
    kind = entry.get("type", "translate")
    return (kind, entry.get("from_code"), entry.get("to_code")) == ("translate", source, target)


def _offer(entry: dict[str, Any]) -> Offer:
    links = entry.get("links")
    usable = [link for link in links if _is_web(link)] if isinstance(links, list) else []
    sha256 = entry.get("sha256")
    return Offer(str(entry.get("package_version", "")), tuple(usable), sha256 if isinstance(sha256, str) else "")


def _is_web(link: object) -> bool:
    """Nothing of this machine (`file:`) and nothing that upsets the request line or a terminal."""
    web = isinstance(link, str) and link.startswith(("https://", "http://"))
    return web and str(link).isascii() and str(link).isprintable() and " " not in str(link)


def _received(url: str, most: int, progress: Progress | None = None) -> Iterator[bytes]:
    """The body of a page in chunks.

    Raises:
        OSError: it is cut off or has more than `most` bytes.
    """
    request = Request(url, headers={"User-Agent": "bilingual"})  # noqa: S310  # `_is_web`, or the user's own setting
    with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310  # as above; redirects stay on the web
        length = answer.headers.get("Content-Length", "")
        whole = int(length) if length.isdecimal() else None
        come = 0
        while chunk := answer.read(_CHUNK):
            come += len(chunk)
            if come > most:
                raise OSError(_("more than {n} MiB", n=most >> 20))
            if progress:
                progress(come, whole)
            yield chunk
    if whole is not None and come != whole:
        raise OSError(_("cut off after {n} of {whole} bytes", n=number(come), whole=number(whole)))


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, HTTPError) else str(getattr(error, "reason", error))
