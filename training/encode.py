"""Encodes the pairs: `python -m training.encode RECIPE WORK [--reverse OUT]`.

Reads `WORK/pairs.tsv`, `links.txt`, `tags.tsv` and `vocabulary.model`, writes `WORK/data.npz`: each pair as it is, and
behind all of them those with terms in tags once more, so that input without tags does not suffer. Its arrays:

- `source`, `target`: pieces (uint16), one sentence after the other; `source` has `</s>` behind each, `target` has not;
  `source_at`, `target_at`: where each starts, and the end of the last;
- `text`: for each pair the number of its text in the recipe;
- `link_target`, `link_source`: places of linked pieces in their sentences, at most one source piece for a target piece;
  `link_at`: where those of each pair start, and the end of the last;
- `size`: pieces in the vocabulary; `tagged_from`: number of the first pair with tags.

`--reverse` writes to another folder instead, with the vocabulary, for a model from English to French: the same pairs
the other way round, without links and tags.
"""

from __future__ import annotations

import argparse
import sys
import time
from array import array
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from training import files
from training.align import parse, read_pairs
from training.batches import END
from training.pieces import Encoder, tag_links, word_links
from training.recipe import RecipeError, made, read
from training.tag import read_tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from training.terms import Tag

LONGEST = 120
"""Pieces a side, tags counted; longer pairs are left out."""

_CHUNK = 20_000
"""Pairs that are encoded at once."""


class Line(NamedTuple):
    """A pair with what is known of it."""

    text: int
    french: str
    english: str
    links: list[tuple[int, int]]
    tags: list[Tag]


class Encoded:
    """Encoded pairs as they grow, in flat arrays."""

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()
        """Pairs that were not put in, by why."""
        self._pieces = array("H"), array("H")
        self._ends = array("q", [0]), array("q", [0])
        self._text = array("B")
        self._links = array("B"), array("B")
        self._link_ends = array("q", [0])

    def __len__(self) -> int:
        """Pairs."""
        return len(self._text)

    @property
    def sizes(self) -> tuple[int, int, int]:
        """Source pieces, target pieces, links."""
        return len(self._pieces[0]), len(self._pieces[1]), len(self._links[0])

    def add(self, text: int, source: Sequence[int], target: Sequence[int], links: dict[int, int]) -> None:
        """Puts a pair behind, unless a side of it is empty or longer than `LONGEST`."""
        if not source or not target:
            self.left_out["empty"] += 1
            return
        if max(len(source), len(target)) > LONGEST:
            self.left_out["too long"] += 1
            return
        self._text.append(text)
        for flat, ends, ids in zip(self._pieces, self._ends, ([*source, END], target), strict=True):
            flat.extend(ids)
            ends.append(len(flat))
        self._links[0].extend(iter(links.keys()))
        self._links[1].extend(iter(links.values()))
        self._link_ends.append(len(self._links[0]))

    def extend(self, other: Encoded) -> None:
        """Puts the pairs of another one behind."""
        for mine, theirs in zip((*self._ends, self._link_ends), (*other._ends, other._link_ends), strict=True):
            shift = mine[-1]
            mine.extend(end + shift for end in theirs[1:])
        flats = (*self._pieces, *self._links, self._text), (*other._pieces, *other._links, other._text)
        for flat, more in zip(*flats, strict=True):
            flat.extend(more)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """The arrays by name; see the top of the module."""
        import numpy as np

        return {
            "source": np.array(self._pieces[0], np.uint16),
            "source_at": np.array(self._ends[0], np.int64),
            "target": np.array(self._pieces[1], np.uint16),
            "target_at": np.array(self._ends[1], np.int64),
            "text": np.array(self._text, np.uint8),
            "link_target": np.array(self._links[0], np.uint8),
            "link_source": np.array(self._links[1], np.uint8),
            "link_at": np.array(self._link_ends, np.int64),
        }


def encode(work: Path) -> Counter[str]:
    """Writes `data.npz`; how many pairs, pieces and links it has, and how many pairs were left out.

    Raises:
        RecipeError: a file is missing, or they do not fit together.
    """
    import numpy as np

    encoder = Encoder(work / "vocabulary.model")
    plain, tagged = Encoded(), Encoded()
    every = lines(work)
    while some := list(islice(every, _CHUNK)):
        add_plain(encoder, some, plain)
        add_tagged(encoder, [line for line in some if line.tags], tagged)
    counts = plain.left_out + Counter(plain=len(plain), tagged=len(tagged))
    plain.extend(tagged)
    counts.update(dict(zip(("source pieces", "target pieces", "links"), plain.sizes, strict=True)))
    arrays: dict[str, Any] = plain.arrays()
    arrays["size"], arrays["tagged_from"] = np.int64(encoder.size), np.int64(counts["plain"])
    files.save_arrays(work / "data.npz", arrays)
    return counts


def encode_reverse(work: Path, out: Path) -> Counter[str]:
    """Writes the `data.npz` of a model from English to French to a folder, and the vocabulary beside it.

    Raises:
        RecipeError: a file is missing, or they do not fit together.
    """
    import numpy as np

    encoder, pairs, every = Encoder(work / "vocabulary.model"), Encoded(), read_pairs(work)
    while some := list(islice(every, _CHUNK)):
        sides = (encoder.ids([english for *_, english in some]), encoder.ids([french for _, french, _ in some]))
        for (text, *_), source, target in zip(some, *sides, strict=True):
            pairs.add(text, source, target, {})
    with files.atomic(out / "vocabulary.model") as path:
        path.write_bytes((work / "vocabulary.model").read_bytes())
    files.save_arrays(out / "data.npz", {**pairs.arrays(), "size": np.array(encoder.size)})
    sizes = dict(zip(("source pieces", "target pieces", "links"), pairs.sizes, strict=True))
    return pairs.left_out + Counter(plain=len(pairs), **sizes)


def lines(work: Path) -> Iterator[Line]:
    """The pairs with their links and tags.

    Raises:
        RecipeError: a file is missing, or the links are not as many as the pairs.
    """
    links = made(work / "links.txt", "align")
    tags = read_tags(work)
    number, some = next(tags, (-1, []))
    try:
        for place, ((text, french, english), line) in enumerate(zip(read_pairs(work), files.lines(links), strict=True)):
            yield Line(text, french, english, parse(line), some if number == place else [])
            if number == place:
                number, some = next(tags, (-1, []))
    except ValueError as error:
        raise RecipeError(f"{links} or tags.tsv does not fit pairs.tsv ({error}): run training.align again") from error


def add_plain(encoder: Encoder, some: Sequence[Line], out: Encoded) -> None:
    """Encodes pairs as they are; only those that have links pay for the places of their pieces."""
    linked = [line for line in some if line.links]
    places = iter(
        zip(
            encoder.pieces([line.french for line in linked]),
            encoder.pieces([line.english for line in linked]),
            strict=True,
        )
    )
    others = [line for line in some if not line.links]
    ids = iter(
        zip(encoder.ids([line.french for line in others]), encoder.ids([line.english for line in others]), strict=True)
    )
    for line in some:
        if line.links:
            source, target = next(places)
            found = word_links(line.french, line.english, line.links, source, target)
            out.add(line.text, source.ids, target.ids, found)
        else:
            out.add(line.text, *next(ids), {})


def add_tagged(encoder: Encoder, some: Sequence[Line], out: Encoded) -> None:
    """Encodes pairs with their terms in tags; the pieces of a term are linked to those that they copy."""
    sources = encoder.tagged([(line.french, line.tags) for line in some])
    targets = encoder.pieces([line.english for line in some])
    for line, (source, inside), target in zip(some, sources, targets, strict=True):
        found = word_links(line.french, line.english, line.links, source, target)
        found.update(tag_links(line.tags, source, inside, target, encoder.tags[1]))
        out.add(line.text, source.ids, target.ids, dict(sorted(found.items())))


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program; 2 where a file is not as it should be."""
    parser = argparse.ArgumentParser(prog="training.encode", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("recipe", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--profile", default="cpu", help="of the recipe; its vocabulary lies in the folder already")
    parser.add_argument("--reverse", type=Path, metavar="OUT", help="the other way round, to this folder")
    options = parser.parse_args(argv)
    start = time.monotonic()
    try:
        read(options.recipe, options.profile)
        counts = encode_reverse(options.work, options.reverse) if options.reverse else encode(options.work)
    except RecipeError as error:
        print(error, file=sys.stderr)
        return 2
    print(
        f"{counts['plain']} pairs and {counts['tagged']} of them once more with tags, {time.monotonic() - start:.0f} s"
    )
    print(f"{counts['too long']} left out with over {LONGEST} pieces a side, {counts['empty']} without any")
    sizes = ("source pieces", "target pieces", "links")
    print(", ".join(f"{counts[size]} {size}" for size in sizes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
