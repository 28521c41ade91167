"""The house's terms: read from gettext files, found in running French.

A term is found whatever its inflection and typography: words are compared by lemma (simplemma), without regard to
case, to the kind of apostrophe, or to hyphen against space; elided articles fall away since an apostrophe ends a word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from bilingual.errors import GlossaryError
from bilingual.types import Pin, Rule, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from polib import POEntry

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s\-‐‑'’]{1,3}")
"""What may stand between two words of a term."""
_RULES: tuple[tuple[str, Rule], ...] = (("read-only", "read-only"), ("forbidden", "forbidden"), ("fuzzy", "suggest"))
_LONGEST = 2_000
"""Characters of an entry; longer ones are texts, not terms."""


@dataclass(slots=True)
class _Node:
    """A place in the tree of words: what may follow, and the terms that end here."""

    next: dict[str, _Node] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)


class Glossary:
    """Terms ready to be found: one walk over a text, bounded by the longest term at each word."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self.fingerprint = blake2b(repr(self.terms).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        self._root = _Node()
        for term in self.terms:
            for spelling in (term.source, *term.variants):
                self._add(term, spelling)

    def _add(self, term: Term, spelling: str) -> None:
        # one path a way of keying: a word that the lemmatiser knows in one inflection only is found by the other
        for way in (_lemma, _stem):
            node = self._root
            for word in _WORD.findall(spelling):
                node = node.next.setdefault(way(_fold(word)), _Node())
            if node is not self._root and term not in node.terms:
                node.terms.append(term)

    def find(self, text: str) -> tuple[Pin, ...]:
        """The terms in a text, in order and without overlap: at each place the longest.

        Beside a term that is pinned, those that forbid a rendering of the same words are given too.
        """
        if not self.terms:
            return ()
        words = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]
        pins: list[Pin] = []
        i = 0
        while i < len(words):
            last, terms = self._longest(text, words, i)
            pins += (Pin(term, words[i][0], words[last][1]) for term in terms)
            i = last + 1 if terms else i + 1
        return tuple(pins)

    def _longest(self, text: str, words: Sequence[tuple[int, int, str]], i: int) -> tuple[int, list[Term]]:
        """The last word and the terms of the longest match that begins with word i."""
        best: tuple[int, list[Term]] = (i, [])
        nodes = [self._root]
        for j in range(i, len(words)):
            if j > i and not _BETWEEN.fullmatch(text, words[j - 1][1], words[j][0]):
                break
            folded = _fold(words[j][2])
            keys = {_lemma(folded), _stem(folded), folded}
            nodes = [node.next[key] for node in nodes for key in keys if key in node.next]
            if not nodes:
                break
            said = text[words[i][0] : words[j][1]]
            if terms := _best([term for node in nodes for term in node.terms if _case_fits(term, said)]):
                best = (j, terms)
        return best


def _best(terms: Iterable[Term]) -> list[Term]:
    """Of the terms for the same words: one to enforce (or else to suggest), and all that forbid."""
    distinct = list(dict.fromkeys(terms))
    asked = [term for term in distinct if term.rule in {"pin", "read-only"}]
    suggested = [term for term in distinct if term.rule == "suggest"]
    return (asked or suggested)[:1] + [term for term in distinct if term.rule == "forbidden"]


def _case_fits(term: Term, said: str) -> bool:
    """A name of one word (Apple, Signal) is not the noun of the same letters."""
    name = term.rule == "read-only" or len(_WORD.findall(term.source)) == 1
    return not (name and term.source[:1].isupper()) or said[:1].isupper()


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold()


@lru_cache(maxsize=50_000)
def _lemma(folded: str) -> str:
    from simplemma import lemmatize

    return lemmatize(folded, lang="fr").casefold() if folded.isalpha() else folded


@lru_cache(maxsize=50_000)
def _stem(folded: str) -> str:
    """The word without accents, which capitals often lack, and without the endings of plural and feminine.

    What no dictionary lists is found by it.
    """
    bare = "".join(letter for letter in unicodedata.normalize("NFD", folded) if not unicodedata.combining(letter))
    if len(bare) < 4:  # noqa: PLR2004  # des, les, pas …
        return bare
    stem = bare.removesuffix("s").removesuffix("x")
    return stem.removesuffix("e") if len(stem) > 4 else stem  # noqa: PLR2004  # says what it is where it stands


def load(paths: Sequence[Path]) -> Glossary:
    """The terms of some gettext files, the first file's before the next one's.

    Raises:
        GlossaryError: a file is missing or broken, or an entry makes no sense; names the file and the line.
    """
    return Glossary([term for path in paths for term in _terms(path)])


def _terms(path: Path) -> Iterator[Term]:
    import polib

    try:
        with path.open("rb"):  # polib takes the name of a missing file for the text of a catalogue
            entries = polib.pofile(str(path), encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise GlossaryError(f"{path}: it is not UTF-8", "save it as UTF-8") from error
    except OSError as error:
        reason = error.strerror or str(error).replace(str(path), "").replace("in po file", "").strip()
        raise GlossaryError(f"{path}: {reason}", "mend that line; msgfmt -c shows it too") from error
    for entry in entries:
        if not entry.obsolete:
            yield _term(path, entry)


def _term(path: Path, entry: POEntry) -> Term:
    def refuse(what: str) -> GlossaryError:
        return GlossaryError(f"{path}, line {entry.linenum}: “{entry.msgid[:60]}” {what}", "mend or remove the entry")

    renderings = [entry.msgstr] if entry.msgstr else [entry.msgstr_plural[i] for i in sorted(entry.msgstr_plural)]
    renderings = [rendering.strip() for rendering in renderings if rendering.strip()]
    rule: Rule = next((rule for flag, rule in _RULES if flag in entry.flags), "pin")
    if rule == "read-only":
        renderings = [entry.msgid.strip()]
    if not _WORD.search(entry.msgid):
        raise refuse("has no word to look for")
    if not renderings:
        raise refuse("has no rendering")
    if max(len(text) for text in (entry.msgid, *renderings)) > _LONGEST:
        raise refuse(f"is longer than {_LONGEST} characters")
    variants = (entry.msgid_plural.strip(),) if entry.msgid_plural.strip() else ()
    return Term(
        source=entry.msgid.strip(),
        target=renderings[0],
        rule=rule,
        accepted=tuple(renderings[1:]),
        variants=variants,
        note=entry.comment.strip(),
    )
