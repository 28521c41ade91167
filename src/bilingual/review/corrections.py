"""What an editor did, as the page hands it over: the file that “Save corrections” downloads, and the body of a POST."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from bilingual.errors import InputError
from bilingual.messages import _, reason
from bilingual.types import Cut, Decision, State, Status

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = "bilingual-corrections"
VERSION = 1
LARGEST = 64 << 20
"""Bytes of a file; an article of 100,000 words, every sentence changed, has two million."""

_BREAKS = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Corrections:
    """Decisions on one article; cuts come first."""

    article: str
    editor: str
    decisions: tuple[Decision, ...]
    cuts: tuple[Cut, ...]


def read(path: Path) -> Corrections:
    """The corrections of a file.

    Raises:
        InputError: it is no such file, or that of a newer version.
    """
    try:
        return _of_file(_json(path))
    except OSError as error:
        raise InputError(_("{path}: {reason}", path=path, reason=reason(error)), _mend()) from error
    except InputError as error:
        raise InputError(_("{path}: {reason}", path=path, reason=error), error.hint) from error


def _json(path: Path) -> object:
    if path.stat().st_size > LARGEST:
        raise InputError(_("it is larger than {size} MB", size=LARGEST >> 20), _mend())
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise InputError(_("it holds no corrections"), _mend()) from error


def _of_file(data: object) -> Corrections:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InputError(_("it holds no corrections"), _mend())
    if data.get("version") != VERSION:
        raise InputError(_("it was saved by a page of another version"), _("update bilingual"))
    return parse(data)


def parse(data: object) -> Corrections:
    """Decisions and cuts out of JSON that somebody sent.

    Line breaks in targets become spaces, since a segment is one line; what no file can hold becomes U+FFFD.

    Raises:
        InputError: a field is missing or is not what it should be; the message says which.
    """
    whole = _Fields(data, "")
    decisions = [_decision(one) for one in whole.objects("decisions")]
    cuts = [_cut(one) for one in whole.objects("cuts")]
    return Corrections(whole.text("article"), whole.text("editor", default=""), tuple(decisions), tuple(cuts))


class _Fields:
    """An object of JSON whose fields are checked as they are taken."""

    def __init__(self, data: object, name: str) -> None:
        if not isinstance(data, dict):
            raise InputError(_("{field} is no object", field=name or "JSON"), _mend())
        self._data: dict[str, Any] = data
        self._name = f"{name}." if name else ""

    def text(self, key: str, *, default: str | None = None) -> str:
        value = self._data.get(key, default)
        if not isinstance(value, str):
            raise InputError(_("{field} is missing, or no text", field=self._name + key), _mend())
        return _UNWRITABLE.sub("\ufffd", value)

    def objects(self, key: str) -> list[_Fields]:
        value = self._data.get(key, [])
        if not isinstance(value, list):
            raise InputError(_("{field} is no list", field=self._name + key), _mend())
        return [_Fields(one, f"{self._name}{key}[{n}]") for n, one in enumerate(value)]

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._data.get(key)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise InputError(_("{field} is no list of texts", field=self._name + key), _mend())
        return tuple(_UNWRITABLE.sub("\ufffd", one) for one in value)

    def object(self, key: str) -> _Fields:
        return _Fields(self._data.get(key), self._name + key)

    def state(self) -> State:
        status = self.text("status")
        if status not in get_args(Status):
            raise InputError(_("{field} is no status", field=f"{self._name}status"), _mend())
        target = " ".join(filter(None, map(str.strip, _BREAKS.split(self.text("target")))))
        return State(target, status, self.text("note").replace("\r\n", "\n").strip())  # type: ignore[arg-type]  # checked


def _decision(one: _Fields) -> Decision:
    return Decision(one.text("address"), one.text("source"), one.object("before").state(), one.object("after").state())


def _cut(one: _Fields) -> Cut:
    new = tuple((each.text("source"), each.state()) for each in one.objects("new"))
    cut = Cut(one.texts("old"), new, tuple(each.state() for each in one.objects("before")))
    if not cut.old or not cut.new:
        raise InputError(_("a cut has no segments"), _mend())
    return cut


def _mend() -> str:
    return _("save the corrections in the page again")
