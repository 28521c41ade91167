"""`bilingual segment`: sentences, one a line."""

from __future__ import annotations

import sys

import click

from bilingual.errors import UsageError
from bilingual.messages import _, counted


@click.command()
@click.argument("file")
@click.option("--article", is_flag=True, help="Leave out what `translate` would: promotion, cookie notices …")
@click.option("--column", default="", metavar="NAME", help="Of tables and records, the column with the text.")
def command(file: str, *, article: bool, column: str) -> None:
    """Print the sentences of a text, one a line.

    FILE is an article in any format that bilingual reads, or - for standard input. A blank line stands between blocks.
    """
    from itertools import groupby

    from bilingual.clean import clean
    from bilingual.read import read, sources
    from bilingual.segment import load_rules, segments

    source, *others = sources([file], sys.stdin.buffer.read if sys.stdin else None, column)
    if others:
        what = counted(
            "{path}: there is {n} article in this folder",
            "{path}: there are {n} articles in this folder",
            len(others) + 1,
            path=file,
        )
        raise UsageError(what, _("give one of its files"))
    document = clean(read(source), keep_all=not article)
    found = segments(document.blocks, load_rules(document.lang))
    for number, (_block, sentences) in enumerate(groupby(found, key=lambda segment: id(segment.block))):
        lines = [" ".join(sentence.text.splitlines()) for sentence in sentences]
        click.echo(("\n" * (number > 0) + "\n".join(lines)).encode("utf-8", "replace"))
