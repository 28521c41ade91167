"""The house's terms: read from gettext files, found in running French.

A term is found whatever its inflection and typography: words are compared by lemma (simplemma), without regard to
case, to the kind of apostrophe, or to hyphen against space; elided articles fall away since an apostrophe ends a word.
What is never translated is a name, and names do not inflect: the river Amazone is no Amazon.
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
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from polib import POEntry

_WORD = re.compile(r"[^\W_ʼ]+(?:[\u0300-\u036f\u00ad]+[^\W_ʼ]*)*")
"""Letters and digits, decomposed accents and soft hyphens among them."""
_BETWEEN = re.compile(r"[\s\-‐‑'’‘ʼ]{1,3}")
"""What may stand between two words of a term."""
_Word = tuple[int, int, tuple[str, ...], bool]
"""Where a word of a text stands, the names under which it is looked up, and whether its lemma is in doubt."""
_RULES: tuple[tuple[str, Rule], ...] = (("read-only", "read-only"), ("forbidden", "forbidden"), ("fuzzy", "suggest"))
_LONGEST = 200
"""Characters of an entry; longer ones are texts, not terms. It also bounds the walk from each word of a text."""


@dataclass(slots=True)
class _Node:
    """A place in the tree of words: what may follow, and the terms that end here."""

    next: dict[str, _Node] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    """Those whose lemmas lead here, or the letters of whose names."""
    stemmed: list[Term] = field(default_factory=list)
    """Those whose stems lead here."""


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
        if term.rule == "read-only":
            self._node(spelling, _name_key).terms.append(term)
        else:
            self._node(spelling, _lemma).terms.append(term)
            self._node(spelling, _stem).stemmed.append(term)

    def _node(self, spelling: str, key: Callable[[str], str]) -> _Node:
        """The place of a spelling in the tree, made if it is not there; the root is never asked for its terms."""
        node = self._root
        for word in _WORD.findall(spelling):
            node = node.next.setdefault(key(_fold(word)), _Node())
        return node

    def find(self, text: str) -> tuple[Pin, ...]:
        """The terms in a text, in order and without overlap: at each place the longest.

        Beside a term that is pinned, those that forbid a rendering of the same words are given too.
        """
        if not self.terms:
            return ()
        words = [(match.start(), match.end(), *_keys(match.group())) for match in _WORD.finditer(text)]
        pins: list[Pin] = []
        i = 0
        while i < len(words):
            last, terms = self._longest(text, words, i)
            pins += (Pin(term, words[i][0], words[last][1]) for term in terms)
            i = last + 1 if terms else i + 1
        return tuple(pins)

    def _longest(self, text: str, words: Sequence[_Word], i: int) -> tuple[int, list[Term]]:
        """The last word and the terms of the longest match that begins with word i."""
        best: tuple[int, list[Term]] = (i, [])
        nodes = [self._root]
        doubtful = False
        for j in range(i, len(words)):
            if j > i and not _BETWEEN.fullmatch(text, words[j - 1][1], words[j][0]):
                break
            nodes = [node.next[key] for node in nodes for key in words[j][2] if key in node.next]
            if not nodes:
                break
            said = text[words[i][0] : words[j][1]]
            doubtful = doubtful or words[j][3]
            certain = [term for node in nodes for term in node.terms if _case_fits(term, said)]
            # of known words the lemmatiser tells plaint (plaindre) from plainte
            likely = [term for node in nodes for term in node.stemmed if doubtful and _case_fits(term, said)]
            if terms := _best(certain or likely):
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
def _keys(word: str) -> tuple[tuple[str, ...], bool]:
    """The names under which a word is looked up, and whether its lemma is in doubt: it may lack accents, or is unknown.

    It is looked up under itself, too, for it may be the lemma of another inflection.
    """
    from simplemma import is_known

    folded = _fold(word)
    keys = tuple({folded, _name_key(folded), _lemma(folded), _stem(folded)})
    return keys, not word.islower() or not is_known(folded, lang="fr")


def _fold(word: str) -> str:
    return unicodedata.normalize("NFC", word.replace("\xad", "")).casefold()


def _name_key(folded: str) -> str:
    """For a name: its letters, but for accents, which capitals often lack."""
    return f"={_bare(folded)}"


def _lemma(folded: str) -> str:
    from simplemma import lemmatize

    return lemmatize(folded, lang="fr").casefold() if folded.isalpha() else folded


def _stem(folded: str) -> str:
    """The word without accents, which capitals often lack, and without the endings of plural and feminine.

    What no dictionary lists is found by it.
    """
    bare = _bare(folded)
    if len(bare) < 4:  # noqa: PLR2004  # des, les, pas …
        return bare
    stem = bare.removesuffix("s").removesuffix("x")
    return stem.removesuffix("e") if len(stem) > 4 else stem  # noqa: PLR2004  # a short word ends in an e of its own


def _bare(folded: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", folded) if not unicodedata.combining(letter))


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
        raise GlossaryError(f"{path}: it is not UTF-8", "save it as UTF-8") from error
    except OSError as error:
        if error.strerror:
            raise GlossaryError(f"{path}: {error.strerror}", "check the path, or use --no-glossary") from error
        reason = " ".join(str(error).replace(str(path), "").replace("in po file", "").split())
        raise GlossaryError(f"{path}: {reason}", "mend that line; msgfmt -c shows it too") from error
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
                raise GlossaryError(f"{path} (line {number}): a quotation mark is missing", "mend that line")


def _term(path: Path, entry: POEntry) -> Term:
    def refuse(what: str) -> GlossaryError:
        return GlossaryError(f"{path}, line {entry.linenum}: “{entry.msgid[:60]}” {what}", "mend or remove the entry")

    renderings = [entry.msgstr] if entry.msgstr else [entry.msgstr_plural[i] for i in sorted(entry.msgstr_plural)]
    source, plural, *renderings = (" ".join(text.split()) for text in (entry.msgid, entry.msgid_plural, *renderings))
    renderings = [rendering for rendering in renderings if rendering]
    rule: Rule = next((rule for flag, rule in _RULES if flag in entry.flags), "pin")
    if rule == "read-only":
        renderings = [source]
    texts = (source, plural, *renderings)
    if not _WORD.search(source):
        raise refuse("has no word to look for")
    if not renderings or not all(map(_WORD.search, renderings)):
        raise refuse("has no rendering")
    if max(map(len, texts)) > _LONGEST:
        raise refuse(f"is longer than {_LONGEST} characters: a text, not a term")
    if hidden := next((sign for text in texts for sign in text if not sign.isprintable()), ""):
        raise refuse(f"holds an invisible character, U+{ord(hidden):04X}")
    return Term(
        source=source,
        target=renderings[0],
        rule=rule,
        accepted=tuple(renderings[1:]),
        variants=(plural,) if plural else (),
        note=entry.comment.strip(),
    )
