"""A real `bilingual review` in a process of its own, spoken to as browsers and scripts do; and an article to review."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import threading
import time
from contextlib import closing
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Self

from bilingual import pipeline
from bilingual.engines.echo import Echo
from bilingual.glossary import Glossary
from bilingual.memory import Memory
from bilingual.read import sources
from bilingual.review.access import Access
from bilingual.review.desk import Desk
from bilingual.review.folder import Folder
from bilingual.review.server import application, runner
from bilingual.review.workbench import Workbench
from bilingual.translate import Translator
from running import COMMAND

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

TEXT = """# Le juge a tranché

Le juge a parlé hier. Il a dit non. La société fait appel.

Rien ne bouge. Tout le monde attend.
"""
TITLE, FIRST, NO, APPEAL, STILL, WAIT = (
    "Le juge a tranché",
    "Le juge a parlé hier.",
    "Il a dit non.",
    "La société fait appel.",
    "Rien ne bouge.",
    "Tout le monde attend.",
)
NAME = "press/juge"


def written(folder: Path, name: str = NAME, text: str = TEXT) -> Path:
    """An output folder with a translated article, or one more in it."""
    source = folder / "sources" / f"{name}.md"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(text, encoding="utf-8")
    with closing(Memory(folder / "memory.sqlite")) as memory:
        translator = Translator(Echo(), memory, Glossary(()))
        for _step in pipeline.translate(sources([str(folder / "sources")]), translator, folder / "out"):
            pass
    return folder / "out"


class Reply(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401  # it is JSON
        """The body as data."""
        return json.loads(self.body)


class Client:
    """Speaks to a desk at an address with a token."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.address, _slash, self.token = url.partition("/?token=")
        self.host, _colon, port = self.address.removeprefix("http://").rpartition(":")
        self.port = int(port)

    @property
    def cookie(self) -> dict[str, str]:
        """What a browser sends that was let in."""
        return {"Cookie": f"bilingual-{self.port}={self.token}"}

    def ask(self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None) -> Reply:
        """A request with just these headers, `Host` excepted."""
        with closing(http.client.HTTPConnection(self.host, self.port, timeout=30)) as connection:
            given = dict(headers or {})
            skip = "Host" in given
            connection.putrequest(method, path, skip_host=skip, skip_accept_encoding=True)
            if body is not None and "Content-Length" not in given and "Transfer-Encoding" not in given:
                given["Content-Length"] = str(len(body))
            for name, value in given.items():
                if value:
                    connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())

    def get(self, path: str, **headers: str) -> Reply:
        """A page or data, as a browser asks for it that was let in."""
        return self.ask("GET", path, {**self.cookie, **headers})

    def post(self, path: str, data: object, **headers: str) -> Reply:
        """Data for the desk, as its page sends them."""
        ours = {"Origin": self.address, "Content-Type": "application/json", **self.cookie, **headers}
        return self.ask("POST", path, ours, json.dumps(data).encode())

    def rows(self, name: str = NAME) -> dict[str, dict[str, Any]]:
        """All rows of an article by their source, as one sees them who was away."""
        with self.events(name, since=1) as events:
            return {row["source"]: row for row in next(events)["rows"]}

    def events(self, name: str = NAME, since: int = 0, **headers: str) -> Events:
        """The stream of what changes."""
        return Events(self, name, since, headers)


class Server(Client):
    """A desk that runs."""

    def __init__(self, output: Path, *options: str, **environment: str) -> None:
        folder = output.parent
        settled = {
            "BILINGUAL_MEMORY": str(folder / "memory.sqlite"),
        }
        self.process = subprocess.Popen(
            [*COMMAND, "review", str(output), "--no-browser", "--model", "echo", *options],
            stdout=subprocess.PIPE,
            stderr=(folder / "errors.txt").open("wb"),
            cwd=folder,
            env=os.environ | settled | environment,
        )
        self.errors = folder / "errors.txt"
        assert self.process.stdout is not None
        url = self.process.stdout.readline().decode().strip()
        assert url.startswith("http://"), self.errors.read_text(encoding="utf-8")
        super().__init__(url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end(signal.SIGKILL)

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ends it, and says with which code it went."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(timeout=30)
        if self.process.stdout:
            self.process.stdout.close()
        return code


class Here(Client):
    """A desk that runs in a thread of this process."""

    def __init__(self, output: Path, *, password: str = "", patience: float = 15.0) -> None:
        self.errors: list[Exception] = []
        bench = Workbench(Echo(), output.parent / "memory.sqlite", (), output.parent / "glossary.po")
        self.listening = socket.create_server(("127.0.0.1", 0))
        access = Access("127.0.0.1", self.listening.getsockname()[1], password)
        super().__init__(access.url)
        self.desk = Desk(Folder(output), bench, self.errors.append, quiet=0.1, patience=patience)
        self._server = runner(application(self.desk, access, self.errors.append), self.desk)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self.listening]})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()


class Events:
    """Server-Sent Events, one by one."""

    def __init__(self, server: Client, name: str, since: int, headers: Mapping[str, str]) -> None:
        self._connection = http.client.HTTPConnection(server.host, server.port, timeout=20)
        path = f"/api/events?article={name}&since={since}"
        self._connection.request("GET", path, headers={**server.cookie, **headers})
        self._stream: IO[bytes] = self._connection.getresponse()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()
        self._connection.close()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self

    def __next__(self) -> dict[str, Any]:
        for line in self._stream:
            if line.startswith(b"data: "):
                found: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                return found
        raise StopIteration


def decided(row: Mapping[str, Any], **after: str) -> dict[str, Any]:
    """A decision of an editor who sees the row."""
    return {
        "address": row["address"],
        "source": row["source"],
        "before": row["state"],
        "after": {**row["state"], **after},
    }


def until(condition: Any, seconds: float = 15.0) -> None:  # noqa: ANN401  # a function
    """Waits until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.05)
