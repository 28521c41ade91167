"""A toy corpus of our own: French and English from a small grammar, for the tests of every step.

What it says is nonsense with method: some sixty words, elided articles, adjectives that change sides, capitals, numbers
with groups, terms of two words, so that an aligner, a tagger and a small model all have something to learn in a second.
"""

from __future__ import annotations

import hashlib
import lzma
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_WHO = (
    ("le ministre", "the minister"),
    ("la juge", "the judge"),
    ("l'avocate", "the lawyer"),
    ("l’association", "the association"),
    ("le Parlement", "Parliament"),
    ("le journal", "the newspaper"),
    ("Camille Orvault", "Camille Orvault"),
    ("le maire de Nantes", "the mayor of Nantes"),
    ("l'État", "the State"),
    ("la nouvelle loi", "the new law"),
)
_DOES = (
    ("défend", "defends"),
    ("refuse", "refuses"),
    ("critique", "criticises"),
    ("étudie", "studies"),
    ("soutient", "supports"),
    ("n'accepte pas", "does not accept"),
    ("a publié", "has published"),
)
_WHAT = (
    ("la vie privée", "privacy"),
    ("la reconnaissance faciale", "facial recognition"),
    ("les données personnelles", "personal data"),
    ("la liberté d'expression", "freedom of expression"),
    ("un rapport", "a report"),
    ("la surveillance de masse", "mass surveillance"),
    ("le règlement européen", "the European regulation"),
    ("1 400 pages", "1,400 pages"),
    ("25 propositions", "25 proposals"),
)
_WHERE = (
    ("", ""),
    (" à Paris", " in Paris"),
    (" devant le tribunal", " before the court"),
    (" en 2019", " in 2019"),
    (" pour 3 €", " for €3"),
    (", dit-on", ", it is said"),
)
TERMS = {french: english for french, english in _WHAT if " " in french and not french[0].isdigit()}
"""What the toy texts say for each term, always in the same form."""


def pairs(count: int = 200, seed: int = 1) -> list[tuple[str, str]]:
    """French and English sentences, all different (up to 3,780), the same ones for the same seed."""
    rng = random.Random(seed)  # noqa: S311  # a corpus, not a secret
    every = [(who, does, what, where) for who in _WHO for does in _DOES for what in _WHAT for where in _WHERE]
    return [
        (_sentence([part[0] for part in parts]), _sentence([part[1] for part in parts]))
        for parts in rng.sample(every, count)
    ]


def corpora(folder: Path, count: int = 200) -> None:
    """Writes `train/toy_news.tsv.xz` and `train/toy_law.tsv.xz`, one half each, and smaller files beside them.

    `dev/held.tsv` has two pairs of the news, `mono/toy_en.txt.xz` the English of others.
    """
    everything = pairs(count)
    half = count // 2
    (folder / "train").mkdir(parents=True, exist_ok=True)
    (folder / "dev").mkdir(exist_ok=True)
    (folder / "mono").mkdir(exist_ok=True)
    others = "".join(f"{english}\n" for _french, english in pairs(300, seed=2))
    (folder / "mono" / "toy_en.txt.xz").write_bytes(lzma.compress(others.encode()))
    for name, some in (("toy_news", everything[:half]), ("toy_law", everything[half:])):
        (folder / "train" / f"{name}.tsv.xz").write_bytes(lzma.compress(_tsv(some).encode()))
    (folder / "dev" / "held.tsv").write_text(_tsv(everything[:2]), encoding="utf-8")


def recipe(folder: Path, **changes: str) -> Path:
    """The path of a recipe for the toy `corpora` of a folder, written there; `changes` are new values by key."""
    digest = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in ("train/toy_news.tsv.xz", "train/toy_law.tsv.xz", "dev/held.tsv", "mono/toy_en.txt.xz")
    }
    lines = _RECIPE.format(
        news=digest["train/toy_news.tsv.xz"],
        law=digest["train/toy_law.tsv.xz"],
        held=digest["dev/held.tsv"],
        mono=digest["mono/toy_en.txt.xz"],
    ).splitlines()
    for key, value in changes.items():
        lines = [f"{key} = {value}" if line.startswith(f"{key} =") else line for line in lines]
    path = folder / "recipe.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def work(folder: Path, count: int = 200) -> Path:
    """A work folder with `pairs.tsv` in it (text number, French, English), as `prepare` leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{number % 2}\t{french}\t{english}\n" for number, (french, english) in enumerate(pairs(count))]
    (folder / "pairs.tsv").write_text("".join(lines), encoding="utf-8")
    return folder


def _sentence(parts: list[str]) -> str:
    text = f"{parts[0]} {parts[1]} {parts[2]}{parts[3]}."
    return text[0].upper() + text[1:]


def _tsv(some: list[tuple[str, str]]) -> str:
    return "".join(f"{french}\t{english}\n" for french, english in some)


_RECIPE = """\
seed = 1

[[measure]]
file = "dev/held.tsv"
sha256 = "{held}"

[noise]
share = 0.3
captions = 0.1
[noise.rare]
thousands = 0.5
[noise.weights]
apostrophes = 1.0
stop = 1.0

[tags]
share = 0.3

[profile.cpu.vocabulary]
size = 160
extends = ""
sha256 = ""
characters = "€«»"
frequent = 3

[profile.cpu.model]
width = 32
heads = 2
feed_forward = 64
encoder_layers = 1
decoder_layers = 1
dropout = 0.0

[profile.cpu.schedule]
tokens = 10000
batch = 500
buckets = [16, 32, 64]
learning_rate = 0.003
warm_up = 4
cool_down = 0.5
decay = 0.02
average = 0.9
chunk = 256
compiled = false
processes = 1

[[text]]
file = "train/toy_news.tsv.xz"
sha256 = "{news}"
licence = "Apache-2.0"
source = "training/tests/toy.py"
kind = "news"
weight = 2.0
late = 1.0

[[text]]
file = "train/toy_law.tsv.xz"
sha256 = "{law}"
licence = "Apache-2.0"
source = "training/tests/toy.py"
kind = "law"
limit = 60
weight = 0.5
late = 0.5

[back]
sentences = 0
tokens = 20000
weight = 1.0
late = 1.0

[[mono]]
file = "mono/toy_en.txt.xz"
sha256 = "{mono}"
licence = "Apache-2.0"
source = "training/tests/toy.py"

[[omitted]]
file = "train/toy_game.tsv.xz"
licence = "none stated"
reason = "its licence is in doubt"
"""
