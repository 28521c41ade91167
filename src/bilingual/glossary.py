"""The house's terms, read from gettext files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilingual.errors import GlossaryError
from bilingual.finding import Glossary
from bilingual.finding.conjugation import is_noun, verb
from bilingual.messages import _, reason
from bilingual.types import Rule, Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from polib import POEntry

__all__ = ["Glossary", "load"]

_WORD = re.compile(r"[^\W_]")
_RULES: tuple[tuple[str, Rule], ...] = (("read-only", "read-only"), ("forbidden", "forbidden"), ("fuzzy", "suggest"))
_LONGEST = 200
"""Characters of an entry; longer ones are texts, not terms. It also bounds the walk from each word of a text."""
_LABELS = ("variant", "accepted", "near")
"""What may stand, with a colon, before what a `#.` line says for the program; all others say it for editors."""
_TO = "to "


def load(paths: Sequence[Path]) -> Glossary:
    """The terms of some gettext files, the first file's before the next one's.

    Raises:
        GlossaryError: a file is missing or broken, or an entry makes no sense; names the file and the line.
    """
    return Glossary([term for path in paths for term in _terms(path)])


def _terms(path: Path) -> Iterator[Term]:
    import polib

    try:
        _refuse_open_quotes(path)
        entries = polib.pofile(str(path), encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise GlossaryError(_("{path}: it is not UTF-8", path=path), _("save it as UTF-8")) from error
    except OSError as error:
        if error.strerror:
            what = _("{path}: {reason}", path=path, reason=reason(error))
            raise GlossaryError(what, _("check the path, or use --no-glossary")) from error
        why = " ".join(str(error).replace(str(path), "").replace("in po file", "").split())
        what = _("{path}: {reason}", path=path, reason=why)
        raise GlossaryError(what, _("mend that line; msgfmt -c shows it too")) from error
    for entry in entries:
        if not entry.obsolete and not _is_open(entry):
            yield _term(path, entry)


def _is_open(entry: POEntry) -> bool:
    """Whether nobody has given a rendering yet: terminology tools keep such entries as work to be done."""
    return not entry.msgstr and not any(entry.msgstr_plural.values()) and "read-only" not in entry.flags


def _refuse_open_quotes(path: Path) -> None:
    """Unlike polib, which takes the last letter of such a line for its quotation mark."""
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            said = line.strip()
            if said.startswith(("msg", '"')) and not (said.endswith('"') and said.count('"') > 1):
                what = _("{path} (line {line}): a quotation mark is missing", path=path, line=number)
                raise GlossaryError(what, _("mend that line"))


def _term(path: Path, entry: POEntry) -> Term:
    def refuse(what: str) -> GlossaryError:
        place, source = {"path": path, "line": entry.linenum}, entry.msgid[:60]
        told = _("{path}, line {line}: “{source}” {clause}", **place, source=source, clause=what)
        return GlossaryError(told, _("mend or remove the entry"))

    lines = _labelled(entry.comment)
    renderings = [entry.msgstr] if entry.msgstr else [entry.msgstr_plural[i] for i in sorted(entry.msgstr_plural)]
    given = (entry.msgid, entry.msgid_plural, entry.msgctxt or "", *renderings)
    source, plural, context, *renderings = map(_one_line, given)
    many = renderings[1] if plural and len(renderings) > 1 else ""
    renderings = [rendering for rendering in (*renderings, *lines["accepted"]) if rendering]
    rule: Rule = next((rule for flag, rule in _RULES if flag in entry.flags), "pin")
    if rule == "read-only":
        renderings = [source]
    variants = [variant for variant in (plural, *lines["variant"]) if variant]
    near = [word for line in (*_near(context), *lines["near"]) for word in map(_one_line, line.split(",")) if word]
    texts = (source, *variants, *near, *renderings)
    if not all(map(_WORD.search, (source, *variants, *near))):
        raise refuse(_("has no word to look for"))
    if not renderings or not all(map(_WORD.search, renderings)):
        raise refuse(_("has no rendering"))
    if max(map(len, texts)) > _LONGEST:
        raise refuse(_("is longer than {n} characters: a text, not a term", n=_LONGEST))
    if hidden := next((sign for text in texts for sign in text if not sign.isprintable()), ""):
        raise refuse(_("holds an invisible character, {code}", code=f"U+{ord(hidden):04X}"))
    is_verb = rule != "read-only" and _is_verb(source, renderings[0])
    if is_verb:
        renderings = [rendering.removeprefix(_TO) for rendering in renderings]
    return Term(
        source=source,
        target=renderings[0],
        rule=rule,
        accepted=tuple(renderings[1:]),
        variants=tuple(variants),
        note="\n".join(lines[""]).strip(),
        plural=many,
        verb=is_verb,
        context=context,
        near=tuple(near),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _labelled(comment: str) -> dict[str, list[str]]:
    """The lines of an entry's `#.` comment by what they are for; those for editors under the empty name."""
    found: dict[str, list[str]] = {label: [] for label in ("", *_LABELS)}
    for line in comment.split("\n"):
        label, colon, said = line.partition(":")
        known = colon and label.strip().lower() in _LABELS
        found[label.strip().lower() if known else ""].append(_one_line(said) if known else line)
    return found


def _near(context: str) -> list[str]:
    """The neighbours that a `msgctxt` names."""
    label, colon, said = context.partition(":")
    return [said] if colon and label.strip().lower() == "near" else []


def _is_verb(source: str, rendering: str) -> bool:
    """Whether an entry is a verb; where the infinitive is a noun as well, the rendering must say so."""
    found = verb(source)
    return found is not None and (rendering.startswith(_TO) or not is_noun(found.infinitive))
