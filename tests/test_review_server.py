"""`bilingual review` as it runs: who is let in, what is served, and that nothing acknowledged is ever lost."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import threading
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polib
import pytest

from bilingual.review import door
from running import COMMAND, bilingual
from served import APPEAL, FIRST, NAME, NO, STILL, WAIT, Client, Here, Server, decided, until, written

if TYPE_CHECKING:
    from collections.abc import Iterator

REFUSED = tomllib.loads((Path(__file__).parent / "data" / "review_refused.toml").read_text(encoding="utf-8"))["request"]
PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with an article, among things that are nobody's business."""
    folder = tmp_path_factory.mktemp("desk")
    output = written(folder)
    for place in (folder / "secret", output / "alone"):
        place.with_suffix(".html").write_text("classified", encoding="utf-8")
    (folder / "secret.po").write_text("classified", encoding="utf-8")
    (output / "names.po").write_text("classified", encoding="utf-8")
    (output / "notes.txt").write_text("classified", encoding="utf-8")
    (output / "linked.html").symlink_to(folder / "secret.html")
    (output / "linked.po").symlink_to(folder / "secret.po")
    (output / "away").symlink_to(folder, target_is_directory=True)
    return output


@pytest.fixture(scope="module")
def server(output: Path) -> Iterator[Client]:
    """A desk on it."""
    with Here(output) as server:
        yield server
    assert server.errors == []


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An output folder that a test may do anything to."""
    return written(tmp_path)


def record(output: Path, name: str = NAME) -> dict[str, polib.POEntry]:
    """The file of record by source."""
    return {entry.msgid: entry for entry in polib.pofile(str(output / f"{name}.po"))}


def post(server: Client, *decisions: dict[str, Any], client: str = "one", name: str = NAME) -> Any:  # noqa: ANN401  # JSON
    """Decisions, taken in."""
    reply = server.post("/api/decide", {"article": name, "client": client, "decisions": decisions, "cuts": []})
    assert reply.status == 200, reply.body
    return reply.json


# ── who is let in ──


@pytest.mark.parametrize("request_", REFUSED, ids=lambda request: request["title"])
def test_what_must_be_refused_is_refused(server: Client, output: Path, request_: dict[str, Any]) -> None:
    """With its status, no word of the file, no cookie, and the headers of every answer."""
    values = {"port": str(server.port), "token": server.token, "outside": str(output.parent).lstrip("/")}
    filled = {name: _filled(value, values) for name, value in request_.get("headers", {}).items()}
    headers = {**(server.cookie if request_.get("knows") else {}), **filled}
    body = request_["body"].encode() if "body" in request_ else None
    reply = server.ask(request_.get("method", "GET"), _filled(request_["path"], values), headers, body)
    assert reply.status == request_["status"], reply.body
    assert b"classified" not in reply.body
    assert "set-cookie" not in reply.headers
    assert reply.headers["content-type"] == "application/json"
    assert reply.json["error"]
    _assert_guarded(reply.headers)


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _assert_guarded(headers: Any) -> None:  # noqa: ANN401  # of a reply
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["content-security-policy"].endswith("frame-ancestors 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "server" not in headers


def test_the_printed_address_gives_a_cookie_and_leads_to_the_list(server: Client) -> None:
    """A strict cookie that no script can read and whose name has the port; the token leaves the address line."""
    reply = server.ask("GET", f"/?token={server.token}", PAGE)
    assert (reply.status, reply.headers["location"]) == (303, "/")
    name, *attributes = reply.headers["set-cookie"].split("; ")
    assert name == f"bilingual-{server.port}={server.token}"
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} == set(attributes)
    assert server.get("/").status == 200


def test_the_token_leads_to_an_article_too_and_never_elsewhere(server: Client) -> None:
    """A path of two slashes is another host's to a browser."""
    assert server.ask("GET", f"/{NAME}.html?token={server.token}").headers["location"] == f"/{NAME}.html"
    assert server.ask("GET", f"//evil.example/?token={server.token}").headers["location"] == "/evil.example/"
    assert server.ask("GET", f"/%5Cevil.example/?token={server.token}").headers["location"] == "/evil.example/"


def test_who_comes_by_a_link_from_elsewhere_is_sent_on_by_a_page(server: Client) -> None:
    """A strict cookie does not travel along a way that began elsewhere."""
    visit = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    reply = server.ask("GET", f"/?token={server.token}", {**PAGE, **visit})
    assert reply.status == 200
    assert b'http-equiv="refresh" content="0; url=/"' in reply.body
    assert "set-cookie" in reply.headers


def test_localhost_is_this_machine_too(server: Client) -> None:
    """Whatever the capitals."""
    host = {"Host": f"LocalHost:{server.port}", **server.cookie}
    assert server.ask("GET", "/", host).status == 200


def test_a_script_with_the_token_needs_no_browser(server: Client) -> None:
    """`Authorization: Bearer`, for reading and for writing."""
    bearer = {"Authorization": f"Bearer {server.token}", "Content-Type": "application/json"}
    assert server.ask("GET", "/", bearer).status == 200
    body = json.dumps({"article": NAME, "client": "script", "decisions": []}).encode()
    assert server.ask("POST", "/api/decide", bearer, body).status == 200


def test_a_page_of_ours_is_known_by_what_the_browser_says(server: Client) -> None:
    """`Sec-Fetch-Site` where there is no `Origin`."""
    headers = {**server.cookie, "Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}
    body = json.dumps({"article": NAME, "client": "one", "decisions": []}).encode()
    assert server.ask("POST", "/api/decide", headers, body).status == 200


def test_a_person_who_is_refused_reads_a_sentence(server: Client) -> None:
    """A page without script, with the mend."""
    reply = server.ask("GET", "/", PAGE)
    assert reply.status == 403
    assert b"bilingual review" in reply.body
    assert b"<script" not in reply.body
    assert "script-src" not in reply.headers["content-security-policy"]
    assert server.ask("GET", "/gone.html", {**PAGE, **server.cookie}).status == 404


def test_two_hosts_in_one_request_are_none(server: Client) -> None:
    """Whichever of them an intermediary would believe."""
    with socket.create_connection((server.host, server.port), timeout=10) as connection:
        connection.sendall(
            f"GET / HTTP/1.1\r\nHost: {server.host}:{server.port}\r\nHost: evil.example\r\n\r\n".encode()
        )
        assert connection.recv(100).split()[1] in {b"400", b"421"}


def test_an_old_request_without_a_host_is_refused(server: Client) -> None:
    """HTTP/1.0 knows none."""
    with socket.create_connection((server.host, server.port), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert connection.recv(100).split()[1] == b"421"


def test_a_body_that_grows_too_large_is_cut_off(server: Client) -> None:
    """Also where it does not say beforehand how large it is."""
    connection = http.client.HTTPConnection(server.host, server.port, timeout=30)
    headers = {**server.cookie, "Origin": server.address, "Content-Type": "application/json"}
    pieces = (b" " * (1 << 20) for _ in range(40))
    try:
        connection.request("POST", "/api/decide", body=pieces, headers=headers, encode_chunked=True)
        status = connection.getresponse().status
    except (BrokenPipeError, ConnectionResetError):
        status = 413
    connection.close()
    assert status == 413


def test_json_of_any_depth_is_an_error_of_the_sender(server: Client) -> None:
    """A hundred thousand brackets."""
    headers = {**server.cookie, "Origin": server.address, "Content-Type": "application/json"}
    assert server.ask("POST", "/api/decide", headers, b"[" * 100_000).status == 400


# ── what is served ──


def test_the_list_and_the_page_come_with_the_policy_they_were_made_for(server: Client) -> None:
    """The page may run its one script and speak to us; the list may do neither."""
    listed, page = server.get("/"), server.get(f"/{NAME}.html")
    assert f"./{NAME}.html".encode() in listed.body
    assert "script-src" not in listed.headers["content-security-policy"]
    assert "script-src 'sha256-" in page.headers["content-security-policy"]
    assert "connect-src 'self'" in page.headers["content-security-policy"]
    assert 'data-desk="served"' in page.body.decode()
    assert server.get("/index.html").status == 200
    assert server.get("/report.json").json["articles"][0]["name"] == NAME
    for reply in (listed, page):
        _assert_guarded(reply.headers)


def test_the_record_is_downloaded_as_it_is(server: Client, output: Path) -> None:
    """Byte for byte, as a file of its name."""
    reply = server.get(f"/{NAME}.po")
    assert reply.body == (output / f"{NAME}.po").read_bytes()
    assert reply.headers["content-disposition"] == "attachment; filename*=UTF-8''juge.po"


def test_names_in_any_letters_are_found(own: Path) -> None:
    """As the index writes them: percent-encoded UTF-8."""
    written(own.parent, "press/côté d’ici?")
    with Here(own) as server:
        reply = server.get("/press/c%C3%B4t%C3%A9%20d%E2%80%99ici%3F.html")
        assert reply.status == 200
        assert server.rows("press/c%C3%B4t%C3%A9%20d%E2%80%99ici%3F")


def test_head_is_answered_without_a_body(server: Client) -> None:
    """As HTTP asks for it."""
    reply = server.ask("HEAD", "/", server.cookie)
    assert (reply.status, reply.body) == (200, b"")
    assert server.ask("HEAD", "/").body == b""


# ── what editors do ──


def test_what_is_answered_is_on_disk(own: Path) -> None:
    """Target, status and note, and the row as the page shows it."""
    with Here(own) as server:
        row = server.rows()[FIRST]
        after = {"target": "The judge spoke <b>yesterday</b>.", "status": "approved", "note": "<script>"}
        answer = post(server, decided(row, **after))
        entry = record(own)[FIRST]
        assert (entry.msgstr, entry.fuzzy, entry.tcomment) == ("The judge spoke <b>yesterday</b>.", False, "<script>")
        (now,) = answer["rows"]
        assert now["state"] == after
        assert 'data-status="approved"' in now["html"]
        assert "<script" not in now["html"]
        assert answer["conflicts"] == []


def test_what_two_editors_do_to_one_segment_meets_field_by_field(own: Path) -> None:
    """The note of one comes in beside the text of the other; two texts are a conflict, with both in the answer."""
    with Here(own) as server:
        row = server.rows()[FIRST]
        post(server, decided(row, target="Hers."), client="one")
        answer = post(server, decided(row, target="His.", note="Sure?"), client="two")
        (conflict,) = answer["conflicts"]
        assert (conflict["field"], conflict["wanted"], conflict["found"]) == ("target", "His.", "Hers.")
        assert conflict["state"] == {"target": "Hers.", "status": "draft", "note": "Sure?"}
        assert (record(own)[FIRST].msgstr, record(own)[FIRST].tcomment) == ("Hers.", "Sure?")


def test_each_of_two_browsers_sees_what_the_other_does(own: Path) -> None:
    """At once, with who did it; and whoever was away is told the rest, once."""
    with Here(own) as server:
        rows = server.rows()
        with server.events() as events:
            first = next(events)
            assert first["rows"] == []
            answer = post(server, decided(rows[NO], target="He said no."), client="two")
            event = next(events)
            assert (event["by"], event["revision"]) == ("two", answer["revision"])
            assert [row["state"]["target"] for row in event["rows"]] == ["He said no."]
        post(server, decided(rows[STILL], target="Nothing moves."), client="one")
        with server.events(since=answer["revision"]) as events:
            assert [row["source"] for row in next(events)["rows"]] == [STILL]
        with server.events(since=1, **{"Last-Event-ID": str(answer["revision"])}) as events:
            assert [row["source"] for row in next(events)["rows"]] == [STILL]


def test_many_at_once_are_all_taken_in(own: Path) -> None:
    """Sixteen notes at a time on six segments: every answer is true, and nothing is lost."""
    with Here(own) as server:
        rows = list(server.rows().values())

        def note(number: int) -> bool:
            row = rows[number % len(rows)]
            answer = post(server, decided(row, note=f"note {number}"), client=str(number))
            return not answer["conflicts"]

        with ThreadPoolExecutor(16) as pool:
            taken = list(pool.map(note, range(48)))
        notes = {entry.tcomment for entry in record(own).values()}
        assert notes == {f"note {number}" for number in range(48) if taken[number]}
        assert sum(taken) == len(rows)


def test_segments_are_merged_and_split_for_all(own: Path) -> None:
    """The row that takes the place of others says so; the history goes back through it."""
    with Here(own) as server:
        rows = server.rows()
        post(server, decided(rows[FIRST], target="The judge spoke."))
        rows = server.rows()
        old = [rows[FIRST]["address"], rows[NO]["address"]]
        whole = {"source": f"{FIRST} {NO}", "target": "The judge said no.", "status": "draft", "note": ""}
        cut = {"article": NAME, "client": "one", "decisions": [], "cuts": [{"old": old, "new": [whole]}]}
        with server.events() as events:
            next(events)
            answer = server.post("/api/decide", cut).json
            (told,) = next(events)["rows"]
        (row,) = answer["rows"]
        assert answer["conflicts"] == []
        assert (row["source"], row["replaces"]) == (f"{FIRST} {NO}", old)
        assert (told["address"], told["replaces"]) == (row["address"], old)
        again = server.post("/api/decide", cut).json
        assert again["conflicts"] == []
        assert again["rows"][0]["replaces"] == old
        entries = server.get(f"/api/history?article={NAME}&address={row['address']}").json["entries"]
        assert [entry["after"]["target"] for entry in entries] == ["The judge said no.", "The judge spoke."]
        assert f"{FIRST} {NO}" in record(own)


def test_history_tells_the_newest_first(own: Path) -> None:
    """With time, browser and both states."""
    with Here(own) as server:
        row = server.rows()[FIRST]
        (row,) = post(server, decided(row, target="One."), client="a")["rows"]
        post(server, decided(row, target="Two."), client="b")
        entries = server.get(f"/api/history?article={NAME}&address={row['address']}").json["entries"]
    assert [(e["by"], e["before"]["target"], e["after"]["target"]) for e in entries] == [
        ("b", "One.", "Two."),
        ("a", FIRST, "One."),
    ]
    assert all(entry["time"].endswith("Z") for entry in entries)


def test_a_term_tells_which_segments_it_touches_and_is_used_from_then_on(own: Path) -> None:
    """In all articles; a term that is there already is refused with its line."""
    written(own.parent, "press/other", "Le juge est absent. Personne ne parle.\n")
    with Here(own) as server:
        term = {"article": NAME, "source": "juge", "target": "judge", "note": "", "client": "one"}
        answer = server.post("/api/terms", term).json
        assert answer["count"] == 3
        assert set(answer["touched"]) == {NAME, "press/other"}
        assert server.post("/api/terms", term).status == 409
        done = server.post("/api/retranslate", {"article": NAME, "addresses": answer["touched"][NAME], "client": "one"})
        assert {row["state"]["target"] for row in done.json["rows"]} == {"Le judge a tranché", "Le judge a parlé hier."}
        assert record(own)[FIRST].msgstr == "Le judge a parlé hier."


def test_translating_an_article_again_spares_what_people_did(own: Path) -> None:
    """Unless they ask for the very segment."""
    with Here(own) as server:
        rows = server.rows()
        post(server, decided(rows[FIRST], target="Hers."))
        asked: dict[str, Any] = {"article": NAME, "client": "one", "addresses": None}
        assert server.post("/api/retranslate", asked).json["rows"] == []
        (row,) = server.post("/api/retranslate", {**asked, "addresses": [rows[FIRST]["address"]]}).json["rows"]
        assert row["state"]["target"] == FIRST
        assert server.post("/api/retranslate", {**asked, "addresses": []}).json["rows"] == []


def test_alternatives_are_texts(server: Client) -> None:
    """What the engine would write instead."""
    address = server.rows()[APPEAL]["address"]
    reply = server.post("/api/alternatives", {"article": NAME, "address": address})
    assert reply.status == 200
    assert all(isinstance(text, str) for text in reply.json["alternatives"])


def test_what_another_program_writes_is_seen_and_kept(own: Path) -> None:
    """A translator's tool saves the record while the desk is open: browsers are told, and nothing is written over."""
    with Here(own) as server:
        row = server.rows()[WAIT]
        with server.events() as events:
            next(events)
            catalogue = polib.pofile(str(own / f"{NAME}.po"))
            entry = next(one for one in catalogue if one.msgid == APPEAL)
            entry.msgstr, entry.flags = "The company appeals.", []
            catalogue.save()
            event = next(events)
        assert event["by"] == ""
        assert [row["state"]["target"] for row in event["rows"]] == ["The company appeals."]
        post(server, decided(row, target="Everyone waits."))
    assert record(own)[APPEAL].msgstr == "The company appeals."
    assert record(own)[WAIT].msgstr == "Everyone waits."


def test_a_record_that_is_broken_is_told_and_not_written_over(own: Path) -> None:
    """The desk goes on once it is mended."""
    with Here(own) as server:
        row = server.rows()[FIRST]
        whole = (own / f"{NAME}.po").read_bytes()
        (own / f"{NAME}.po").write_bytes(whole + b'msgid "half')
        asked = {"article": NAME, "client": "one", "decisions": [decided(row, note="here")]}
        reply = server.post("/api/decide", asked)
        assert reply.status == 400
        assert "no whole line" in reply.json["error"]
        (own / f"{NAME}.po").write_bytes(whole)
        assert server.post("/api/decide", asked).status == 200
    assert record(own)[FIRST].tcomment == "here"


def test_a_folder_that_cannot_be_written_is_told_and_what_was_typed_can_come_again(own: Path) -> None:
    """Where the record cannot be replaced, nothing is acknowledged."""
    with Here(own) as server:
        row = server.rows()[FIRST]
        history = own / ".bilingual" / "history"
        history.parent.mkdir(exist_ok=True)
        history.write_text("in the way", encoding="utf-8")
        asked = {"article": NAME, "client": "one", "decisions": [decided(row, note="here")]}
        reply = server.post("/api/decide", asked)
        assert reply.status == 507
        assert str(own) not in reply.body.decode()
        assert record(own)[FIRST].tcomment == ""
        history.unlink()
        assert server.post("/api/decide", asked).status == 200


# ── endings ──


def test_killed_in_the_middle_and_started_again_it_has_lost_nothing_that_it_acknowledged(own: Path) -> None:
    """Page, index and report come up to the record, at the same address, and a page of before is told everything."""
    acknowledged: dict[str, str] = {}
    server = Server(own)
    rows = list(server.rows().values())

    def type_on() -> None:
        for number in range(10_000):
            row = rows[number % len(rows)]
            try:
                answer = post(server, decided(row, target=f"Text {number}."))
            except (OSError, http.client.HTTPException):
                return
            rows[number % len(rows)] = answer["rows"][0]
            acknowledged[row["source"]] = f"Text {number}."

    typing = threading.Thread(target=type_on)
    typing.start()
    until(lambda: len(acknowledged) == len(rows))
    time.sleep(0.1)
    server.end(signal.SIGKILL)
    typing.join()
    found = {source: int(entry.msgstr[5:-1]) for source, entry in record(own).items()}
    assert all(found[source] >= int(text[5:-1]) for source, text in acknowledged.items())
    with Server(own) as again:
        assert again.port == server.port
        assert again.token != server.token
        until(lambda: all(entry.msgstr in _page(own) for entry in record(own).values()))
        with again.events(since=5) as events:
            assert {row["source"] for row in next(events)["rows"]} == set(found)
        last = max(rows, key=lambda row: int(row["state"]["target"][5:-1]))
        entries = again.get(f"/api/history?article={NAME}&address={last['address']}").json["entries"]
        assert last["state"]["target"] in {entry["after"]["target"] for entry in entries}
    assert not list(own.rglob("*.part"))


def _page(output: Path) -> str:
    return (output / f"{NAME}.html").read_text(encoding="utf-8")


def test_ctrl_c_ends_it_with_everything_written(own: Path) -> None:
    """Though a browser still waits for changes; nothing is printed but the address, and the code is 0."""
    with Server(own) as server:
        row = server.rows()[FIRST]
        with server.events() as events:
            next(events)
            post(server, decided(row, target="At the last moment.", status="approved"))
            next(events)
            begun = time.monotonic()
            assert server.end(signal.SIGINT) == 0
            assert time.monotonic() - begun < 8
            assert list(events) == []
    assert "At the last moment." in _page(own)
    report = json.loads((own / "report.json").read_text(encoding="utf-8"))
    assert report["articles"][0]["approved"] == 1
    assert server.errors.read_text(encoding="utf-8").count("\n") == 1


def test_pages_follow_when_it_is_quiet(own: Path) -> None:
    """Some time after the last change, while the desk is open."""
    with Here(own) as server:
        post(server, decided(server.rows()[FIRST], target="Quietly."))
        until(lambda: "Quietly." in _page(own))


# ── with a password ──


def test_with_a_password_one_is_asked_for_it(own: Path) -> None:
    """A form without script; the right word lets in, a wrong one costs time."""
    with Server(own, BILINGUAL_PASSWORD="ouvre-toi, sésame") as server:  # noqa: S106  # a test's
        origin = {"Origin": server.address, "Content-Type": "application/x-www-form-urlencoded"}
        assert server.ask("GET", "/", PAGE).headers["location"] == "/login"
        assert server.ask("GET", "/").status == 403
        form = server.ask("GET", "/login", PAGE)
        assert b'type="password"' in form.body
        assert b"<script" not in form.body
        assert form.headers["referrer-policy"] == "same-origin"
        assert "form-action 'self'" in form.headers["content-security-policy"]
        begun = time.monotonic()
        assert server.ask("POST", "/login", origin, b"password=no").status == 403
        assert time.monotonic() - begun > 0.4
        assert server.ask("POST", "/login", {**origin, "Origin": "https://evil.example"}, b"password=no").status == 403
        assert server.ask("POST", "/login", origin, b"p" * 5000).status == 413
        right = b"password=ouvre-toi%2C+s%C3%A9same"
        reply = server.ask("POST", "/login", origin, right)
        assert (reply.status, reply.headers["location"]) == (303, "/")
        cookie = reply.headers["set-cookie"].partition(";")[0]
        assert server.ask("GET", "/", {"Cookie": cookie}).status == 200


def test_guesses_wait_for_one_another(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many at once are sent away."""
    monkeypatch.setattr(door, "_FIRST", 0.2)
    with Here(own, password="x") as server:  # noqa: S106  # a test's
        headers = {"Origin": server.address, "Content-Type": "application/x-www-form-urlencoded"}
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda _: server.ask("POST", "/login", headers, b"password=y").status, range(8)))
    assert set(found) == {403, 429}


def test_other_machines_are_let_in_with_a_password_only(own: Path) -> None:
    """By the number of this machine, never by a foreign name."""
    with Server(own, "--host", "0.0.0.0", "--password", "x") as server:  # noqa: S104  # that is what is tested
        assert server.host == "127.0.0.1"
        assert server.ask("GET", "/", {"Host": f"192.0.2.7:{server.port}", **server.cookie}).status == 200
        assert server.ask("GET", "/", {"Host": f"evil.example:{server.port}", **server.cookie}).status == 421


# ── the command ──


def test_it_listens_on_other_addresses_only_with_a_password(own: Path) -> None:
    """Exit code 2, and the mend."""
    done = bilingual("review", str(own), "--host", "0.0.0.0", "--no-browser")  # noqa: S104  # that is what is tested
    assert done.returncode == 2
    assert b"--password" in done.stderr


@pytest.mark.parametrize(("folder", "said"), [("nothing", b"no such folder"), (".", b"no articles")])
def test_a_folder_without_articles_is_refused(tmp_path: Path, folder: str, said: bytes) -> None:
    """It is what `translate` writes."""
    done = bilingual("review", str(tmp_path / folder), "--no-browser")
    assert done.returncode == 2
    assert said in done.stderr


def test_a_port_that_is_taken_is_told(own: Path) -> None:
    """If it was asked for."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = bilingual("review", str(own), "--port", str(taken.getsockname()[1]), "--no-browser", "--model", "echo")
    assert done.returncode == 2
    assert b"--port" in done.stderr


def test_where_the_last_port_is_taken_another_is_found(own: Path) -> None:
    """Two desks on one folder see each other's changes."""
    with Server(own) as one, Server(own) as two:
        assert one.port != two.port
        post(one, decided(one.rows()[FIRST], target="From one."))
        assert two.rows()[FIRST]["state"]["target"] == "From one."


def test_the_browser_is_given_an_address_that_is_good_for_once(own: Path) -> None:
    """Others on this machine can read what a program was called with."""
    shown = own.parent / "shown"
    script = own.parent / "browser"
    script.write_text(f'#!/bin/sh\nprintf %s "$1" > {shown}\n', encoding="utf-8")
    script.chmod(0o755)
    command = [*COMMAND, "review", str(own), "--model", "echo", "--memory", str(own.parent / "memory.sqlite")]
    environment = {"BROWSER": f"{script} %s", "PATH": "/usr/bin:/bin"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as process:
        assert process.stdout is not None
        printed = process.stdout.readline().decode().strip()
        until(lambda: shown.exists() and shown.read_text(encoding="utf-8"))
        address = shown.read_text(encoding="utf-8")
        assert address != printed
        host, _slash, query = address.removeprefix("http://").partition("/")
        found = []
        for _ in range(2):
            connection = http.client.HTTPConnection(host, timeout=10)
            connection.request("GET", f"/{query}")
            found.append(connection.getresponse().status)
            connection.close()
        process.send_signal(signal.SIGINT)
    assert found == [303, 403]
