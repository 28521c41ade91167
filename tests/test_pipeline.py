"""Whole runs: every source comes out or is reported, in groups or alone, on a folder that may refuse."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from bilingual import pipeline
from bilingual.engines.echo import Echo
from bilingual.errors import BilingualError
from bilingual.files import replacing
from bilingual.glossary import Glossary
from bilingual.memory import Memory
from bilingual.publish import catalogue
from bilingual.read import sources
from bilingual.translate import Translator
from bilingual.types import Term
from running import SOURCES, Counting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bilingual.engines import Engine


@pytest.fixture
def translator() -> Iterator[Translator]:
    """An echo with an empty memory and one term."""
    with closing(Memory(None)) as memory:
        yield Translator(Echo(), memory, Glossary([Term("WhatsApp", "WhatsApp", "read-only")]))


def _run(translator: Translator, output: Path, *inputs: Path, **more: Any) -> list[pipeline.Progress]:  # noqa: ANN401  # handed on
    return list(pipeline.translate(sources([str(one) for one in inputs]), translator, output, **more))


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_each_article_gets_page_and_catalogue_and_the_run_its_index(tmp_path: Path, translator: Translator) -> None:
    """Each article gets page and catalogue and the run its index."""
    steps = _run(translator, tmp_path / "a" / "b", SOURCES, signature={"model": "echo"})
    articles = [step.article for step in steps if step.article]
    names = sorted(path.stem for path in SOURCES.iterdir() if not path.name.startswith("."))
    assert sorted(article["name"] for article in articles) == names
    files = _files(tmp_path / "a" / "b")
    assert files.keys() == {f"{name}.{ending}" for name in names for ending in ("html", "po")} | {
        "index.html",
        "report.json",
    }
    report = json.loads(files["report.json"])
    assert report["articles"] == articles
    assert report["signature"] == {"model": "echo"}
    assert all(f"{name}.html".encode() in files["index.html"] for name in names)
    for article in articles:
        entries = list(catalogue.addresses(tmp_path / "a" / "b" / f"{article['name']}.po"))
        assert len({address for address, _ in entries}) == article["segments"]


def test_progress_adds_up_to_the_words_to_translate(tmp_path: Path, translator: Translator) -> None:
    """Progress adds up to the words to translate."""
    steps = _run(translator, tmp_path, SOURCES)
    words = sum(step.article["words"] for step in steps if step.article)
    assert sum(step.size for step in steps) == sum(step.words for step in steps) == words


@pytest.mark.parametrize(("group", "window"), [(1, 4_000), (1_000_000, 3), (2_500, 7)])
def test_groups_and_windows_make_no_difference_to_the_files(
    tmp_path: Path, translator: Translator, monkeypatch: pytest.MonkeyPatch, group: int, window: int
) -> None:
    """Groups and windows make no difference to the files."""
    _run(translator, tmp_path / "whole", SOURCES)
    monkeypatch.setattr(pipeline, "GROUP_CHARACTERS", group)
    monkeypatch.setattr(pipeline, "WINDOW", window)
    with closing(Memory(None)) as memory:
        fresh = Translator(Echo(), memory, Glossary([Term("WhatsApp", "WhatsApp", "read-only")]))
        steps = _run(fresh, tmp_path / "parts", SOURCES)
    assert _files(tmp_path / "parts") == _files(tmp_path / "whole")
    assert sum(step.words for step in steps) == sum(step.size for step in steps)


def test_a_source_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path, translator: Translator) -> None:
    """A source that cannot be read does not stop the others."""
    bad, good, last = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"
    bad.write_bytes(b"\0\1\2")
    good.write_text("La cour a tranché.")
    last.write_text("")
    steps = _run(translator, tmp_path / "out", bad, tmp_path / "no.txt", good, last)
    errors = [step.error for step in steps if step.error]
    assert [error["file"] for error in errors] == [str(bad), str(tmp_path / "no.txt"), str(last)]
    assert all(error["file"] in error["message"] and error["hint"] for error in errors)
    assert [step.article["name"] for step in steps if step.article] == ["b"]
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert report["errors"] == errors
    assert report["totals"]["articles"] == 1


def test_a_page_that_cannot_be_written_does_not_stop_the_others(tmp_path: Path, translator: Translator) -> None:
    """A page that cannot be written does not stop the others."""
    long = tmp_path / f"{'a' * 251}.txt"
    long.write_text("Un nom trop long.")
    good = tmp_path / "b.txt"
    good.write_text("La cour a tranché.")
    steps = _run(translator, tmp_path / "out", long, good)
    (error,) = [step.error for step in steps if step.error]
    assert str(long) in error["message"]
    assert "too long" in error["message"]
    assert "shorten" in error["hint"]
    names = _files(tmp_path / "out").keys()
    assert names == {"b.html", "b.po", f"{long.stem}.po", "index.html", "report.json"}  # that name just fits


@pytest.mark.parametrize("letter", ["a", "é", "😀"])
def test_a_name_as_long_as_names_can_be_is_written(tmp_path: Path, translator: Translator, letter: str) -> None:
    """A name as long as names can be is written."""
    stem = letter * (250 // len(letter.encode()))
    source = tmp_path / f"{stem}.md"
    source.write_text("La cour a tranché.")
    assert not [step.error for step in _run(translator, tmp_path / "out", source) if step.error]
    assert (tmp_path / "out" / f"{stem}.html").is_file()


def test_an_output_that_is_no_folder_is_told_before_anything_is_translated(tmp_path: Path) -> None:
    """An output that is no folder is told before anything is translated."""
    (tmp_path / "out").write_text("mine")
    counting = Counting(Echo())
    with closing(Memory(None)) as memory, pytest.raises(BilingualError, match="out: ") as caught:
        _run(Translator(counting, memory), tmp_path / "out", SOURCES)
    assert "-o" in caught.value.hint
    assert not counting.decoded
    assert (tmp_path / "out").read_text() == "mine"


def test_a_report_that_cannot_be_written_is_an_error(tmp_path: Path, translator: Translator) -> None:
    """A report that cannot be written is an error."""
    (tmp_path / "report.json").mkdir()
    with pytest.raises(BilingualError, match=r"directory"):
        _run(translator, tmp_path, SOURCES / "whatsapp-poursuit-nso.txt")


def test_a_text_without_any_break_is_whole_however_long(tmp_path: Path, translator: Translator) -> None:
    """A text without any break is whole however long, and what is said again far below has an address of its own."""
    sentences = [f"Le juge a entendu le témoin numéro {number} de cette affaire." for number in range(1_100)]
    sentences.append(sentences[0])
    source = tmp_path / "x.txt"
    source.write_text(" ".join(sentences))
    (article,) = [step.article for step in _run(translator, tmp_path, source) if step.article]
    assert article["segments"] == 1_101
    entries = list(catalogue.addresses(tmp_path / "x.po"))
    assert [text for _, text in entries] == sentences
    assert entries[-1][0] == f"{entries[0][0]}-2"


def test_keep_all_translates_what_would_be_set_aside(tmp_path: Path, translator: Translator) -> None:
    """Keep all translates what would be set aside."""
    (some,) = [s.article for s in _run(translator, tmp_path, SOURCES / "geants-memoire-amicus.html") if s.article]
    (whole,) = [
        s.article
        for s in _run(translator, tmp_path, SOURCES / "geants-memoire-amicus.html", keep_all=True)
        if s.article
    ]
    assert some["skipped"]
    assert not whole["skipped"]
    assert whole["segments"] > some["segments"]


def test_what_an_editor_wrote_is_not_decoded_and_is_judged(tmp_path: Path) -> None:
    """What an editor wrote is not decoded and is judged."""
    source = tmp_path / "x.txt"
    source.write_text("WhatsApp porte plainte.\n\nLe juge a tranché.")
    glossary = Glossary([Term("WhatsApp", "WhatsApp", "read-only")])
    with closing(Memory(None)) as memory:
        _run(Translator(Echo(), memory, glossary), tmp_path, source)
    text = (tmp_path / "x.po").read_text()
    text = text.replace("#, fuzzy\nmsgctxt", "msgctxt", 1).replace(
        'msgstr "WhatsApp porte plainte."', 'msgstr "They sue."'
    )
    (tmp_path / "x.po").write_text(text)
    counting = Counting(Echo())
    with closing(Memory(None)) as memory:
        (article,) = [s.article for s in _run(Translator(counting, memory, glossary), tmp_path, source) if s.article]
    assert set(counting.decoded) == {"Le juge a tranché."}
    assert article["approved"] == 1
    found = [(finding["check"], finding["severity"]) for finding in article["findings"]]
    assert found == [("term", "error"), ("copied", "warning")]  # the echo's own sentence is still French


def test_the_built_in_model_pins_the_terms_of_our_articles(tmp_path: Path, engine: Engine) -> None:
    """The built in model pins the terms of our articles."""
    from bilingual import glossary

    terms = glossary.load([SOURCES.parent / "glossary.po"])
    with closing(Memory(None)) as memory:
        steps = _run(Translator(engine, memory, terms), tmp_path, SOURCES / "whatsapp-poursuit-nso.txt")
    (article,) = [step.article for step in steps if step.article]
    assert article["terms"]["occurrences"] > 30
    assert article["terms"]["honoured"] >= 0.95 * article["terms"]["occurrences"]


def test_an_article_that_was_decoded_wrongly_says_so_under_its_page(tmp_path: Path, translator: Translator) -> None:
    """An article that was decoded wrongly says so under its page and in its catalogue; others do not."""
    (tmp_path / "a.txt").write_text("Un Ã©tÃ© Ã  lâ€™hÃ´pital.", "utf-8")
    (tmp_path / "b.txt").write_text("Un été à l’hôpital.", "utf-8")
    _run(translator, tmp_path / "out", tmp_path)
    files = {name: data.decode() for name, data in _files(tmp_path / "out").items()}
    assert "Un été à l’hôpital." in files["a.po"]
    assert "X-Signature-Encoding: blocks mended: 1" in files["a.po"]
    assert "blocks mended: 1" in files["a.html"]
    assert "blocks mended" not in files["b.po"] + files["b.html"]


# ── files ──


def test_a_file_takes_its_place_only_when_it_is_whole(tmp_path: Path) -> None:
    """A file takes its place only when it is whole."""
    path = tmp_path / "deep" / "x.txt"
    with replacing(path) as file:
        file.write("é\ud800\r\n")
        assert not path.exists()
    assert path.read_bytes() == b"\xc3\xa9\\ud800\r\n"

    def fail() -> None:
        with replacing(path) as file:
            file.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert path.read_bytes() == b"\xc3\xa9\\ud800\r\n"
    assert list(path.parent.iterdir()) == [path]
