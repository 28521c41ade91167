"""JSON: records, one field of which holds the article, a line each or all in one value."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from bilingual.errors import InputError
from bilingual.messages import _, marked
from bilingual.read.columns import Columns, article, is_known
from bilingual.read.encoding import decode
from bilingual.read.text import one_line
from bilingual.types import Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEEPEST = 4
"""Lists and objects around a record, such as `{"data": {"articles": [{…}]}}`; deeper ones are mere values."""

_MEND = marked("say which it is with --column NAME, or call it `texte`, and the one with the headline `titre`")
_SPACE = re.compile(r"\s*")


def blocks(data: bytes, column: str = "") -> Iterator[Block]:
    """The blocks of the records; fields that are neither headline nor text are kept, marked.

    A record may also be a mere text. Records stand one behind another, or in a list or an object.

    Args:
        data: the whole file.
        column: the name of the field with the text; empty where its own name tells.

    Raises:
        InputError: it is no JSON, or no field of a record is known to hold the text.
    """
    number = 0
    for value in _values(decode(data).lstrip("\ufeff")):
        for record in _records(value, column):
            number += record is not None and not isinstance(record, Block)
            try:
                yield from _record(record, column)
            except InputError as error:
                what = _("record {number}: {reason}", number=number, reason=error)
                raise InputError(what, error.hint) from error


def _record(record: object, column: str) -> Iterator[Block]:
    if isinstance(record, Block):
        yield record
    elif isinstance(record, str):
        yield from article(record)
    elif isinstance(record, dict):
        yield from Columns.of(list(record), _MEND, column).row([_shown(value) for value in record.values()])
    elif record is not None:
        mend = _("write {example}", example='{"titre": "…", "texte": "…"}')
        raise InputError(_("this is neither a record nor a text"), mend)


def _records(value: object, column: str, depth: int = 0) -> Iterator[object]:
    """The records in a value, and what stands beside them as blocks that are set aside."""
    inner = _inner(value, column) if isinstance(value, dict) and depth < DEEPEST else ()
    if isinstance(value, list) and depth < DEEPEST:
        for one in value:
            yield from _records(one, column, depth + 1)
    elif isinstance(value, dict) and inner:
        for name, one in value.items():
            if name in inner:
                yield from _records(one, column, depth + 1)
            elif line := one_line(_shown(one)):
                yield Block(line, skip="boilerplate")
    else:
        yield value


def _inner(value: Mapping[str, object], column: str) -> frozenset[str]:
    """The fields of an object that hold records; none where it is a record itself."""
    if any(is_known(name, column) for name in value):
        return frozenset()
    return frozenset(name for name, one in value.items() if _holds(one))


def _holds(value: object) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(one, dict) for one in value)
    return isinstance(value, dict) and bool(value)


def _values(content: str) -> Iterator[object]:
    """The values that follow each other, be it one a line."""
    decoder = json.JSONDecoder()
    place = 0
    while (place := _SPACE.match(content, place).end()) < len(content):  # type: ignore[union-attr]  # it matches anywhere
        try:
            value, place = decoder.raw_decode(content, place)
        except (ValueError, RecursionError) as error:
            at = error.pos if isinstance(error, json.JSONDecodeError) else place
            line = content.count("\n", 0, at) + 1
            said = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            what = _("line {line} is no JSON: {reason}", line=line, reason=said[:200])
            raise InputError(what, _("write one record a line")) from error
        yield value


def _shown(value: object) -> str:
    """A value as text: the texts of a list are paragraphs."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n\n".join(value)
    return "" if value is None else json.dumps(value, ensure_ascii=False)
