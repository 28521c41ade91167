"""How page and index come out of their templates: escaped everywhere, nothing from elsewhere, memory flat."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

from babel.numbers import format_decimal
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SEVERITIES = {"error": "error", "warning": "warning", "info": "remark"}
"""A finding's severity as an editor reads it, the gravest first."""

_UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # what neither HTML nor UTF-8 can hold
_UNNAMABLE = re.compile("[\ud800-\udc7f\udd00-\udfff]")  # surrogates that stand for no byte of a file's name


def render(file: IO[str], template: str, *, script: str = "", **context: object) -> None:
    """Write a template piece by piece, so that a long article is never in memory as a whole."""
    style = asset("page.css")
    stream = (
        _environment()
        .get_template(template)
        .stream(
            context,
            # Ours, and hashed in the policy: the one text that must not be escaped.
            style=Markup(style),  # noqa: S704  # our own files, and text that is escaped
            script=Markup(script),  # noqa: S704  # our own files, and text that is escaped
            policy=policy(style, script),
        )
    )
    stream.enable_buffering(64)
    file.writelines(stream)


def policy(style: str, script: str) -> str:
    """A content security policy under which nothing but these two texts has an effect; `script` may be empty."""
    scripts = f"script-src '{_digest(script)}'; " if script else ""
    return f"default-src 'none'; style-src '{_digest(style)}'; {scripts}base-uri 'none'; form-action 'none'"


@cache
def asset(name: str) -> str:
    """The text of a file of `templates/`."""
    return (files("bilingual") / "publish" / "templates" / name).read_text(encoding="utf-8")


def written(value: object) -> object:
    """A text as HTML that a browser reads back letter by letter; other values unchanged.

    NUL and lone surrogates cannot be written and become U+FFFD, one for one, so that offsets hold. A carriage return
    is named, because a parser would turn a bare one into a line feed.
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    escaped = str(escape(_UNWRITABLE.sub("\ufffd", value)))
    return Markup(escaped.replace("\r", "&#13;"))  # noqa: S704  # escaped in the line above


def link(name: str, ending: str = "") -> str:
    """A relative address of an output file: `press/côté` → `./press/c%C3%B4t%C3%A9.html`.

    The leading `./` keeps a name from being read as a scheme or a host.
    """
    return "./" + quote(_UNNAMABLE.sub("\ufffd", name) + ending, errors="surrogateescape")


def way_up(name: str) -> str:
    """The relative address of the output folder, as seen from an article's page: `press/whatsapp` → `../`."""
    return "../" * (len(PurePosixPath(name).parts) - 1)


def size(value: int | Iterable[Any]) -> int:
    """How many: articles list what totals only count."""
    return value if isinstance(value, int) else sum(1 for _ in value)


def thousands(number: int) -> str:
    """A number as English reads it: `12,345`."""
    return format_decimal(number, locale="en")


def share(counts: Mapping[str, int], part: str = "honoured") -> str:
    """The share of terms honoured, rounded down, so that `100%` means every one; empty where there were none."""
    return f"{100 * counts[part] // counts['occurrences']}%" if counts["occurrences"] else ""


def together(figures: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """The figures on the glossary's terms and those on the others, added up."""
    names = dict.fromkeys(name for counts in figures.values() for name in counts)
    return {name: sum(counts[name] for counts in figures.values()) for name in names}


def tally(findings: Iterable[Mapping[str, str]]) -> list[tuple[str, str]]:
    """The findings counted by severity, the gravest first: `[("error", "1 error"), ("info", "2 remarks")]`."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counts[finding["severity"]] = counts.get(finding["severity"], 0) + 1
    return [(name, plural(count, SEVERITIES.get(name, name))) for name, count in counts.items() if count]


def plural(count: int, noun: str) -> str:
    """A number with its noun: `1 finding`, `2 findings`."""
    return f"{thousands(count)} {noun}{'' if count == 1 else 's'}"


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(asset),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=written,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "link": link,
        "way_up": way_up,
        "size": size,
        "thousands": thousands,
        "share": share,
        "together": together,
        "tally": tally,
        "plural": plural,
    }
    environment.globals["severities"] = SEVERITIES
    return environment
