"""The command line. The only place that prints, and where errors become exit codes.

0 fine · 1 findings at or above `--fail-on` · 2 wrong use or bad input · 3 internal.
Commands are imported when they are called, so that `bilingual --help` starts at once.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from bilingual import __version__
from bilingual.errors import BilingualError

COMMANDS = {
    "translate": "Translate French articles into side-by-side pages.",
    "segment": "Print the sentences of a text, one a line.",
    "models": "List, install, remove and verify translation packages.",
}
"""Each is `command` in the module of its name; the first line of its help is repeated here, so that none is loaded."""


class _Commands(click.Group):
    """A group whose commands are loaded when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # the protocol's signature
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"bilingual.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # the protocol's signature
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bilingual")
def main() -> None:
    """Translate and publish French articles in two languages, offline."""


def run(arguments: list[str] | None = None) -> None:
    """Runs the command line and ends the process with its exit code."""
    sys.exit(_code(arguments))


def _code(arguments: list[str] | None) -> int:
    try:
        result = main.main(arguments, prog_name="bilingual", standalone_mode=False, default_map=_defaults())
    except BilingualError as error:
        return _say(str(error), error.hint, error.exit_code)
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        return _say("interrupted; what was translated is remembered", "run the same command again to go on", 130)
    except BrokenPipeError:
        # whoever read our output has left; the interpreter must not try to flush it again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last net: an editor sees a sentence, not a traceback
        if os.environ.get("BILINGUAL_DEBUG"):
            raise
        what = f"internal error: {type(error).__name__}: {error}"
        return _say(what, "set BILINGUAL_DEBUG=1 for the traceback, and please report it", 3)
    return result if isinstance(result, int) else 0


def _defaults() -> dict[str, dict[str, object]]:
    """What `bilingual.toml` in the current folder sets, as click's defaults; commands are loaded only where it is."""
    from bilingual import config

    path = config.here()
    if path is None:
        return {}
    commands = {name: main.get_command(click.Context(main), name) for name in COMMANDS}
    known = {name: {str(option.name) for option in command.params} for name, command in commands.items() if command}
    return config.load(path, known)


def _say(message: str, hint: str, code: int) -> int:
    click.echo(f"bilingual: {message}", err=True)
    if hint:
        click.echo(f"  → {hint}", err=True)
    return code
