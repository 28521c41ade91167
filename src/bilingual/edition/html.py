"""The readers' page: one file that asks nothing from elsewhere and runs nothing; printed, it is a booklet."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from markupsafe import Markup

from bilingual.edition.look import anchor
from bilingual.edition.runs import plain
from bilingual.errors import BilingualError
from bilingual.messages import _
from bilingual.publish.rendering import policy

if TYPE_CHECKING:
    from bilingual.edition.book import Book, Layout
    from bilingual.edition.look import Look

_STYLE = "page.css"
_ENDS = re.compile("</style|<!--", re.IGNORECASE)
_WORD = re.compile("[A-Za-z0-9 ]")
_PICTURES = "; img-src data:; font-src data:"
"""A house's sign and letters may stand in its templates; they are part of the page."""
_HEAD = 90
"""Characters of the running head."""


def write(file: IO[bytes], book: Book, layout: Layout, look: Look) -> None:
    """Writes the page, `page.html.j2` with `page.css`.

    Raises:
        BilingualError: a template or the style is broken.
    """
    style = _style(book, look)
    look.write(
        file,
        "page.html.j2",
        book=book,
        layout=layout,
        style=Markup(style),  # noqa: S704  # it cannot end its element, and is hashed in the policy
        policy=policy(style, "") + _PICTURES,
        place=_place,
    )


def _place(number: int, address: str = "") -> str:
    return f"#{anchor(number, address)}"


def _style(book: Book, look: Look) -> str:
    """The style, with the running head of the printed page, which has no other way into it."""
    style = plain(look.asset(_STYLE))
    if _ENDS.search(style):
        what = _("{path}: it would end the page's style", path=_STYLE)
        raise BilingualError(what, _("take “</style” and “<!--” out of it"))
    title = book.title if len(book.title) <= _HEAD else f"{book.title[:_HEAD].rstrip()}…"
    head = f'@page {{ @top-center {{ content: "{_quoted(title)}"; }} }}'
    return f"{style}\n{head}\n@page :first {{ @top-center {{ content: none; }} }}\n"


def _quoted(text: str) -> str:
    """A text inside a string of CSS, letter by letter: nothing in it can end the string or the style."""
    return "".join(char if _WORD.fullmatch(char) else f"\\{ord(char):x} " for char in plain(text))
