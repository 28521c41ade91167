"""What commands on an output folder work with: engine, memory and glossary, as their options have it."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from bilingual.cli import choose
from bilingual.cli.translate import nearby

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bilingual.translate import Translator


@contextmanager
def translator(options: dict[str, Any], output: Path) -> Iterator[Translator]:
    """The translator that the options ask for; the engine is loaded when a text is first decoded.

    Without `--glossary`, `glossary.po` in the output folder, beside it, or in the current folder is used.

    Raises:
        BilingualError: glossary, package or memory cannot be read.
    """
    from bilingual import engines
    from bilingual.glossary import load
    from bilingual.memory import Memory, default_path
    from bilingual.translate import Translator

    choose(options, "glossaries", "no_glossary", "--glossary and --no-glossary")
    choose(options, "memory_file", "no_memory", "--memory and --no-memory")
    glossary = load(() if options["no_glossary"] else options["glossaries"] or nearby((str(output),)))
    engine = engines.find(options["model"], beam=options["beam"])
    with closing(Memory(None if options["no_memory"] else options["memory_file"] or default_path())) as memory:
        yield Translator(engine, memory, glossary)
