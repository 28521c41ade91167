"""The recipe as it is read: frozen values, every key known and of its type, or an error that names it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from training import files

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("parliament", "law", "manual", "prose", "news")
BACK = "back.tsv"
"""The back-translated pairs, in the work folder."""
_Value = TypeVar("_Value")


class RecipeError(Exception):
    """The recipe, or a file that it names, is not as it should be; the message names both the place and the mend."""


@dataclass(frozen=True, slots=True)
class Text:
    """A file of sentence pairs to train on."""

    file: str
    """Path within the corpora, `/` between its parts."""
    sha256: str
    licence: str
    source: str
    """Where it was taken from: `repository@commit`, several with `; ` between."""
    kind: str
    """One of `KINDS`."""
    limit: int = 0
    """Pairs to keep at most, drawn by the seed; 0: all."""
    weight: float = 1.0
    """How often an epoch sees each pair: 0.5 is every other one."""
    late: float = 1.0
    """What `weight` is multiplied by while the learning rate falls."""

    @property
    def name(self) -> str:
        """The file's name without folders and endings."""
        return PurePosixPath(self.file).name.split(".", 1)[0]


@dataclass(frozen=True, slots=True)
class Mono:
    """A file of English sentences, for back-translation."""

    file: str
    """Path within the corpora, `/` between its parts."""
    sha256: str
    licence: str
    source: str
    """Where it was taken from, as of a `Text`."""


@dataclass(frozen=True, slots=True)
class Back:
    """How much back-translation there is: English sentences with French of a model the other way round."""

    sentences: int
    """Of all in the files of English: those that read most like the press; 0: there is none."""
    tokens: int
    """Target pieces that the model from English to French is trained on."""
    weight: float
    """As of a `Text`."""
    late: float
    """As of a `Text`."""


@dataclass(frozen=True, slots=True)
class Omitted:
    """A file of the corpora that is not trained on, and why."""

    file: str
    licence: str
    reason: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A file whose French sentences are never trained on."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Noise:
    """How much press noise the pairs get."""

    share: float
    """Of all pairs, 0 to 1."""
    captions: float
    """Of all pairs, 0 to 1: those that get the sentence before them glued to their start."""
    weights: dict[str, float] = field(hash=False)
    """How likely each kind of `noise.KINDS` is where it applies, one against the other."""
    rare: dict[str, float] = field(hash=False)
    """Kinds that seldom apply, tried first: the share of the pairs they apply to, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Tags:
    """How many sentences carry terms inline."""

    share: float
    """Of all pairs, 0 to 1; only aligned ones can carry them."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Where the pieces come from: trained, or an older model's with more behind them."""

    size: int
    """Pieces of a trained vocabulary; an extended one finds its own, and 0 stands here."""
    extends: str
    """An older model, relative to the folder that holds the corpora's; empty: train."""
    sha256: str
    """Of the older model."""
    characters: str
    """Each of these is a piece, whatever the corpus says."""
    frequent: int
    """A character that comes at least so often in the pairs is a piece of an extended vocabulary too."""


@dataclass(frozen=True, slots=True)
class Model:
    """The sizes of the Transformer."""

    width: int
    heads: int
    feed_forward: int
    encoder_layers: int
    decoder_layers: int
    dropout: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """How it is trained."""

    tokens: int
    """Target pieces to train on in all, repetitions counted."""
    batch: int
    """Pieces a step on either side, padding counted."""
    buckets: tuple[int, ...]
    """Lengths, in pieces, to which sentences are padded; a longer one is left out."""
    learning_rate: float
    """The highest."""
    warm_up: int
    """Steps until it is reached."""
    cool_down: float
    """The share of `tokens`, at the end, over which it falls."""
    decay: float
    """Weight decay."""
    average: float
    """Decay a step of the moving average of the weights."""
    chunk: int
    """Target pieces whose logits are held at once."""
    compiled: bool
    """Whether PyTorch compiles the model: a minute for each bucket, then faster."""
    processes: int
    """Processes that share a step, one core each; a GPU has one."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides what the model becomes."""

    seed: int
    measure: tuple[Measure, ...]
    texts: tuple[Text, ...]
    """Pairs of the corpora, and behind them, where the recipe asks for it, those that `backtranslate` makes."""
    mono: tuple[Mono, ...]
    back: Back
    omitted: tuple[Omitted, ...]
    noise: Noise
    tags: Tags
    vocabulary: Vocabulary
    model: Model
    schedule: Schedule

    @property
    def corpora(self) -> tuple[Text, ...]:
        """The texts that lie in the corpora."""
        return tuple(text for text in self.texts if text.file != BACK)

    def weights(self, *, late: bool = False) -> tuple[float, ...]:
        """How often an epoch sees each pair of each text; `late`: while the learning rate falls."""
        return tuple(text.weight * (text.late if late else 1.0) for text in self.texts)


def read(path: Path, profile: str = "cpu") -> Recipe:
    """The recipe of a file, with the vocabulary, sizes and schedule of one of its profiles.

    Raises:
        RecipeError: it cannot be read, or a key is missing, unknown or of the wrong type.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RecipeError(f"{path.name} cannot be read as TOML: {error}") from error
    profiles = _table(table.pop("profile", {}), "profile")
    if profile not in profiles:
        raise RecipeError(
            f"{path.name}: there is no profile {profile!r}; it has {', '.join(sorted(profiles)) or 'none'}"
        )
    chosen = _table(profiles[profile], f"profile.{profile}")
    _only(chosen, ("vocabulary", "model", "schedule"), f"profile.{profile}")
    _only(table, ("seed", "measure", "text", "mono", "back", "omitted", "noise", "tags"), path.name)
    mono = _several(Mono, table, "mono")
    back = _value(Back, table.get("back"), "back")
    recipe = Recipe(
        seed=_typed(table.get("seed"), int, "seed"),
        measure=_several(Measure, table, "measure"),
        texts=(*_several(Text, table, "text"), *_made(back, mono)),
        mono=mono,
        back=back,
        omitted=_several(Omitted, table, "omitted"),
        noise=_value(Noise, table.get("noise"), "noise"),
        tags=_value(Tags, table.get("tags"), "tags"),
        vocabulary=_value(Vocabulary, chosen.get("vocabulary"), f"profile.{profile}.vocabulary"),
        model=_value(Model, chosen.get("model"), f"profile.{profile}.model"),
        schedule=_value(Schedule, chosen.get("schedule"), f"profile.{profile}.schedule"),
    )
    _sane(recipe)
    return recipe


def require(path: Path, digest: str) -> Path:
    """The path itself, where its file is the one of the recipe.

    Raises:
        RecipeError: it is missing or has another SHA-256.
    """
    if not path.is_file():
        raise RecipeError(
            f"{path} is missing: fetch it as the corpora's PROVENANCE.md says, or take it out of the recipe"
        )
    found = files.sha256(path)
    if found != digest:
        raise RecipeError(
            f"{path} is not the file of the recipe (SHA-256 {found[:12]}…, not {digest[:12]}…): fetch it again, "
            "or write the new sum into the recipe if the change is meant"
        )
    return path


def made(path: Path, step: str) -> Path:
    """The path itself, where a step has written it.

    Raises:
        RecipeError: it has not.
    """
    if not path.is_file():
        raise RecipeError(f"{path} is missing: run training.{step} first")
    return path


def _made(back: Back, mono: tuple[Mono, ...]) -> tuple[Text, ...]:
    """The text that back-translation makes, where there is any."""
    if not back.sentences:
        return ()
    licence = f"English: {'; '.join(dict.fromkeys(text.licence for text in mono))}. French: by our own model"
    return (Text(BACK, "", licence, "training.backtranslate", "news", weight=back.weight, late=back.late),)


def _sane(recipe: Recipe) -> None:
    """Raises RecipeError where values of the right type make no sense."""
    shares = {
        "noise.share": recipe.noise.share,
        "noise.captions": recipe.noise.captions,
        "tags.share": recipe.tags.share,
    }
    shares |= {f"noise.rare.{kind}": share for kind, share in recipe.noise.rare.items()}
    for where, share in shares.items():
        if not 0 <= share <= 1:
            raise RecipeError(f"{where} is a share from 0 to 1, not {share}")
    if recipe.back.sentences and not (recipe.mono and recipe.back.tokens > 0):
        raise RecipeError("back-translation needs [[mono]] texts, and tokens to train its model on")
    names = [text.name for text in recipe.texts]
    for text in recipe.texts:
        if text.kind not in KINDS:
            raise RecipeError(f"{text.file}: there is no kind {text.kind!r}; write one of {', '.join(KINDS)}")
        if text.limit < 0 or min(text.weight, text.late) < 0:
            raise RecipeError(f"{text.file}: limit, weight and late are at least 0")
        if names.count(text.name) > 1:
            raise RecipeError(f"{text.file}: two texts have the name {text.name!r}")
    if recipe.model.heads < 1 or recipe.model.width % recipe.model.heads:
        raise RecipeError("model.width is a multiple of model.heads")
    if bool(recipe.vocabulary.extends) == bool(recipe.vocabulary.size):
        raise RecipeError("a vocabulary has either a size (it is trained) or a model that it extends")


def _several(kind: type[_Value], table: dict[str, Any], key: str) -> tuple[_Value, ...]:
    """The values of an array of tables; none where it is missing."""
    array = table.get(key, [])
    if not isinstance(array, list):
        raise RecipeError(f"{key} is an array of tables: write [[{key}]]")
    return tuple(_value(kind, entry, f"{key} {number}") for number, entry in enumerate(array, 1))


def _value(kind: type[_Value], table: object, where: str) -> _Value:
    """A table as a value of a dataclass."""
    given = _table(table, where)
    hints = get_type_hints(kind)
    _only(given, tuple(hints), where)
    for each in fields(kind):  # type: ignore[arg-type]  # `kind` is one of the dataclasses above
        if each.name in given:
            given[each.name] = _typed(given[each.name], hints[each.name], f"{where}: {each.name}")
    try:
        return kind(**given)
    except TypeError as error:
        raise RecipeError(f"{where}: {str(error).partition('() ')[2]}") from error


def _typed(value: object, kind: type[_Value], where: str) -> _Value:
    """The value, where it has the type; a whole number may stand for a fraction."""
    if kind is float and type(value) is int:
        value = float(value)
    if kind == tuple[int, ...] and isinstance(value, list):
        return tuple(_typed(entry, int, where) for entry in value)  # type: ignore[return-value]
    if kind == dict[str, float]:
        table = _table(value, where)
        return {key: _typed(entry, float, f"{where}.{key}") for key, entry in table.items()}  # type: ignore[return-value]
    if type(value) is not kind:
        raise RecipeError(f"{where} is missing" if value is None else f"{where} should be of type {kind.__name__}")
    return value


def _table(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RecipeError(f"the table [{where}] is missing or no table")
    return dict(value)


def _only(table: dict[str, Any], known: tuple[str, ...], where: str) -> None:
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise RecipeError(f"{where}: {', '.join(unknown)} means nothing here; known are {', '.join(known)}")
