"""Commands whose help is in the reader's language; the code holds it in English, in docstrings and options."""

from __future__ import annotations

from copy import copy
from inspect import cleandoc
from typing import TYPE_CHECKING, TypeVar

import click

from bilingual.messages import LANGUAGES, _, language

if TYPE_CHECKING:
    from collections.abc import Iterator

    Known = TypeVar("Known", bound=click.Command)

_AS_IT_IS = "\b\n"
"""How a paragraph begins that click does not wrap: examples, which are the same in all languages."""


def spoken(command: Known) -> Known:
    """The command, or a copy of it whose help is translated; a group's own commands with it."""
    if language() == LANGUAGES[0]:
        return command
    said = copy(command)
    said.help = "\n\n".join(map(_said, _paragraphs(command)))
    said.params = [_parameter(param) for param in command.params]
    if isinstance(command, click.Group) and isinstance(said, click.Group):
        said.commands = {name: spoken(one) for name, one in command.commands.items()}
    return said


def texts(command: click.Command) -> Iterator[str]:
    """All that is translated of a command and, where it is a group, of its commands."""
    yield from (text for text in _paragraphs(command) if not text.startswith(_AS_IT_IS))
    for param in command.params:
        yield from filter(None, (getattr(param, "help", None), param.metavar))
    for one in getattr(command, "commands", {}).values():
        yield from texts(one)


def _parameter(param: click.Parameter) -> click.Parameter:
    said = copy(param)
    if isinstance(said, click.Option):
        said.help = said.help and _(said.help)
    said.metavar = param.metavar and _(param.metavar)
    return said


def _paragraphs(command: click.Command) -> list[str]:
    """The paragraphs of a command's help, each on one line, so that its line ends are no part of the message."""
    found = cleandoc(command.help or "").split("\n\n")
    return [text if text.startswith(_AS_IT_IS) else " ".join(text.split()) for text in found]


def _said(paragraph: str) -> str:
    return paragraph if paragraph.startswith(_AS_IT_IS) else _(paragraph)
