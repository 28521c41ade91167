"""Packages that read inline terms are told them, in the form they were trained on; other engines notice nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import copier
import tiny
from bilingual import engines
from bilingual.engines import Hypothesis, Job, argos, inline, reads_terms, tokenizers
from bilingual.engines.argos import Argos
from bilingual.engines.echo import Echo
from bilingual.glossary import Glossary
from bilingual.packages import resolve
from bilingual.pinning import Draft, Rendering, enforce
from bilingual.types import Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from bilingual.engines import Engine, Wording

TAGS = inline.Tags(*copier.TAGS)
TEXT = "La justice dit que l'immunité souveraine ne protège pas le groupe, mardi."
COURT, IMMUNITY = Term("justice", "court"), Term("immunité souveraine", "sovereign immunity")
GROUP = Term("groupe", "group")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Argos:
    """A package that reads terms, loaded."""
    folder = copier.package(tmp_path_factory.mktemp("packages") / "copier", inline_terms=list(TAGS))
    return Argos(resolve(str(folder)), threads=1)


def decoded(engine: Engine, *jobs: Job) -> list[Hypothesis]:
    """One batch."""
    (written,) = engine.decode([jobs])
    return written


def wordings(text: str, **renderings: str) -> tuple[Wording, ...]:
    """Words of a text with their renderings, in the order given; an underscore stands for a space."""
    words = [(word.replace("_", " "), said) for word, said in renderings.items()]
    return tuple((text.index(word), text.index(word) + len(word), said) for word, said in words)


def drafts(engine: Engine, glossary: Glossary, *texts: str) -> list[Draft]:
    """What the engine writes by itself."""
    written = decoded(engine, *map(Job, texts))
    return [Draft(text, glossary.find(text), h) for text, h in zip(texts, written, strict=True)]


def verdicts(rendering: Rendering) -> list[str]:
    """What became of the pins, in their order."""
    return [o.verdict for o in rendering.occurrences]


@pytest.mark.parametrize(
    ("text", "terms", "parts"),
    [
        (TEXT, {}, [TEXT]),
        ("l'immunité", {"immunité": "immunity"}, ["l'", "<t>", "immunité", "<=>", "immunity", "</t>"]),
        ("immunité, mardi", {"immunité": "immunity"}, ["<t>", "immunité", "<=>", "immunity", "</t>", ", mardi"]),
        (
            "que la justice dit",
            {"la": "the", "justice": "court"},
            ["que ", "<t>", "la", "<=>", "the", "</t>", "<t>", "justice", "<=>", "court", "</t>", " dit"],
        ),
        ("le groupe", {"groupe": "</t> <=>"}, ["le", "<t>", "groupe", "<=>", "</t> <=>", "</t>"]),
        ("le groupe <=> <t>", {"groupe": "＜=>"}, ["le", "<t>", "groupe", "<=>", "＜=>", "</t>", " <=> <t>"]),
        ("le groupe", {"groupe": ""}, ["le", "<t>", "groupe", "<=>", "</t>"]),
    ],
)
def test_each_stretch_between_tags_is_tokenized_on_its_own(
    told: Argos, text: str, terms: dict[str, str], parts: list[str]
) -> None:
    """As it was in training, whatever the elision; what looks like a tag is text, even where its signs are unknown."""
    encode = told._tokenizer.encode
    expected = [[part] if part in TAGS else encode(part).pieces for part in parts]
    found = inline.annotated(told._tokenizer, TAGS, text, wordings(text, **terms))
    assert found.pieces == [piece for part in expected for piece in part]
    assert sum(piece in TAGS for piece in found.pieces) == 3 * len(terms)


def test_links_lead_into_the_plain_source(told: Argos) -> None:
    """Within tags to the first piece of the term, elsewhere to the piece of the same letters, at the end to the end."""
    terms = wordings(TEXT, immunité_souveraine="sovereign immunity", groupe="☃")
    (written,) = decoded(told, Job(TEXT, terms=terms))
    plain = told.tokenize(TEXT)
    assert written.text.replace(" ", "") == (
        "Lajusticeditquel'immunitésouverainesovereignimmunityneprotègepaslegroupe☃,mardi."
    )
    assert len(written.pieces) == len(written.spans) == len(written.links)
    letters = [
        (written.text[slice(*span)].strip(), TEXT[slice(*plain.spans[link])].strip())
        for span, link in zip(written.spans, written.links, strict=True)
    ]
    starts = [next(n for n, (s, e) in enumerate(plain.spans) if s <= start < e) for start, _, _ in terms]
    inside = [link in starts for link in written.links]
    assert all(one == other for (one, other), tagged in zip(letters, inside, strict=True) if one and not tagged)
    for start, said in zip(starts, ("immunitésouverainesovereignimmunity", "groupe☃"), strict=True):
        assert "".join(w for (w, _), link in zip(letters, written.links, strict=True) if link == start) == said
    places = inline.annotated(told._tokenizer, TAGS, TEXT, terms)
    assert [places.plain(len(places.pieces) + n) for n in (0, 1)] == [len(plain.pieces)] * 2


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(st.sampled_from("la justice' \u00ad\u200b☃…é\ud800ﷺ\t"), max_size=30),
    cuts=st.sets(st.integers(0, 30), max_size=6),
)
def test_places_are_in_the_plain_source_whatever_the_text(told: Argos, text: str, cuts: set[int]) -> None:
    """They go from left to right, and there is one for each piece and for the end."""
    within = sorted(cut for cut in cuts if cut <= len(text))
    terms = [(start, end, "court") for start, end in zip(within[::2], within[1::2], strict=False)]
    found = inline.annotated(told._tokenizer, TAGS, text, terms)
    assert len(found.places) == len(found.pieces) + 1
    assert list(found.places) == sorted(found.places)
    assert 0 <= min(found.places) <= max(found.places) == len(told.tokenize(text).pieces)


def test_a_source_without_terms_is_decoded_as_ever(told: Argos) -> None:
    """Also beside one that has some; and scores are those of the plain source."""
    terms = wordings(TEXT, groupe="group")
    plain, other = decoded(told, Job(TEXT), Job(TEXT, terms=terms))
    assert plain == decoded(told, Job(TEXT))[0]
    assert plain.text == TEXT
    assert plain.links == tuple(range(len(plain.pieces)))
    assert told.score([(TEXT, plain.pieces)])[0] > told.score([(TEXT, other.pieces)])[0]


def test_a_prefix_and_terms_go_together(told: Argos) -> None:
    """The prefix is kept, and the terms are inside the source that the rest is written from."""
    prefix = tuple(told.tokenize_target("mardi"))
    (written,) = decoded(told, Job("l'immunité dit", prefix, ((2, 10, "immunity"),)))
    assert written.pieces[: len(prefix)] == prefix
    assert written.text.endswith("immunity dit")


def test_a_tag_that_is_copied_for_an_unknown_word_is_left_out(tmp_path: Path) -> None:
    """CTranslate2 copies the source piece that an unknown word looks at; nobody reads tags."""
    folder = copier.package(tmp_path / "package", inline_terms=list(TAGS), silent=("<=>", "</t>"))
    (written,) = decoded(engines.find(str(folder), threads=1), Job("le ☃ groupe", terms=((5, 11, "group"),)))
    assert written.text == "le ☃ groupe group"
    assert len(written.pieces) == len(written.spans) == len(written.links)


def test_terms_for_which_the_model_has_no_room_are_left_out(told: Argos) -> None:
    """The text itself is decoded all the same; just within the limit they are heeded."""
    for times, heeded in ((2_000, False), (40, True)):
        (written,) = decoded(told, Job(TEXT, terms=wordings(TEXT, groupe="foxes " * times)))
        assert written.text.count("foxes") == (times if heeded else 0)
        assert written.complete
        assert len(written.pieces) < argos.POSITIONS


@pytest.mark.parametrize(
    "said",
    [
        None,
        "<t><=></t>",
        [],
        ["<t>", "<=>"],
        ["<t>", "<=>", "</t>", "</t>"],
        ["<t>", "<t>", "</t>"],
        ["<t>", "<=>", 3],
        ["<t>", ["<=>"], "</t>"],
        ["<t>", "<=>", "<unk>"],
        ["<t>", "<=>", "justice"],
        ["<t>", "<=>", "\ud800"],
        {"<t>": 1, "<=>": 2, "</t>": 3},
    ],
    ids=str,
)
def test_what_makes_no_sense_in_the_metadata_is_ignored(told: Argos, tmp_path: Path, said: object) -> None:
    """Pieces must be control symbols of the vocabulary; else the package reads no terms, and runs."""
    assert inline.tags(said, told._tokenizer) is None
    assert inline.tags(said, tokenizers.for_package(resolve(str(tiny.package(tmp_path / "bpe"))))) is None


def test_other_engines_heed_no_terms(tmp_path: Path, told: Argos) -> None:
    """BPE has no control symbols; an engine that says nothing of terms reads none."""
    bpe = engines.find(str(tiny.package(tmp_path / "bpe", inline_terms=list(TAGS))), threads=1)
    assert [reads_terms(engine) for engine in (bpe, Echo(), told)] == [False, False, True]
    for engine in (bpe, Echo()):
        job = Job("la justice dit")
        assert decoded(engine, job._replace(terms=((3, 10, "court"),))) == decoded(engine, job)


def test_a_package_that_reads_terms_writes_them(told: Argos) -> None:
    """The verdict says so; what needs none, or is right already, is not touched."""
    glossary = Glossary([COURT, IMMUNITY, Term("mardi", "mardi")])
    right, untouched, elided = "Le groupe dit mardi.", "Le groupe ne protège pas.", "l'immunité souveraine"
    texts = (TEXT.removesuffix(", mardi."), right, untouched, elided)
    before = drafts(told, glossary, *texts)
    first, *others = enforce(told, before)
    assert verdicts(first) == ["inline", "inline"]
    assert [first.text[o.start : o.end] for o in first.occurrences] == ["court", "sovereign immunity"]
    assert [r.text for r in others] == [right, untouched, "l' immunité souveraine sovereign immunity"]
    assert [verdicts(r) for r in others] == [["right"], [], ["inline"]]


class Told(Echo):
    """Echo that reads terms: it writes the renderings in the place of the words, as far as it `knows` them."""

    inline = True

    def __init__(self, *knows: str) -> None:
        self.batches: list[list[Job]] = []
        self._knows = knows

    def decode(self, batches: Iterable[Sequence[Job]], *, careful: bool = False) -> Iterator[list[Hypothesis]]:  # noqa: ARG002  # the protocol's signature
        """Each source as it stands, but for the terms."""
        for batch in batches:
            self.batches.append(list(batch))
            yield [self._one(job._replace(source=self._told(job))) for job in batch]

    def _told(self, job: Job) -> str:
        text = job.source
        for start, end, said in reversed(job.terms):
            if said in self._knows:
                text = text[:start] + said + text[end:]
        return text


def test_all_that_lack_terms_are_told_all_of_theirs_in_one_batch() -> None:
    """The plural where the source has it; renderings that are forbidden or only suggested are kept from the model."""
    glossary = Glossary(
        [
            Term("groupe", "group", accepted=("groups",), variants=("groupes",)),
            Term("groupe", "band", "forbidden"),
            Term("mardi", "Tuesday", "suggest"),
            Term("NSO", "NSO", "read-only"),
        ]
    )
    engine = Told("group", "groups")
    texts = ("les groupes NSO mardi", "rien mardi", "un groupe", "la NSO")
    renderings = enforce(engine, [Draft(t, glossary.find(t), decoded(Echo(), Job(t))[0]) for t in texts])
    assert engine.batches == [
        [
            Job(texts[0], terms=((4, 11, "groups"), (12, 15, "NSO"))),
            Job(texts[2], terms=((3, 9, "group"),)),
        ]
    ]
    assert [r.text for r in renderings] == ["les groups NSO mardi", "rien mardi", "un group", "la NSO"]
    assert [verdicts(r) for r in renderings] == [
        ["inline", "failed", "right", "failed"],
        ["failed"],
        ["inline", "failed"],
        ["right"],
    ]


def test_what_the_model_was_told_in_vain_replaces_what_stands_for_it() -> None:
    """Without decoding again, since nothing is left amiss; what it did write is kept."""
    engine = Told("court")
    text = "la justice du groupe"
    (rendering,) = enforce(engine, drafts(engine, Glossary([COURT, GROUP]), text))
    assert rendering.text == "la court du group"
    assert verdicts(rendering) == ["inline", "substituted"]
    terms = ((3, 10, "court"), (14, 20, "group"))
    assert [[job.terms for job in batch] for batch in engine.batches] == [[()], [terms]]


class Babbling(Told):
    """Echo that cannot bear to be told terms."""

    def __init__(self, said: str, *, complete: bool = True) -> None:
        super().__init__()
        self._said, self._complete = said, complete

    def _one(self, job: Job) -> Hypothesis:
        if not job.terms:
            return super()._one(job)
        written = super()._one(Job(self._said))
        return Hypothesis(
            written.text, written.pieces, written.spans, (0,) * len(written.links), -1.0, complete=self._complete
        )


@pytest.mark.parametrize(
    ("said", "complete"),
    [
        ("la court court dit", True),
        ("la court dit la court", True),
        ("la justice dit", True),
        ("", True),
        ("court " * 9, True),
        ("la court dit", False),
    ],
)
def test_a_text_that_got_worse_is_not_taken(*, said: str, complete: bool) -> None:
    """Doubled, looping, empty, cut off, or no better: the ladder goes on from the text as it was."""
    engine = Babbling(said, complete=complete)
    (rendering,) = enforce(engine, drafts(engine, Glossary([COURT]), "la justice dit"))
    assert rendering.text == "la court dit"
    assert verdicts(rendering) == ["substituted"]
