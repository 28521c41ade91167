"""Every engine keeps the page that `engines` says; packages of both tokenizers run through CTranslate2 itself."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tiny
from bilingual import engines
from bilingual.engines import Hypothesis, Job, argos
from bilingual.engines.argos import Argos
from bilingual.engines.echo import Echo
from bilingual.errors import ModelError
from bilingual.packages import resolve

if TYPE_CHECKING:
    from pathlib import Path

    from bilingual.engines import Engine
    from bilingual.types import Span

SENTENCES = [
    "La justice a rendu sa décision mardi.",
    "L’immunité souveraine ne protège pas « NSO » & Cie…",
    "Non.",
    "北京 ☃ NSO_Group",
    "ﷺ\u200b \x00 x",
    "",
    " ",
]
LOOKS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=["builtin", "bpe", "prefixed", "echo"])
def any_engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    return _engine(request, request.param)


@pytest.fixture(scope="session")
def bpe(bpe_package: Path) -> Engine:
    """The package with BPE, loaded."""
    return engines.find(str(bpe_package), threads=1)


@pytest.fixture(scope="session")
def prefixed(prefixed_package: Path) -> Engine:
    """The package with a target prefix, loaded."""
    return engines.find(str(prefixed_package), threads=1)


def _engine(request: pytest.FixtureRequest, name: str) -> Engine:
    if name == "echo":
        return engines.find("echo")
    engine: Engine = request.getfixturevalue("engine" if name == "builtin" else name)
    return engine


def decoded(engine: Engine, *jobs: Job, careful: bool = False) -> list[Hypothesis]:
    """One batch."""
    (written,) = engine.decode([jobs], careful=careful)
    return written


def in_order(spans: list[Span] | tuple[Span, ...], text: str) -> bool:
    """Whether places are in bounds and go from left to right."""
    starts = [start for start, _ in spans]
    return starts == sorted(starts) and all(0 <= start <= end <= len(text) for start, end in spans)


@pytest.mark.parametrize("text", SENTENCES)
def test_hypotheses_hang_together(any_engine: Engine, text: str) -> None:
    """Pieces, places and links of a hypothesis are one each, and links lead into the source."""
    (written,) = decoded(any_engine, Job(text))
    assert len(written.pieces) == len(written.spans) == len(written.links)
    assert in_order(written.spans, written.text)
    sources = len(any_engine.tokenize(text).pieces)
    assert all(0 <= link <= sources for link in written.links)


@LOOKS
@given(text=st.text(st.characters(exclude_categories=()), max_size=80))
@pytest.mark.parametrize("name", ["builtin", "bpe", "echo"])
def test_tokens_stand_in_the_text(request: pytest.FixtureRequest, name: str, text: str) -> None:
    """Whatever the text holds, lone surrogates and all."""
    tokens = _engine(request, name).tokenize(text)
    assert len(tokens.pieces) == len(tokens.spans)
    assert in_order(tokens.spans, text)


@pytest.mark.parametrize("text", ["a\ud800b\udc00c", "\ud83d\ude00 NSO"])
def test_lone_surrogates_move_nothing(engine: Engine, text: str) -> None:
    """What stands behind them keeps its place, also where two of them would make a character."""
    tokens = engine.tokenize(text)
    assert tokens.spans[-1][1] == len(text)
    assert text[slice(*tokens.spans[-1])][-1] == text[-1]


@pytest.mark.parametrize("name", ["engine", "bpe"])
def test_signs_that_nobody_sees_do_not_break_words(request: pytest.FixtureRequest, name: str) -> None:
    """A soft hyphen, or a mark of direction, is no part of a word; places are those of the text as given."""
    engine: Engine = request.getfixturevalue(name)
    text = "\u200eLe tri\u00adbunal a ren\u200bdu sa déci\u00adsion.\u200f"
    pieces, spans = engine.tokenize(text)
    assert pieces == engine.tokenize("Le tribunal a rendu sa décision.").pieces
    assert "".join(text[slice(*span)] for span in spans).replace("\u00ad", "").startswith(("Le tribunal", "Letribunal"))
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert engine.tokenize("\u200b\u00ad") == ([], [])


def test_the_same_text_comes_out_the_same(any_engine: Engine) -> None:
    """In any company, and in the second run."""
    jobs = [Job(text) for text in SENTENCES]
    together = decoded(any_engine, *jobs)
    assert [h.text for h in together] == [h.text for h in decoded(any_engine, *jobs)]
    assert len(together) == len(jobs)


def test_batches_come_back_in_order(any_engine: Engine) -> None:
    """More of them than are under way at once; an empty one, too; none at all."""
    batches = [[Job(text)] for text in SENTENCES[:3]] * 2
    found = [batch[0].text for batch in any_engine.decode([*batches[:2], [], *batches[2:]]) if batch]
    assert found == [decoded(any_engine, *batch)[0].text for batch in batches]
    assert list(any_engine.decode([])) == []


@pytest.mark.parametrize("name", ["builtin", "bpe", "prefixed", "echo"])
def test_a_prefix_is_kept(request: pytest.FixtureRequest, name: str) -> None:
    """Every output begins with it, as the engine writes it."""
    any_engine = _engine(request, name)
    prefix = tuple(any_engine.tokenize_target("le ju"))
    (written,) = decoded(any_engine, Job(SENTENCES[0], prefix))
    assert written.pieces[: len(prefix)] == prefix
    assert written.text.startswith("le ju")


@pytest.mark.parametrize("length", [60, 300, 480])
def test_a_long_prefix_leaves_room_behind_it(engine: Engine, length: int) -> None:
    """CTranslate2 counts it among the pieces that may be written; an output that is cut off says so."""
    prefix = tuple(engine.tokenize_target("the") * length)
    (written,) = decoded(engine, Job("La justice a parlé.", prefix))
    assert written.pieces[:length] == prefix
    assert len(written.pieces) > length
    assert written.complete == (
        len(written.pieces) < argos._limit(len(engine.tokenize("La justice a parlé.").pieces), length)
    )


def test_an_output_that_never_ends_is_cut_off_and_says_so(bpe: Engine) -> None:
    """Random weights know no end."""
    written = decoded(bpe, *[Job("la justice " * n) for n in (1, 4)])
    limit = argos._limit(len(bpe.tokenize("la justice " * 4).pieces), 0)
    assert all(h.complete == (len(h.pieces) < limit) for h in written)
    assert not all(h.complete for h in written)
    assert "@@" not in written[0].text


def test_careful_decoding_does_not_repeat_itself(bpe: Engine) -> None:
    """No three pieces twice."""
    (written,) = decoded(bpe, Job("la justice la justice"), careful=True)
    triples = list(zip(written.pieces, written.pieces[1:], written.pieces[2:], strict=False))
    assert len(triples) == len(set(triples)) > 0


def test_the_package_of_many_languages_hides_its_own_token(prefixed: Engine, bpe: Engine) -> None:
    """It steers the output and is no part of it."""
    (written,) = decoded(prefixed, Job("la justice"))
    assert tiny.TO_ENGLISH not in written.pieces
    assert tiny.TO_ENGLISH not in written.text
    assert written.text != decoded(bpe, Job("la justice"))[0].text
    assert prefixed.fingerprint != bpe.fingerprint


def test_scores_rank_what_the_engine_writes_itself_first(engine: Engine) -> None:
    """Log-probabilities, one a target."""
    source = SENTENCES[0]
    own = decoded(engine, Job(source))[0].pieces
    other = engine.tokenize_target("The price of fish rose.")
    mine, theirs = engine.score([(source, own), (source, other)])
    assert theirs < mine < 0
    assert engine.score([]) == []
    assert Echo().score([(source, own)]) == [0.0]


def test_moses_escapes_find_back_to_the_text(bpe: Engine) -> None:
    """The pieces of a rewritten word share its place; a pin behind many apostrophes is still found."""
    text = "d'où l’aujourd'hui   «  & » … l'… … ………………………………………………… (justice)" + " " * 40 + "NSO"
    tokens = bpe.tokenize(text)
    places = {text[start:end] for start, end in tokens.spans}
    assert {"l’", "«", "&", "»", "justice", "N", "S", "O"} <= places
    text, spans = bpe._tokenizer.decode(["l@@", "&apos;", "ou@@", "es", "&quot;", "justice", "ju@@"])  # type: ignore[attr-defined]
    assert [text[start:end] for start, end in spans][2:4] == ["ou", "es"]
    assert text[slice(*spans[5])] == "justice"
    assert text.endswith("ju")
    assert bpe._tokenizer.decode([]) == ("", [])  # type: ignore[attr-defined]


def test_echo_writes_the_source_back() -> None:
    """And goes on behind a prefix where it left off, counted in words."""
    echo = Echo()
    assert decoded(echo, Job(" un deux trois"))[0].text == "un deux trois"
    written = decoded(echo, Job("un deux trois", (" one",)))[0]
    assert written.text == "one deux trois"
    assert [written.text[start:end] for start, end in written.spans] == ["one", " deux", " trois"]


@pytest.mark.parametrize(("said", "limit"), [(100, 100), (5, 16), (10_000, 200), ("many", 160), (None, 160)])
def test_a_package_may_say_what_its_longest_source_is(tmp_path: Path, said: object, limit: int) -> None:
    """Within what every model can hold."""
    folder = tiny.package(tmp_path / "package", max_source_tokens=said)
    assert engines.find(str(folder)).max_tokens == limit


def test_the_fingerprint_tells_settings_and_packages_apart(bpe_package: Path, tmp_path: Path) -> None:
    """What was remembered is not taken for what other settings would write."""
    other = tiny.package(tmp_path / "other", codes=tiny.MERGES[:3])
    prints = {
        engines.find(str(bpe_package)).fingerprint,
        engines.find(str(bpe_package), beam=2).fingerprint,
        engines.find(str(other)).fingerprint,
    }
    assert len(prints) == 3
    assert engines.find(str(bpe_package), threads=1).fingerprint in prints


def test_threads_are_as_many_as_the_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """On systems that tell it, and on others."""
    assert 1 <= argos._cores() <= (os.cpu_count() or 1)
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert argos._cores() == (os.cpu_count() or 1)


def test_a_package_without_a_tokenizer_is_refused(bpe_package: Path, tmp_path: Path) -> None:
    """Nor with one that is no such thing; the mend is named."""
    package = replace(resolve(str(bpe_package)), archive_sha256="0" * 64)
    with pytest.raises(ModelError, match=r"bpe\.model"):
        Argos(replace(package, path=tmp_path))
    (tmp_path / "sentencepiece.model").write_bytes(b"nonsense")
    with pytest.raises(ModelError, match=r"sentencepiece\.model") as refusal:
        Argos(replace(package, path=tmp_path))
    assert refusal.value.hint


def test_a_model_that_cannot_be_loaded_is_refused_when_it_is_needed(bpe_package: Path, tmp_path: Path) -> None:
    """And not before: a dry run needs none."""
    folder = tmp_path / "package"
    shutil.copytree(bpe_package, folder)
    (folder / "model" / "model.bin").write_bytes(b"nonsense")
    broken = engines.find(str(folder))
    assert broken.tokenize("la justice").pieces
    with pytest.raises(ModelError, match="CTranslate2 cannot load it"):
        decoded(broken, Job("la justice"))


def test_what_fails_while_decoding_names_the_package(bpe_package: Path) -> None:
    """A source longer than the model has positions."""
    with pytest.raises(ModelError, match="position") as refusal:
        decoded(engines.find(str(bpe_package)), Job("la justice " * 400))
    assert str(bpe_package) in str(refusal.value)


def test_a_plug_in_is_one_more_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by its entry point; a broken one is named, and ours cannot be taken."""
    (tmp_path / "bellowing.py").write_text(
        "from bilingual.engines.echo import Echo\nclass Bellowing(Echo):\n    name = 'bellowing'\n"
    )
    meta = tmp_path / "bellowing-1.dist-info"
    meta.mkdir()
    (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: bellowing\nVersion: 1\n")
    (meta / "entry_points.txt").write_text(
        "[bilingual.engines]\nbellowing = bellowing:Bellowing\nless = bellowing:Less\n"
        "gone = gone:Gone\necho = gone:Gone\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert engines.find("bellowing").name == "bellowing"
    assert engines.find("echo").name == "echo"
    for name in ("gone", "less"):
        with pytest.raises(ModelError, match=f"the engine {name} cannot be loaded"):
            engines.find(name)


def test_an_engine_that_nobody_knows_is_refused() -> None:
    """It may be a package that is not there."""
    with pytest.raises(ModelError, match="nobody"):
        engines.find("nobody")
