"""Zip archives that are the same byte for byte whenever the same goes in: no clock, machine or user tells in them."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from io import BufferedIOBase
from typing import IO, TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from bilingual.errors import UsageError
from bilingual.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from hashlib import _Hash
    from typing import Self

    from bilingual.edition.look import Look

EPOCH = "SOURCE_DATE_EPOCH"
"""The variable of reproducible builds: seconds since 1970 that stand for now."""

_START = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = datetime(1980, 1, 1, tzinfo=UTC)  # the first moment that a zip archive knows
_UNIX, _READABLE = 3, 0o644 << 16


class Zipped:
    """An archive that is written member after member, piece by piece; closed by `with`.

    Args:
        file: takes the bytes.
        look: has the templates of the members.
    """

    def __init__(self, file: IO[bytes], look: Look) -> None:
        self._archive = ZipFile(file, "w")
        self._look = look
        self._digest = sha256()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._archive.close()

    @property
    def digest(self) -> str:
        """What tells an archive with these members from others, in hex digits."""
        return self._digest.hexdigest()

    def write(self, name: str, template: str, **context: object) -> None:
        """Adds a member from a template; raises as `Look.write`."""
        with self._member(name, ZIP_DEFLATED) as file:
            self._look.write(file, template, **context)

    def add(self, name: str, text: str, *, packed: bool = True) -> None:
        """Adds a member that is a text as it stands."""
        with self._member(name, ZIP_DEFLATED if packed else ZIP_STORED) as file:
            file.write(text.encode())

    @contextmanager
    def _member(self, name: str, method: int) -> Iterator[IO[bytes]]:
        info = ZipInfo(name, _FIRST.timetuple()[:6])
        info.compress_type, info.create_system, info.external_attr = method, _UNIX, _READABLE
        self._digest.update(f"{name}\0".encode())
        with self._archive.open(info, "w") as file:
            yield _Heard(file, self._digest)  # type: ignore[misc]  # all that writers need of a file


class _Heard(BufferedIOBase):
    """A file that is written to while a digest is made of it."""

    def __init__(self, file: IO[bytes], digest: _Hash) -> None:
        self._file, self._digest = file, digest

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # nobody here writes anything but bytes
        self._digest.update(data)
        return self._file.write(data)


def moment(printed: str, environment: Mapping[str, str]) -> datetime:
    """When a book counts as made: by `SOURCE_DATE_EPOCH`, else its date if that is one, else the start of 1980.

    Args:
        printed: the date of the book, ISO 8601 or anything else.
        environment: where the variable may be.

    Raises:
        UsageError: the variable is no time.
    """
    told = environment.get(EPOCH, "")
    try:
        if told:
            return max(_FIRST, _START + timedelta(seconds=int(told)))
    except (ValueError, OverflowError) as error:
        what = _("{name} is no time: {value}", name=EPOCH, value=told)
        raise UsageError(what, _("give whole seconds since 1970, or unset it")) from error
    try:
        return datetime.combine(date.fromisoformat(printed.strip()), time(), UTC)
    except ValueError:
        return _FIRST
