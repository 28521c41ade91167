"""Lists of web addresses, which are no articles: bilingual works offline, and says what to do instead."""

from __future__ import annotations

import re
from typing import NoReturn

from bilingual.errors import InputError
from bilingual.messages import _

_ADDRESS = re.compile(r"[\"'<]?(?:(?:https?|ftp)://|www\.)[^\s\"'<>]+[\"'>]?[,;]?", re.IGNORECASE)
_MARK = re.compile(r"^(?:(?:[-–*•]|\d{1,4}[.)])\s{1,9}|url=)", re.IGNORECASE)
_LINE = re.compile(r"\S[^\r\n]*")
_HEAD = re.compile(r"\[internetshortcut\]|\"?(?:urls?|liens?|links?|adresses?)\"?", re.IGNORECASE)


def blocks(data: bytes) -> NoReturn:
    """Raises InputError: a saved address holds no text."""
    del data
    _refuse()


def refuse_list(text: str) -> None:
    """Raises InputError where every line of a text is a web address and nothing else."""
    found = False
    for number, match in enumerate(_LINE.finditer(text)):
        line = _MARK.sub("", match[0].rstrip(), count=1)
        if _ADDRESS.fullmatch(line):
            found = True
        elif number or not _HEAD.fullmatch(line):
            return
    if found:
        _refuse()


def _refuse() -> NoReturn:
    raise InputError(
        _("it holds web addresses, and bilingual works offline and fetches nothing"),
        _("save the pages in your browser and give the files"),
    )
