"""The promise: what was written is read back, and a page or catalogue that lost anything never takes its place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual import publish
from bilingual.errors import PromiseError
from bilingual.publish import html, po, promise
from bilingual.report import Article as Figures
from bilingual.types import Bitext, Block, Pair, Passage, Segment
from bitexts import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

SENTENCES = ("La cour a tranché.", "NSO « fait appel ».", "Le total : 1.400 téléphones & plus.")


def _bitext(*sentences: str) -> Bitext:
    article = Article("press/x")
    for sentence in sentences:
        article.add("paragraph", (sentence, "English."))
    return article.skip("cookies", "Nous utilisons des cookies.").done()


def _segments(bitext: Bitext) -> list[Segment]:
    return [pair.source for passage in bitext.passages for pair in passage.pairs]


def _written(folder: Path, bitext: Bitext) -> tuple[Path, Path]:
    page, catalogue = folder / "x.html", folder / "x.po"
    figures = Figures(bitext.name, bitext.path)
    with catalogue.open("w", encoding="utf-8", newline="\n") as file:
        for passage in po.write(file, bitext, {}):
            figures.add(passage)
    with page.open("w", encoding="utf-8", newline="\n") as file:
        html.write_page(file, bitext, figures.as_json())
    return page, catalogue


def test_what_is_written_keeps_it(tmp_path: Path) -> None:
    """What is written keeps it."""
    bitext = _bitext(*SENTENCES, SENTENCES[0])
    promise.keep("x", *_written(tmp_path, bitext), _segments(bitext))


def _without_row(text: str) -> str:
    return re.sub(r'<div class="pair".*?</div>\s*</div>', "", text, count=1, flags=re.DOTALL)


def _doubled_row(text: str) -> str:
    return re.sub(r'(<div class="pair".*?</div>\s*</div>)', r"\1\1", text, count=1, flags=re.DOTALL)


def _doubled_half(text: str) -> str:
    return re.sub(r'(<p class="source".*?</p>)', r"\1\1", text, count=1, flags=re.DOTALL)


BREAKS: dict[str, tuple[Callable[[str], str], Callable[[str], str]]] = {
    "the page lacks a segment": (_without_row, str),
    "the page has one twice": (_doubled_row, str),
    "the page has its French twice": (_doubled_half, str),
    "the page has French without address": (lambda text: text.replace('data-pair="', 'data-pear="', 1), str),
    "the page lacks a word": (lambda text: text.replace("La cour a tranché", "La cour tranché"), str),
    "the page lacks a stop": (lambda text: text.replace("tranché.", "tranché"), str),
    "the page has other quotes": (lambda text: text.replace("« fait appel »", "“fait appel”"), str),
    "the page ends early": (lambda text: text[: text.index("1.400")], str),
    "the page is empty": (lambda _: "", str),
    "the catalogue lacks one": (str, lambda text: text.replace("msgctxt", "#~ msgctxt", 1)),
    "the catalogue lacks a space": (str, lambda text: text.replace("La cour a", "La coura")),
    "the catalogue has one twice": (
        str,
        lambda text: text + text[text.index("#. paragraph 1") : text.index("#. paragraph 2")],
    ),
    "the catalogue is empty": (str, lambda _: ""),
}


@pytest.mark.parametrize("what", BREAKS)
def test_a_broken_file_is_noticed_and_named(tmp_path: Path, what: str) -> None:
    """A broken file is noticed and named."""
    bitext = _bitext(*SENTENCES)
    for path, damage in zip(_written(tmp_path, bitext), BREAKS[what], strict=True):
        whole = path.read_text(encoding="utf-8")
        path.write_text(damage(whole), encoding="utf-8")
    ending = "html" if what.startswith("the page") else "po"
    with pytest.raises(PromiseError, match=rf"^press/x\.{ending}: segment [0-9a-f]+ is not there") as caught:
        promise.keep("press/x", tmp_path / "x.html", tmp_path / "x.po", _segments(bitext))
    assert caught.value.exit_code == 3


LIES: dict[str, Callable[[list[Segment]], Iterable[Segment]]] = {
    "one more was due": lambda due: [*due, replace(due[0], address="0123456789")],
    "one less was due": lambda due: due[:-1],
    "two are swapped": lambda due: [due[1], due[0], due[2]],
    "one address stands for two": lambda due: [replace(one, address=due[0].address) for one in due],
    "none was due": lambda _: [],
}


@pytest.mark.parametrize("lie", LIES)
def test_neither_file_takes_its_place_when_what_was_due_is_not_there(tmp_path: Path, lie: str) -> None:
    """Neither file takes its place when what was due is not there."""
    good = _bitext(*SENTENCES)
    publish.article(tmp_path, good, {}, lambda: _segments(good))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    assert {path.name for path in before} == {"x.html", "x.po"}
    changed = _bitext(*SENTENCES[:2], "Une autre phrase.")
    with pytest.raises(PromiseError):
        publish.article(tmp_path, changed, {}, lambda: LIES[lie](_segments(changed)))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec=None), min_size=1).filter(str.strip), min_size=1, max_size=4))
def test_any_text_keeps_it_whatever_characters_it_has(
    tmp_path_factory: pytest.TempPathFactory, sentences: list[str]
) -> None:
    """Any text keeps it whatever characters it has."""
    bitext = _bitext(*sentences)
    promise.keep("x", *_written(tmp_path_factory.mktemp("any"), bitext), _segments(bitext))


def test_a_page_is_read_right_wherever_its_pieces_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is read right wherever its pieces are cut."""
    bitext = _bitext('<p lang="fr" data-pair="x">&amp;', "A<br>b", "&eacute;&#13;", '<div data-pair="y">')
    files = _written(tmp_path, bitext)
    for size in (1, 7, 64):
        monkeypatch.setattr(promise, "_AT_ONCE", size)
        promise.keep("x", *files, _segments(bitext))


def test_elements_without_an_end_do_not_confuse_it(tmp_path: Path) -> None:
    """Elements without an end do not confuse it."""
    block = Block("Un mot.")
    bitext = Bitext("x", "x.txt", [Passage(block, (Pair(Segment(block, 0, 7, "a1"), "A word."),))])
    page, catalogue = _written(tmp_path, bitext)
    page.write_text(
        '<br><div data-pair="a1"><hr><p class="source">Un<br></br> <b>mot</b>.</p><p lang="en">A</p></div></p>'
    )
    promise.keep("x", page, catalogue, _segments(bitext))
