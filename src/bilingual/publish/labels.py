"""How the page calls things: reasons, verdicts, rules, severities, languages; said in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bilingual.messages import _, counted, language, marked, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bilingual.types import Rule, Severity, Status, Verdict

VERDICTS: dict[Verdict, str] = {
    "right": marked("the model’s own wording"),
    "inline": marked("the model’s own sentence, told the term"),
    "forced": marked("set by the glossary during translation"),
    "substituted": marked("put in afterwards; check the words around it"),
    "failed": marked("missing from the translation"),
}
"""What a verdict on a term tells an editor."""

RULES: dict[Rule, str] = {
    "pin": marked("Pinned"),
    "read-only": marked("Never translated"),
    "forbidden": marked("Forbidden"),
    "suggest": marked("Suggested"),
}
"""What a glossary's entry asks, as an editor reads it."""

SEVERITIES: dict[Severity, str] = {"error": marked("Error"), "warning": marked("Warning"), "info": marked("Remark")}
"""A finding's severity as an editor reads it, the gravest first."""

STATUSES: dict[Status, str] = {"approved": marked("Approved"), "rejected": marked("Rejected")}
"""What an editor thinks of a translation, where she has decided."""

_TOOLS = {
    "approve": marked("Approve"),
    "reject": marked("Reject"),
    "comment": marked("Comment"),
    "edit": marked("Edit"),
    "more": marked("More"),
}
"""The buttons of each row, by what they do, in their order."""


def said(table: Mapping[Any, str], name: str) -> str:
    """The label of a name in the reader's language; the name itself where the table lacks it."""
    return _(table[name]) if name in table else name


def tools() -> dict[str, str]:
    """The buttons of a row, by what they do, with the names that a reader sees."""
    return {name: _(label) for name, label in _TOOLS.items()}


def language_name(code: str) -> str:
    """How the reader's language calls a language: `French`, `Français`; the code where Babel does not know it."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(code, sep="-").get_language_name(language())
    except (UnknownLocaleError, ValueError):
        name = None
    return f"{name[0].upper()}{name[1:]}" if name else code


def percent(value: float) -> str:
    """A share of 0 to 1 as the language writes it, rounded down, so that `100%` means all: `98%`, `98 %`."""
    from babel.numbers import format_percent

    return format_percent(int(100 * value + 1e-9) / 100, locale=language())


def tally(findings: Iterable[Mapping[str, str]]) -> list[tuple[str, str]]:
    """The findings counted by severity, the gravest first: `[("error", "1 error"), ("info", "2 remarks")]`."""
    counts: dict[str, int] = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counts[finding["severity"]] = counts.get(finding["severity"], 0) + 1
    return [(name, _counted(name, count)) for name, count in counts.items() if count]


def _counted(severity: str, count: int) -> str:
    if severity == "error":
        return counted("{n} error", "{n} errors", count)
    if severity == "warning":
        return counted("{n} warning", "{n} warnings", count)
    if severity == "info":
        return counted("{n} remark", "{n} remarks", count)
    return f"{number(count)} {severity}"
