"""XML from strangers, an element at a time: no entities, no DTD, nothing from outside; memory stays flat."""

from __future__ import annotations

from html import unescape
from typing import IO, TYPE_CHECKING, Any

from bilingual.errors import InputError
from bilingual.messages import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MOST_INSIDE = 10_000
"""Elements between two units, or in one; more are no exchange of texts."""
MOST_OF_OURS = 200_000
"""The same for what comes back from other tools, where a segment may be full of marks and characters of its own."""
MOST_BYTES = 50_000_000
"""Of the file from one unit to the end of the next, so that no unit fills the memory."""
XML = "{http://www.w3.org/XML/1998/namespace}"


def elements(file: IO[bytes], root: str, wanted: Collection[str], most: int = MOST_INSIDE) -> Iterator[Any]:
    """The elements of some names, each with its content and with the attributes of those around it.

    An element is valid until the next one is asked for. A DOCTYPE may name a DTD, as many tools have it; it is not
    looked for.

    Args:
        file: open, at its beginning.
        root: the name that the outermost element must have, as all names here without namespace.
        wanted: the names of the elements.
        most: how many elements there may be between two of these, or in one.

    Raises:
        InputError: it is no sound XML, has another root or entities of its own, or is nested without end.
    """
    from lxml import etree

    from bilingual.read.xml import DEEPEST, SAFE

    events = etree.iterparse(file, events=("start", "end"), **SAFE)
    depth = inside = begun = 0
    try:
        for what, element in events:
            if what == "start":
                depth, inside = depth + 1, inside + 1
                if depth == 1:
                    _check_root(element, root)
                if depth > DEEPEST or inside > most or file.tell() - begun > MOST_BYTES:
                    raise _too_much(element.sourceline or 0, root, DEEPEST if depth > DEEPEST else 0)
                continue
            depth -= 1
            if local(element) in wanted:
                yield element
                _drop(element)
                inside, begun = 0, file.tell()
    except etree.XMLSyntaxError as error:
        what = _("it is no sound XML: {reason}", reason=error.msg)
        raise InputError(what, _("mend it, or export it anew")) from error


def local(element: Any) -> str:  # noqa: ANN401  # lxml's elements have no types of their own
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def own_text(element: Any) -> str:  # noqa: ANN401  # as above
    """The text with which an element begins; of a reference to an entity, what HTML has under that name."""
    text = element.text or ""
    return unescape(text) if callable(element.tag) else text


def whole_text(element: Any) -> str:  # noqa: ANN401  # as above
    """All text in an element, with that of the elements in it."""
    return own_text(element) + "".join(whole_text(child) + (child.tail or "") for child in element)


def _check_root(element: Any, root: str) -> None:  # noqa: ANN401  # as above
    name = root.upper()
    if local(element) != root:
        raise InputError(_("this is no {format}: its root is not {root}", format=name, root=root), _("export it anew"))
    declared = element.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _entity in declared.iterentities()):
        raise InputError(
            _("it declares entities, which could expand without end"), _("delete these lines of its DOCTYPE")
        )


def _too_much(line: int, root: str, deepest: int) -> InputError:
    """Why a file is refused that is nested more deeply than allowed, or whose units are no units."""
    if deepest:
        what = _("line {line}: its elements are nested more than {n} deep", line=line, n=deepest)
    else:
        what = _("line {line}: this is no {format}", line=line, format=root.upper())
    return InputError(what, _("export it anew"))


def _drop(element: Any) -> None:  # noqa: ANN401  # as above
    """Frees an element and all before it, at each level."""
    element.clear()
    parent = element.getparent()
    while parent is not None:
        while element.getprevious() is not None:
            del parent[0]
        element, parent = parent, parent.getparent()
