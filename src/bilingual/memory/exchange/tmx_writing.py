"""Write Translation Memory eXchange 1.4b, level 1: one unit a pair."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from bilingual.exchange.tmx import ADDRESS, ARTICLE
from bilingual.memory.exchange.unit import Writer

if TYPE_CHECKING:
    from bilingual.memory.approved import Approved

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
<header creationtool="bilingual" creationtoolversion="1" segtype="sentence" o-tmf="bilingual" adminlang="en" \
srclang="fr" datatype="plaintext"/>
<body>
"""
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML can hold."""


def _row(pair: Approved) -> str:
    source, target, article, address = map(_text, (pair.source, pair.target, pair.article, pair.address))
    return (
        f'<tu><prop type="{ARTICLE}">{article}</prop><prop type="{ADDRESS}">{address}</prop>'
        f'<tuv xml:lang="fr"><seg>{source}</seg></tuv><tuv xml:lang="en"><seg>{target}</seg></tuv></tu>\n'
    )


def _text(text: str) -> str:
    return escape(_UNWRITABLE.sub("\ufffd", text), {"\r": "&#13;"})


TMX = Writer(_HEAD, _row, "</body>\n</tmx>\n")
