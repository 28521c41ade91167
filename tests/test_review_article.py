"""An article opened for review: nothing changes by itself, and what editors do comes out in the file of record."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import polib
import pytest

from bilingual import pipeline
from bilingual.engines.echo import Echo
from bilingual.errors import InputError
from bilingual.glossary import Glossary
from bilingual.memory import Memory
from bilingual.publish import catalogue
from bilingual.read import sources
from bilingual.review.article import Article, state_of
from bilingual.translate import Translator
from bilingual.types import Cut, Decision, State, Term

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = """# Le juge a tranché

Le juge a parlé hier. Il a dit non. La société fait appel.

Abonnez-vous à notre lettre d’information.

Le juge a parlé hier. Rien ne bouge.
"""
FIRST, NO, APPEAL = "Le juge a parlé hier.", "Il a dit non.", "La société fait appel."
TERMS = Glossary((Term("juge", "judge"),))


@pytest.fixture
def translator() -> Iterator[Translator]:
    """An echo with a memory of its own and one term."""
    with closing(Memory(None)) as memory:
        yield Translator(Echo(), memory, TERMS)


@pytest.fixture
def folder(tmp_path: Path, translator: Translator) -> Path:
    """An output folder with one article."""
    (tmp_path / "x.md").write_text(TEXT, encoding="utf-8")
    run(tmp_path, translator)
    return tmp_path / "out"


@pytest.fixture
def article(folder: Path, translator: Translator) -> Article:
    """The article, opened."""
    return Article.open(folder, "x", translator)


def run(tmp_path: Path, translator: Translator) -> None:
    """Translate the article, again perhaps."""
    (step,) = (
        s for s in pipeline.translate(sources([str(tmp_path / "x.md")]), translator, tmp_path / "out") if s.report
    )
    assert step.report
    assert not step.report["errors"]


def address(article: Article, source: str, number: int = 0) -> str:
    """The address of the first segment with a text, or of a later one."""
    found = [p.source.address for passage in article.bitext.passages for p in passage.pairs if p.source.text == source]
    return found[number]


def decision(article: Article, source: str, **after: str) -> Decision:
    """What an editor decides who sees the article as it is."""
    pair = article.pair(address(article, source))
    return Decision(pair.source.address, source, state_of(pair), replace(state_of(pair), **after))


def entries(folder: Path) -> dict[str, polib.POEntry]:
    """The catalogue's entries by address."""
    return {entry.msgctxt: entry for entry in polib.pofile(str(folder / "x.po"))}


def test_opened_and_saved_nothing_has_changed(folder: Path, article: Article) -> None:
    """The file of record is the same byte for byte, and so is the page."""
    before = (folder / "x.po").read_bytes(), (folder / "x.html").read_bytes(), (folder / "report.json").read_bytes()
    article.save()
    assert (folder / "x.po").read_bytes() == before[0]
    article.publish()
    assert ((folder / "x.po").read_bytes(), (folder / "x.html").read_bytes()) == before[:2]
    assert (folder / "report.json").read_bytes() == before[2]


def test_blocks_come_back_with_kind_level_and_place(article: Article) -> None:
    """A heading is a heading, and what was skipped stands where it stood."""
    blocks = [(p.block.kind, p.block.level, p.block.skip, len(p.pairs)) for p in article.bitext.passages]
    assert blocks[0][:2] == ("heading", 1)
    assert [skip for _, _, skip, _ in blocks] == [None, None, "newsletter", None]
    assert [pairs for *_, pairs in blocks] == [1, 3, 0, 2]


def test_decisions_come_into_the_record(folder: Path, article: Article) -> None:
    """Target, status, note and what the machine wrote; terms and checks are those of the new text."""
    outcomes = article.decide(
        [
            decision(article, FIRST, target="The judge spoke.", status="approved", note="Twice <b>?\nYes."),
            decision(article, NO, status="rejected"),
        ]
    )
    article.save()
    assert [bool(one.changed) for one in outcomes] == [True, True]
    first, refused = (entries(folder)[address(article, source)] for source in (FIRST, NO))
    assert (first.msgstr, first.fuzzy, first.tcomment) == ("The judge spoke.", False, "Twice <b>?\nYes.")
    assert f"machine wrote: {article.pair(first.msgctxt).machine}" in first.comment
    assert refused.flags == ["fuzzy", "rejected"]
    again = Article.open(folder, "x", article._translator)
    assert again.bitext.passages == article.bitext.passages


def test_what_the_machine_wrote_comes_back_as_its_own(folder: Path, article: Article) -> None:
    """An edit that is undone leaves the machine's text, with its word links."""
    before = article.pair(address(article, FIRST))
    article.decide([decision(article, FIRST, target="Other.")])
    assert article.pair(before.source.address).origin == "editor"
    article.decide([decision(article, FIRST, target=before.target)])
    assert article.pair(before.source.address) == before
    article.save()
    assert catalogue.kept(folder / "x.po") == {}


def test_nobody_s_work_is_overwritten(article: Article) -> None:
    """A decision upon a text that is another by now is a conflict; a gone segment, too."""
    seen = decision(article, FIRST, target="Mine.")
    article.decide([decision(article, FIRST, target="Theirs.")])
    (outcome,) = article.decide([seen])
    assert [(c.field, c.wanted, c.found) for c in outcome.conflicts] == [("target", "Mine.", "Theirs.")]
    (outcome,) = article.decide([Decision("ffff", "Parti.", State("Gone."), State("Left."))])
    assert [(c.field, c.wanted) for c in outcome.conflicts] == [("segment", "Left.")]
    moved = replace(decision(article, NO, target="No."), address="ffff")
    assert article.decide([moved])[0].changed == (address(article, NO),)


def test_segments_are_merged_and_split_and_stay_so(folder: Path, article: Article, translator: Translator) -> None:
    """In the file of record, and when the article is translated again; what is cut back is as it was."""
    both = f"{FIRST} {NO}"
    old = address(article, FIRST), address(article, NO)
    (outcome,) = article.cut([Cut(old, ((both, State("He said no.", "approved")),))])
    assert not outcome.conflicts
    (appeal,) = article.cut(
        [Cut((address(article, APPEAL),), (("La société", State("It")), ("fait appel.", State("x"))))]
    )
    assert len(appeal.changed) == 2
    article.save()
    cut = [p.source.text for p in Article.open(folder, "x", translator).bitext.passages[1].pairs]
    assert cut == [both, "La société", "fait appel."]
    run(folder.parent, translator)
    again = Article.open(folder, "x", translator)
    assert [p.source.text for p in again.bitext.passages[1].pairs] == cut
    assert [p.source.text for p in again.bitext.passages[3].pairs] == [FIRST, "Rien ne bouge."]
    assert state_of(again.pair(address(again, both))) == State("He said no.", "approved")
    assert not catalogue.read(folder / "x.po").leftovers


IMPOSSIBLE = {
    "not neighbours": ((FIRST, APPEAL), (f"{FIRST} {APPEAL}",)),
    "over two blocks": ((APPEAL, "Rien ne bouge."), (f"{APPEAL} Rien ne bouge.",)),
    "other letters": ((NO,), ("Il a", "dit oui.")),
    "letters left over": ((NO,), ("Il a", "dit")),
    "beyond the segment": ((NO,), (f"{NO} {APPEAL}",)),
    "nothing": ((NO,), (NO, " ")),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_a_cut_that_does_not_fit_changes_nothing(article: Article, what: str) -> None:
    """It is a conflict."""
    old, new = IMPOSSIBLE[what]
    before = article.bitext.passages
    (outcome,) = article.cut([Cut(tuple(address(article, one) for one in old), tuple((s, State("x")) for s in new))])
    assert [conflict.field for conflict in outcome.conflicts] == ["cut"]
    assert article.bitext.passages == before


def test_a_cut_of_segments_that_others_changed_is_a_conflict(article: Article) -> None:
    """Where the editor's page tells what she saw."""
    seen = tuple(state_of(article.pair(address(article, one))) for one in (FIRST, NO))
    old = address(article, FIRST), address(article, NO)
    article.decide([decision(article, NO, target="No.")])
    (outcome,) = article.cut([Cut(old, ((f"{FIRST} {NO}", State("x")),), seen)])
    assert [conflict.field for conflict in outcome.conflicts] == ["cut"]
    (outcome,) = article.cut([Cut(("ffff",), (("x", State("x")),))])
    assert outcome.conflicts


def test_what_is_approved_is_remembered_and_what_no_longer_is_is_forgotten(
    article: Article, translator: Translator
) -> None:
    """For other articles with the same sentence."""
    article.decide([decision(article, NO, target="No, he said.", status="approved")])
    article.save()
    assert translator.approved([NO])[NO].target == "No, he said."
    article.decide([decision(article, NO, status="draft")])
    article.save()
    assert translator.approved([NO]) == {}


def test_translated_again_with_the_terms_as_they_are_now(article: Article) -> None:
    """What people wrote or approved stays, unless it is named."""
    article.decide([decision(article, FIRST, target="Mine."), decision(article, NO, status="approved")])
    article._translator._glossary = Glossary((Term("société", "company"), Term("juge", "justice")))
    changed = article.retranslate()
    assert address(article, APPEAL) in changed
    assert "company" in article.pair(address(article, APPEAL)).target
    assert article.pair(address(article, FIRST)).target == "Mine."
    assert article.pair(address(article, NO)).status == "approved"
    assert article.retranslate([address(article, FIRST)]) == [address(article, FIRST)]
    assert "justice" in article.pair(address(article, FIRST)).target


def test_somebody_else_s_writing_is_noticed(folder: Path, article: Article) -> None:
    """But not one's own."""
    assert not article.is_stale()
    article.decide([decision(article, NO, status="approved")])
    article.save()
    assert not article.is_stale()
    polib.pofile(str(folder / "x.po")).save()
    assert article.is_stale()


def test_an_article_that_is_not_there_is_an_error(folder: Path, translator: Translator) -> None:
    """With the file and the mend."""
    with pytest.raises(InputError, match=r"none\.po") as caught:
        Article.open(folder, "none", translator)
    assert "bilingual translate" in caught.value.hint


def test_an_editor_at_work_during_a_run_loses_nothing(folder: Path, translator: Translator) -> None:
    """The run reads the file of record again before it writes."""
    article = Article.open(folder, "x", translator)
    steps = pipeline.translate(sources([str(folder.parent / "x.md")]), translator, folder)
    next(steps)  # the file of record has been read
    article.decide([decision(article, NO, target="No.", status="approved")])
    article.save()
    list(steps)
    entry = entries(folder)[address(article, NO)]
    assert (entry.msgstr, entry.fuzzy) == ("No.", False)
