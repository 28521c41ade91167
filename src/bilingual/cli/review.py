"""`bilingual review`: the editors' desk in the browser."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilingual.cli import plain, warn
from bilingual.cli.proposals import settled
from bilingual.cli.translate import nearby
from bilingual.errors import BilingualError, UsageError
from bilingual.messages import _, reason

if TYPE_CHECKING:
    from bilingual.review.access import Access
    from bilingual.review.folder import Folder
    from bilingual.review.workbench import Workbench

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("output", type=_PATH, default=Path("output"))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port; without it that of last time, or any.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address; another than this needs --password.")
@click.option(
    "--password", envvar="BILINGUAL_PASSWORD", default="", metavar="TEXT", help="Asked for in the browser, as well."
)
@click.option("--glossary", "glossaries", type=_PATH, multiple=True, help="Terms to pin (gettext); may be repeated.")
@click.option("--model", default="auto", show_default=True, help="auto, builtin, a package file, or one installed.")
@click.option("--memory", "memory_file", type=_PATH, help="File of remembered translations, instead of the user's.")
@click.option("--no-browser", is_flag=True, help="Print the address only.")
def command(**options: Any) -> None:  # noqa: ANN401  # click hands over what it parsed
    """Open the editors' desk on a folder of pages.

    OUTPUT is the folder that `translate` wrote. The desk runs on this machine, at the address that is printed, until
    Ctrl-C. Whatever editors do is in NAME.po at once; pages, index and report follow when it is quiet.
    """
    from bilingual.review.access import Access, is_loopback
    from bilingual.review.folder import Folder

    if not is_loopback(options["host"]) and not options["password"]:
        what = _("{host} can be reached from other machines", host=options["host"])
        raise UsageError(what, _("give a --password, or leave --host out"))
    folder = Folder(options["output"])
    if not folder.names():
        raise UsageError(
            _("{path}: there are no articles", path=options["output"]), _("run “bilingual translate” first")
        )
    bench = _bench(options)
    with _listening(options["host"], options["port"], folder) as listening:
        access = Access(options["host"], listening.getsockname()[1], options["password"])
        click.echo(access.url)
        click.echo(plain(_("The desk of {path} is open. Ctrl-C closes it.", path=options["output"])), err=True)
        if not options["no_browser"]:
            _show(access.ticket())
        _serve(folder, bench, access, listening)


def _bench(options: dict[str, Any]) -> Workbench:
    """What the desk translates with; the model is loaded when it is needed."""
    from bilingual import engines
    from bilingual.memory import Memory, default_path
    from bilingual.review.workbench import Workbench

    glossaries = options["glossaries"] or settled() or nearby((str(options["output"]),))
    memory = options["memory_file"] or default_path()
    Memory(memory).close()  # what is wrong with it is said now
    return Workbench(engines.find(options["model"]), memory, glossaries, Path("glossary.po"))


def _listening(host: str, port: int, folder: Folder) -> socket.socket:
    """A socket at the address; without a port that of last time, so that browsers know the page again."""
    last = folder.last_port()
    try:
        found = _bound(host, last) if not port and last else None
    except OSError:  # somebody else is there by now
        found = None
    try:
        found = found or _bound(host, port)
        folder.note_port(found.getsockname()[1])
    except OSError as error:
        place = error.filename or f"{host}:{port}"
        what = _("{path}: {reason}", path=place, reason=reason(error))
        raise UsageError(what, _("choose another --port or --host, and a folder that can be written to")) from error
    return found


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def _show(address: str) -> None:
    """Has the browser open an address; one in a terminal would keep us waiting."""
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _serve(folder: Folder, bench: Workbench, access: Access, listening: socket.socket) -> None:
    """Answers until Ctrl-C."""
    from bilingual.review.desk import Desk
    from bilingual.review.server import application, runner

    desk = Desk(folder, bench, _tell)
    server = runner(application(desk, access, _tell), desk, is_debugging=bool(os.environ.get("BILINGUAL_DEBUG")))
    with suppress(KeyboardInterrupt):  # uvicorn has ended in order, and raises again what ended it
        server.run(sockets=[listening])


def _tell(error: Exception) -> None:
    """Says on standard error what went wrong while nobody waited for it."""
    if isinstance(error, BilingualError):
        warn(str(error), error.hint)
    elif isinstance(error, OSError):
        warn(_("{path}: {reason}", path=error.filename or "", reason=reason(error)), _("make room there"))
    else:
        what = _("internal error: {error}", error=f"{type(error).__name__}: {error}")
        warn(what, _("set BILINGUAL_DEBUG=1 for the traceback, and please report it"))
