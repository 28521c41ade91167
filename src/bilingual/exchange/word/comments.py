"""What is said about a segment, as the comments of a Word document: an editor's note, and what the checks found."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bilingual.exchange.remarks import EDITOR, found
from bilingual.exchange.word.runs import Anchor, plain
from bilingual.messages import _

if TYPE_CHECKING:
    from bilingual.exchange.outgoing import Row
    from bilingual.types import Finding, Span

OURS = "bilingual"
"""Author of the comments that are ours: they do not come back. Those of `remarks.EDITOR` are an editor's note."""
_MARK = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'


class Comments:
    """The comments of a document, numbered from 0 as they come."""

    def __init__(self) -> None:
        self.xml: list[str] = []
        """The elements; they have a date, since LibreOffice makes an impossible one of none."""
        self._date = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def of(self, row: Row) -> list[Anchor]:
        """The comments on a row, by the words of its target; findings about the same words are one comment."""
        whole = (0, len(row.target))
        by_words: dict[Span, list[str]] = {}
        for finding in row.findings:
            by_words.setdefault(finding.target or whole, []).append(_said(finding))
        anchors = [self._add(OURS, "\n".join(lines), words) for words, lines in by_words.items()]
        return [*anchors, self._add(EDITOR, row.note, whole)] if row.note else anchors

    def add(self, text: str) -> Anchor:
        """One of ours on no words at all."""
        return self._add(OURS, text, (0, 0))

    def _add(self, author: str, text: str, words: Span) -> Anchor:
        number, lines = len(self.xml), enumerate(text.split("\n"))
        body = "".join(_paragraph(line, is_first=not place) for place, line in lines)
        told = f'w:id="{number}" w:author="{author}" w:date="{self._date}" w:initials="{author[0]}"'
        self.xml.append(f"<w:comment {told}>{body}</w:comment>")
        return Anchor(*words, number)


def _paragraph(line: str, *, is_first: bool) -> str:
    said = plain(line, has_tabs=False)  # LibreOffice drops them in comments
    return f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{_MARK * is_first}{said}</w:p>'


def _said(finding: Finding) -> str:
    said = found(finding)
    return f"{said}\n" + _("Proposal: {text}", text=finding.fix) if finding.fix else said
