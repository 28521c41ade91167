"""The memory: one file, whole batches or none, and no word of anyone else's database."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bilingual import memory
from bilingual.errors import BilingualError
from bilingual.memory import Approved, Entry, Memory, index, key
from bilingual.memory.likeness import ranked, words
from bilingual.types import Match
from clocks import timed

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = st.text(st.characters(codec=None), max_size=30)


def _entry(name: str, target: str = "x") -> Entry:
    return Entry(key(name), name, target, -0.5, {"pieces": ["x"], "spans": [[0, 1]]})


@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS, max_size=4))
def test_different_parts_never_share_a_key_wherever_they_are_joined(one: list[str], other: list[str]) -> None:
    """Different parts never share a key wherever they are joined."""
    assert (key(*one) == key(*other)) == (one == other)
    assert len(key(*one)) == 16


@given(TEXTS, TEXTS)
@example("a\ud800b", "\udfff")
@example("\0json:x", "\0")
def test_any_text_comes_back_as_it_was_be_it_no_unicode_at_all(source: str, target: str) -> None:
    """Any text comes back as it was be it no unicode at all."""
    entry = Entry(key(source), source, target, -1.25, {"pieces": [target], "complete": True})
    with closing(Memory(None)) as store:
        store.put([entry])
        assert store.get([entry.key]) == {entry.key: entry}


def test_what_was_put_is_there_after_closing(tmp_path: Path) -> None:
    """What was put is there after closing."""
    path = tmp_path / "new" / "folder" / "memory.sqlite"
    with closing(Memory(path)) as store:
        store.put([_entry("a"), _entry("b")])
        store.put([_entry("a", "better")])
    with closing(Memory(path)) as store:
        assert store.known([key("a"), key("c")]) == {key("a")}
        assert store.get([key("a")])[key("a")].target == "better"


def test_more_keys_than_one_question_holds() -> None:
    """More keys than one question holds."""
    entries = [_entry(str(number)) for number in range(1201)]
    with closing(Memory(None)) as store:
        store.put(entries)
        keys = [entry.key for entry in entries]
        assert store.known([*keys, key("no")]) == set(keys)
        assert len(store.get(keys)) == 1201


def test_a_batch_that_cannot_be_stored_leaves_nothing_and_the_next_one_goes_in(tmp_path: Path) -> None:
    """A batch that cannot be stored leaves nothing and the next one goes in."""
    with closing(Memory(tmp_path / "m")) as store:
        broken = Entry(key("b"), "b", None, 0.0, {})  # type: ignore[arg-type]
        with pytest.raises((BilingualError, AttributeError)):
            store.put([_entry("a"), broken])
        with sqlite3.connect(tmp_path / "m") as other:
            other.execute("CREATE TRIGGER no BEFORE INSERT ON machine BEGIN SELECT RAISE(FAIL, 'full'); END")
        with pytest.raises(BilingualError, match="full"):
            store.put([_entry("a"), _entry("b")])
        with sqlite3.connect(tmp_path / "m") as other:
            other.execute("DROP TRIGGER no")
        store.put([_entry("c")])
        assert store.known([key("a"), key("b"), key("c")]) == {key("c")}


def test_one_without_a_path_touches_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One without a path touches no file."""
    monkeypatch.chdir(tmp_path)
    with closing(Memory(None)) as store:
        store.put([_entry("a")])
        assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_refused_and_stays(tmp_path: Path) -> None:
    """A file that is no database is refused and stays."""
    path = tmp_path / "notes.txt"
    path.write_text("my notes\n" * 100)
    with pytest.raises(BilingualError, match=r"notes\.txt: file is not a database") as caught:
        Memory(path)
    assert "--memory" in caught.value.hint
    assert path.read_text() == "my notes\n" * 100


def test_the_database_of_another_program_is_refused_and_not_touched(tmp_path: Path) -> None:
    """The database of another program is refused and not touched."""
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
        other.commit()
    before = path.read_bytes()
    with pytest.raises(BilingualError, match="another program"):
        Memory(path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["places.sqlite"]


def test_the_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """The file of a newer version is refused."""
    path = tmp_path / "m"
    Memory(path).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE accepted (key)")
        other.execute("PRAGMA user_version=7")
        other.commit()
    with pytest.raises(BilingualError, match="newer") as caught:
        Memory(path)
    assert "update" in caught.value.hint


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A place that cannot be written is named."""
    (tmp_path / "file").write_text("")
    with pytest.raises(BilingualError, match=str(tmp_path)):
        Memory(tmp_path / "file" / "memory.sqlite")


def test_two_processes_share_one_file(tmp_path: Path) -> None:
    """Two processes share one file."""
    program = (
        "import sys; from pathlib import Path; from bilingual.memory import *\n"
        "store = Memory(Path(sys.argv[1]))\n"
        "for n in range(40): store.put([Entry(key(sys.argv[2], str(n)), 's', 't', 0.0, {})])\n"
    )
    path = tmp_path / "m"
    started = [subprocess.Popen([sys.executable, "-c", program, str(path), str(who)]) for who in range(3)]
    assert [one.wait(60) for one in started] == [0, 0, 0]
    with closing(Memory(path)) as store:
        assert len(store.known([key(str(who), str(n)) for who in range(3) for n in range(40)])) == 120


def test_the_default_place_is_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default place is named by the environment."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert memory.default_path() == tmp_path / "data" / "bilingual" / "memory.sqlite"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")  # which the specification forbids
    assert memory.default_path() == tmp_path / ".local" / "share" / "bilingual" / "memory.sqlite"
    monkeypatch.setenv("BILINGUAL_MEMORY", "mine.sqlite")
    assert memory.default_path() == Path("mine.sqlite")


def test_without_a_home_the_mend_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a home the mend is told."""
    monkeypatch.delenv("XDG_DATA_HOME")

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(BilingualError, match="home") as caught:
        memory.default_path()
    assert "--memory" in caught.value.hint


# ── approved pairs ──

COURT = Approved("La cour a tranché hier soir.", "The court ruled last night.", "press/court", "a1")
JUDGE = Approved("Le juge a rejeté la plainte de WhatsApp contre NSO.", "The judge dismissed it.", "press/judge", "b2")


@pytest.fixture
def store() -> Iterator[Memory]:
    """A memory that vanishes."""
    with closing(Memory(None)) as opened:
        yield opened


def _all(store: Memory) -> list[Approved]:
    return list(store.pairs())


def test_what_is_learnt_is_found_exactly_and_by_letter_only(store: Memory) -> None:
    """What is learnt is found exactly and by letter only."""
    store.learn([COURT, JUDGE])
    asked = [COURT.source, COURT.source.upper(), f"{COURT.source} ", COURT.source]
    assert store.exact(asked) == {COURT.source: Match(COURT.source, COURT.target, 100.0, "press/court")}
    assert store.exact([]) == {}


def test_the_newest_target_of_a_source_counts_and_older_ones_are_near(store: Memory) -> None:
    """The newest target of a source counts and older ones are near."""
    others = [replace(COURT, target=target, address=target) for target in ("one", "two", "one", "three")]
    store.learn(others[:2])
    store.learn(others[2:])
    assert store.exact([COURT.source])[COURT.source].target == "three"
    assert [match.target for match in store.near([COURT.source])[0]] == ["two", "one"]
    assert all(match.score == 100 for match in store.near([COURT.source])[0])
    assert [match.target for match in store.near([COURT.source], limit=1)[0]] == ["two"]


def test_an_address_has_one_pair_and_learning_again_replaces_it(store: Memory) -> None:
    """An address has one pair and learning again replaces it, source and all; nothing of it is left behind."""
    changed = replace(COURT, source="Un tout autre texte que voilà.", target="Another text.")
    store.learn([COURT, JUDGE])
    store.learn([changed])
    assert _all(store) == [JUDGE, changed]
    assert store.exact([COURT.source]) == {}
    assert store.near([COURT.source], floor=40) == [()]
    assert store.stats().sources == 2


def test_learning_the_same_again_changes_nothing(store: Memory) -> None:
    """Learning the same again changes nothing, not even which is the newest."""
    older = replace(COURT, target="older", address="old")
    store.learn([older, COURT])
    store.learn([older])
    assert _all(store) == [older, COURT]
    assert store.exact([COURT.source])[COURT.source].target == COURT.target


def test_what_is_forgotten_is_gone_and_the_rest_stays(store: Memory) -> None:
    """What is forgotten is gone and the rest stays."""
    twin = replace(COURT, article="press/other")
    store.learn([COURT, twin, JUDGE])
    store.forget("press/court", iter(["a1", "unknown"]))
    assert _all(store) == [twin, JUDGE]
    assert store.exact([COURT.source])[COURT.source].article == "press/other"
    store.forget("press/other", ["a1"])
    store.forget("press/judge", ["b2"])
    assert (_all(store), store.stats().sources) == ([], 0)
    assert store._db.execute("SELECT COUNT(*) FROM feature").fetchone() == (0,)
    store.learn([COURT])
    assert store.near([COURT.source[:-1]])[0][0].target == COURT.target


def test_near_ones_come_best_first_with_their_scores(store: Memory) -> None:
    """Near ones come best first with their scores; of equal ones the newest comes first."""
    store.learn([COURT, JUDGE, replace(COURT, source="La cour a tranché hier matin.", address="a3")])
    (found,) = store.near(["La cour a tranché hier midi."])
    assert [match.source[-7:-1] for match in found] == [" matin", "r soir"]
    assert 100 > found[0].score >= found[1].score >= 75
    assert store.near(["La cour a tranché hier midi."], floor=99) == [()]
    assert store.near(["La cour a tranché hier midi."], limit=0) == [()]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("La cour a tranché hier soir", 95, 100),  # a sign
        ("la cour a tranché hier soir.", 95, 100),  # a capital
        ("La cour a tranché hier matin.", 80, 95),  # a word
        ("Les cours ont tranché hier soir.", 60, 85),  # endings
        ("Hier soir, la cour a tranché.", 55, 80),  # order
        ("Le chat dort sur le canapé rouge.", 0, 45),  # nothing
    ],
)
def test_a_score_says_how_much_of_a_sentence_can_stay(text: str, low: float, high: float) -> None:
    """A score says how much of a sentence can stay."""
    ((score, _number),) = ranked(text, words(text), [(1, COURT.source, words(COURT.source))], 0)
    assert low <= score < high


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6), st.lists(TEXTS, max_size=3), st.floats(0, 100), st.integers(0, 4))
@example([("a b", "x"), ("a b", "y"), ("\ud800 b", "z")], ["a b", "\ud800"], 10.0, 3)
def test_near_keeps_to_floor_and_limit_and_exact_finds_whatever_is_learnt(
    known: list[tuple[str, str]], asked: list[str], floor: float, limit: int
) -> None:
    """Near keeps to floor and limit and exact finds whatever is learnt."""
    with closing(Memory(None)) as store:
        store.learn(Approved(source, target, "x", str(n)) for n, (source, target) in enumerate(known))
        newest = dict(known)
        exact = store.exact([source for source, _ in known])
        assert {source: match.target for source, match in exact.items()} == newest
        texts = [*asked, *(source for source, _ in known)]
        for text, found in zip(texts, store.near(texts, limit=limit, floor=floor), strict=True):
            assert len(found) <= limit
            scores = [match.score for match in found]
            assert scores == sorted(scores, reverse=True)
            assert all(floor <= score <= 100 for score in scores)
            assert all((match.source, match.target) in known for match in found)
            assert all((match.score == 100) == (match.source == text) for match in found)
            assert all(match.target != newest[text] for match in found if match.source == text)
        assert [(pair.source, pair.target) for pair in store.pairs()] == known


@given(st.lists(st.lists(st.integers(1, 9), max_size=400), max_size=4))
@settings(max_examples=30, deadline=None)
def test_lists_of_the_index_hold_the_newest_sources_of_each_feature(batches: list[list[int]]) -> None:
    """Lists of the index hold the newest sources of each feature, and how many there are."""
    number, wanted = 0, defaultdict(list)
    with closing(Memory(None)) as store:
        for batch in batches:
            numbered = []
            for code in batch:
                number += 1
                wanted[0xFFFF + code].append(number)
                numbered.append((number, chr(0xFFFF + code)))
            index.add(store._db, numbered)
        query = "SELECT code, many, sources FROM feature WHERE code BETWEEN 65536 AND 65600"
        found = {code: (many, list(index._unpacked(packed))) for code, many, packed in store._db.execute(query)}
    assert found == {code: (len(each), each[-256:]) for code, each in wanted.items()}


def _sentences(count: int) -> Iterator[str]:
    """Sentences that repeat each other's words."""
    names = ["Alstera", "Novagroup", "Delmas", "Kerouac", "Vermont", "Sipiel", "Orbane", "Lutécia"]
    verbs = ["a rejeté", "a confirmé", "conteste", "a salué", "étudie", "a suspendu"]
    things = ["la plainte déposée par", "le rachat du groupe", "l'accord conclu avec", "l'enquête ouverte contre"]
    for n in range(count):
        who, whom = names[n % 8], names[n // 8 % 8]
        yield f"La société {who} {verbs[n // 64 % 6]} {things[n // 384 % 4]} {whom} lundi {n % 29 + 1} mars {n}."


@pytest.mark.clock
@pytest.mark.slow
def test_in_a_large_memory_near_ones_are_found_as_by_comparing_all(tmp_path: Path) -> None:
    """In a large memory near ones are found as by comparing all, and much faster."""
    known = list(_sentences(20_000))
    rows = [(n, text, words(text)) for n, text in enumerate(known)]
    asked = [text.replace("lundi", "mardi").replace("société", "firme") for text in known[::400]]
    with closing(Memory(tmp_path / "m")) as store:
        store.learn(Approved(text, "x", "a", str(n)) for n, text in enumerate(known))
        looking, found = timed(lambda: store.near(asked))
        comparing, best = timed(lambda: [ranked(text, words(text), rows, 75)[0][0] for text in asked])
    hits = sum(bool(one) and one[0].score >= score - 1e-9 for one, score in zip(found, best, strict=True))
    assert hits >= 0.9 * len(asked)
    assert looking < comparing / 5


@pytest.mark.clock
def test_texts_that_are_no_sentences_take_no_time(store: Memory) -> None:
    """A megabyte of one word, of marks or of spaces is learnt, found exactly, and compared with nothing."""
    long = ["mot " * 250_000, "e\u0301\u0323" * 300_000, " " * 1_000_000, "x" * 1_000_000]

    def work() -> None:
        store.learn(Approved(text, text, "long", str(n)) for n, text in enumerate(long))
        assert set(store.exact(long)) == set(long)
        assert store.near([*long, "mot mot"], floor=0) == [()] * 5
        assert store.search("mot mot", 1)[0].address == "0"

    assert timed(work)[0] < 10


def test_search_looks_at_both_sides_whatever_the_accents(store: Memory) -> None:
    """Search looks at both sides whatever the accents, capitals, apostrophes and spaces; the newest comes first."""
    accord = Approved("L’accord  été signé.", "The deal was signed.", "d", "1")
    store.learn([COURT, JUDGE, accord])
    assert store.search("L'ACCORD ETE") == [accord]
    assert store.search("THE") == [accord, JUDGE, COURT]
    assert store.search("the", 2) == [accord, JUDGE]
    assert store.search("dort") == []


def test_stats_count_pairs_sources_articles_and_the_engine_s_results(store: Memory) -> None:
    """Stats count pairs sources articles and the engine s results."""
    store.put([_entry("a")])
    store.learn([COURT, replace(COURT, address="a2"), JUDGE, replace(JUDGE, article="")])
    found = store.stats()
    assert (found.pairs, found.sources, found.articles, found.machine) == (4, 2, 2, 1)
    assert found.size > 0


def test_a_file_of_version_1_is_upgraded_and_loses_nothing(tmp_path: Path) -> None:
    """A file of version 1 is upgraded and loses nothing."""
    path = tmp_path / "m"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(
            "CREATE TABLE machine (key BLOB PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, "
            "score REAL NOT NULL, detail TEXT NOT NULL) WITHOUT ROWID; PRAGMA user_version=1;"
        )
        old.execute("INSERT INTO machine VALUES (?, 's', 't', -1.0, '{}')", (key("k"),))
        old.commit()
    with closing(Memory(path)) as store:
        assert store.get([key("k")])[key("k")].target == "t"
        store.learn([COURT])
    with closing(Memory(path)) as store:
        assert _all(store) == [COURT]
        assert store._db.execute("PRAGMA user_version").fetchone() == (2,)


def test_two_processes_learn_into_one_file_and_it_stays_whole(tmp_path: Path) -> None:
    """Two processes learn into one file at once, an old one at that, and nothing is lost or doubled."""
    program = (
        "import sys; from pathlib import Path; from bilingual.memory import *\n"
        "store = Memory(Path(sys.argv[1]))\n"
        "for n in range(30):\n"
        "  store.learn([Approved(f'Le texte {n}.', sys.argv[2], sys.argv[2], f'{n}-{m}') for m in range(2)])\n"
        "  store.forget(sys.argv[2], [f'{n}-0'])\n"
    )
    path = tmp_path / "m"
    started = [subprocess.Popen([sys.executable, "-c", program, str(path), who]) for who in ("a", "b")]
    assert [one.wait(60) for one in started] == [0, 0]
    with closing(Memory(path)) as store:
        assert {(pair.article, pair.address) for pair in store.pairs()} == {
            (who, f"{n}-1") for who in "ab" for n in range(30)
        }
        assert store.stats().sources == 30
        assert store.near(["Le texte 7!"])[0][0].source == "Le texte 7."


def test_killed_while_learning_whole_batches_stay(tmp_path: Path) -> None:
    """Killed while learning whole batches stay, and the index knows all of them."""
    program = (
        "import sys; from itertools import count; from pathlib import Path; from bilingual.memory import *\n"
        "from bilingual.memory import store; store.LEARNT_AT_ONCE = 100\n"
        "Memory(Path(sys.argv[1])).learn(Approved(f'Le texte {n} est mot{n}.', 't', 'x', str(n)) for n in count())\n"
    )
    path = tmp_path / "m"
    with subprocess.Popen([sys.executable, "-c", program, str(path)]) as started:
        deadline = time.monotonic() + 60
        while _count(path) < 300 and time.monotonic() < deadline:
            time.sleep(0.01)
        started.kill()
    with closing(Memory(path)) as store:
        pairs = _all(store)
        assert len(pairs) >= 300
        assert len(pairs) % 100 == 0
        last = pairs[-1].source
        assert store.near([f"{last}."])[0][0].source == last
        assert store._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _count(path: Path) -> int:
    """Pairs in a file that another process may be making."""
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as found:
        (count,) = found.execute("SELECT COUNT(*) FROM approved").fetchone()
        return int(count)
    return 0


def test_what_cannot_be_learnt_leaves_all_as_it_was(tmp_path: Path) -> None:
    """What cannot be learnt leaves all as it was, and the next look-up works."""
    with closing(Memory(tmp_path / "m")) as store:
        with sqlite3.connect(tmp_path / "m") as other:
            other.execute("CREATE TRIGGER no BEFORE INSERT ON approved BEGIN SELECT RAISE(FAIL, 'full'); END")
        with pytest.raises(BilingualError, match="full"):
            store.learn([COURT])
        assert store.stats().sources == 0
        assert store.near([COURT.source]) == [()]
