"""`bilingual models` as a user runs it, against a real package index on this machine."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import json
import os
import pty
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

import archives
from bilingual.cli import models
from bilingual.errors import BilingualError, ModelError, UsageError
from bilingual.packages import index
from bilingual.packages.builtin import Record, record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class _Index(SimpleHTTPRequestHandler):
    """Serves a folder; a path that ends in `.cut` promises more than it sends."""

    def log_message(self, *_: object) -> None:
        """Stay quiet."""

    def do_GET(self) -> None:
        """As the class says."""
        if not self.path.endswith(".cut"):
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"PK")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, with none of the settings that could lead elsewhere."""
    for key in [key for key in os.environ if key.startswith(("ARGOS_", "XDG_", "SNAP")) or key.endswith("_proxy")]:
        monkeypatch.delenv(key)
    made = tmp_path / "home"
    made.mkdir()
    monkeypatch.setenv("HOME", str(made))
    return made


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, str]]:
    """A folder that is served, and its address, to which ARGOS_PACKAGE_INDEX points."""
    folder = tmp_path / "web"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Index, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/"
        monkeypatch.setenv("ARGOS_PACKAGE_INDEX", url)
        yield folder, url
        server.shutdown()
        thread.join()


def offer(web: tuple[Path, str], *entries: dict[str, Any]) -> None:
    """Publish an index; links are given relative to it."""
    folder, url = web
    plain = {"type": "translate", "from_code": "fr", "to_code": "en", "package_version": "1.0"}
    made = [plain | entry | {"links": [url + link for link in entry.get("links", ())]} for entry in entries]
    (folder / "index.json").write_text(json.dumps(made))


def run(*arguments: str) -> Result:
    """A run in this process; errors come back in the result."""
    return CliRunner().invoke(models.command, arguments)


def failure(*arguments: str) -> BilingualError:
    """The error a run ends in, which `bilingual` itself maps to an exit code and a message."""
    found = run(*arguments).exception
    assert isinstance(found, BilingualError), found
    return found


def test_install_from_an_index_in_an_empty_home(home: Path, web: tuple[Path, str]) -> None:
    """The real command in a process of its own; Argos lists the package afterwards, and nothing else was left."""
    (web[0] / "fr_en.argosmodel").write_bytes(archives.BUILTIN.read_bytes())
    offer(web, {"links": ["fr_en.argosmodel"]})
    environment = archives.environment(home, ARGOS_PACKAGE_INDEX=web[1])
    done = subprocess.run(
        [*archives.CLI, "install", "fr", "en"], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    version = record().version
    assert done.stdout.startswith(f"installed translate-fr_en-bilingual, fr → en, version {version}, in ")
    assert done.stderr == ""
    program = "from argostranslate import package; print(package.get_installed_packages())"
    listed = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert listed.stdout == "[French -> English]\n"


def test_the_newest_package_of_the_index_is_taken(web: tuple[Path, str]) -> None:
    """For the languages asked for; entries that make no sense are passed over."""
    archives.archive(web[0] / "old.argosmodel", package_version="1.9")
    archives.archive(web[0] / "new.argosmodel", package_version="1.10")
    offer(
        web,
        {"package_version": "1.9", "links": ["old.argosmodel"]},
        {"package_version": "1.10", "links": ["new.argosmodel"]},
        {"package_version": "9", "links": []},
        {"package_version": "9", "from_code": "de", "links": ["old.argosmodel"]},
        {"package_version": "9", "type": "sbd", "links": ["old.argosmodel"]},
    )
    assert "version 1.10" in run("install", "fr", "en").stdout
    assert run("install", "fr", "en").stdout.startswith("replaced ")
    assert "no package fr → it" in str(failure("install", "fr", "it"))


def test_a_link_that_fails_is_followed_by_the_next(web: tuple[Path, str]) -> None:
    """Missing and cut-off files are noticed."""
    archives.archive(web[0] / "sound.argosmodel")
    offer(web, {"links": ["missing.argosmodel", "file.cut", "sound.argosmodel"]})
    assert run("install", "fr", "en").exit_code == 0
    offer(web, {"links": ["missing.argosmodel", "file.cut"]})
    message = str(failure("install", "fr", "en"))
    assert "404" in message
    assert "cut off after 2 of 1,000 bytes" in message


@pytest.mark.parametrize("place", ["option", "index"])
def test_a_wrong_hash_is_refused(place: str, web: tuple[Path, str]) -> None:
    """Whether the user or the index tells it; the right one installs."""
    archive = archives.archive(web[0] / "a.argosmodel")
    right, wrong = hashlib.sha256(archive.read_bytes()).hexdigest(), "0" * 64
    for sha256, sound in ((wrong, False), (right, True)):
        offer(web, {"links": ["a.argosmodel"]} | ({"sha256": sha256} if place == "index" else {}))
        result = run("install", "fr", "en", *(["--sha256", sha256] if place == "option" else []))
        assert (result.exception is None) == sound
        assert sound or "wrong SHA-256" in str(result.exception)
    assert place == "option" or "the index tells another" in str(failure("install", "fr", "en", "--sha256", wrong))


def test_a_package_that_translates_other_languages_than_the_index_says_is_refused(web: tuple[Path, str]) -> None:
    """The index is not believed."""
    archives.archive(web[0] / "a.argosmodel", from_code="de")
    offer(web, {"links": ["a.argosmodel"]})
    assert "translates de → en" in str(failure("install", "fr", "en"))


@pytest.mark.parametrize("text", ["<html>", "[" * 100_000, "{}", '[1, {"from_code": "fr"}]'])
def test_what_is_no_index_is_refused(text: str, web: tuple[Path, str]) -> None:
    """With the address it came from."""
    (web[0] / "index.json").write_text(text)
    assert str(failure("install", "fr", "en")).startswith(f"{web[1]}index.json: ")


@pytest.mark.parametrize("link", ["file:///etc/passwd", "ftp://a/b", "http://a/b\r\nX: y", "http://a/ b", 7, None])
def test_links_that_lead_elsewhere_than_to_the_web_are_passed_over(link: object, web: tuple[Path, str]) -> None:
    """An index could otherwise name any file of this machine."""
    entry = {"from_code": "fr", "to_code": "en", "links": [link]}
    (web[0] / "index.json").write_text(json.dumps([entry, entry | {"links": "http://a/"}]))
    with pytest.raises(ModelError, match="offers no package"):
        index.find("fr", "en")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "no address", "http://[", "http://127.0.0.1:x/"])
def test_an_index_that_cannot_be_reached_is_named(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the way round: install a file."""
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", url)
    error = failure("install", "fr", "en")
    assert "cannot be reached" in str(error)
    assert "install FILE" in error.hint


def test_more_than_the_limit_is_not_downloaded(web: tuple[Path, str]) -> None:
    """A server cannot fill the disk."""
    (web[0] / "big").write_bytes(bytes(3 << 20))
    with pytest.raises(OSError, match="more than 1 MiB"):
        list(index._received(f"{web[1]}big", 1 << 20))


def test_a_download_shows_its_progress_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A real terminal gets a bar; a pipe gets nothing."""
    ours, theirs = pty.openpty()
    with open(theirs, "w", encoding="utf-8") as terminal:  # noqa: PTH123  # a descriptor, not a path
        monkeypatch.setattr("sys.stderr", terminal)
        with models._progress() as progress:
            progress(1, 2)
            progress(2, 2)
    shown = b""
    with contextlib.suppress(OSError):  # the terminal was closed
        while chunk := os.read(ours, 4096):
            shown += chunk
    os.close(ours)
    assert b"downloading" in shown
    pipe = io.StringIO()
    monkeypatch.setattr("sys.stderr", pipe)
    with models._progress() as progress:
        progress(1, None)
    assert pipe.getvalue() == ""


def test_list_shows_the_built_in_and_the_installed_packages(home: Path) -> None:
    """A table for people; broken folders are shown as such, and nothing is written."""
    store = home / ".local/share/argos-translate/packages"
    archives.folder(store / "mine")
    (store / "bro\x1bken").mkdir()
    lines = run("list").stdout.splitlines()
    assert [line.split()[:5] for line in lines[:2]] == [
        ["NAME", "LANGUAGES", "VERSION", "SIZE", "WHERE"],
        ["builtin", "fr", "→", "en", record().version],
    ]
    assert lines[2].split()[:2] == ["bro\N{REPLACEMENT CHARACTER}ken", "broken"]
    assert lines[3].split()[:5] == ["mine", "fr", "→", "en", "1.0"]
    assert [path.name for path in home.iterdir()] == [".local"]


def test_list_for_machines(home: Path) -> None:
    """The same, as JSON."""
    store = home / ".local/share/argos-translate/packages"
    archives.folder(store / "mine")
    (store / "broken").mkdir()
    first, broken, mine = json.loads(run("list", "--json").stdout)
    assert (first["name"], first["origin"], first["bytes"]) == ("builtin", "builtin", archives.BUILTIN.stat().st_size)
    assert "metadata.json" in broken["problem"]
    assert mine == {
        "name": "mine",
        "source": "fr",
        "target": "en",
        "version": "1.0",
        "bytes": sum(map(len, archives.files().values())),
        "origin": "installed",
        "path": str(store / "mine"),
        "problem": None,
    }


def test_install_list_and_remove_a_file(tmp_path: Path) -> None:
    """The round trip, without any network."""
    archive = archives.archive(tmp_path / "a.argosmodel")
    assert run("install", str(archive)).stdout.startswith("installed pkg, fr → en, version 1.0, in ")
    assert run("install", str(archive)).stdout.startswith("replaced pkg")
    assert "pkg" in run("list").stdout
    assert run("remove", "pkg").stdout.startswith("removed ")
    assert "pkg" not in run("list").stdout
    assert "cannot be removed" in str(failure("remove", "builtin"))
    assert "wrong SHA-256" in str(failure("install", str(archive), "--sha256", "1" * 64))


@pytest.mark.parametrize(
    "arguments", [["a", "b", "c"], ["fr", "en", "--sha256", "zz"], ["a.argosmodel", "--sha256", "0" * 63]]
)
def test_a_call_that_does_not_fit_together_is_refused(arguments: list[str]) -> None:
    """Before any network is reached."""
    assert isinstance(failure("install", *arguments), UsageError)


def test_verify_loads_every_package_and_translates() -> None:
    """The real one passes, built in and installed; each check is a line."""
    run("install", str(archives.BUILTIN))
    result = run("verify")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert all(line.startswith("ok ") for line in lines)
    assert [line.split()[1:3] for line in lines] == [
        ["builtin", "archive:"],
        ["builtin", "files:"],
        ["builtin", "translation:"],
        ["translate-fr_en-bilingual", "files:"],
        ["translate-fr_en-bilingual", "translation:"],
    ]
    assert "Tuesday" in lines[-1]


def test_verify_tells_what_is_wrong(home: Path) -> None:
    """A package without weights and one without metadata fail; a sound one beside them is still checked."""
    store = home / ".local/share/argos-translate/packages"
    archives.folder(store / "empty-weights")
    (store / "broken").mkdir()
    result = run("verify")
    failed = [line.split()[1:3] for line in result.stdout.splitlines() if line.startswith("FAILED")]
    assert failed == [["broken", "files:"], ["empty-weights", "translation:"]]
    assert str(result.exception) == "not sound: broken, empty-weights"
    assert "no package 'gone'" in str(failure("verify", "gone"))
    assert run("verify", "builtin").exit_code == 0


def test_verify_notices_a_damaged_built_in_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its SHA-256 is computed anew, whatever the cache holds."""
    known = exchanged(tmp_path)
    monkeypatch.setattr("bilingual.engines.verify.record", lambda: known)
    assert "FAILED  builtin  archive:" in run("verify", "builtin").stdout


def exchanged(folder: Path) -> Record:
    """The built-in package's record, with another archive in its place."""
    return dataclasses.replace(record(), archive=archives.archive(folder / "other.argosmodel"))


def test_every_command_has_help() -> None:
    """And a place in the manual."""
    manual = (archives.SOURCES.parent / "docs/manual/models.md").read_text(encoding="utf-8")
    for name, command in models.command.commands.items():
        assert command.help
        assert f"bilingual models {name}" in manual


def test_info_tells_what_a_package_is_and_what_its_makers_say() -> None:
    """Without a name the built-in one; what the makers wrote cannot drive the terminal."""
    said = run("info").stdout
    assert record().sha256 in said
    assert "fr → en" in said
    assert "French" in said.split("\n\n", 1)[1]
    run("install", str(archives.BUILTIN))
    card = json.loads(run("info", "translate-fr_en-bilingual", "--json").stdout)
    assert card["name"] == "translate-fr_en-bilingual"
    assert card["text"] == json.loads(run("info", "--json").stdout)["text"]
    assert "gone" in str(failure("info", "gone"))


def test_info_of_a_package_without_words(home: Path) -> None:
    """Facts alone, and no empty line behind them."""
    folder = archives.folder(home / ".local/share/argos-translate/packages" / "plain")
    for path in folder.glob("README.md"):
        path.unlink()
    assert "\n\n" not in run("info", "plain").stdout
