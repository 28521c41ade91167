"""Read TermBase eXchange (TBX-Basic): version 2 (`martif`) and version 3 (`tbx`), the latter in both of its styles.

Version 3 is ISO 30042:2019. In the style DCA what an element means stands in its attribute `type`; in DCT it is the
element's own name, in a namespace of its module. Both are read by local names, here and in version 2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bilingual.errors import GlossaryError
from bilingual.messages import _, number
from bilingual.terminology.entry import RULES, Entry, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_BYTES = 50_000_000
"""Of a file; some 100,000 entries."""
PREFERRED, ADMITTED, DEPRECATED = "preferredTerm-admn-sts", "admittedTerm-admn-sts", "deprecatedTerm-admn-sts"
"""What `administrativeStatus` says of a term."""
FLAGS = "flags: "
"""How the `projectSubset` begins in which we keep an entry's flags."""
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ROOTS = frozenset({"martif", "tbx"})
_CONCEPTS = frozenset({"termEntry", "conceptEntry"})
_LANGUAGES = frozenset({"langSet", "langSec"})
_TERMS = frozenset({"tig", "ntig", "termSec"})
_NOT_USED = frozenset({DEPRECATED, "supersededTerm-admn-sts"})


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of one language with what is said of it."""

    text: str
    status: str
    is_plural: bool
    note: str


def read(data: bytes, source: str = "fr", target: str = "en") -> Iterator[tuple[int, Entry]]:
    """The entries of a TBX file with their lines; concepts that lack the source language are passed over.

    A concept makes an entry for each term of the source language, but for those that are merely admitted: they are
    variants of the first one. Deprecated renderings make `forbidden` entries.

    Args:
        data: the file.
        source: BCP 47; regions are of no account.
        target: the same.

    Raises:
        GlossaryError: it is no TBX, or holds what is refused: a DOCTYPE, more bytes or depth than allowed.
    """
    root = _parsed(data)
    if _local(root) not in _ROOTS:
        raise GlossaryError(_("this is no TBX: its root is neither martif nor tbx"), _("export it as TBX-Basic"))
    for concept in root.iter():
        if _local(concept) in _CONCEPTS:
            sections: dict[str, list[_Term]] = {}
            for section in concept:
                if _local(section) in _LANGUAGES:
                    sections.setdefault(_language(section), []).extend(_terms(section))
            about = Entry("", context=_said(concept, "subjectField"), flags=_flags(concept), note=_note(concept))
            for entry in _entries(about, sections.get(source, []), sections.get(target, [])):
                yield concept.sourceline or 0, tidy(entry)


def _parsed(data: bytes) -> Any:  # noqa: ANN401  # lxml's elements have no types of their own
    from lxml import etree

    from bilingual.read.xml import SAFE

    if len(data) > MOST_BYTES:
        raise GlossaryError(_("it is larger than {n} bytes", n=number(MOST_BYTES)), _("divide it"))
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _doctype()
    parser = etree.XMLParser(**SAFE)
    try:
        root: Any = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        what = _("it is no sound XML: {reason}", reason=error.msg)
        raise GlossaryError(what, _("mend it, or export it once more")) from error
    if root.getroottree().docinfo.doctype:  # in an encoding in which the bytes above do not show
        raise _doctype()
    return root


def _doctype() -> GlossaryError:
    what = _("it has a DOCTYPE, which may name other files")
    return GlossaryError(what, _("delete that line; nothing is lost with it"))


def _entries(about: Entry, sources: Sequence[_Term], targets: Sequence[_Term]) -> Iterator[Entry]:
    """The entries of a concept: about its French terms, and about each rendering that must not be used."""
    avoided = [term for term in targets if term.status in _NOT_USED]
    used = sorted((term for term in targets if term.status not in _NOT_USED), key=lambda term: term.status == ADMITTED)
    main = [term for term in sources if term.status != ADMITTED] or sources[:1]
    variants = tuple(term.text for term in sources if term not in main)
    for place, (term, plural) in enumerate(_with_plurals(main)):
        own = replace(about, source=term.text, plural=plural, remark=term.note, variants=() if place else variants)
        if "forbidden" in about.flags:
            yield _rendered(own, avoided)
            continue
        if used or not avoided:
            yield _rendered(own, used)
        for one in avoided:
            yield replace(own, target=one.text, plural="", context=f"forbidden: {one.text}", flags=_forbidding(about))


def _rendered(entry: Entry, terms: Sequence[_Term]) -> Entry:
    """The entry with the terms as its renderings: the first in the singular, the first in the plural, the others."""
    ordered = [term.text for term in sorted(terms, key=lambda term: term.is_plural)]
    plurals = [term.text for term in terms if term.is_plural]
    if entry.plural and plurals and ordered[0] != plurals[0]:
        ordered.remove(plurals[0])
        return replace(entry, target=ordered[0], plural_target=plurals[0], accepted=tuple(ordered[1:]))
    return replace(entry, target="".join(ordered[:1]), accepted=tuple(ordered[1:]))


def _forbidding(about: Entry) -> tuple[str, ...]:
    return (*(flag for flag in about.flags if flag not in RULES), "forbidden")


def _with_plurals(terms: Sequence[_Term]) -> Iterator[tuple[_Term, str]]:
    """Each term with its plural, where one follows it."""
    waiting: _Term | None = None
    for term in terms:
        if waiting and term.is_plural:
            yield waiting, term.text
            waiting = None
            continue
        if waiting:
            yield waiting, ""
        waiting = term
    if waiting:
        yield waiting, ""


def _terms(section: Any) -> Iterator[_Term]:  # noqa: ANN401  # as above
    for one in section:
        if _local(one) in _TERMS and (text := _said(one, "term").strip()):
            is_plural = _said(one, "grammaticalNumber").strip() == "plural"
            yield _Term(text, _said(one, "administrativeStatus").strip(), is_plural, _said(one, "note"))


def _note(concept: Any) -> str:  # noqa: ANN401  # as above
    """The notes and definitions of a concept, a line each."""
    found = [one for one in _parts(concept) if _category(one) in {"note", "definition"}]
    return "\n".join(map(_text, found))


def _flags(concept: Any) -> tuple[str, ...]:  # noqa: ANN401  # as above
    said = next((_text(one) for one in _parts(concept) if _text(one).startswith(FLAGS)), "")
    return tuple(said.removeprefix(FLAGS).split(",")) if said else ("terminology",)


def _said(element: Any, category: str) -> str:  # noqa: ANN401  # as above
    return next((_text(one) for one in _parts(element) if _category(one) == category), "")


def _parts(element: Any) -> Iterator[Any]:  # noqa: ANN401  # as above
    """The children, and those of children that only group others."""
    for one in element:
        if _local(one).endswith("Grp"):
            yield from one
        else:
            yield one


def _category(element: Any) -> str:  # noqa: ANN401  # as above
    """What an element tells, in either style."""
    return str(element.get("type") or _local(element))


def _text(element: Any) -> str:  # noqa: ANN401  # as above
    return "".join(element.itertext())


def _language(section: Any) -> str:  # noqa: ANN401  # as above
    """Without region: `fr` for `fr-CH`; version 2 has `lang` without a namespace, too."""
    tag = section.get(XML_LANG) or section.get("lang") or ""
    return str(tag).replace("_", "-").partition("-")[0].casefold()


def _local(element: Any) -> str:  # noqa: ANN401  # as above
    return str(element.tag).rpartition("}")[2]
