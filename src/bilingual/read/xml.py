"""XML from strangers as a stream of events: no tree, no document type, so no entity, and nothing from outside."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from lxml import etree

from bilingual.errors import InputError
from bilingual.messages import _, marked

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

DEEPEST = 200
"""Elements inside each other; Word's own limit of tables makes about 120."""

SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""What any parser of lxml is told here; without `huge_tree` it holds no text of more than ten million bytes."""

_RESAVE = marked("open it in the program that made it, and save it again")


_NONE: Mapping[str, str] = MappingProxyType({})


class Event(NamedTuple):
    """An element begins or ends, or text stands in it."""

    what: Literal["start", "end", "text"]
    value: str
    """Name of the element with the last word of its namespace, such as `text:p`; or the text, maybe a part of it."""
    attributes: Mapping[str, str] = _NONE
    """By name without namespace."""


def events(chunks: Iterable[bytes], wanted: Container[str] | None = None) -> Iterator[Event]:
    """What a document holds, in order; empty text aside, nothing of it is left out.

    Args:
        chunks: the document.
        wanted: the elements whose beginnings and ends are told, by their names without namespace; None for all.

    Raises:
        InputError: it is no well-formed XML, declares a document type, or is nested more deeply than `DEEPEST`.
    """
    target = _Target(wanted)
    parser = etree.XMLParser(
        target=target,  # type: ignore[arg-type]  # the stubs expect bytes too
        **SAFE,
    )
    try:
        for chunk in chunks:
            parser.feed(chunk)
            yield from target.taken()
        parser.close()
    except etree.XMLSyntaxError as error:
        raise InputError(_("its text is no sound XML: {reason}", reason=error.msg), _(_RESAVE)) from error
    yield from target.taken()


def local(name: str) -> str:
    """The name of an element without its namespace."""
    return name.rpartition(":")[2]


class _Target:
    """Takes the parser's calls and keeps them until they are fetched."""

    def __init__(self, wanted: Container[str] | None) -> None:
        self._events: list[Event] = []
        self._depth = 0
        self._wanted = wanted

    def taken(self) -> list[Event]:
        found, self._events = self._events, []
        return found

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise InputError(_("refused: its text is nested more than {n} deep", n=DEEPEST), _(_RESAVE))
        if self._wanted is None or _bare(tag) in self._wanted:
            told = {_bare(name): _whole(value) for name, value in attributes.items()} if attributes else _NONE
            self._events.append(Event("start", _short(tag), told))

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._wanted is None or _bare(tag) in self._wanted:
            self._events.append(Event("end", _short(tag)))

    def data(self, words: str) -> None:
        self._events.append(Event("text", words))

    def doctype(self, *_names: str | None) -> None:
        what = _("refused: its text declares a document type, which could expand without end")
        raise InputError(what, _(_RESAVE))

    def close(self) -> None:
        self._depth = 0


def _whole(value: str) -> str:
    """The value of an attribute: where entities are not resolved, libxml2 leaves each `&` in it as a reference."""
    return value.replace("&#38;", "&") if "&" in value else value


@lru_cache(1024)
def _short(tag: str) -> str:
    """`{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p` as `text:p`, `{http://…/2006/main}p` as `main:p`."""
    namespace, _, name = tag.rpartition("}")
    words = [word for word in namespace.strip("{").replace("/", ":").split(":") if word[:1].isalpha()]
    return f"{words[-1]}:{name}" if words else name


@lru_cache(1024)
def _bare(name: str) -> str:
    return name.rpartition("}")[2]
