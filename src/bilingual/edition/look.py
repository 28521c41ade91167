"""How an edition looks: the house's templates before ours, and the words that no article has."""

from __future__ import annotations

import re
from functools import cached_property
from importlib.resources import files
from io import TextIOWrapper
from itertools import groupby
from pathlib import Path, PurePosixPath
from traceback import walk_tb
from typing import IO, TYPE_CHECKING

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from bilingual.edition.runs import plain, xhtml
from bilingual.edition.words import Words
from bilingual.errors import BilingualError, UsageError
from bilingual.messages import _, reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

    from bilingual.edition.book import Paragraph
    from bilingual.types import Kind

_UNSAFE = re.compile(r"[^A-Za-z0-9-]")
_DEEPEST = 6
_BUFFER = 64
_RAISED = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""What a template can raise by its own fault."""


class Look:
    """Templates and words of an edition.

    Templates may come from others: they run in jinja2's sandbox, and get at data and words, never at files.

    Args:
        lang: language of the words, one of `messages.LANGUAGES`.
        folder: the house's templates and styles; a file there goes before ours of the same name.

    Raises:
        UsageError: the folder is none, or has nothing that an edition is made of.
    """

    def __init__(self, lang: str = "en", folder: Path | None = None) -> None:
        self.words = Words(lang)
        self._folder = folder
        if folder is not None:
            _check(folder)

    def write(self, file: IO[bytes], template: str, **context: object) -> None:
        """Writes a template as UTF-8, piece by piece, so that a long book is never in memory as a whole.

        Args:
            file: takes the bytes.
            template: its name below `templates/`, with `/` between folders.
            context: what it reads, besides `look` (the words) and the functions in `_environment`.

        Raises:
            BilingualError: the house's template is broken, or reads what is not there; names its file and line.
        """
        text = TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=True)
        try:
            stream = self._environment.get_template(template).stream(context)
            stream.enable_buffering(_BUFFER)
            text.writelines(stream)
        except _RAISED as error:
            self._blame(error)
            raise
        finally:
            text.detach()

    def rendered(self, template: str, **context: object) -> str:
        """A short template as one text; otherwise as `write`."""
        try:
            return self._environment.get_template(template).render(context)
        except _RAISED as error:
            self._blame(error)
            raise

    def asset(self, name: str) -> str:
        """The text of a file that goes in as it stands, such as a style: the house's, else ours.

        Raises:
            BilingualError: it cannot be read.
        """
        return self._load(name)[0]

    @cached_property
    def _environment(self) -> ImmutableSandboxedEnvironment:
        environment = ImmutableSandboxedEnvironment(
            loader=FunctionLoader(self._load),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_written,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters |= {"xhtml": xhtml, "frames": frames, "firsts": firsts}
        environment.globals |= {
            "_": self.words.said,
            "counted": self.words.counted,
            "language": self.words.language,
            "look": self.words,
            "anchor": anchor,
            "heading": heading,
            "lang": _lang,
        }
        return environment

    def _load(self, name: str) -> tuple[str, str, None]:
        """The text of a file of the templates, and where it lies."""
        parts = PurePosixPath(name).parts
        if not parts or PurePosixPath(name).is_absolute() or ".." in parts:
            raise TemplateNotFound(name)
        for place in (self._folder, _ours()):
            if place is not None and (found := place.joinpath(*parts)).is_file():
                return _text(found), str(found), None
        raise TemplateNotFound(name)

    def _blame(self, error: Exception) -> None:
        """Raises an error as one of the house's template; returns where it is not its fault."""
        if self._folder is None:
            return
        places = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
        if isinstance(error, TemplateSyntaxError):
            places.append((error.filename or "", error.lineno))
        theirs = [(place, line) for place, line in places if Path(place).is_relative_to(self._folder)]
        if theirs:
            place, line = theirs[-1]
            what = _("{path}, line {line}: {reason}", path=place, line=line, reason=error)
            raise BilingualError(what, _("mend the template, or take it out of the folder to use ours")) from error


def frames(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Kind, list[Paragraph]]]:
    """Neighbours of one kind together: a list's items are in one list."""
    return ((kind, list(group)) for kind, group in groupby(paragraphs, key=lambda one: one.kind))


def firsts(places: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """The first place in each article."""
    found: dict[int, str] = {}
    for number, address in places:
        found.setdefault(number, address)
    return sorted(found.items())


def anchor(number: int, address: str = "") -> str:
    """The name by which links find an article, counted from 0, or a paragraph of it."""
    return f"a{number + 1}-{_UNSAFE.sub(_coded, address)}" if address else f"a{number + 1}"


def heading(paragraph: Paragraph, level: int) -> str:
    """The element of a heading inside an article whose title has a level: `h2` below `h1`."""
    return f"h{min(_DEEPEST, level + max(1, paragraph.level - 1))}"


def _lang(code: str) -> Markup:
    return Markup(' lang="{0}" xml:lang="{0}"').format(plain(code))


def _coded(match: re.Match[str]) -> str:
    return f"_{ord(match[0]):x}_"


def _written(value: object) -> object:
    """What a template puts out, as XML can hold it; markup has been made so before."""
    return escape(plain(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


def _ours() -> Traversable:
    return files("bilingual") / "edition" / "templates"


def _text(path: Traversable) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        what = _("{path}: {reason}", path=path, reason=reason(error))
        raise BilingualError(what, _("give a template that can be read")) from error
    except UnicodeDecodeError as error:
        raise BilingualError(_("{path}: it is not UTF-8", path=path), _("save it as UTF-8")) from error


def _names(folder: Traversable, before: str = "") -> Iterator[str]:
    """The files below a folder."""
    for one in folder.iterdir():
        if one.is_dir():
            yield from _names(one, f"{before}{one.name}/")
        else:
            yield f"{before}{one.name}"


def _check(folder: Path) -> None:
    """Refuses a folder that changes nothing: its name is wrong, or those of its files are."""
    if not folder.is_dir():
        raise UsageError(_("{path}: there is no such folder", path=folder), _("name the folder of your templates"))
    ours = sorted(_names(_ours()))
    if not any((folder / name).is_file() for name in ours):
        what = _("{path}: no file in it has the name of one of our templates", path=folder)
        raise UsageError(what, _("it may have {names}", names=", ".join(ours)))
