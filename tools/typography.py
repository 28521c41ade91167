"""French typography in translations, as the Imprimerie nationale has it: which spaces do not break, which signs curl.

Whoever translates types what a keyboard has; `make catalogues` puts it right.
"""

from __future__ import annotations

import re

BROAD, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"

_CODE = re.compile(r"(`[^`\n]*`|\{[^{}\n]*\}|%\(\w+\)s)")
"""What stands for itself: commands, and the places of values."""
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (  # the later ones look at what the earlier ones set
    (re.compile(r"\.{3}"), "…"),
    (re.compile(r"[ \u00a0\u202f]+…"), "…"),
    (re.compile(r"«[ \u00a0\u202f]*"), f"«{BROAD}"),
    (re.compile(r"[ \u00a0\u202f]*»"), f"{BROAD}»"),
    (re.compile(r"[ \u00a0\u202f]+([;!?%])(?!\w)"), rf"{NARROW}\1"),
    (re.compile(r"[ \u00a0\u202f]+:(?!\S)"), f"{BROAD}:"),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NARROW),
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
)


def french(text: str) -> str:
    """The text with its spaces and apostrophes as French is set; what it names of code stays as it is."""
    return "".join(part if number % 2 else _set(part) for number, part in enumerate(_CODE.split(text)))


def _set(text: str) -> str:
    for pattern, sign in _RULES:
        text = pattern.sub(sign, text)
    return text
