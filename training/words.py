"""Words of a sentence, for word alignment and for terms: the same cut for French and for English.

*l'immunité* is two words (`l'`, `immunité`), *dit-il* too (`dit`, `-il`), and so is *State's* (`State`, `'s`): each
part has a partner of its own on the other side. *aujourd'hui*, *don't* and *vice-président* stay whole, as do numbers
with their groups (`1 400`, `1,4`, `10.5`) and what is glued to them (`4e`, `5G`).
"""

from __future__ import annotations

import re

_RUN = r"[^\W\d_][^\W_]*"
_END = r"(?![\w-])"
_ELIDED = r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)['’](?=\w)"
_CLITIC = rf"-(?:t-)?(?:je|tu|il|ils|elle|elles|on|ce|nous|vous|moi|toi|lui|leur|le|la|les|y|en){_END}"
_POSSESSIVE = rf"['’]s{_END}"
_GROUP = r"[ \u00a0\u202f]\d{3}(?!\d)"

# Every repeat here starts with a sign that its neighbours cannot take, so that no text is tried in two ways.
_WORD = re.compile(
    rf"{_ELIDED}|{_POSSESSIVE}|{_CLITIC}"
    rf"|{_RUN}(?:(?!{_POSSESSIVE})(?!{_CLITIC})['’-]{_RUN})*"
    rf"|(?:\d{{1,3}}(?:{_GROUP})+|\d+)(?:[.,]\d+)*(?:[^\W_])*"
    r"|[^\s]",
    re.IGNORECASE,
)


def spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each word in characters, in order; together they cover all that is not white space."""
    return [match.span() for match in _WORD.finditer(text)]


def split(text: str) -> list[str]:
    """The words themselves."""
    return _WORD.findall(text)
