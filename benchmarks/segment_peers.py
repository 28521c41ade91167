"""Runs a peer on texts and tells its sentences and speed; for the peers' own environment, by `benchmarks/segment.py`.

`python segment_peers.py NAME` reads a JSON list of texts and writes `{"sentences": [...], "late": n, "speed": x}`:
the sentences of each text, how many texts took too long and stand as one sentence, and 10^6 bytes a second.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Cut = Callable[[str], list[str]]

LIMIT = 10
"""Seconds for one text; pysbd may take minutes."""

TIMED = 2
"""Seconds of processor time that are measured at the least, or one round."""


class LateError(Exception):
    """A text took too long."""


def pysbd() -> Cut:
    """Rules after the Golden Rules, for French; not cleaned, so that it leaves the text alone where it can."""
    import pysbd as library

    cutter = library.Segmenter(language="fr", clean=False)
    return lambda text: [str(sentence) for sentence in cutter.segment(text)]


def sentencex() -> Cut:
    """Wikimedia's rules."""
    import sentencex as library

    return lambda text: list(library.segment("fr", text))


def spacy() -> Cut:
    """The rule-based sentencizer of the blank French pipeline: the trained parser is a download."""
    import spacy as library

    nlp = library.blank("fr")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10**9
    return lambda text: [sentence.text for sentence in nlp(text).sents]


def sentence_splitter() -> Cut:
    """The splitter of Europarl and Moses."""
    import sentence_splitter as library

    return library.SentenceSplitter(language="fr").split


def blingfire() -> Cut:
    """Microsoft's finite-state machine, for any language."""
    import blingfire as library

    return lambda text: library.text_to_sentences(text).split("\n")


PEERS = (pysbd, sentencex, spacy, sentence_splitter, blingfire)


def limited(cut: Cut, text: str) -> list[str] | None:
    """The sentences; None where they take longer than the limit."""
    signal.alarm(LIMIT)
    try:
        return cut(text)
    except LateError:
        return None
    finally:
        signal.alarm(0)


def speed(cut: Cut, texts: list[str]) -> float:
    """10^6 bytes of UTF-8 a second of processor time."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    rounds, begun = 0, time.process_time()
    while rounds == 0 or time.process_time() - begun < TIMED:
        for text in texts:
            cut(text)
        rounds += 1
    return rounds * size / (time.process_time() - begun)


def main() -> None:
    """Read, cut, write."""
    signal.signal(signal.SIGALRM, _late)
    (cut,) = (peer() for peer in PEERS if peer.__name__ == sys.argv[1])
    texts = json.load(sys.stdin)
    found = [limited(cut, text) for text in texts]
    quick = [text for text, sentences in zip(texts, found, strict=True) if sentences is not None]
    sentences = [[text] if one is None else one for text, one in zip(texts, found, strict=True)]
    json.dump({"sentences": sentences, "late": found.count(None), "speed": speed(cut, quick)}, sys.stdout)


def _late(_signal: int, _frame: object) -> None:
    raise LateError


if __name__ == "__main__":
    main()
