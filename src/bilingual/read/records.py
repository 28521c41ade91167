"""JSON lines: a record a line, one field of which holds the article."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bilingual.errors import InputError
from bilingual.read.columns import Columns, article
from bilingual.read.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilingual.types import Block


def blocks(data: bytes) -> Iterator[Block]:
    """The blocks of the records; fields that are neither headline nor text are kept, marked.

    A line may also be a mere text, and the file a single array of records. Raises InputError where a line is no JSON,
    or no field of a record is known to hold the text.
    """
    for number, record in _records(decode(data).lstrip("\ufeff")):
        try:
            yield from _record(record)
        except InputError as error:
            raise InputError(f"record {number}: {error}", error.hint.replace("column", "field")) from error


def _record(record: object) -> Iterator[Block]:
    if isinstance(record, str):
        yield from article(record)
    elif isinstance(record, dict):
        yield from Columns.of(list(record)).row([_shown(value) for value in record.values()])
    elif record is not None:
        raise InputError("this is neither a record nor a text", 'write {"titre": "…", "texte": "…"}')


def _records(content: str) -> Iterator[tuple[int, object]]:
    """The records with their numbers; those of an array, too."""
    if content.lstrip().startswith("["):
        found = _parsed(content, 1)
        yield from enumerate(found if isinstance(found, list) else [found], 1)
        return
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            yield number, _parsed(line, number)


def _parsed(content: str, number: int) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError(f"line {number} is no JSON: {str(error)[:200]}", "write one record a line") from error


def _shown(value: object) -> str:
    """A value as text: the texts of a list are paragraphs."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n\n".join(value)
    return "" if value is None else json.dumps(value, ensure_ascii=False)
