"""Write TermBase eXchange: version 3, TBX-Basic, in the style DCA (ISO 30042:2019)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bilingual.terminology.tbx import ADMITTED, DEPRECATED, FLAGS, PREFERRED, XML_LANG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilingual.terminology.entry import Entry

_NAMESPACE = "urn:iso:std:iso:30042:ed-2"


def write(entries: Iterable[Entry], source: str = "fr", target: str = "en") -> str:
    """The TBX of some entries, a concept each.

    The context becomes the `subjectField`, flags a `projectSubset`, the note one of the concept, the remark one of the
    French term, near words a line of the note; variants and other accepted renderings are admitted terms, forbidden
    ones deprecated.
    """
    from lxml import etree

    names: Any = {None: _NAMESPACE}
    root = etree.Element("tbx", {"type": "TBX-Basic", "style": "dca", XML_LANG: source}, nsmap=names)
    description = etree.SubElement(etree.SubElement(root, "tbxHeader"), "fileDesc")
    _add(etree.SubElement(description, "sourceDesc"), "p", "A glossary of bilingual.")
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    for number, entry in enumerate(entries, 1):
        concept = etree.SubElement(body, "conceptEntry", id=f"c{number}")
        _add(concept, "descrip", entry.context, "subjectField")
        _add(concept, "admin", FLAGS + ", ".join(entry.flags), "projectSubset")
        near = f"near: {', '.join(entry.near)}" if entry.near else ""
        _add(concept, "note", "\n".join(filter(None, (entry.note, near))))
        _sources(etree.SubElement(concept, "langSec", {XML_LANG: source}), entry)
        if entry.renderings:
            _targets(etree.SubElement(concept, "langSec", {XML_LANG: target}), entry)
    etree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{etree.tostring(root, encoding="unicode")}\n'


def _sources(section: Any, entry: Entry) -> None:  # noqa: ANN401  # lxml's elements have no types of their own
    _term(section, entry.source, note=entry.remark)
    if entry.plural:
        _term(section, entry.plural, is_plural=True)
    for variant in entry.variants:
        _term(section, variant, ADMITTED)


def _targets(section: Any, entry: Entry) -> None:  # noqa: ANN401  # as above
    first, others = (DEPRECATED, DEPRECATED) if "forbidden" in entry.flags else (PREFERRED, ADMITTED)
    _term(section, entry.target, first)
    if entry.plural_target:
        _term(section, entry.plural_target, first, is_plural=True)
    for other in entry.accepted:
        _term(section, other, others)


def _term(section: Any, text: str, status: str = "", *, is_plural: bool = False, note: str = "") -> None:  # noqa: ANN401  # as above
    from lxml import etree

    one = etree.SubElement(section, "termSec")
    _add(one, "term", text)
    _add(one, "termNote", "plural" if is_plural else "", "grammaticalNumber")
    _add(one, "termNote", status, "administrativeStatus")
    _add(one, "note", note)


def _add(parent: Any, name: str, text: str, category: str = "") -> None:  # noqa: ANN401  # as above
    """Adds an element, unless it would be empty."""
    from lxml import etree

    if text:
        etree.SubElement(parent, name, {"type": category} if category else {}).text = text
