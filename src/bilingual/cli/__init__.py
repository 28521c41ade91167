"""The command line. The only place that prints, and where errors become exit codes.

0 fine · 1 findings at or above `--fail-on` · 2 wrong use or bad input · 3 internal.
Commands are imported when they are called, so that `bilingual --help` starts at once.
"""

from __future__ import annotations

import os
import sys
from gettext import bindtextdomain, textdomain
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from bilingual import __version__, config
from bilingual.cli.spoken import spoken
from bilingual.errors import BilingualError, UsageError
from bilingual.messages import DOMAIN, LANGUAGES, VARIABLE, _, catalogues, language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilingual.config import Defaults

COMMANDS = {
    "translate": "Translate French articles into side-by-side pages.",
    "apply": "Bring corrections and returned translations into PO file, page and memory.",
    "export": "Export articles for translation tools, Word or a spreadsheet.",
    "publish": "Publish articles for readers: web page, e-book, PDF, Word and more.",
    "review": "Open the editors' desk on a folder of pages.",
    "segment": "Print the sentences of a text, one a line.",
    "check": "Check bilingual files, French to English: figures, terms, lost text and more.",
    "evaluate": "Score translation packages against reference translations.",
    "glossary": "Check, edit, exchange and propose glossary entries.",
    "memory": "Import, export and search the approved translations.",
    "models": "List, explain, install, remove and verify translation packages.",
}
"""Each is `command` in the module of its name; the first line of its help is repeated here, so that none is loaded."""


_SPACES = "\u00a0\u2009\u202f"
"""French needs them, and a terminal does nothing with them."""


class _Commands(click.Group):
    """A group whose commands are loaded when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"bilingual.cli.{cmd_name}").command
        return spoken(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(line)) for name, line in COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bilingual")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,  # it is heeded before anything else: see `_code`
    help="Language of what is said, instead of BILINGUAL_LANG or the system's.",
)
def main() -> None:
    """Translate and publish French articles in two languages, offline."""


def run(arguments: list[str] | None = None) -> None:
    """Runs the command line and ends the process with its exit code."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # names of files may be in any encoding
    sys.exit(_code(arguments))


def plain(text: str) -> str:
    """A text without anything that a terminal would act on: names of files, and what others wrote, are untrusted."""
    return "".join(char if char.isprintable() or char in _SPACES else "\N{REPLACEMENT CHARACTER}" for char in text)


def warn(message: str, hint: str = "") -> None:
    """Says on standard error what went wrong, and the mend."""
    click.echo(_("bilingual: {message}", message=plain(message)), err=True)
    if hint:
        click.echo(f"  → {plain(hint)}", err=True)


def choose(options: dict[str, Any], one: str, other: str, names: str) -> None:
    """Drops the one of two options that only `bilingual.toml` asks for; refuses two of the same rank."""
    if options[one] and options[other]:
        source = click.get_current_context().get_parameter_source
        settled = [name for name in (one, other) if source(name) is ParameterSource.DEFAULT_MAP]
        if len(settled) != 1:
            first, second = names.split(" and ")
            what = _("{first} and {second} exclude each other", first=first, second=second)
            raise UsageError(what, _("leave one of them out"))
        options[settled[0]] = None


def _code(arguments: list[str] | None) -> int:
    try:
        defaults = _in_language(sys.argv[1:] if arguments is None else arguments)
        result = spoken(main).main(arguments, prog_name="bilingual", standalone_mode=False, default_map=defaults)
    except BilingualError as error:
        warn(str(error), error.hint)
        return error.exit_code
    except click.ClickException as error:
        return _wrong_use(error)
    except (click.Abort, KeyboardInterrupt):
        warn(_("interrupted"), _("run the same command again to go on"))
        return 130
    except SystemExit:  # click's own way out where whoever read our output has left: all is well
        return 0
    except Exception as error:  # the last net: an editor sees a sentence, not a traceback
        if os.environ.get("BILINGUAL_DEBUG"):
            raise
        what = _("internal error: {error}", error=f"{type(error).__name__}: {error}")
        warn(what, _("set BILINGUAL_DEBUG=1 for the traceback, and please report it"))
        return 3
    return result if isinstance(result, int) else 0


def _in_language(arguments: Sequence[str]) -> Defaults:
    """What `_defaults` says, once the language is settled: `--lang`, the variable, `bilingual.toml`, the locale."""
    asked = _asked(arguments)
    _speak(asked)  # what is wrong with bilingual.toml is said in it, too
    defaults = _defaults()
    if not asked and not os.environ.get(VARIABLE):
        _speak(str(defaults.get("lang", "")))
    return defaults


def _asked(arguments: Sequence[str]) -> str:
    """What `--lang` says before the name of a command, or nothing: help and errors come out before click tells."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        name, is_joined, value = argument.partition("=")
        if name == "--lang":
            return value if is_joined else following
        if not argument.startswith("-"):
            break
    return ""


def _speak(asked: str) -> None:
    """Has this process, its threads and what it starts speak a language; an unknown one changes nothing.

    Click's own words are in our catalogue. It asks the standard gettext for them, which asks the environment.
    """
    if asked in LANGUAGES:
        os.environ[VARIABLE] = asked
    if language() != LANGUAGES[0]:
        os.environ["LANGUAGE"] = language()
        bindtextdomain(DOMAIN, str(catalogues()))
        textdomain(DOMAIN)


def _wrong_use(error: click.ClickException) -> int:
    """Says what click refused, and where it stands: in `bilingual.toml` or on the command line."""
    if isinstance(error, click.BadParameter) and _is_settled(error):
        what = _("{path}: {reason}", path=config.NAME, reason=error.format_message())
        warn(what, _("mend that line of it"))
    else:
        error.show()
    return 2


def _is_settled(error: click.BadParameter) -> bool:
    """Whether the value that was refused comes from `bilingual.toml`."""
    if not error.ctx or not error.param:
        return False
    return error.ctx.get_parameter_source(str(error.param.name)) is ParameterSource.DEFAULT_MAP


def _defaults() -> Defaults:
    """What `bilingual.toml` in the current folder sets, as click's defaults; commands are loaded only where it is."""
    path = config.here()
    if path is None:
        return {}
    commands = ((name, main.get_command(click.Context(main), name)) for name in COMMANDS)
    known = {name: _options(command) for name, command in commands if command}
    return config.load(path, {"": {"lang": config.Option("lang", many=False)}, **known})


def _options(command: click.Command) -> dict[str, config.Option]:
    """The options of a command by their long names."""
    options = [param for param in command.params if isinstance(param, click.Option)]
    return {max(one.opts, key=len).lstrip("-"): config.Option(str(one.name), one.multiple) for one in options}
