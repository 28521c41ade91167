"""A gettext file line by line, so that nothing in it is lost: its entries with their places, and what is broken.

polib stops at the first error and writes a file anew in its own way; here every error is found, and an edit touches
the lines of its entry alone. A text's lines end at a line feed, whatever else is in them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bilingual.messages import _
from bilingual.terminology.entry import Entry, labels, tidy

_MESSAGE = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d{1,2})\])?)[ \t]*(?=\")")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "b": "\b", "f": "\f"}
BOM = "\ufeff"
HEADER = """\
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"X-Source-Language: fr\\n"
"""
"""How a new glossary begins."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A line that is none of a PO file, or not there."""

    line: int
    """From 1."""
    message: str


@dataclass(slots=True)
class Item:
    """An entry where it stands: `lines[first:last]`, the comments right above it included."""

    first: int
    last: int
    line: int
    """Of its `msgid`, from 1."""
    texts: dict[str, str] = field(default_factory=dict)
    """By keyword: `msgid`, `msgstr[1]` …"""
    is_broken: bool = False
    """Whether it was only guessed what its texts are."""
    comments: list[tuple[str, str]] = field(default_factory=list)
    """Sign (`.`, `,`, nothing …) and text, line by line."""

    @property
    def entry(self) -> Entry:
        """What it says."""
        forms = [self.texts[name] for name in sorted(self.texts, key=_number) if name.startswith("msgstr")]
        plural = self.texts.get("msgid_plural", "")
        singular, second = (*forms, "", "")[:2]
        return tidy(
            Entry(
                source=self.texts.get("msgid", ""),
                target=singular,
                plural=plural,
                plural_target=second if plural else "",
                accepted=tuple(forms[2 if plural else 1 :]),
                context=self.texts.get("msgctxt", ""),
                flags=tuple(flag for sign, text in self.comments if sign == "," for flag in text.split(",")),
                note="\n".join(text for sign, text in self.comments if sign == "."),
                remark="\n".join(text for sign, text in self.comments if not sign),
            )
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A file's lines, joined by line feeds its text, with what they mean."""

    lines: list[str]
    header: Item | None
    items: list[Item]
    """All entries but the header; those that are obsolete are none."""
    flaws: list[Flaw]


def scan(text: str) -> Catalogue:
    """What a PO file holds; never fails, and reads each line once."""
    scanner = _Scanner()
    lines = text.split("\n")
    for number, line in enumerate(lines):
        scanner.take(number, line.removeprefix(BOM) if number == 0 else line)
    scanner.close(len(lines))
    headers = [item for item in scanner.items if _is_header(item)]
    items = [item for item in scanner.items if not _is_header(item)]
    return Catalogue(lines, headers[0] if headers else None, items, sorted(scanner.flaws, key=lambda one: one.line))


def block(entry: Entry) -> list[str]:
    """The lines of a PO file that say an entry; the entry is to be `sound`."""
    lines = [f"# {line}".rstrip() for line in entry.remark.split("\n") if entry.remark]
    lines += [f"#. {line}".rstrip() for line in entry.note.split("\n") if entry.note]
    lines += [f"#. {line}" for line in labels(entry)]
    if entry.flags:
        lines.append(f"#, {', '.join(entry.flags)}")
    if entry.context:
        lines.append(f"msgctxt {_quoted(entry.context)}")
    lines.append(f"msgid {_quoted(entry.source)}")
    if not entry.plural:
        return [*lines, f"msgstr {_quoted(entry.target)}"]
    forms = [f"msgstr[{n}] {_quoted(form)}" for n, form in enumerate((entry.target, entry.plural_target))]
    return [*lines, f"msgid_plural {_quoted(entry.plural)}", *forms]


class _Scanner:
    """Takes lines, gives items: a comment or `msgctxt` or `msgid` behind a `msgstr` begins the next one."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.flaws: list[Flaw] = []
        self._item: Item | None = None
        self._field = ""

    def take(self, number: int, line: str) -> None:
        """The next line of the file."""
        said = line.strip()
        if not said:
            self._blank(number)
        elif said.startswith("#~"):
            self._end(number)
        elif said.startswith("#"):
            self._comment(number, said)
        elif said.startswith('"'):
            self._continue(number, said)
        elif found := _MESSAGE.match(said):
            self._message(number, found[1], said[found.end() :])
        else:
            self._flaw(number, _("this is no line of a PO file: {line!r}", line=said[:60]))
            self._field = ""

    def close(self, number: int) -> None:
        """The end of the file."""
        self._end(number)

    def _blank(self, number: int) -> None:
        """Comments with a blank line behind them belong to no entry; inside an entry blank lines mean nothing."""
        names = self._item.texts if self._item else {}
        if not names or any(name.startswith("msgstr") for name in names):
            self._end(number)

    def _comment(self, number: int, said: str) -> None:
        if self._item and self._item.texts:
            self._end(number)
        item = self._begin(number)
        sign = said[1:2] if said[1:2] in {".", ",", ":", "|"} else ""
        item.comments.append((sign, said[1 + len(sign) :].strip()))
        item.last = number + 1

    def _message(self, number: int, name: str, quoted: str) -> None:
        begun = set(self._item.texts) if self._item else set()
        if (name == "msgctxt" and begun) or (name == "msgid" and begun - {"msgctxt"}):
            self._end(number)
        item = self._begin(number)
        if name in item.texts:
            self._flaw(number, _("a second {name} in one entry", name=name))
        if name == "msgid" or not item.texts:
            item.line = number + 1
        self._field = name
        item.texts[name] = ""
        self._continue(number, quoted)

    def _continue(self, number: int, quoted: str) -> None:
        if not self._item or not self._field:
            self._flaw(number, _("a text that belongs to nothing"))
            return
        if found := _QUOTED.fullmatch(quoted):
            self._item.texts[self._field] += _ESCAPE.sub(_unescaped, found[1])
        else:
            self._item.texts[self._field] += quoted.strip('"')
            self._item.is_broken = True
            self._flaw(number, _("a quotation mark is missing, or stands inside the text without a backslash"))
        self._item.last = number + 1

    def _begin(self, number: int) -> Item:
        if not self._item:
            self._item = Item(number, number + 1, number + 1)
        return self._item

    def _end(self, number: int) -> None:
        item, self._item, self._field = self._item, None, ""
        if not item or not item.texts:
            return
        names = set(item.texts)
        if "msgid" not in names:
            self._flaw(item.line - 1, _("an entry without msgid"))
        elif not any(name.startswith("msgstr") for name in names):
            self._flaw(item.line - 1, _("the msgid has no msgstr before line {line}", line=number + 1))
        elif "msgid_plural" in names and "msgstr" in names:
            self._flaw(item.line - 1, _("an entry with msgid_plural needs msgstr[0] and msgstr[1] instead of msgstr"))
        elif "msgid_plural" not in names and "msgstr" not in names:
            self._flaw(item.line - 1, _("an entry with msgstr[0] needs msgid_plural"))
        else:
            self.items.append(item)

    def _flaw(self, number: int, message: str) -> None:
        self.flaws.append(Flaw(number + 1, message))


def _is_header(item: Item) -> bool:
    return not item.texts.get("msgid") and "msgctxt" not in item.texts


def _number(name: str) -> int:
    return int(name[7:-1]) if name.startswith("msgstr[") else -1


def _unescaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[1], found[1])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
