"""Packs encoded pairs for a machine that takes little at a time: `python -m training.pack WORK OUT`, and back.

OUT gets `part-00.zip`, `part-01.zip` …, each of at most `--limit` megabytes, made of WORK's `data.npz`. There, `python
-m training.pack --unpack OUT WORK` makes the same pairs of them, so that such a machine needs neither texts nor
tokenizer. The pairs are shuffled first: any of the parts are a fair sample of the whole.
"""

from __future__ import annotations

import argparse
import lzma
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from training.batches import ranges
from training.files import atomic, save_arrays

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

Arrays = dict[str, "NDArray[Any]"]

CUTS = {"source_at": ("source",), "target_at": ("target",), "link_at": ("link_target", "link_source")}
"""Offsets, and the flat arrays that they cut."""
CHUNK = 50_000
"""Pairs that are compressed together."""


def pack(work: Path, out: Path, limit: float = 40.0, seed: int = 1) -> list[Path]:
    """The parts that were written, of at most `limit` megabytes, or of a single chunk of pairs that is larger."""
    out.mkdir(parents=True, exist_ok=True)
    with np.load(work / "data.npz") as file:
        data = {name: file[name] for name in file.files}
    order = np.random.default_rng(seed).permutation(len(data["text"]))
    packed = (_packed(_chosen(data, order[at : at + CHUNK])) for at in range(0, len(order), CHUNK))
    return [_write(out / f"part-{number:02}.zip", group) for number, group in enumerate(_groups(packed, limit * 1e6))]


def unpack(parts: Sequence[Path], work: Path) -> int:
    """Writes the `data.npz` of some parts; how many pairs it has."""
    chunks = [chunk for part in sorted(parts) for chunk in _read(part)]
    data = {name: np.concatenate([chunk[name] for chunk in chunks]) for name in ("text", *sum(CUTS.values(), ()))}
    for name in CUTS:
        lengths = [np.diff(chunk[name]) for chunk in chunks]
        data[name] = np.append(0, np.cumsum(np.concatenate(lengths)))
    work.mkdir(parents=True, exist_ok=True)
    save_arrays(work / "data.npz", {"size": chunks[0]["size"], **data})
    return len(data["text"])


def _chosen(data: Arrays, numbers: NDArray[np.int64]) -> Arrays:
    """The arrays of some of the pairs."""
    some = {"text": data["text"][numbers], "size": data["size"]}
    for name, flat in CUTS.items():
        starts = data[name][numbers]
        counts = data[name][numbers + 1] - starts
        some[name] = np.append(0, np.cumsum(counts))
        some |= {each: data[each][ranges(starts, counts)] for each in flat}
    return some


def _packed(some: Arrays) -> bytes:
    file = BytesIO()
    np.savez(file, **some)  # type: ignore[arg-type]  # mypy takes any name for `allow_pickle`
    return lzma.compress(file.getvalue())


def _groups(packed: Iterator[bytes], limit: float) -> Iterator[list[bytes]]:
    """The chunks, as many together as the limit allows."""
    group: list[bytes] = []
    for chunk in packed:
        if group and sum(map(len, group)) + len(chunk) > limit:
            yield group
            group = []
        group.append(chunk)
    yield group


def _write(path: Path, chunks: Sequence[bytes]) -> Path:
    with atomic(path) as draft, zipfile.ZipFile(draft, "w") as archive:
        for number, chunk in enumerate(chunks):
            archive.writestr(f"{number:03}.npz.xz", chunk)
    return path


def _read(part: Path) -> Iterator[Arrays]:
    with zipfile.ZipFile(part) as archive:
        for name in sorted(archive.namelist()):
            with np.load(BytesIO(lzma.decompress(archive.read(name)))) as file:
                yield {each: file[each] for each in file.files}


def main(argv: Sequence[str] | None = None) -> None:
    """Runs the program."""
    parser = argparse.ArgumentParser(prog="training.pack", description="Packs encoded pairs for a machine far away.")
    parser.add_argument("from_", metavar="FROM", type=Path, help="the work folder; with --unpack, that of the parts")
    parser.add_argument("to", type=Path, help="the folder of the parts; with --unpack, the work folder")
    parser.add_argument("--limit", type=float, default=40.0, help="megabytes of a part (40)")
    parser.add_argument("--unpack", action="store_true")
    options = parser.parse_args(argv)
    if options.unpack:
        print(f"{unpack(list(options.from_.glob('part-*.zip')), options.to)} pairs")
        return
    for part in pack(options.from_, options.to, options.limit):
        print(f"{part.name} {part.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
