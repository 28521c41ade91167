"""Whether a sentence ends at a stop, or where a stop is missing: judged from a bounded window on either side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bilingual.segment.heads import cannot_be_name, head_of

if TYPE_CHECKING:
    from bilingual.segment.heads import Head, Rules

_ENUMERATOR = re.compile(r"\W*(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[^\W\d_])")
_NUMBERED = re.compile(r"[IVXLCDM]+|[^\W\d_]")
_VOWELLESS = re.compile(r"[bcdfghjklmnpqrstvwxz]{2,4}")
_OPENING = tuple("«“„([{‹")
_OPENING_OR_DASH = (*_OPENING, *"\"'‘-–—•*")
_CLOSING = tuple("»”\"’')]}›*")
_AROUND = "«»“”„\"()[]{}‹›*_,;:–—/'"
_PAIRS = ("«»", "“”", "()", "[]")
_CREDIT = "©(/"
_FIGURES = tuple("0123456789%€$")
_PERSONS = ("Il", "On", "En", "Au", "Je", "À")
_ELIDED = ("qu", "Qu", "Aujourd")
_APOSTROPHES = str.maketrans("’ʼ", "''")

_BEHIND = '»”") \u00a0\u202f'
"""What may stand between a sentence's last word and its stop."""

_LEAST_GLUED = 2  # letters of the word before a stop without a space
_DOTTED_PART = 2  # `Ph.D`
_GROUP, _FOUR_DIGITS = 3, 4  # `1. 400` and `12. 5. 2019` are one figure
_SHORT, _LONG = 3, 5  # letters: below it no word can be told from an abbreviation; from there on hardly one is cut
_FEW_WORDS = 4


class Stop(NamedTuple):
    """A stop with what stands around it."""

    before: str
    """The sentence so far, or its last characters."""
    mark: str
    """`.`, `?!`, `…` and the like, without closing quotes."""
    after: str
    """The first characters of what may be the next sentence; begins with no space."""
    first: bool
    """Whether `before` is the whole sentence so far."""
    closed: bool
    """Whether a closing quote or bracket stands behind the mark."""
    aside: bool
    """Whether a bracket that was opened inside the sentence closes behind the mark."""


def ends_sentence(stop: Stop, rules: Rules) -> bool:
    """Whether the sentence ends with this stop (and the closing quotes behind it)."""
    head = head_of(stop.after)
    if head is None or _opens(stop) or (stop.aside and not cannot_be_name(head, rules)):
        return False
    if head.listed:
        return True
    if stop.mark == ".":
        return _period_ends(stop, head, rules)
    if "!" in stop.mark or "?" in stop.mark:
        return _cry_ends(stop, head, rules)
    return head.capital or head.dated


def ends_glued(stop: Stop, rules: Rules) -> bool:
    """Whether the sentence ends though no space follows: `le mot.Le`, `le mot.« Le`, but not `exemple.Com`."""
    word = _last_word(stop.before.rstrip(_BEHIND))
    head = head_of(stop.after)
    if head is None or not head.word[0].isupper() or len(word) < _LEAST_GLUED or not word.isalpha():
        return False
    if head.lead:
        return word.islower() and head.lead[0] in "«“("
    return cannot_be_name(head, rules) and head.free and (word[-1].islower() or "!" in stop.mark or "?" in stop.mark)


def ends_unstopped(before: str, after: str, rules: Rules) -> bool:
    """Whether a sentence ends between two words though no stop says so: `le maire et son adjoint Le conseil a voté`.

    `before` is the sentence so far or its last characters, `after` begins with a capital or a bullet.
    """
    head = head_of(after)
    if head is None or head.listed or after[0] in "-–—":
        return head is not None
    if head.word.lower() not in rules.unstopped or not head.follows_small():
        return False
    if _is_elidable(head.word) != head.elided or head.word[1:].upper() == head.word[1:] != "":
        return False
    last = before.rstrip('»”" \u00a0\u202f').rsplit(None, 1)[-1:]
    if not last or _unelided(last[0]) in rules.expecting:
        return False
    return _may_be_last(last[0], before, head) and not _inside(before)


def _unelided(word: str) -> str:
    """The word without what is elided before it: `appelle` of `s’appelle`."""
    return word.translate(_APOSTROPHES).rpartition("'")[2]


def _is_elidable(word: str) -> bool:
    """Whether an apostrophe follows the word wherever it begins a sentence: `L'`, `Lorsqu'`, `Aujourd'hui`."""
    return (len(word) == 1 and word != "À") or word.endswith(_ELIDED)


def _may_be_last(word: str, before: str, head: Head) -> bool:
    """Whether a sentence may end with the word: with a long small one always; not at once with a name or figure.

    `Kim Jong Il a` and `3.2 La méthode` are why a name or figure needs some words before it, unless it ends a credit:
    `© Anne Duval Le maire`.
    """
    part = _unelided(word).rpartition("-")[2]
    if len(part) >= _SHORT and part.isalpha() and part.islower():
        return True
    name = word.rpartition("-")[2]
    long = len(name) >= _SHORT and name.isalpha()
    if not (long or word.endswith(_FIGURES) or (word.endswith(")") and "(" in before)):  # but not `1)`
        return False
    words = len(before.rsplit(None, _FEW_WORDS))
    return head.word not in _PERSONS and (words > _FEW_WORDS or (words > 1 and before[0] in _CREDIT))


def _inside(text: str) -> bool:
    """Whether a quotation or bracket is open at the end of the text."""
    return text.count('"') % 2 == 1 or any(text.rfind(pair[0]) > text.rfind(pair[1]) for pair in _PAIRS)


def _opens(stop: Stop) -> bool:
    """Whether the mark stands first in a quotation or bracket: `« ... Il part`, `(?)`."""
    last = stop.before.rstrip()[-2:]
    if "…" not in stop.mark and ".." not in stop.mark:
        return last.endswith(_OPENING)
    return last.endswith(_OPENING) or (last.endswith(_OPENING_OR_DASH) and not last[:-1].strip())


def _cry_ends(stop: Stop, head: Head, rules: Rules) -> bool:
    if stop.mark == "!" and _last_word(stop.before) in rules.marked and not stop.before[-1].isspace():
        return cannot_be_name(head, rules)
    return head.capital or head.numeric


def _period_ends(stop: Stop, head: Head, rules: Rules) -> bool:
    if stop.first and _ENUMERATOR.fullmatch(stop.before):
        return False
    word = _last_word(stop.before)
    kind = "word" if stop.before.endswith(_CLOSING) else _kind(word, rules)
    if kind == "word":
        return _begins_after_word(word, head, stop, rules)
    if not head.capital or kind == "never":
        return False
    if kind == "closing" or (kind in {"letter", "short"} and _unit_or_label(word, stop.before, rules)):
        return True
    if kind == "number":
        return head.elided or not _NUMBERED.fullmatch(head.word)
    return cannot_be_name(head, rules)


def _kind(word: str, rules: Rules) -> str:
    """What the word before the stop is: `word`, `letter`, `dotted`, `short`, or the class of its abbreviation."""
    small = word[:1].lower() + word[1:] if len(word) > 1 else word
    for name in ("never", "number", "names", "closing"):
        entries = getattr(rules, name)
        if word in entries or small in entries:
            return name
    if len(word) == 1 and word.isalpha():
        return "letter"
    if _dotted(word):
        return "dotted"
    return "short" if _VOWELLESS.fullmatch(word) else "word"


def _dotted(word: str) -> bool:
    """Whether it is written like `U.S.A`, `J.-P` or `c.-à-d`: letters, one or two, between stops and hyphens."""
    if "." not in word and "-" not in word:
        return False
    parts = word.replace("-", ".").split(".")
    return all(len(part) <= _DOTTED_PART and (part.isalpha() or not part) for part in parts)


def _begins_after_word(word: str, head: Head, stop: Stop, rules: Rules) -> bool:
    """Whether the head may begin a sentence behind an ordinary word, in spite of a small letter where need be.

    Writers forget a capital more often than they cut an unknown word behind its fourth letter or behind a vowel. But
    where a quotation closes with the stop, a small letter goes on (`« Il part. » dit-il`).
    """
    if head.numeric:
        return not (word.isdecimal() and len(word) <= _GROUP and len(head.word) <= _FOUR_DIGITS)
    if head.capital or head.quoted:
        return True
    if stop.closed or len(word) < _SHORT:
        return False
    whole = word.isalpha() and word[1:].islower() and (len(word) >= _LONG or word[-1] in "aeéiouysx")
    return whole or head.word[0] in rules.small or head.word in rules.small_words


def _unit_or_label(word: str, before: str, rules: Rules) -> bool:
    """Whether what stands before the letters says that they are no initial: `18 h`, `17° C`, `vitamine C`."""
    words = before.translate(_APOSTROPHES).replace("'", " ").split()
    previous = words[-2] if len(words) > 1 else ""
    return previous.lower() in rules.labels or previous.endswith("°") or (word.islower() and previous[-1:].isdecimal())


def _last_word(before: str) -> str:
    """The word before the stop, without what is elided before it and without quotes and brackets."""
    words = before.rsplit(None, 1)
    if not words:
        return ""
    word = words[-1].translate(_APOSTROPHES).strip(_AROUND)
    elided, _, rest = word.rpartition("'")
    return word if rest == "s" and elided[1:] else rest  # the English genitive is no elision
