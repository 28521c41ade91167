"""What the desk translates with: engine, memory and glossary, for as many threads as there are."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from bilingual import glossary
from bilingual.errors import GlossaryError, InputError
from bilingual.glossary import Glossary
from bilingual.memory import Memory
from bilingual.publish import catalogue
from bilingual.terminology import edit
from bilingual.terminology.entry import CONVENTIONAL, Entry
from bilingual.translate import Translator

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bilingual.engines import Engine
    from bilingual.review.folder import Folder


class Workbench:
    """Gives a translator with the terms as they now are.

    Args:
        engine: what translates.
        memory: the file of remembered translations.
        glossaries: the files of terms; new ones go to the first.
        begun: the file that is begun for new terms where there is none.

    Raises:
        GlossaryError: a glossary cannot be read.
    """

    def __init__(self, engine: Engine, memory: Path, glossaries: Sequence[Path], begun: Path) -> None:
        self._engine = engine
        self._memory = cast("Memory", _Memories(memory))
        self._glossaries = tuple(glossaries)
        self._begun = begun
        self._decoding = threading.Lock()
        self._stamp = self._stamps()
        self._translator = self._made()

    def translator(self) -> Translator:
        """The translator of now; another one as soon as the terms are others, also by another program."""
        if self._stamps() != self._stamp:
            stamp = self._stamps()
            with suppress(GlossaryError):  # half saved, or broken: the terms of before go on until it is mended
                self._translator = self._made()
            self._stamp = stamp
        return self._translator

    def prepare(self, texts: Sequence[str]) -> None:
        """Has the memory hold a rendering of each of the texts; one thread at a time uses the processors."""
        with self._decoding:
            for _words in self.translator().prepare(texts):
                pass

    def add(self, source: str, target: str, note: str) -> Glossary:
        """Adds a term to the glossary; a glossary of this term alone.

        Raises:
            GlossaryError: it is there already or makes no sense, or the file cannot be written.
        """
        path = (self._glossaries or (self._begun,))[0]
        entry = Entry(source, target, note=note, flags=(CONVENTIONAL,))
        edit.add(path, [entry])
        self._glossaries = self._glossaries or (path,)
        return Glossary(glossary.load([path]).terms[-1:])  # what is added comes last

    def _made(self) -> Translator:
        return Translator(self._engine, self._memory, glossary.load(self._glossaries))

    def _stamps(self) -> list[tuple[str, int]]:
        return [(str(path), path.stat().st_mtime_ns if path.exists() else 0) for path in self._glossaries]


def touched(folder: Folder, terms: Glossary) -> dict[str, list[str]]:
    """The segments whose source holds one of the terms, by article; records that cannot be read are passed over."""
    found: dict[str, list[str]] = {}
    for name in folder.names():
        with suppress(OSError, InputError, UnicodeDecodeError):
            rows = catalogue.addresses(folder.record(name))
            if addresses := [address for address, source in rows if terms.find(source)]:
                found[name] = addresses
    return found


class _Memories:
    """One memory as each thread needs its own connection to it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever the memory has
        if not hasattr(self._local, "memory"):
            self._local.memory = Memory(self._path)
        return getattr(self._local.memory, name)
