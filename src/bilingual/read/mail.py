"""Mails (RFC 5322): the subject is the headline, what was written the article; the rest is kept, marked."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import Message
from typing import TYPE_CHECKING

from bilingual.errors import InputError
from bilingual.messages import _
from bilingual.read import replies
from bilingual.read.encoded_words import characters, words
from bilingual.read.text import one_line
from bilingual.types import Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DEEPEST = 20
"""Messages and groups of parts inside each other."""

MOST_PARTS = 500
"""Parts of a mail; a real one has some ten."""

_PARTS = re.compile(rb"^content-type:", re.IGNORECASE | re.MULTILINE)
_GROUPS = re.compile(rb"^content-type:\s{0,9}(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_HEADER = re.compile(rb"(?:From |[!-9;-~]{1,200}:)")
_REPLY = re.compile(r"(?:(?:re|tr|fwd?|rép|aw|wg|rv)\s?(?:\[\d{1,3}\])?\s?:\s{0,3})+", re.IGNORECASE)
_FORWARDED = re.compile(r"\b(?:tr|fwd?|wg|rv)\b", re.IGNORECASE)
_SHOWN = ("From", "Date")
"""Headers that an editor wants to see beside the subject; the others are the transport's."""

_UNREADABLE = (LookupError, ValueError, TypeError, AttributeError)
"""What the standard library raises on headers that are none."""


def blocks(data: bytes) -> Iterator[Block]:
    """The blocks of a mail; senders, dates, quoted replies, signatures and names of attachments are marked.

    Raises InputError where the file is no mail, or nested so deeply that it was made to do harm.
    """
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not _HEADER.match(start):
        raise InputError(_("this is not a mail"), _("save the message as .eml in your mail program and give that"))
    if len(_GROUPS.findall(data)) > 2 * DEEPEST or len(_PARTS.findall(data)) > MOST_PARTS:
        raise InputError(_("the mail has too many parts inside each other"), _("save its text and give that"))
    # compat32: the newer policy parses headers by recursion, and fails on many that mail programs show
    return iter(_message(message_from_bytes(start, policy=policy.compat32), 0))


def _message(message: Message, depth: int) -> list[Block]:
    """A message: its headline, who sent it and when, its text, its attachments."""
    found: list[Block] = []
    prefix, subject = _subject(message)
    if prefix:
        found.append(Block(prefix, skip=replies.ASIDE))
    if subject:
        found.append(Block(subject, "heading", 1))
    found += (Block(f"{name}: {value}", skip=replies.ASIDE) for name in _SHOWN if (value := _header(message, name)))
    return found + replies.kept(_part(message, depth), forwarded=bool(_FORWARDED.search(prefix)))


def _part(part: Message, depth: int) -> list[Block]:
    """What a part of a message holds; all of it is text, or named."""
    if depth > DEEPEST:
        raise InputError(_("the mail has too many parts inside each other"), _("save its text and give that"))
    kind = part.get_content_type()
    inside = _inside(part)
    if kind == "message/rfc822" and inside:
        return [block for message in inside for block in _message(message, depth + 1)]
    if kind == "multipart/alternative":
        return _alternative(inside, depth)
    if part.is_multipart():
        return [block for one in inside for block in _part(one, depth + 1)]
    if part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text":
        return _named(part)
    return _text(part)


def _inside(part: Message) -> list[Message]:
    if not part.is_multipart():  # a text would be decoded by its label, be it none
        return []
    return [one for one in part.get_payload() if isinstance(one, Message)]


def _alternative(parts: Sequence[Message], depth: int) -> list[Block]:
    """The richest of several ways to say the same: HTML before plain text, even where a group holds it."""
    found = [_part(part, depth + 1) for part in parts]
    html = next((place for place, part in enumerate(parts) if _holds(part, "text/html") and _says(found[place])), None)
    best = html if html is not None else next((place for place, one in enumerate(found) if _says(one)), 0)
    named = (block for place, one in enumerate(found) if place != best and not _says(one) for block in one)
    return [*(found[best] if found else []), *named]


def _holds(part: Message, kind: str) -> bool:
    return any(one.get_content_type() == kind for one in part.walk())


def _says(found: Sequence[Block]) -> bool:
    return any(block.skip is None for block in found)


def _text(part: Message) -> list[Block]:
    content = _decoded(part)
    if part.get_content_subtype() != "html":
        flowed = str(part.get_param("format", "")).lower() == "flowed"
        delsp = str(part.get_param("delsp", "")).lower() == "yes"
        return replies.parse(content, flowed=flowed, delsp=delsp)
    from bilingual.read import html  # lxml is slow to load, and many mails are plain

    return list(replies.marked(html.blocks(content.encode("utf-8", "replace"))))


def _decoded(part: Message) -> str:
    """The characters of a part, whatever its label says of them."""
    try:
        label = part.get_content_charset() or ""
    except _UNREADABLE:
        label = ""
    try:
        payload = part.get_payload(decode=True)
    except _UNREADABLE:
        part.del_param("charset")
        payload = part.get_payload()
    data = payload if isinstance(payload, bytes) else str(payload).encode("utf-8", "surrogateescape")
    return characters(data, label)


def _named(part: Message) -> list[Block]:
    """The name of an attachment, or else its type; what merely belongs to the page has none."""
    try:
        name = part.get_filename() or ""
    except _UNREADABLE:
        name = ""
    kind = part.get_content_type()
    told = one_line(kind)  # what is no type is given back as it is, be it on two lines
    inline = part.get_content_disposition() != "attachment" and part.get("Content-ID") is not None
    if not name and (inline or kind.startswith("multipart/")):
        return []
    shown = one_line(words(name).replace("\n", " ").replace("\r", " "))
    return [Block(f"{shown} ({told})" if shown else told, skip=replies.ASIDE)]


def _subject(message: Message) -> tuple[str, str]:
    """What the subject says of answers and forwarding, and the headline."""
    subject = _header(message, "Subject")
    found = _REPLY.match(subject)
    return (subject[: found.end()].strip(), subject[found.end() :].strip()) if found else ("", subject)


def _header(message: Message, name: str) -> str:
    """A header as a person reads it, on one line; empty where there is none."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return one_line(words(" ".join(raw.splitlines())))
