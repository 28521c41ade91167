"""What a book says of itself: who made it, what people have read of it, and what the machine was."""

from __future__ import annotations

from contextvars import copy_context
from datetime import date
from typing import TYPE_CHECKING

from bilingual import messages
from bilingual.messages import marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeVar

    from bilingual.edition.book import Book

    T = TypeVar("T")


class Words:
    """The words of an edition that no article has, in one language.

    Args:
        lang: one of `messages.LANGUAGES`, whatever language the program itself speaks.
    """

    def __init__(self, lang: str = "en") -> None:
        self.lang = lang

    def said(self, message: str, /, **values: object) -> str:
        """A message that is marked by `messages.marked`, in this language."""
        return self._in(lambda: messages._(message, **_texts(values)))

    def counted(self, one: str, many: str, count: int, /, **values: object) -> str:
        """As `messages.counted`, in this language."""
        return self._in(lambda: messages.counted(one, many, count, **_texts(values)))

    def language(self, code: str) -> str:
        """What a language is called, as a heading: `fr` → French; the code itself where nobody knows it."""
        name = self._called(code)
        return name if name == code else name[:1].upper() + name[1:]

    def day(self, text: str) -> str:
        """A date as it is printed: `2026-07-01` → 1 July 2026; what is no day of ISO 8601 stays as it stands."""
        from babel.dates import format_date

        try:
            day = date.fromisoformat(text)
        except ValueError:
            return text
        said = format_date(day, "long", locale="en_GB" if self.lang == "en" else self.lang)
        return f"1er{said[1:]}" if self.lang == "fr" and day.day == 1 else said  # CLDR writes « 1 juillet »

    def credits(self, book: Book) -> list[tuple[str, str]]:
        """Roles (`author`, `translator`, `publisher`, `rights`, `identifier`) with their lines to print; those told."""
        translators = self.said(marked("Translated by {names}"), names=self.names(book.translators))
        lines = (
            ("author", self.names(book.authors)),
            ("translator", translators if book.translators else ""),
            ("publisher", ", ".join(filter(None, (book.publisher, self.day(book.date))))),
            ("rights", book.rights),
            ("identifier", book.identifier),
        )
        return [(role, line) for role, line in lines if line]

    def names(self, names: tuple[str, ...]) -> str:
        """Names in a row: `Anne Roux, Paul Blanc and Zoé Noir`."""
        *others, last = names or ("",)
        return self.said(marked("{names} and {last}"), names=", ".join(others), last=last) if others else last

    def colophon(self, book: Book) -> list[str]:
        """Sentences on how much of the book people have approved: honest to its readers."""
        return list(self._colophon(book))

    def signatures(self, book: Book) -> list[str]:
        """A line for each way in which translations were made: `bilingual 0.1.0 · model builtin · …`."""
        lines = (" · ".join(f"{name} {value}" for name, value in one.items()) for one in book.colophon.signatures)
        return list(filter(None, lines))

    def _colophon(self, book: Book) -> Iterator[str]:
        told, languages = book.colophon, map(self._called, (book.source_lang, book.target_lang))
        yield self.said(
            marked("Translated from {source} into {target}."), **dict(zip(("source", "target"), languages, strict=True))
        )
        if not told.segments:
            return
        if not told.approved:
            yield self.said(marked("No sentence has been approved by an editor: this is machine translation."))
        elif told.approved == told.segments:
            yield self.counted(
                "{n} sentence, approved by an editor.", "{n} sentences, all approved by an editor.", told.segments
            )
        elif told.left_out + told.approved == told.segments:
            yield self.counted(
                "{some} of {n} sentence approved by an editor.",
                "{some} of {n} sentences approved by an editor.",
                told.segments,
                some=self._number(told.approved),
            )
        else:
            yield self.counted(
                "{some} of {n} sentence approved by an editor; the rest is machine translation.",
                "{some} of {n} sentences approved by an editor; the rest is machine translation.",
                told.segments,
                some=self._number(told.approved),
            )
        if told.left_out:
            yield self.counted(
                "{n} sentence is left out: […] stands in its place.",
                "{n} sentences are left out: […] stands in their place.",
                told.left_out,
            )

    def _called(self, code: str) -> str:
        """What a language is called inside a sentence: `fr` → French, français; the code where nobody knows it."""
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse(code, sep="-").get_language_name(self.lang) or code
        except (ValueError, UnknownLocaleError):
            return code

    def _number(self, value: int) -> str:
        return self._in(lambda: messages.number(value))

    def _in(self, say: Callable[[], T]) -> T:
        """What a function says when it speaks this language; its own is left to whoever calls."""
        context = copy_context()
        context.run(messages.use, self.lang)
        return context.run(say)


def _texts(values: Mapping[str, object]) -> dict[str, str]:
    """Values as texts: a template that is not ours must not reach into anything else with `{value.attribute}`."""
    return {name: str(value) for name, value in values.items()}
