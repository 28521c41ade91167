"""Files that are applied: corrections of the page, and what other tools send back; which article each is about."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from bilingual import exchange
from bilingual.errors import InputError
from bilingual.messages import _
from bilingual.review import corrections, returned
from bilingual.review.merge import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.exchange.incoming import Returned
    from bilingual.review.article import Article
    from bilingual.review.corrections import Corrections

_JSON = ".json"
_ENDINGS = (*(one.ending for one in exchange.FORMATS.values()), ".xliff", ".po")


@dataclass(frozen=True, slots=True)
class Given:
    """What one file holds for one article."""

    article: str
    """The name, which the output folder has."""
    corrections: Corrections | None = None
    rows: tuple[Returned, ...] = ()

    def apply(self, article: Article) -> list[Outcome]:
        """Takes it into the article, as far as nobody else has decided otherwise since."""
        if self.corrections:
            return [*article.cut(self.corrections.cuts), *article.decide(self.corrections.decisions)]
        changes = list(returned.changes(article, self.rows))
        done = article.decide([one.decision for one in changes if one.decision])
        return done + [Outcome(one.conflict.address, conflicts=(one.conflict,)) for one in changes if one.conflict]


def read(path: Path, output: Path) -> Iterator[Given]:
    """What a file holds, by articles.

    Raises:
        InputError: it cannot be read, or the output folder does not have such an article.
    """
    if path.suffix.lower() == _JSON:
        found = corrections.read(path)
        if not _is_article(output, found.article):
            raise _unknown(path, output, found.article)
        yield Given(found.article, corrections=found)
        return
    rows = sorted(exchange.returned(path), key=lambda row: row.article)  # stable: the file's order within an article
    if not rows:
        raise InputError(_("{path}: there are no segments in it", path=path), _("export the article anew"))
    for told, group in groupby(rows, key=lambda row: row.article):
        name = next((one for one in _candidates(told, path) if _is_article(output, one)), None)
        if name is None:
            raise _unknown(path, output, told or path.name)
        yield Given(name, rows=tuple(group))


def _candidates(told: str, path: Path) -> Iterator[str]:
    """What an article may be called, by what the file says, and else by where it lies: `press/whatsapp.en.xlf`."""
    if told:
        yield told
        yield _without_ending(told)
    parts = [*path.parts[:-1], _without_ending(path.name)]
    for name in dict.fromkeys((parts[-1], parts[-1].rpartition(".")[0])):
        for depth in range(len(parts) - 1, -1, -1):
            yield "/".join([*parts[depth:-1], name])


def _without_ending(name: str) -> str:
    """A file's name without what says in which format it is; the longest ending counts."""
    return next((name[: -len(one)] for one in sorted(_ENDINGS, key=len)[::-1] if name.lower().endswith(one)), name)


def _is_article(output: Path, name: str) -> bool:
    if not name or "\0" in name or Path(name).is_absolute() or ".." in Path(name).parts:
        return False
    try:
        return (output / f"{name}.po").is_file()
    except OSError:  # a name that no file can have
        return False


def _unknown(path: Path, output: Path, name: str) -> InputError:
    return InputError(
        _("{path}: {folder} has no article “{name}”", path=path, folder=output, name=name),
        _("with -o, name the folder that the page came from"),
    )
