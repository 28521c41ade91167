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

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from bilingual.messages import _, counted, language, number
from bilingual.publish import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # what neither HTML nor UTF-8 can hold
_UNNAMABLE = re.compile("[\ud800-\udc7f\udd00-\udfff]")  # surrogates that stand for no byte of a file's name


STYLES = ("page.css", "tools.css", "desk.css")


def render(file: IO[str], template: str, *, script: str = "", connect: bool = False, **context: object) -> None:
    """Write a template piece by piece, so that a long article is never in memory as a whole.

    Args:
        file: Takes the text.
        template: Its name.
        script: The one script that may run; may be empty.
        connect: Whether the script may speak to the server that the page comes from.
        context: What the template reads besides.
    """
    style = _style()
    stream = (
        _environment()
        .get_template(template)
        .stream(
            context,
            # Ours, and hashed in the policy: the one text that must not be escaped.
            style=Markup(style),  # noqa: S704  # our own files, and text that is escaped
            script=Markup(script),  # noqa: S704  # our own files, and text that is escaped
            policy=policy(style, script, connect=connect),
            interface=language(),
        )
    )
    stream.enable_buffering(64)
    file.writelines(stream)


def rendered(template: str, **context: object) -> str:
    """A short template as one text, without style and script."""
    return _environment().get_template(template).render(context)


def policy(style: str, script: str, *, connect: bool = False) -> str:
    """A content security policy under which nothing but these two texts has an effect; `script` may be empty."""
    scripts = f"script-src '{_digest(script)}'; " if script else ""
    server = "connect-src 'self'; " if connect else ""
    return f"default-src 'none'; style-src '{_digest(style)}'; {scripts}{server}base-uri 'none'; form-action 'none'"


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


def share(counts: Mapping[str, int], part: str = "honoured") -> str:
    """The share of terms honoured, rounded down, so that `100%` means every one; empty where there were none."""
    return labels.percent(counts[part] / counts["occurrences"]) if counts["occurrences"] else ""


def together(figures: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """The figures on the glossary's terms and those on the others, added up."""
    names = dict.fromkeys(name for counts in figures.values() for name in counts)
    return {name: sum(counts[name] for counts in figures.values()) for name in names}


def _style() -> str:
    return "".join(map(asset, STYLES))


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
        "number": number,
        "share": share,
        "together": together,
        "tally": labels.tally,
    }
    environment.globals |= {"_": _, "counted": counted, "labels": labels}
    return environment
