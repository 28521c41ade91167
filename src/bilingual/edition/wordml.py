"""Lines as the runs of WordprocessingML (ISO/IEC 29500-1, 17.3): each with its language, its marks and its link."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from bilingual.edition.metadata import tag
from bilingual.edition.runs import plain, runs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bilingual.edition.book import Line
    from bilingual.types import InlineKind

_REGIONS = {"fr": "fr-FR", "en": "en-US", "de": "de-DE", "es": "es-ES", "it": "it-IT"}
"""Where a language is spoken when nothing more is said: Word checks spelling by language and region."""
_MARKS: dict[InlineKind, str] = {
    "code": '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>',
    "bold": "<w:b/>",
    "italic": "<w:i/>",
    "superscript": '<w:vertAlign w:val="superscript"/>',
    "subscript": '<w:vertAlign w:val="subscript"/>',
}
"""In the order of the standard; what is above and below at once is above."""
_FIRST_LINK = 100  # names before it are those of other parts


class Wording:
    """Makes runs, and keeps what they refer to.

    Args:
        regions: languages with their regions, where they are other than usual: `{"en": "en-GB"}`.
    """

    def __init__(self, regions: Mapping[str, str]) -> None:
        self._regions = _REGIONS | dict(regions)
        self._openings: dict[tuple[frozenset[str], str, str], str] = {}
        self.links: dict[str, str] = {}
        """Addresses with the names of their relationships."""

    def region(self, language: str) -> str:
        """A language as Word knows it: `fr` → `fr-FR`; of what is none, Word checks no spelling."""
        return self._regions.get(language) or tag(language).replace("und", "x-none")

    def text(self, text: str, language: str, style: str = "") -> Markup:
        """A text without marks; in a style for characters, where one is named."""
        return Markup(self._run(text, frozenset(), language, style))  # noqa: S704  # escaped there

    def line(self, line: Line, language: str, style: str = "") -> Markup:
        """A line with its marks; a link is one whatever is marked in it."""
        parts = []
        for href, group in groupby(runs(line), key=lambda run: run.href):
            named = "Hyperlink" if href else style
            marked = ((run.text, frozenset(mark.kind for mark in run.marks)) for run in group)
            inside = "".join(self._run(text, kinds, language, named) for text, kinds in marked)
            parts.append(
                f'<w:hyperlink r:id="{self._link(href)}" w:history="1">{inside}</w:hyperlink>' if href else inside
            )
        return Markup("".join(parts))  # noqa: S704  # made of runs, whose text is escaped

    def _run(self, text: str, kinds: frozenset[str], language: str, style: str) -> str:
        key = kinds, language, style
        if key not in self._openings:
            self._openings[key] = self._opening(*key)
        return f"{self._openings[key]}{escape(plain(text))}</w:t></w:r>" if text else ""

    def _opening(self, kinds: frozenset[str], language: str, style: str) -> str:
        """What stands before the text of a run; the same for very many."""
        shown = kinds - {"subscript"} if "superscript" in kinds else kinds
        marks = "".join(mark for kind, mark in _MARKS.items() if kind in shown)
        named = f'<w:rStyle w:val="{style}"/>' if style else ""
        spoken = f'<w:lang w:val="{self.region(language)}"/>'
        return f'<w:r><w:rPr>{named}{marks}{spoken}</w:rPr><w:t xml:space="preserve">'

    def _link(self, href: str) -> str:
        return self.links.setdefault(href, f"rId{_FIRST_LINK + len(self.links)}")
