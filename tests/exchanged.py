"""What the tests of the exchange formats share: articles of any text, and what comes back of them."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import strategies as st

from bilingual import exchange
from bilingual.exchange.outgoing import Outgoing, Row
from bilingual.types import Finding, Inline, InlineKind, Kind, Pin, Status, Term

if TYPE_CHECKING:
    from pathlib import Path

    from bilingual.exchange.incoming import Returned

HOSTILE = (
    "<b>&amp;]]></b> <![CDATA[x]]>",
    "\0\x01\x08\x1f\x7f\x85\ufffe\uffff",
    "\ud800 \udfff\udc00",
    "a\rb\r\nc\td\u2028e",
    "  \N{NO-BREAK SPACE}leading and trailing \n ",
    "\N{RIGHT-TO-LEFT OVERRIDE}مرحبا\N{POP DIRECTIONAL FORMATTING} שלום",
    "👩‍👩‍👧 e\u0301 \U0010ffff\U000e0001",
    r"\u{8} \u{5c} \u{} \\u{d} C:\users",
    "=1+1 @cmd '-2",
    "${env} {0} %s",
    "x" * 100_000,
    "\x02" * 50_000,
)
"""Texts that a parser, a tool or a spreadsheet may stumble over."""

TEXTS = st.text(st.characters(exclude_categories=()), min_size=1, max_size=30) | st.sampled_from(HOSTILE[:-2])
_TERMS = (
    Term("immunité", "immunity", note="Law <only>\n\x08"),
    Term("NSO", "NSO", rule="read-only"),
    Term("espion", "spy software", rule="forbidden"),
    Term("cour", "court", rule="suggest"),
)


@st.composite
def marks(draw: st.DrawFn, text: str) -> tuple[Inline, ...]:
    """Marks of a text, which may overlap."""
    found = []
    for _n in range(draw(st.integers(0, 4)) if text else 0):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        kind = draw(st.sampled_from(get_args(InlineKind)))
        href = "".join(draw(TEXTS)[:60].split()) if kind == "link" else ""
        found.append(Inline(start, end, kind, href))
    return tuple(sorted(found, key=lambda one: (one.start, -one.end)))


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """The segments and skipped blocks of an article."""
    made: list[Row] = []
    for n in range(draw(st.integers(1, 5))):
        source = draw(TEXTS)
        kind = draw(st.sampled_from(get_args(Kind)))
        number = made[-1].number + draw(st.integers(0, 1)) if made and not made[-1].skip else n + 10 * len(made) + 1
        row = Row(number, kind, 2 if kind == "heading" else 0, f"{n:010x}", source, source_marks=draw(marks(source)))
        if draw(st.integers(0, 5)) == 0:
            made.append(replace(row, number=number + 5, skip="cookies"))
            continue
        target = draw(TEXTS | st.just(""))
        made.append(
            replace(
                row,
                target=target,
                status=draw(st.sampled_from(get_args(Status))) if target else "draft",
                note=draw(st.just("") | TEXTS.filter(str.strip)),
                target_marks=draw(marks(target)),
                pins=tuple(
                    Pin(term, 0, draw(st.integers(1, len(source)))) for term in draw(st.sets(_TERM, max_size=2))
                ),
                findings=draw(st.just(()) | st.just((Finding("figure", "warning", "1.400 \x07 <1>", row.address),))),
                machine=draw(st.just("") | TEXTS),
            )
        )
    return made


_TERM = st.sampled_from(_TERMS)


def article(*made: Row, **more: Any) -> Outgoing:  # noqa: ANN401  # fields of Outgoing
    """An article of these rows."""
    return Outgoing(**{"name": "press/x", "rows": made, "signature": {"bilingual": "0.2", "model": "\x08 <m>"}} | more)


def row(source: str = "La cour dit non.", target: str = "The court says no.", **more: Any) -> Row:  # noqa: ANN401  # fields of Row
    """A segment."""
    return Row(
        **{"number": 1, "kind": "paragraph", "level": 0, "address": "a1", "source": source, "target": target} | more
    )


def written(name: str, given: Outgoing) -> bytes:
    """An article in a format."""
    file = io.BytesIO()
    exchange.write(file, name, given)
    return file.getvalue()


def back(name: str, data: bytes, folder: Path) -> list[Returned]:
    """What comes back of a file in a format."""
    path = folder / f"x{exchange.FORMATS[name].ending}"
    path.write_bytes(data)
    return list(exchange.returned(path))


def expected(given: Outgoing, *, has_all: bool = True) -> list[tuple[object, ...]]:
    """What has to come back of an article: all but the skipped blocks, and of a memory's formats what is translated."""
    return [
        (
            one.address,
            one.source,
            one.target,
            one.status,
            one.note,
            _ordered(one.target_marks),
            str(one.seen),
            given.name,
        )
        for one in given.rows
        if not one.skip and (has_all or one.target)
    ]


def told(one: Returned) -> tuple[object, ...]:
    """What came back, as `expected` has it."""
    assert one.marks is not None
    return (one.address, one.source, one.target, one.status, one.note or "", _ordered(one.marks), one.seen, one.article)


def _ordered(found: tuple[Inline, ...]) -> list[tuple[object, ...]]:
    return sorted((one.start, one.end, one.kind, one.href) for one in found)


PEAK = """
import sys, time
sys.path.insert(0, sys.argv[3])
from pathlib import Path
from bilingual import exchange
from bilingual.exchange.outgoing import Outgoing
from bilingual.types import Inline
from clocks import most_memory
from exchanged import row

class Many:
    def __iter__(self):
        for n in range(10_000):
            source = f"La cour d'appel numéro {n} a dit non à la société NSO, qui avait vendu un logiciel espion."
            target = source.replace("La cour", "The court")
            yield row(source, target, address=f"{n:010x}", number=n // 3 + 1, note="Why?" * (n % 5 == 0),
                      source_marks=(Inline(3, 7, "bold"),), target_marks=(Inline(4, 9, "bold"),))

start = time.perf_counter()
path = Path(sys.argv[2])
with path.open("wb") as file:
    exchange.write(file, sys.argv[1], Outgoing("x", Many()))
middle = time.perf_counter()
assert sum(1 for one in exchange.returned(path) if one.target) == 10_000
end = time.perf_counter()
print(middle - start, end - middle, most_memory() / 1024)
"""
"""A program that writes and reads 10,000 segments, given format, file and this folder; prints seconds and megabytes."""
