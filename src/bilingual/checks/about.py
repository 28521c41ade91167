"""What each check asks, how grave its gravest findings are, and why they matter: for the page and the command.

Titles and explanations are English messages; `_` says them in the reader's language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bilingual.messages import marked

if TYPE_CHECKING:
    from bilingual.types import Severity


class About(NamedTuple):
    """A check as a reader of its findings knows it."""

    title: str
    why: str
    severity: Severity = "warning"
    is_for_any: bool = False
    """Whether it knows nothing of the languages, so that it serves all of them."""


ABOUT: dict[str, About] = {
    "empty": About(
        marked("No translation"),
        marked("A reader of the translation never learns what the source says here."),
        "error",
        is_for_any=True,
    ),
    "repeated": About(
        marked("The translation goes round in circles"),
        marked("A model has lost the thread: what it should have said is missing."),
        "error",
        is_for_any=True,
    ),
    "length": About(
        marked("Far longer or shorter than the source"), marked("Something was lost, or something was invented.")
    ),
    "copied": About(
        marked("Not translated"),
        marked("Words of the source stand there as they were: English readers cannot read them."),
        is_for_any=True,
    ),
    "untranslated": About(
        marked("A French word in the English"),
        marked("The model did not know the word and copied it; readers, too, will not know it."),
    ),
    "dropped": About(
        marked("A passage seems to be missing"),
        marked("What the source says there is lost, and the translation reads well without it."),
    ),
    "added": About(
        marked("A passage comes from nowhere"),
        marked("A model may invent what sounds likely; readers would take it for what the article says."),
    ),
    "negation": About(
        marked("A negation was lost or added"), marked("The translation may say the opposite of the source.")
    ),
    "name": About(
        marked("Another name"), marked("A wrong name blames or praises someone who has no part in the matter.")
    ),
    "verbatim": About(
        marked("An address or a tag was altered"),
        marked("A link, an e-mail address, a handle or a hashtag with one letter changed leads elsewhere."),
        "error",
        is_for_any=True,
    ),
    "quotes": About(
        marked("A quotation mark or bracket without its partner"),
        marked("Readers cannot tell where someone's words end and the article's own begin."),
        is_for_any=True,
    ),
    "doubtful": About(
        marked("The engine was unsure"),
        marked("Translations that the model itself finds unlikely are oftener wrong than others."),
        "info",
        is_for_any=True,
    ),
    "second-choice": About(
        marked("The engine's second choice"),
        marked("The text that the model found likeliest had a fault that another one of its own has not."),
        "info",
    ),
    "term": About(marked("A term is missing"), marked("The glossary asks for this rendering."), "error"),
    "term-forbidden": About(marked("A forbidden rendering"), marked("The glossary forbids this rendering.")),
    "term-extra": About(
        marked("A term too often"),
        marked("The translation names a term oftener than the source does; perhaps something else was meant."),
    ),
    "term-ambiguous": About(
        marked("Which of several terms?"),
        marked("The glossary has homonyms, and nothing in the text decides between them."),
        "info",
    ),
    "figure": About(
        marked("Another figure"),
        marked("A number, date, time or sum of the source is not in the translation with the same value."),
        "error",
    ),
    "figure-source": About(
        marked("A figure that cannot be"),
        marked("The source itself is wrong here, and the translation can be no better."),
    ),
    "figure-style": About(
        marked("Written the French way"),
        marked("Figures, quotation marks or spaces are not written as English has them."),
        "info",
    ),
}
"""By the name that findings carry."""
