"""Encoding: the ids say the text again, tags round-trip, links point at the right pieces."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pytest
import sentencepiece

from training import encode, vocabulary
from training.align import parse
from training.pieces import Encoder, Pieces, tag_links, word_links
from training.recipe import RecipeError
from training.terms import Tag
from training.tests import toy
from training.vocabulary import SIGNS

CASES = tomllib.loads((Path(__file__).parent / "data" / "piece-links.toml").read_text(encoding="utf-8"))["case"]
FRENCH, ENGLISH = "Il défend l'immunité collective, dit-on.", "He defends herd immunity, it is said."
TAG = Tag((12, 31), (11, 24), "herd immunity")


def shown(text: str) -> tuple[str, Pieces]:
    """A text, and its pieces, from `a _b`."""
    pieces, at, whole = Pieces(), 0, text.replace(" ", "").replace("_", " ")
    for piece in text.split():
        end = at + len(piece)
        pieces.add(Pieces([crc32(piece.strip("_").encode())], [(at + piece.startswith("_"), end)]), 0)
        at = end
    return whole, pieces


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_pieces_are_linked_as_their_words(case: dict[str, Any]) -> None:
    """Cases by hand."""
    (french, source), (english, target) = shown(case["source"]), shown(case["target"])
    wanted = dict(parse(case["found"].replace("=", "-")))
    assert word_links(french, english, parse(case["links"]), source, target) == wanted


@pytest.mark.parametrize(
    ("target", "span", "inside", "found"),
    [
        ("the _herd _immun ity .", (4, 17), "herd _immun ity", {1: 7, 2: 8, 3: 9}),
        ("the _variant s .", (4, 12), "variant", {1: 7, 2: 7}),
        ("Vari ants _spread", (0, 8), "variant s", {0: 7, 1: 7}),
        ("the _NSO .", (4, 7), "NS O", {1: 7}),
    ],
    ids=["the same", "inflected", "cut in another way", "fewer pieces"],
)
def test_target_pieces_copy_those_inside_the_tag(
    target: str, span: tuple[int, int], inside: str, found: dict[int, int]
) -> None:
    """By their place in the term, the last one for what is longer."""
    source = Pieces([50, 1, 51, 52, 2, 53, 9, *range(60, 60 + len(inside.split())), 3], [])
    given = shown(inside)[1]
    assert tag_links([Tag((0, 1), span, "")], source, [given], shown(target)[1], 9) == found


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder with pairs, vocabulary, some links and tags."""
    folder = tmp_path_factory.mktemp("encode")
    toy.corpora(folder)
    toy.recipe(folder)
    work = toy.work(folder / "work")
    with (work / "pairs.tsv").open("a", encoding="utf-8") as file:
        file.write(f"1\t{FRENCH}\t{ENGLISH}\n0\t{'très ' * 200}loin\tfar\n0\t \tfar\n")
    assert vocabulary.main([str(folder / "recipe.toml"), str(folder), str(work)]) == 0
    links = "0-0 1-1 3-3 4-2 5-4 6-7 8-8"
    (work / "links.txt").write_text("0-0\n" + "\n" * 199 + links + "\n\n\n", encoding="ascii")
    (work / "tags.tsv").write_text("200\t12,31,11,24,herd immunity\n", encoding="utf-8")
    return work


@pytest.fixture(scope="module")
def data(work: Path) -> dict[str, Any]:
    """The encoded pairs."""
    assert encode.main([str(work.parent / "recipe.toml"), str(work)]) == 0
    with np.load(work / "data.npz") as file:
        return dict(file)


@pytest.fixture(scope="module")
def model(work: Path) -> sentencepiece.SentencePieceProcessor:
    """The vocabulary."""
    return sentencepiece.SentencePieceProcessor(model_file=str(work / "vocabulary.model"))


def side(data: dict[str, Any], name: str, number: int) -> list[int]:
    """The ids of a pair."""
    return [int(each) for each in data[name][data[f"{name}_at"][number] : data[f"{name}_at"][number + 1]]]


def links(data: dict[str, Any], number: int) -> dict[int, int]:
    """The links of a pair."""
    some = slice(data["link_at"][number], data["link_at"][number + 1])
    return dict(zip(data["link_target"][some].tolist(), data["link_source"][some].tolist(), strict=True))


def test_arrays_are_as_promised(data: dict[str, Any], model: sentencepiece.SentencePieceProcessor) -> None:
    """Types, ends, texts; long and empty pairs are left out; those with tags come last, once more."""
    assert data["source"].dtype == data["target"].dtype == np.uint16
    assert data["source_at"].dtype == data["target_at"].dtype == data["link_at"].dtype == np.int64
    assert data["link_target"].dtype == data["link_source"].dtype == data["text"].dtype == np.uint8
    assert data["text"].tolist() == [0, 1] * 100 + [1, 1]
    assert int(data["tagged_from"]) == 201
    assert int(data["size"]) == model.get_piece_size()
    for name, flat in (("source_at", "source"), ("target_at", "target"), ("link_at", "link_target")):
        assert data[name][0] == 0
        assert data[name][-1] == len(data[flat])
        assert len(data[name]) == 203
    assert np.all(data["source"][data["source_at"][1:] - 1] == 3)
    assert not np.any(data["target"] == 3)


def test_ids_say_the_text_again(data: dict[str, Any], model: sentencepiece.SentencePieceProcessor) -> None:
    """Each plain pair is encoded as the model encodes it, and decodes to itself."""
    for number, (french, english) in enumerate([*toy.pairs(), (FRENCH, ENGLISH)]):
        assert side(data, "source", number) == [*model.encode(french), 3]
        assert side(data, "target", number) == model.encode(english)
        assert model.decode(side(data, "target", number)) == model.decode(model.encode(english))


def test_tags_round_trip(data: dict[str, Any], model: sentencepiece.SentencePieceProcessor) -> None:
    """Each part is cut on its own between the three signs, and the target is plain."""
    signs = [model.piece_to_id(sign) for sign in SIGNS]
    parts = [model.encode(each) for each in ("Il défend l'", "immunité collective", "herd immunity", ", dit-on.")]
    wanted = [*parts[0], signs[0], *parts[1], signs[1], *parts[2], signs[2], *parts[3], 3]
    assert side(data, "source", 201) == wanted
    assert side(data, "target", 201) == model.encode(ENGLISH)


def test_links_point_at_what_is_copied(data: dict[str, Any], model: sentencepiece.SentencePieceProcessor) -> None:
    """In the tagged pair the term's pieces go to those inside the tag, all others to the French."""
    source, target, found = side(data, "source", 201), side(data, "target", 201), links(data, 201)
    inside = source.index(model.piece_to_id(SIGNS[1])) + 1, source.index(model.piece_to_id(SIGNS[2]))
    copied = [piece for piece, place in found.items() if inside[0] <= place < inside[1]]
    assert model.decode([target[piece] for piece in copied]).strip() == "herd immunity"
    assert [target[piece] for piece in copied] == [source[found[piece]] for piece in copied]
    assert list(found) == sorted(found)
    assert links(data, 200).keys() == found.keys()
    assert links(data, 1) == {}
    assert set(links(data, 0).values()) == {0}


def test_a_tag_at_either_edge_has_nothing_around_it(work: Path) -> None:
    """Empty parts have no pieces; two tags side by side are two."""
    encoder = Encoder(work / "vocabulary.model")
    text = "la vie privée"
    whole, inside = next(encoder.tagged([(text, [Tag((0, 2), (0, 1), "the"), Tag((3, 13), (2, 9), "privacy")])]))
    assert whole.ids[0] == encoder.tags[0]
    assert whole.ids[-1] == encoder.tags[2]
    assert len(inside) == 2
    assert whole.ids.count(encoder.tags[1]) == 2
    covered = "".join(text[start:end] for start, end in whole.spans if start >= 0)
    assert covered == text.replace(" ", "")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("links.txt", None, "run training.align"),
        ("links.txt", "0-0\n", "does not fit"),
        ("links.txt", "77-0\n" * 203, "does not fit"),
        ("tags.tsv", None, "run training.tag"),
        ("vocabulary.model", None, "run training.vocabulary"),
        ("pairs.tsv", None, "run training.prepare"),
    ],
)
def test_broken_files_are_named(work: Path, tmp_path: Path, name: str, text: str | None, says: str) -> None:
    """The error says which program to run again."""
    for each in ("pairs.tsv", "links.txt", "tags.tsv", "vocabulary.model"):
        (tmp_path / each).write_bytes((work / each).read_bytes())
    (tmp_path / name).unlink()
    if text is not None:
        (tmp_path / name).write_text(text, encoding="ascii")
    with pytest.raises(RecipeError, match=says.replace(".", r"\.")):
        encode.encode(tmp_path)


def test_program_ends_in_two(work: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what is missing."""
    assert encode.main([str(work.parent / "recipe.toml"), str(tmp_path)]) == 2
    assert "vocabulary" in capsys.readouterr().err


def test_a_vocabulary_without_tags_is_refused(work: Path, tmp_path: Path) -> None:
    """An older model has to be extended first."""
    plain = tmp_path / "plain"
    sentencepiece.SentencePieceTrainer.train(
        input=str(work / "pairs.tsv"), model_prefix=str(plain), vocab_size=100, minloglevel=2
    )
    with pytest.raises(RecipeError, match=r"training\.vocabulary again"):
        Encoder(plain.with_suffix(".model"))


def test_reversed_pairs_are_the_same_the_other_way_round(work: Path, tmp_path: Path, data: dict[str, Any]) -> None:
    counts = encode.encode_reverse(work, tmp_path / "reverse")
    with np.load(tmp_path / "reverse" / "data.npz") as file:
        there = {name: file[name] for name in file.files}
    assert counts["plain"] == len(there["text"]) == int(data["tagged_from"])
    for pair in (0, 7):
        french = data["source"][data["source_at"][pair] : data["source_at"][pair + 1] - 1]
        english = data["target"][data["target_at"][pair] : data["target_at"][pair + 1]]
        assert there["target"][there["target_at"][pair] : there["target_at"][pair + 1]].tolist() == french.tolist()
        assert there["source"][there["source_at"][pair] : there["source_at"][pair + 1]].tolist() == [*english, 3]
    assert not len(there["link_target"])
    assert (tmp_path / "reverse" / "vocabulary.model").read_bytes() == (work / "vocabulary.model").read_bytes()
