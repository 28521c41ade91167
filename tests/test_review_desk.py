"""The desk without HTTP: sessions, their logs, what others write meanwhile, and pages that follow when it is quiet."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from functools import partial
from typing import TYPE_CHECKING, Any

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual import cli
from bilingual.engines.echo import Echo
from bilingual.errors import BilingualError, GlossaryError, InputError, UsageError
from bilingual.review import session as sessions
from bilingual.review import upkeep, workbench
from bilingual.review.access import Access, is_loopback
from bilingual.review.desk import Desk
from bilingual.review.door import Doorkeeper
from bilingual.review.events import Log, composed
from bilingual.review.folder import Folder
from bilingual.review.places import NoSuchArticleError
from bilingual.review.session import Session, Work
from bilingual.review.workbench import Workbench
from bilingual.types import Cut, Decision, State
from served import APPEAL, FIRST, NAME, NO, STILL, TITLE, WAIT, Here, decided, until, written

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

ALL = [TITLE, FIRST, NO, APPEAL, STILL, WAIT]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with one article."""
    return written(tmp_path)


@pytest.fixture
def folder(output: Path) -> Folder:
    """The same, as the desk sees it."""
    return Folder(output)


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    """An echo with a memory."""
    return Workbench(Echo(), tmp_path / "memory.sqlite", (), tmp_path / "glossary.po")


@pytest.fixture
def session(folder: Folder, bench: Workbench) -> Session:
    """The article, opened."""
    return Session(folder, NAME, bench.translator())


def row(session: Session, source: str) -> dict[str, Any]:
    """The row of a source as it is now."""
    return next(row for row in told(session, 1)["rows"] if row["source"] == source)


def told(session: Session, since: int) -> dict[str, Any]:
    """An event as data."""
    data: dict[str, Any] = json.loads(session.since(since).partition("data: ")[2])
    return data


def decision(session: Session, source: str, **after: str) -> Decision:
    """What an editor decides who sees the row."""
    found = row(session, source)
    return Decision(found["address"], source, State(**found["state"]), State(**{**found["state"], **after}))


def rewrite(output: Path, change: Callable[[polib.POFile], None], name: str = NAME) -> None:
    """What another program does to the record."""
    catalogue = polib.pofile(str(output / f"{name}.po"))
    change(catalogue)
    catalogue.save()


def setting(source: str, target: str) -> Callable[[polib.POFile], None]:
    """A change that sets a target."""

    def change(catalogue: polib.POFile) -> None:
        next(entry for entry in catalogue if entry.msgid == source).msgstr = target

    return change


# ── events ──


def test_swaps_that_follow_each_other_become_one() -> None:
    """From what stood there first to what stands there last, in order; those apart stay apart."""
    swaps = [(("b", "c"), ("bc",)), (("x",), ("x1", "x2")), (("a", "bc"), ("abc",)), (("abc",), ("a", "b", "c"))]
    assert composed(swaps) == ((("x",), ("x1", "x2")), (("a", "b", "c"), ("a", "b", "c")))
    assert composed([(("a", "b"), ("c", "d")), (("d", "e"), ("f",))]) == ((("a", "b", "e"), ("c", "f")),)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3), st.integers(1, 3)), max_size=8))
def test_composed_swaps_lead_where_the_single_ones_led(cuts: list[tuple[int, int, int]]) -> None:
    """Whatever rows are swapped for whatever others, in whatever order."""
    rows = begun = [str(number) for number in range(6)]
    swaps = []
    for number, (place, many, come) in enumerate(cuts):
        start = place % len(rows)
        old, new = tuple(rows[start : start + many]), tuple(f"{number}.{n}" for n in range(come))
        rows = [*rows[:start], *new, *rows[start + len(old) :]]
        swaps.append((old, new))
    found = begun
    for old, new in composed(swaps):
        at = found.index(old[0])
        assert tuple(found[at : at + len(old)]) == old
        found = [*found[:at], *new, *found[at + len(old) :]]
    assert found == rows


def test_a_log_tells_who_did_it_if_it_was_one() -> None:
    """And nothing of revisions that are not its own."""
    log = Log(100)
    assert log.since(100) == log.since(0) == ("", (), ())
    assert log.add("one", ["a"]) == 101
    log.add("one", ["b", "a"])
    assert log.since(100) == ("one", ("a", "b"), ())
    log.add("two", ["c"])
    assert log.since(0) == ("", ("a", "b", "c"), ())
    assert log.since(102) == ("two", ("c",), ())
    assert log.since(7) is log.since(104) is None


# ── a session ──


def test_several_works_are_done_with_one_write(session: Session, output: Path, bench: Workbench) -> None:
    """Each gets its own answer; rows that were asked for come back though nothing changed."""
    works = [
        Work("one", [decision(session, FIRST, target="The judge spoke.")]),
        Work("two", [decision(session, NO, note="Sure?"), decision(session, STILL)]),
        Work("three", [decision(session, FIRST, target="Another.")]),
    ]
    first, second, third = session.commit(works, bench.translator())
    assert [row["source"] for row in second.rows] == [NO, STILL]
    assert (first.conflicts, [one["found"] for one in third.conflicts]) == ([], ["The judge spoke."])
    assert third.rows[0]["state"]["target"] == "The judge spoke."
    assert len(list(Folder(output).history(NAME).lines())) == 2


def test_work_that_changes_nothing_writes_nothing(session: Session, output: Path, bench: Workbench) -> None:
    """Neither record nor history."""
    before = (output / f"{NAME}.po").stat().st_mtime_ns
    revision = session.revision
    (answer,) = session.commit([Work("one", [decision(session, FIRST)])], bench.translator())
    assert answer.revision == revision
    assert (output / f"{NAME}.po").stat().st_mtime_ns == before
    assert not (output / ".bilingual" / "history").exists()


def test_a_segment_that_is_gone_is_a_conflict(session: Session, bench: Workbench) -> None:
    """With an empty state."""
    lost = Decision("0000000000", "Nobody wrote this.", State("a"), State("b"))
    (answer,) = session.commit([Work("one", [lost])], bench.translator())
    assert answer.rows == []
    assert answer.conflicts[0]["field"] == "segment"
    assert answer.conflicts[0]["state"] == {"target": "", "status": "draft", "note": ""}


def test_a_cut_that_cannot_be_made_is_a_conflict(session: Session, bench: Workbench) -> None:
    """Not taken for one that was made already."""
    cut = Cut(("0000000000",), (("Nobody wrote this.", State("a")),))
    (answer,) = session.commit([Work("one", [], [cut])], bench.translator())
    assert [one["field"] for one in answer.conflicts] == ["cut"]


def test_a_page_of_an_earlier_desk_is_told_of_cuts_too(session: Session, folder: Folder, bench: Workbench) -> None:
    """All rows, and which of them take the place of which."""
    before, old = session.revision, (row(session, FIRST)["address"], row(session, NO)["address"])
    cut = Cut(old, ((f"{FIRST} {NO}", State("Both.")),))
    session.commit([Work("one", [], [cut])], bench.translator())
    time.sleep(0.01)
    found = told(Session(folder, NAME, bench.translator()), before)
    assert [row["source"] for row in found["rows"]] == [TITLE, f"{FIRST} {NO}", APPEAL, STILL, WAIT]
    assert [row.get("replaces") for row in found["rows"]] == [None, list(old), None, None, None]


def test_what_others_wrote_is_a_change_by_nobody(session: Session, output: Path, bench: Workbench) -> None:
    """In history and log; a record that was written anew with the same rows is none."""
    before = session.revision
    rewrite(output, lambda _catalogue: None)
    assert not session.is_current(bench.translator())
    assert not session.refresh(bench.translator())
    rewrite(output, setting(NO, "No, he said."))
    assert session.refresh(bench.translator())
    found = told(session, before)
    assert (found["by"], [row["state"]["target"] for row in found["rows"]]) == ("", ["No, he said."])
    (entry,) = Folder(output).history(NAME).entries(found["rows"][0]["address"])
    assert (entry.by, entry.before.target, entry.after.target) == ("", NO, "No, he said.")


@pytest.mark.parametrize(
    ("text", "gone", "come"),
    [
        ("{all}\n\nUn mot de plus.", [WAIT], [WAIT, "Un mot de plus."]),
        ("Un mot de plus.\n\n{all}", [TITLE], ["Un mot de plus.", TITLE]),
        ("# Le juge a tranché\n\nRien ne bouge. Tout le monde attend.", [FIRST, NO, APPEAL, STILL], [STILL]),
    ],
    ids=["more at the end", "more at the beginning", "less"],
)
def test_an_article_that_was_translated_again_is_one_swap(
    session: Session, bench: Workbench, text: str, gone: list[str], come: list[str]
) -> None:
    """Of the stretch that is other, and of a row beside it where there would be none on one side."""
    addresses = {row["source"]: row["address"] for row in told(session, 1)["rows"]}
    before, folder = session.revision, session._folder.path.parent
    source = (folder / "sources" / f"{NAME}.md").read_text(encoding="utf-8")
    written(folder, text=text.replace("{all}", source))
    assert session.refresh(bench.translator())
    swapped = [row for row in told(session, before)["rows"] if "replaces" in row]
    assert [row["source"] for row in swapped] == come
    assert swapped[0]["replaces"] == [addresses[source] for source in gone]
    assert all(row["replaces"] == [] for row in swapped[1:])


def test_only_what_is_asked_for_is_prepared(session: Session, bench: Workbench) -> None:
    """Without addresses, what nobody has written or approved; unknown ones are passed over."""
    works = [decision(session, FIRST, target="The judge spoke."), decision(session, NO, status="approved")]
    session.commit([Work("one", works)], bench.translator())
    assert session.sources(None) == [TITLE, APPEAL, STILL, WAIT]
    assert session.sources([]) == []
    assert session.sources(["0000000000", works[0].address]) == [FIRST]


def test_the_page_knows_its_revision(session: Session) -> None:
    """And that it is served."""
    page = session.page()
    assert f'<body data-revision="{session.revision}" data-article="{NAME}" data-desk="served"' in page


def test_a_page_is_never_older_than_its_record_once_published(
    session: Session, folder: Folder, bench: Workbench
) -> None:
    """So that the next desk does not take it for out of date."""
    os.utime(folder.page(NAME), ns=(0, 0))
    assert folder.outdated() == [NAME]
    session.publish(bench.translator())
    assert folder.outdated() == []


# ── the folder ──


def test_a_port_is_remembered_if_it_is_one(folder: Folder) -> None:
    """Whatever has become of the file."""
    assert folder.last_port() == 0
    folder.note_port(8123)
    assert folder.last_port() == 8123
    for said in ("", "0", "65536", "-1", "99999999999", "eight", "\xff"):
        (folder.path / ".bilingual" / "port").write_text(said, encoding="latin-1")
        assert folder.last_port() == 0


@pytest.mark.parametrize("said", [b"", b"{", b"[]", b'{"articles": 1}', b"[" * 100_000, b"\xff"])
def test_without_a_report_of_ours_all_articles_are_to_be_published(folder: Folder, said: bytes) -> None:
    """So that the list has them."""
    (folder.path / "report.json").write_bytes(said)
    assert folder.report() == {}
    assert folder.outdated() == [NAME]


def test_the_report_tells_of_articles_that_are_there(folder: Folder) -> None:
    """The list leads nowhere else."""
    report = json.loads((folder.path / "report.json").read_text(encoding="utf-8"))
    report["articles"] += [{**report["articles"][0], "name": "gone"}, "nonsense"]
    (folder.path / "report.json").write_text(json.dumps(report), encoding="utf-8")
    assert [one["name"] for one in folder.report()["articles"]] == [NAME]


def test_names_that_no_page_can_hold_are_found_all_the_same(output: Path, folder: Folder) -> None:
    """A byte that is no UTF-8 stands as U+FFFD in the page."""
    name = os.fsdecode(b"caf\xe9")
    for ending in (".html", ".po"):
        (output / f"{name}{ending}").write_bytes((output / f"{NAME}{ending}").read_bytes())
    assert folder.find("caf\ufffd") == folder.find(name) == name
    (output / f"{name}.po").unlink()
    assert folder.find(name) is None


def test_no_folder_is_no_folder(tmp_path: Path) -> None:
    """It is told."""
    with pytest.raises(UsageError, match="no such folder"):
        Folder(tmp_path / "x")


# ── the workbench ──


def test_a_term_is_added_to_the_glossary_that_there_is(tmp_path: Path, folder: Folder) -> None:
    """Or to the one that is begun; from then on it is the translator's."""
    bench = Workbench(Echo(), tmp_path / "memory.sqlite", (), tmp_path / "glossary.po")
    before = bench.translator()
    terms = bench.add("juge", "judge", "as the house has it")
    assert "judge" in (tmp_path / "glossary.po").read_text(encoding="utf-8")
    assert bench.translator() is not before
    assert bench.translator() is bench.translator()
    assert [len(found) for found in workbench.touched(folder, terms).values()] == [2]
    with pytest.raises(GlossaryError, match="there already"):
        bench.add("juge", "judge", "")


def test_a_glossary_that_is_being_mended_leaves_the_terms_of_before(tmp_path: Path) -> None:
    """Nobody is interrupted by half a file."""
    path = tmp_path / "terms.po"
    path.write_text('msgid "juge"\nmsgstr "judge"\n', encoding="utf-8")
    bench = Workbench(Echo(), tmp_path / "memory.sqlite", [path], tmp_path / "glossary.po")
    before = bench.translator()
    path.write_text('msgid "juge"\nmsgstr "jud\n', encoding="utf-8")
    assert bench.translator() is before
    path.write_text('msgid "juge"\nmsgstr "magistrate"\n', encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert bench.translator() is not before


def test_records_that_cannot_be_read_touch_nothing(tmp_path: Path, output: Path, folder: Folder) -> None:
    """The others are searched."""
    written(tmp_path, "other", "Le juge est absent.\n")
    (output / f"{NAME}.po").write_bytes(b'msgctxt "\xff"\nmsgid "\xff"\nmsgstr ""\n')
    bench = Workbench(Echo(), tmp_path / "memory.sqlite", (), tmp_path / "glossary.po")
    assert set(workbench.touched(folder, bench.add("juge", "judge", ""))) == {"other"}


def test_threads_have_a_memory_each(bench: Workbench) -> None:
    """SQLite's connections are no two threads' to use."""
    failed: list[Exception] = []

    def prepare(text: str) -> None:
        try:
            bench.prepare([text])
        except (BilingualError, RuntimeError) as error:
            failed.append(error)

    threads = [threading.Thread(target=prepare, args=(f"Le juge {n} parle.",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert bench.translator().recalled("Le juge 3 parle.") is not None


# ── the desk ──


def at_the_desk(
    output: Path, bench: Workbench, work: Callable[[Desk], Awaitable[None]], **more: float
) -> list[Exception]:
    """Does something at an open desk, in a loop of its own; what it reported."""
    reported: list[Exception] = []

    async def run() -> None:
        desk = Desk(Folder(output), bench, reported.append, **more)
        async with desk.open():
            await work(desk)

    asyncio.run(run())
    return reported


def test_work_that_comes_during_a_write_is_done_together(
    output: Path, bench: Workbench, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve decisions, and a few writes; every answer is of its own work."""
    sizes: list[int] = []
    commit = Session.commit

    def counted(self: Session, works: list[Work], *rest: Any) -> Any:  # noqa: ANN401  # as it was
        sizes.append(len(works))
        time.sleep(0.05)
        return commit(self, works, *rest)

    monkeypatch.setattr(sessions.Session, "commit", counted)
    works = [Work(str(n), [decision(session, ALL[n % 6], note=f"{n}")]) for n in range(12)]

    async def work(desk: Desk) -> None:
        answers = await asyncio.gather(*(desk.decide(NAME, one) for one in works))
        for one, answer in zip(works, answers, strict=True):
            assert answer.rows[0]["address"] == one.decisions[0].address

    assert at_the_desk(output, bench, work) == []
    assert sum(sizes) == 12
    assert len(sizes) < 6


def test_an_error_of_ours_leaves_nobody_waiting(
    output: Path, bench: Workbench, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is raised for one; the others are told that it could not be done, and the next work is done."""
    commit = Session.commit
    broken = iter([True, False])

    def failing(self: Session, works: list[Work], *rest: Any) -> Any:  # noqa: ANN401  # as it was
        if next(broken, False):
            raise ZeroDivisionError
        return commit(self, works, *rest)

    monkeypatch.setattr(sessions.Session, "commit", failing)
    works = [Work(str(n), [decision(session, ALL[n], note="x")]) for n in range(3)]

    async def work(desk: Desk) -> None:
        found = await asyncio.gather(*(desk.decide(NAME, one) for one in works), return_exceptions=True)
        assert {type(one) for one in found} <= {ZeroDivisionError, InputError, sessions.Answer}
        assert [type(one) for one in found].count(ZeroDivisionError) == 1
        assert (await desk.decide(NAME, works[0])).conflicts == []

    at_the_desk(output, bench, work)


def test_no_article_of_that_name(output: Path, bench: Workbench) -> None:
    """Whoever asks."""

    async def work(desk: Desk) -> None:
        with pytest.raises(NoSuchArticleError, match="no article"):
            await desk.page("x" * 1000)
        with pytest.raises(NoSuchArticleError):
            await anext(desk.events("../x", 0))

    assert at_the_desk(output, bench, work) == []


def test_pages_of_a_killed_desk_are_published_when_the_next_one_opens(
    output: Path, bench: Workbench, session: Session
) -> None:
    """The record has what the page has not."""
    session.commit([Work("one", [decision(session, FIRST, target="Saved in time.")])], bench.translator())
    page = output / f"{NAME}.html"
    assert "Saved in time." not in page.read_text(encoding="utf-8")
    os.utime(page, ns=(0, 0))

    async def work(_desk: Desk) -> None:
        until_published = partial(until, lambda: "Saved in time." in page.read_text(encoding="utf-8"))
        await asyncio.to_thread(until_published)

    assert at_the_desk(output, bench, work) == []


def test_a_page_that_cannot_be_written_is_reported_and_the_record_stands(
    output: Path, bench: Workbench, session: Session
) -> None:
    """Editors go on; it is tried again later, and at the end."""
    page = output / f"{NAME}.html"

    async def work(desk: Desk) -> None:
        await desk.decide(NAME, Work("one", [decision(session, FIRST, target="Saved in time.")]))
        page.unlink()
        page.mkdir()
        await asyncio.sleep(1.5)

    reported = at_the_desk(output, bench, work, quiet=0.05)
    assert {type(error) for error in reported} <= {IsADirectoryError, OSError}
    assert reported
    assert "Saved in time." in (output / f"{NAME}.po").read_text(encoding="utf-8")


def test_an_error_of_ours_in_what_the_desk_does_by_itself_is_reported(
    output: Path, bench: Workbench, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is open, and again at the end; what editors decided stands."""

    def failing(*_: object) -> None:
        raise ZeroDivisionError

    async def work(desk: Desk) -> None:
        await desk.decide(NAME, Work("one", [decision(session, FIRST, target="Saved in time.")]))
        await asyncio.sleep(1.2)

    monkeypatch.setattr(sessions.Session, "publish", failing)
    reported = at_the_desk(output, bench, work, quiet=0.05)
    assert [type(error) for error in reported] == [ZeroDivisionError] * 2
    assert "Saved in time." in (output / f"{NAME}.po").read_text(encoding="utf-8")


def test_a_record_that_breaks_while_it_is_open_is_reported(output: Path, bench: Workbench) -> None:
    """And read again when it is whole."""
    whole = (output / f"{NAME}.po").read_bytes()

    async def work(desk: Desk) -> None:
        await desk.page(NAME)
        (output / f"{NAME}.po").write_bytes(whole + b'msgid "half')
        await asyncio.sleep(1.3)
        (output / f"{NAME}.po").write_bytes(whole)
        assert "data-revision" in await desk.page(NAME)

    reported = at_the_desk(output, bench, work)
    assert {type(error) for error in reported} == {InputError}


def test_articles_that_nobody_uses_are_closed(output: Path, bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The longest unused first, and none that somebody watches."""
    monkeypatch.setattr(upkeep, "OPEN", 1)
    for name in ("b", "c"):
        written(output.parent, name, "Le juge parle.\n")

    async def work(desk: Desk) -> None:
        events = desk.events("b", 0)
        await anext(events)
        for name in (NAME, "c"):
            await desk.page(name)
        await asyncio.sleep(1.5)
        assert {place.name for place in desk._places.known() if place.session} == {"b", "c"}
        await events.aclose()

    assert at_the_desk(output, bench, work) == []


def test_who_waits_hears_that_the_desk_is_there(output: Path) -> None:
    """A comment, which is no event."""
    with Here(output, patience=0.2) as server, server.events() as events:
        lines = [events._stream.readline() for _ in range(5)]
    assert b": still here\n" in lines


# ── at the door ──


def test_an_address_of_this_machine_is_one() -> None:
    """All of 127.0.0.0/8, and the name."""
    assert all(map(is_loopback, ("127.0.0.1", "127.8.9.1", "::1", "localhost")))
    assert not any(map(is_loopback, ("0.0.0.0", "192.0.2.1", "example.org", "")))  # noqa: S104  # no binding


def test_an_address_with_colons_is_written_in_brackets() -> None:
    """As browsers have it; and on port 80 they leave the port out."""
    assert Access("::1", 8123).url.startswith("http://[::1]:8123/?token=")
    assert Access("0.0.0.0", 8123, "x").address == "http://127.0.0.1:8123"  # noqa: S104  # no binding
    assert Access("127.0.0.1", 80)._is_ours("127.0.0.1")
    assert Access("::1", 80)._is_ours("[::1]")
    assert Access("localhost", 8123)._is_ours("127.0.0.1:8123")
    assert not Access("0.0.0.0", 8123, "x")._is_ours("example.org:8123")  # noqa: S104  # no binding


@pytest.mark.clock
def test_a_right_password_ends_the_waiting() -> None:
    """Each wrong one takes longer than the one before."""

    async def run() -> None:
        keeper = Doorkeeper(Access("127.0.0.1", 1, "right"))
        took = []
        for word in ("wrong", "wrong", "right", "wrong"):
            begun = time.monotonic()
            assert await keeper.tries(word) == (word == "right")
            took.append(time.monotonic() - begun)
        assert took[0] < took[1]
        assert took[2] < 0.2
        assert took[3] < took[1]

    asyncio.run(run())


def test_without_a_password_none_is_right() -> None:
    """Not even the empty one."""
    assert not Access("127.0.0.1", 1).is_password("")


# ── over HTTP, with an error of ours ──


def test_an_error_of_ours_is_told_without_its_trace(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the browser as a sentence, to the report as it is."""

    def failing(*_: object) -> None:
        raise ZeroDivisionError("the inmost")

    monkeypatch.setattr(Folder, "report", failing)
    server = Here(output)
    monkeypatch.setattr(Folder, "outdated", lambda _folder: [])
    with server:
        reply = server.get("/")
    assert reply.status == 500
    assert b"inmost" not in reply.body
    assert [type(error) for error in server.errors] == [ZeroDivisionError]


def test_the_ways_of_the_api(output: Path) -> None:
    """All of them once, in this process."""
    with Here(output) as server:
        found = server.rows()[FIRST]
        asked = {"article": NAME, "client": "one", "decisions": [decided(found, target="Said.")]}
        assert server.post("/api/decide", asked).json["rows"][0]["state"]["target"] == "Said."
        assert server.get(f"/api/history?article={NAME}&address={found['address']}").json["entries"]
        term = {"source": "juge", "target": "judge"}
        assert server.post("/api/terms", term).json["count"] == 2
        again = {"article": NAME, "client": "one", "addresses": [found["address"]]}
        assert server.post("/api/retranslate", again).json["rows"][0]["state"]["target"] == "Le judge a parlé hier."
        one = {"article": NAME, "address": found["address"]}
        assert "alternatives" in server.post("/api/alternatives", one).json
    assert server.errors == []


def test_the_way_in_with_a_password(output: Path) -> None:
    """The form, a wrong word, the right one."""
    with Here(output, password="sésame") as server:  # noqa: S106  # a test's
        ours = {"Origin": server.address}
        assert server.ask("GET", "/", {"Accept": "text/html"}).headers["location"] == "/login"
        assert server.ask("GET", "/login").status == 200
        assert server.ask("POST", "/login", ours, b"password=x").status == 403
        assert server.ask("POST", "/login", ours, b"password=s%C3%A9same").status == 303


# ── the command, in this process ──


@pytest.fixture
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BILINGUAL_MEMORY", str(tmp_path / "memory.sqlite"))


@pytest.mark.usefixtures("_here")
def test_the_command_opens_the_browser_and_ends_in_order(
    output: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Standard output has the address alone."""
    opened: list[int] = []

    def browse(address: str) -> bool:
        with urllib.request.urlopen(address.replace("/?", "/none.po?"), timeout=10) as reply:  # noqa: S310  # our own
            opened.append(reply.status)
        return True

    def visit(address: str) -> bool:
        try:
            return browse(address)
        except urllib.error.HTTPError as error:
            opened.append(error.code)
            return True
        finally:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(webbrowser, "open", visit)
    assert cli._code(["review", str(output), "--model", "echo"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("http://127.0.0.1:")
    assert printed.out.count("\n") == 1
    assert opened
    assert Folder(output).last_port() == int(printed.out.split(":")[2].partition("/")[0])


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing"], "no such folder"),
        (["."], "no articles"),
        (["out", "--host", "192.0.2.1"], "--password"),
        (["out", "--host", "192.0.2.1", "--password", "x", "--model", "echo"], "--host"),
        (["out", "--model", "nobody’s"], "nobody’s"),
        (["out", "--glossary", "none.po"], "none.po"),
    ],
)
def test_what_cannot_be_opened_is_told(
    output: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """With exit code 2."""
    (output.parent / "empty").mkdir()
    arguments = ["empty" if one == "." else one for one in arguments]
    assert cli._code(["review", *arguments, "--no-browser"]) == 2
    assert said in capsys.readouterr().err


def test_what_goes_wrong_meanwhile_is_said_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """A sentence each."""
    from bilingual.cli.review import _tell

    _tell(InputError("x.po: broken", "mend it"))
    _tell(PermissionError(13, "Permission denied", "x.html"))
    _tell(ZeroDivisionError("oh"))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "bilingual: x.po: broken"
    assert "x.html: Permission denied" in lines[2]
    assert "internal error: ZeroDivisionError: oh" in lines[4]


def test_a_desk_waits_for_nobody_at_its_end(output: Path) -> None:
    """Though a browser listens."""
    server = Here(output)
    with server:
        events = server.events()
        next(events)
        begun = time.monotonic()
    assert time.monotonic() - begun < 5
    events.__exit__()
    until(lambda: not server._thread.is_alive())
