"""Mails: the subject heads what was written; quotations, signatures and attachments are marked; nothing hangs."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path
from textwrap import wrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.clean import clean
from bilingual.errors import InputError
from bilingual.read import html, mail, replies, text
from bilingual.segment import load_rules, segments
from bilingual.types import Block, Document
from test_read import cases, lines_of

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT.parent / "shared" / "articles"
CASES = cases("replies.txt")
GREETING = "<p>Bonjour à tous.</p>"
PARAGRAPH = "La messagerie a saisi mardi la justice fédérale contre l’éditeur, qu’elle accuse d’espionner des élus."


def message(content: str = PARAGRAPH, subject: str = "Un éditeur devant ses juges", **charset: str) -> EmailMessage:
    """A mail of plain text."""
    made = EmailMessage()
    made["Subject"] = subject
    made.set_content(content, **charset)
    return made


def read(data: EmailMessage | bytes) -> str:
    """The blocks of a mail, one a line."""
    return lines_of(list(mail.blocks(data if isinstance(data, bytes) else data.as_bytes())))


def kept(found: list[Block]) -> list[str]:
    """The sentences that would be translated."""
    document = clean(Document("a", "a", tuple(found)))
    return [sentence.text for sentence in segments(document.blocks, load_rules("fr"))]


@pytest.mark.parametrize(("source", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_text_of_a_mail_comes_in_blocks(source: str, wanted: str) -> None:
    """The text of a mail comes in blocks."""
    assert lines_of(replies.parse(source)) == wanted
    assert lines_of(replies.parse(source.replace("\n", "\r\n"))) == wanted


def test_subject_sender_date_text_and_attachments_have_their_places() -> None:
    """Subject, sender, date, text and attachments have their places."""
    made = message(subject="RE: TR : Un éditeur devant ses juges")
    made["From"] = "Zoé Martin <zoe@press.example>"
    made["Date"] = "Tue, 5 Nov 2019 10:00:00 +0100"
    made["To"] = "luc@press.example"
    made.add_attachment(b"x", maintype="image", subtype="jpeg", filename="photo d’été.jpg")
    made.add_attachment("Autre texte.", filename="notes.txt")
    assert read(made) == (
        "paragraph boilerplate | RE: TR :\nheading1 | Un éditeur devant ses juges\n"
        "paragraph boilerplate | From: Zoé Martin <zoe@press.example>\n"
        f"paragraph boilerplate | Date: Tue, 05 Nov 2019 10:00:00 +0100\nparagraph | {PARAGRAPH}\n"
        "paragraph boilerplate | photo d’été.jpg (image/jpeg)\nparagraph boilerplate | notes.txt (text/plain)"
    )


@pytest.mark.parametrize("cte", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-15"])
def test_encodings_are_undone(charset: str, cte: str) -> None:
    """Encodings are undone."""
    made = message(PARAGRAPH.replace("’", "'") + " À 5 €.", charset=charset, cte=cte)
    assert read(made).endswith("espionner des élus. À 5 €.")


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("=?iso-8859-1?Q?L=92=E9t=E9?= =?utf-8?B?w6k=?=", "L’étéé"),
        ("L’été =?utf-8?Q?=C3=A9?=", "L’été é"),
        ("=?utf-8?B?!!!?= reste", "=?utf-8?B?!!!?= reste"),
        ("=?rot13?Q?abc?=", "abc"),
        ("deux\r\n lignes", "deux lignes"),
        ("=?utf-8?Q?" + "a" * 5_000 + "?=", "a" * 5_000),
        ("=?utf-8?B?ww==?= =?utf-8?B?qQ?= =?cp1252?q?_x?= y", "é x y"),
        ("=?utf-8?q?" * 9_000 + " fin", "=?utf-8?q?" * 9_000 + " fin"),
    ],
)
def test_subjects_are_read_as_mail_programs_show_them(header: str, wanted: str) -> None:
    """Subjects are read as mail programs show them."""
    (heading, *_) = mail.blocks(f"Subject: {header}\r\n\r\nUn texte.\r\n".encode())
    assert heading == Block(wanted, "heading", 1)


@pytest.mark.parametrize(
    ("label", "body", "wanted"),
    [
        ("utf-8", "L’été".encode("cp1252"), "L’été"),
        ("us-ascii", "L’été".encode("cp1252"), "L’été"),
        ("zlib", "L’été".encode(), "L’été"),
        ("utf-7", "L'été".encode("utf-7"), "L'été"),
        ("utf-99", "L’été".encode(), "L’été"),
        ("koi8-r", "мир".encode("koi8-r"), "мир"),
        ("\0utf-8", "L’été".encode(), "L’été"),
    ],
)
def test_a_wrong_label_does_no_harm(label: str, body: bytes, wanted: str) -> None:
    """A wrong label does no harm."""
    head = f"Content-Type: text/plain; charset={label}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    assert read(head.encode() + body) == f"paragraph | {wanted}"


def test_of_two_versions_the_page_is_taken_by_the_reader_of_pages() -> None:
    """Of two versions the page is taken, by the reader of pages; its pictures are no attachments."""
    page = (ROOT / "source_fr" / "geants-memoire-amicus.html").read_text("utf-8")
    made = message("Version texte.", "Les géants de la technologie volent au secours de WhatsApp")
    made.add_alternative(page, subtype="html")
    made.get_payload()[1].add_related(b"x", "image", "png", cid="<logo>")
    made.add_attachment(b"x", maintype="application", subtype="pdf", filename="a.pdf")
    found = list(mail.blocks(made.as_bytes()))
    assert kept(found) == kept(list(html.blocks(page.encode())))
    assert "Version texte" not in lines_of(found)
    assert lines_of(found).count("(image/png)") == 0
    assert found[-1].text == "a.pdf (application/pdf)"


def test_an_empty_page_gives_way_to_the_text() -> None:
    """An empty page gives way to the text."""
    made = message()
    made.add_alternative("<html><body><img src='cid:x'></body></html>", subtype="html")
    assert read(made).endswith(f"paragraph | {PARAGRAPH}")


@pytest.mark.parametrize(
    "quotation",
    [
        f'<div class="moz-cite-prefix">Le 3 mai, Luc a écrit :</div><blockquote type="cite">{GREETING}</blockquote>',
        f'<div class="gmail_quote"><div class="gmail_attr">Le 3 mai, Luc a écrit :</div>{GREETING}</div>',
        f'<div id="divRplyFwdMsg"><b>De :</b> L.</div><blockquote type="cite">{GREETING}</blockquote>',
        f"<p><b>De :</b> Luc<br><b>Envoyé :</b> lundi<br></p>{GREETING}",
        f"<p>-----Message d'origine-----</p>{GREETING}",
    ],
    ids=["Thunderbird", "Gmail", "Outlook on the web", "Outlook", "old Outlook"],
)
def test_quotations_in_pages_are_marked(quotation: str) -> None:
    """Quotations in pages are marked."""
    made = message()
    made.add_alternative(f"<p>{PARAGRAPH}</p><p>Oui, {PARAGRAPH}</p>{quotation}", subtype="html")
    found = list(mail.blocks(made.as_bytes()))
    assert [block.text for block in found if block.skip is None][1:] == [PARAGRAPH, f"Oui, {PARAGRAPH}"]
    assert [block.skip for block in found if block.text.startswith("Bonjour")] == ["quoted"]


def test_a_signature_in_a_page_is_marked() -> None:
    """A signature in a page is marked."""
    made = EmailMessage()
    made.set_content(f"<p>{PARAGRAPH}</p><p>-- </p><p>Zoé Martin</p>", subtype="html")
    assert read(made) == f"paragraph | {PARAGRAPH}\nparagraph boilerplate | --\nparagraph boilerplate | Zoé Martin"


def test_what_a_mail_only_quotes_or_forwards_is_its_text() -> None:
    """What a mail only quotes or forwards is its text."""
    assert read(message(f"> {PARAGRAPH}\n")).endswith(f"\nparagraph | {PARAGRAPH}")
    content = f"Pour info.\n\n-----Message d'origine-----\nDe : Luc\nDate : lundi\n\n{PARAGRAPH}"
    assert read(message(content, "TR: Un éditeur")).endswith(f"Date : lundi\nparagraph | {PARAGRAPH}")


def test_a_message_inside_a_message_is_read() -> None:
    """A message inside a message is read."""
    made = message("Voici.", "Transmis")
    made.add_attachment(message())
    assert read(made) == (
        f"heading1 | Transmis\nparagraph | Voici.\nheading1 | Un éditeur devant ses juges\nparagraph | {PARAGRAPH}"
    )


def test_flowed_lines_are_joined() -> None:
    """Flowed lines are joined, those of a quotation apart."""
    head = "Content-Type: text/plain; charset=utf-8; format=flowed{}\r\n\r\n"
    body = "La messagerie \r\na saisi la justice.\r\n\r\n> Un \r\n> mot.\r\n>> Deux \r\n \r\n-- \r\nZoé\r\nfin "
    assert read((head.format("") + body).encode()) == (
        "paragraph | La messagerie a saisi la justice.\nparagraph quoted | Un mot.\nparagraph quoted | Deux\n"
        "paragraph boilerplate | --\nparagraph boilerplate | Zoé\nparagraph boilerplate | fin"
    )
    assert "Lamessagerie" in read((head.format("; delsp=yes") + "La \r\nmessagerie.").encode())


DEEP = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(300))
MANY = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\nContent-Type: text/plain\n\nx\n" * 600


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("Un texte sans en-tête.", "not a mail"),
        ("%PDF-1.7", "not a mail"),
        (DEEP, "too many parts"),
        (MANY, "too many parts"),
        ("Content-Type: message/rfc822\n\n" * 39 + "Subject: x\n\nmot", "too many parts"),
    ],
    ids=["text", "pdf", "nested", "many", "messages"],
)
def test_what_cannot_be_read_is_told_with_the_mend(data: str, message: str) -> None:
    """What cannot be read is told with the mend."""
    with pytest.raises(InputError, match=message) as caught:
        list(mail.blocks(data.encode()))
    assert "give that" in caught.value.hint


@pytest.mark.parametrize("piece", ["> ", "-", "De : ", "Le a", " a écrit :", "--\n", "x <a@b> ", ">"])
def test_hostile_texts_neither_hang_nor_lose_a_word(piece: str) -> None:
    """Hostile texts neither hang nor lose a word."""
    found = replies.parse(f"mot\n{piece * 20_000}\nmot\n")
    assert sum(block.text.count("mot") for block in found) == 2


LINES = [
    *("mot", "> mot", ">> mot ", "-- ", "--", "De : mot", "Date : mot", "Le 3 mai, mot a écrit :", ""),
    *("-----Message d'origine-----", "Début du message transféré :"),
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=12), st.booleans())
def test_no_word_of_a_mail_is_lost(lines: list[str], flowed: bool) -> None:  # noqa: FBT001  # hypothesis gives it
    """No word of a mail is lost."""
    found = replies.parse("\n".join(lines), flowed=flowed)
    assert sum(block.text.count("mot") for block in found) == sum(line.count("mot") for line in lines)


HEADERS = st.sampled_from(
    [
        *("Subject: mot", "Content-Type: text/html", "Content-Type: multipart/alternative; boundary=b", "--b", "--b--"),
        *("Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", "", "<p>mot", "From: =?x?q?=ff?="),
        "Content-Disposition: attachment; filename*=utf-8''%ff",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.lists(HEADERS, max_size=12).map(lambda lines: "\n".join(lines).encode())))
def test_no_bytes_crash_it(data: bytes) -> None:
    """No bytes crash it."""
    for start in (b"", b"Subject: x\n", b"Content-Type: multipart/mixed; boundary=b\n\n--b\n"):
        try:
            found = list(mail.blocks(start + data))
        except InputError as error:
            assert error.hint  # noqa: PT017  # both ends are right; what is said must be complete
        else:
            assert all(block.text and block.text == " ".join(block.text.split(" ")) for block in found)


@pytest.mark.parametrize("form", ["lines", "wrapped", "Windows-1252"])
def test_the_articles_of_the_issue_give_their_sentences(form: str) -> None:
    """The articles of the issue, sent by mail, give their sentences."""
    if not ARTICLES.is_dir():
        pytest.skip("no articles beside the repository")
    for article in sorted(ARTICLES.glob("*.txt")):
        content = article.read_text("utf-8")
        lines = [line for line in content.splitlines() if line.strip()]
        headline = min(lines[:2], key=len)
        body = "\n\n".join("\n".join(wrap(line, 72)) for line in lines) if form == "wrapped" else content
        data = message(body, headline).as_bytes()
        if form == "Windows-1252":
            data = f"Subject: {headline}\nContent-Type: text/plain\n\n{content}".encode("cp1252", "ignore")
        found = kept(list(mail.blocks(data)))
        assert found == kept(list(text.blocks(content.encode())))


def test_a_type_on_two_lines_is_shown_on_one() -> None:
    """A type that is none, and on two lines, is shown on one; found by `make fuzz READER=eml`."""
    assert read(b"Subject: x\nContent-Type: a:-\n b/c\n\ny").endswith("paragraph boilerplate | a:- b/c")
