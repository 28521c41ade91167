"""Cleaning: what is not the article is marked with its reason and kept; not one character is lost.

A stage is a function from a document to a document. First those that take apart what was glued together, then those
that set aside.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bilingual.clean.duplicates import mark_duplicates
from bilingual.clean.english import mark_english
from bilingual.clean.foreign import mark_foreign
from bilingual.clean.fragments import mark_fragments, mark_listed
from bilingual.clean.glued import split_credits, split_trailers
from bilingual.clean.labels import mark_labels
from bilingual.clean.pasted import split_pasted
from bilingual.clean.phrases import mark_phrases

if TYPE_CHECKING:
    from bilingual.types import Document

__all__ = ["MARKS", "SPLITS", "clean"]

SPLITS = (split_pasted, split_credits, split_trailers)
"""Stages that take apart what was glued together."""

MARKS = (mark_english, mark_foreign, mark_phrases, mark_labels, mark_fragments, mark_listed, mark_duplicates)
"""Stages that set blocks aside; each leaves alone what an earlier one has set aside."""


def clean(document: Document, *, keep_all: bool = False) -> Document:
    """The same text in the same order, taken apart where needed, its blocks marked where they are not the article.

    Args:
        document: as read.
        keep_all: mark nothing, and take back the marks of the reader, so that everything is translated.
    """
    for split in SPLITS:
        document = split(document)
    if keep_all:
        return replace(document, blocks=tuple(replace(block, skip=None) for block in document.blocks))
    for mark in MARKS:
        document = mark(document)
    return document
