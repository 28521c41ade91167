"""Readers: files, folders and pipes become documents; nothing is lost, nothing hangs, errors name file and mend."""

from __future__ import annotations

import json
import os
import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.clean import clean
from bilingual.errors import InputError
from bilingual.read import READERS, Source, endings, html, markdown, read, sources, text
from bilingual.read.article import Stretch, _headline
from bilingual.read.encoding import decode
from bilingual.read.mojibake import mended_text
from bilingual.types import Block, Document

DATA = Path(__file__).parent / "data" / "read"
HYPHENS = dict.fromkeys(map(ord, "-\u2010\xad"))
ESCAPE = re.compile(r"\\x([0-9a-f]{2})")
CUT = re.compile(r"[-\u2010\xad]\s")
PARAGRAPH = "La messagerie a saisi mardi la justice fédérale contre l’éditeur, qu’elle accuse d’espionner des élus."


def lines_of(found: list[Block]) -> str:
    """Blocks as the data files write them: `kind level skip | text`."""
    return "\n".join(f"{b.kind}{b.level or ''}{' ' + b.skip if b.skip else ''} | {b.text}" for b in found)


def cases(name: str) -> list[tuple[str, str, str]]:
    """Title, input and expected blocks of each case in a data file."""
    content = (DATA / name).read_text("utf-8")
    parts = re.split(r"^=== (.*)\n", content, flags=re.MULTILINE)[1:]
    return [
        (title, *(part.strip("\n") for part in body.split("\n---->\n", 1)))  # type: ignore[misc]
        for title, body in zip(parts[::2], parts[1::2], strict=True)
    ]


@pytest.mark.parametrize(
    ("source", "wanted"), [c[1:] for c in cases("text.txt")], ids=[c[0] for c in cases("text.txt")]
)
def test_plain_text_comes_in_blocks(source: str, wanted: str) -> None:
    """Plain text comes in blocks."""
    assert lines_of(list(text.blocks(source.encode()))) == wanted


@pytest.mark.parametrize(
    ("source", "wanted"), [c[1:] for c in cases("markdown.txt")], ids=[c[0] for c in cases("markdown.txt")]
)
def test_markdown_comes_in_blocks_without_its_markup(source: str, wanted: str) -> None:
    """Markdown comes in blocks without its markup."""
    assert lines_of(list(markdown.blocks(source.encode()))) == wanted


@pytest.mark.parametrize(
    ("source", "wanted"), [c[1:] for c in cases("html.txt")], ids=[c[0] for c in cases("html.txt")]
)
def test_a_page_comes_in_blocks_with_what_is_not_the_article_marked(source: str, wanted: str) -> None:
    """A page comes in blocks with what is not the article marked."""
    assert lines_of(list(html.blocks(source.encode()))) == wanted


def page_and_gold(name: str) -> tuple[list[Block], list[list[str]]]:
    """The cleaned blocks of a page, and what the comment at its end wants: `kind | first words`, `?` for either."""
    data = (DATA / "pages" / name).read_bytes()
    gold = decode(data).split("<!-- gold\n")[1].split("-->")[0]
    document = Document(name, name, tuple(html.blocks(data)))
    return list(clean(document).blocks), [line.split(" | ") for line in gold.strip().splitlines()]


PAGES = sorted(path.name for path in (DATA / "pages").iterdir())


@pytest.mark.parametrize("name", PAGES)
def test_of_a_press_page_the_article_remains(name: str) -> None:
    """Of a press page the article remains: every block of it, once, with its kind, and nothing else."""
    found, gold = page_and_gold(name)
    either = tuple(words for kind, words in gold if kind == "?")
    kept = [block for block in found if block.skip is None and not block.text.startswith(either or "\0")]
    wanted = [(kind, words) for kind, words in gold if kind != "?"]
    assert [
        (f"{block.kind}{block.level or ''}", block.text.replace("\xa0", " ")[: len(words)])
        for block, (_, words) in zip(kept, wanted, strict=False)
    ] == wanted
    assert len(kept) == len(wanted)


@pytest.mark.parametrize("name", PAGES)
def test_of_a_press_page_nothing_a_reader_sees_is_lost(name: str) -> None:
    """Of a press page nothing a reader sees is lost."""
    content = decode((DATA / "pages" / name).read_bytes()).split("<!-- gold")[0]
    body = re.sub(r"(?si)<(script|style|head|noscript|video|svg|iframe|template)\b.*?</\1>|<!--.*?-->", "", content)
    found = "".join(block.text for block in html.blocks(content.encode()))
    wanted = unescape(re.sub(r"(?s)<[^>]*>", "", body))
    assert sorted("".join(found.split())) == sorted("".join(wanted.split()))


@pytest.mark.parametrize(
    "name", ["with-sidebar", "comments-open", "tag-newsletter", "category-menu", "page sidebar", "Layout_menu"]
)
def test_a_wrapper_with_an_unlucky_name_keeps_the_article(name: str) -> None:
    """A wrapper with an unlucky name keeps the article."""
    page = (
        f'<body><div class="{name}"><h2>Un éditeur devant ses juges</h2><p>{PARAGRAPH}</p><p>Oui, {PARAGRAPH}</p></div>'
    )
    assert [block.skip for block in html.blocks(page.encode())] == [None, None, None]


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("l&#146;&#xE9;t&eacute;&#133; &#x93;oui&#148 &#1460;", "l’été… “oui” \u05b4"),
        ('<span aria-hidden="true">L</span><span class="sr-only">Le</span>e <i hidden>x</i>mot', "Le mot"),
        ('un <span style="color:red; DISPLAY : none">x</span>mot', "un mot"),
        ("jus<wbr>qu’<b>i</b>ci", "jusqu’ici"),
    ],
)
def test_a_page_reads_as_a_browser_shows_it(markup: str, wanted: str) -> None:
    """A page reads as a browser shows it."""
    assert [block.text for block in html.blocks(f"<p>{markup}</p>".encode()) if not block.skip] == [wanted]


def test_a_page_of_teasers_alone_is_an_article() -> None:
    """A page of teasers alone is an article."""
    page = f'<a href="x">Un éditeur devant ses juges</a><p>{PARAGRAPH}</p>' * 9
    for start in ("<h1>Toutes les nouvelles du jour</h1>", ""):
        kept = [block.text for block in html.blocks(f"<body>{start}{page}".encode()) if block.skip is None]
        assert kept.count(PARAGRAPH) == 9


def test_text_hidden_in_a_line_is_kept_behind_it() -> None:
    """Text hidden in a line is kept behind it, set aside; scripts are no text."""
    page = (
        '<p>Un <a href="x">lien<span class="sr-only"> (nouvelle <b>fenêtre</b>)<script>x</script></span></a> utile.</p>'
    )
    assert lines_of(list(html.blocks(page.encode()))) == (
        "paragraph | Un lien utile.\nparagraph boilerplate | (nouvelle fenêtre)"
    )


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(), st.lists(st.sampled_from(["mot ", "- ", "\n", "\n\n", "coupé-\n", "\xa0", "x" * 45])).map("".join)
    )
)
def test_plain_text_loses_no_character_and_blocks_are_single_lines(content: str) -> None:
    """Plain text loses no character, and blocks are single lines; the hyphens at ends of lines may go."""
    found = list(text.parse(content))
    shown = "".join("".join(block.text for block in found).split())
    assert shown.translate(HYPHENS) == "".join(content.split()).translate(HYPHENS)
    assert sum(map(len, content.split())) - len(shown) <= len(CUT.findall(content))
    assert all(block.text == block.text.strip() and block.text for block in found)
    assert not any(re.search(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", block.text) for block in found)


def mojibake() -> list[tuple[str, str]]:
    """What was decoded wrongly, and what it should be."""
    lines = (DATA / "mojibake.txt").read_text("utf-8").splitlines()
    pairs = (line.partition(" | ") for line in lines if line and not line.startswith("#"))
    told = [(given, wanted or given) for given, _, wanted in pairs]
    return [(_unescaped(given), _unescaped(wanted)) for given, wanted in told]


def _unescaped(line: str) -> str:
    return ESCAPE.sub(lambda code: chr(int(code[1], 16)), line)


@pytest.mark.parametrize(("given", "wanted"), mojibake())
@pytest.mark.parametrize("ending", ["txt", "md", "html", "jsonl"])
def test_what_was_decoded_wrongly_is_mended_in_every_format(given: str, wanted: str, ending: str) -> None:
    """What was decoded wrongly is mended, counted, and good text is left as it is."""
    written = (
        json.dumps(given, ensure_ascii=False)
        if ending == "jsonl"
        else given.replace("\x85", "&#133;")
        if ending == "html"
        else given
    )
    document = read(Source("a", f"a.{ending}", written.encode))
    assert [block.text for block in document.blocks] == [wanted]
    assert document.mended == (given != wanted)


def test_a_long_text_is_mended_in_time_by_its_length() -> None:
    """A long text is mended in time by its length, also where it holds nothing but signs."""
    for piece, wanted in (("Ã©tÃ© ", "été "), ("Ã", None), ("â€ ", None), ("x", "x")):
        found = mended_text(piece * 100_000)
        assert wanted is None or found == wanted * 100_000


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([text, markdown, html]))
def test_no_bytes_crash_a_reader(data: bytes, reader: object) -> None:
    """No bytes crash a reader."""
    try:
        found = list(reader.blocks(data))  # type: ignore[attr-defined]
    except InputError:
        assert b"\0" in data
    else:
        assert all(block.text for block in found)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "> ",
                "- ",
                "* ",
                "# ",
                "1. ",
                "[",
                "](",
                ")",
                "**",
                "_",
                "`",
                "```",
                "\n",
                "\n\n",
                "    ",
                "<b>",
                "</p>",
                "<div>",
                "<!--",
                "&eacute;",
                "mot",
                "![",
            ]
        )
    ).map("".join)
)
def test_words_survive_any_markup(content: str) -> None:
    """Words survive any markup."""
    for reader in (markdown, html):
        found = "".join(block.text for block in reader.blocks(content.encode()))
        if "<!--" not in content and "](" not in content:
            assert found.count("mot") >= content.count("mot") * (reader is html)


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ("é".encode(), "é"),
        ("\ufeffé".encode(), "é"),
        ("é…".encode("utf-16"), "é…"),
        ("é".encode("utf-16-be").join((b"\xfe\xff", b"")), "é"),
        ("é".encode("utf-32"), "é"),
        ("« L’été… » à 5 €".encode("cp1252"), "« L’été… » à 5 €"),
        ("LIBERTÉ… É» à".encode("cp1252"), "LIBERTÉ… É» à"),
        (b"\x81\x8d\x8f\x90\x9d\xe9", "\x81\x8d\x8f\x90\x9dé"),
        ("été été été ".encode() + b"\x92\xe9", "été été été ’é"),
        (b"\xff\xfe\x00", "\ufffd"),
        (b"", ""),
    ],
)
def test_bytes_become_text_whatever_wrote_them(data: bytes, wanted: str) -> None:
    """Bytes become text whatever wrote them."""
    assert decode(data) == wanted


@given(st.binary())
def test_decoding_never_fails_but_on_binary_files(data: bytes) -> None:
    """Decoding never fails but on binary files."""
    if b"\0" not in data:
        assert (decode(data) == "") == (data in {b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"})


def test_binary_files_are_refused() -> None:
    """Binary files are refused."""
    with pytest.raises(InputError, match="not a text file"):
        decode(b"\x89PNG\r\n\x1a\n\0\0\0")


@pytest.mark.parametrize(
    ("label", "codec"),
    [("iso-8859-1", "cp1252"), ("iso-8859-15", "iso-8859-15"), ("macintosh", "mac_roman"), ("zip", "cp1252")],
)
def test_a_page_is_decoded_as_its_label_says_to_browsers(label: str, codec: str) -> None:
    """A page is decoded as its label says to browsers."""
    page = f'<html><head><meta charset="{label}"></head><body><p>L’été à 5 €'.replace("’", "'").encode(codec)
    assert [block.text for block in html.blocks(page)] == ["L'été à 5 €"]


@pytest.mark.untraced
@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + PARAGRAPH,
        "<div>" * 100_000 + PARAGRAPH + "</div>" * 100_000,
        "<b>" * 50_000 + PARAGRAPH,
        "<p>" + "<br>" * 100_000 + PARAGRAPH,
        "<table><tr><td>" * 500 + PARAGRAPH,
        "<" * 200_000 + " " + PARAGRAPH,
        "<p " + "a=b " * 100_000 + ">" + PARAGRAPH,
        "<html><body>" + "<p>" + PARAGRAPH + "</p>" + "<i></i>" * 30_000,
        "<div class=menu>" * 200 + "<b> </b>" * 30_000 + PARAGRAPH,
        "<div class=caption>" * 200 + "<i>x</i>" * 30_000 + PARAGRAPH,
        "<b> <b>" * 100 + "<b> </b><br>" * 30_000 + PARAGRAPH,
        "<p class=" + "a-" * 100_000 + ">" + PARAGRAPH,
        '<!DOCTYPE html [<!ENTITY a "' + "x" * 1000 + '">]><p>' + "&a;" * 1000 + PARAGRAPH,
    ],
    ids=[
        "divs",
        "closed divs",
        "bold",
        "breaks",
        "tables",
        "angles",
        "attributes",
        "elements",
        "menus",
        "captions",
        "bold breaks",
        "names",
        "entities",
    ],
)
def test_hostile_pages_neither_hang_nor_lose_the_text(page: str) -> None:
    """Hostile pages neither hang nor lose the text."""
    assert PARAGRAPH[20:60] in "".join(block.text for block in html.blocks(page.encode()))


def test_a_page_cannot_read_files(tmp_path: Path) -> None:
    """A page cannot read files."""
    secret = tmp_path / "secret"
    secret.write_text("mot de passe")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><p>Voici : &x;</p>'
    assert "mot de passe" not in lines_of(list(html.blocks(page.encode())))


@pytest.mark.parametrize("content", ["[" * 200_000, "> " * 500 + "mot", "- " * 500 + "mot", "*a **b [c] " * 20_000])
def test_hostile_markdown_neither_hangs_nor_loses_the_text(content: str) -> None:
    """Hostile markdown neither hangs nor loses the text."""
    found = "".join(block.text for block in markdown.blocks(content.encode()))
    assert found.count("mot") == content.count("mot")
    assert found


def write(folder: Path, *names: str) -> None:
    """Files that hold a sentence."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Un texte.", "utf-8")


def test_a_folder_gives_its_articles_sorted_without_hidden_and_unknown_files(tmp_path: Path) -> None:
    """A folder gives its articles sorted without hidden and unknown files."""
    write(tmp_path, "b.txt", "a.md", "press/c.HTML", "press/.hidden.txt", ".git/x.txt", "photo.png", "press.txt")
    found = list(sources([str(tmp_path)]))
    assert [source.name for source in found] == ["a", "b", "press/c", "press"]
    assert [source.ending for source in found] == ["md", "txt", "html", "txt"]
    assert read(found[0]).blocks == (Block("Un texte."),)


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    """Links in a circle end."""
    write(tmp_path, "a.txt")
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "again.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    assert [source.name for source in sources([str(tmp_path)])] == ["a"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    """A file given twice is read once."""
    write(tmp_path, "a.txt")
    assert len(list(sources([str(tmp_path), str(tmp_path / "a.txt"), str(tmp_path)]))) == 1


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (["a.txt", "a.md"], ["a.md", "a.txt"]),
        (["A.txt", "a.txt.md"], ["A", "a.txt"]),
        (["x/a.txt", "y/a.txt"], ["x/a", "y/a"]),
        (["index.md", "b/index.md"], ["b/index", "index.md"]),
        (["a.md", "a.txt", "a.txt.md"], ["a.md", "a.txt", "a.txt-2"]),
    ],
)
def test_each_article_has_a_name_of_its_own(tmp_path: Path, files: list[str], names: list[str]) -> None:
    """Each article has a name of its own."""
    write(tmp_path, *files)
    assert [source.name for source in sources([str(tmp_path)])] == names


def test_names_never_leave_the_output_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names never leave the output folder."""
    write(tmp_path, "in/a.txt", "b.txt", "...txt")
    monkeypatch.chdir(tmp_path / "in")
    found = list(sources(["../b.txt", "..", str(tmp_path / "...txt")]))
    assert [source.name for source in found] == ["b", "in/a", "...txt"]


def test_standard_input_is_text_or_a_page() -> None:
    """Standard input is text or a page."""
    (plain,) = sources(["-", "-"], lambda: b"Un texte.")
    assert (plain.name, read(plain).blocks) == ("stdin", (Block("Un texte."),))
    (page,) = sources(["-"], lambda: b"\xef\xbb\xbf <!DOCTYPE html><p>Un texte.")
    assert read(page).blocks == (Block("Un texte."),)


@pytest.mark.parametrize(
    ("given_input", "message", "hint"),
    [
        ("missing.txt", r"missing\.txt: there is no such file", "spelling"),
        ("", "no such file", "spelling"),
        ("http://example.org/a.html", "offline", "save the page"),
        ("blank.txt", r"blank\.txt: there is nothing in it", "put the article"),
        ("spaces.txt", r"spaces\.txt: there is no text in it", "put the article"),
        ("photo.png", "no reader", r"\.docx, .*\.markdown, \.md"),
        ("binary.txt", r"binary\.txt: this is not a text file", "UTF-8"),
        ("empty", "no article in this folder", r"\.txt"),
        ("pipe.txt", "not a file", "standard input"),
        ("-", "no standard input", "file or a folder"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given_input: str, message: str, hint: str
) -> None:
    """What cannot be read is told with the mend."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "photo.png", "fine.txt")
    (tmp_path / "empty").mkdir()
    (tmp_path / "blank.txt").write_bytes(b" \n")
    (tmp_path / "spaces.txt").write_bytes("\u2003\n".encode())
    (tmp_path / "binary.txt").write_bytes(b"PK\0\0")
    os.mkfifo(tmp_path / "pipe.txt")
    bad, fine = sources([given_input, "fine.txt"])
    with pytest.raises(InputError, match=message) as caught:
        read(bad)
    assert re.search(hint, caught.value.hint)
    assert read(fine).name == "fine"


def test_a_file_that_vanishes_is_told(tmp_path: Path) -> None:
    """A file that vanishes is told."""
    write(tmp_path, "a.txt")
    (source,) = sources([str(tmp_path / "a.txt")])
    (tmp_path / "a.txt").unlink()
    with pytest.raises(InputError, match=r"a\.txt: No such file"):
        read(source)


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be listed is told."""
    write(tmp_path, "a.txt", "closed/b.txt")
    listed = Path.iterdir

    def iterdir(folder: Path) -> object:
        if folder.name == "closed":  # root may read everything, so the system cannot be asked to refuse
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    fine, closed = sources([str(tmp_path)])
    assert fine.name == "a"
    with pytest.raises(InputError, match="closed: Permission denied"):
        read(closed)


def test_a_strangers_reader_is_found_by_its_ending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A strangers reader is found by its ending."""
    package = tmp_path / "stranger-1.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1\n")
    (package / "entry_points.txt").write_text("[bilingual.readers]\nfr = stranger_reader:blocks\n")
    (tmp_path / "stranger_reader.py").write_text(
        "from bilingual.types import Block\ndef blocks(data): return [Block(data.decode())]\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert endings() == {*READERS, "fr"}
    source = Source("a", "a.fr", lambda: b"Bonjour")
    assert read(source).blocks == (Block("Bonjour"),)


def test_soft_hyphens_which_nobody_sees_are_left_out() -> None:
    """Soft hyphens, which nobody sees, are left out; a text of nothing else stays."""
    (block,) = read(Source("a", "a.html", "<p>La mes&shy;sa\xadgerie a saisi la justice.".encode)).blocks
    assert block.text == "La messagerie a saisi la justice."
    assert read(Source("a", "a.txt", "\xad".encode)).blocks


def test_a_headline_of_two_words_is_one_where_it_is_the_articles_title() -> None:
    """A headline of two words is one where it is the article's title, and else may be the name of the site."""
    lead = Stretch(Block("Un chapeau qui dit en une phrase ce que l’on va lire."), None, 0.0)
    head = Stretch(Block("Grands détours", "heading", 1), None, 0.0)
    titles = ("Grands détours", "Grands détours - Le Site")
    assert _headline([lead, head, lead], titles, set()) == 1
    other = Stretch(Block("Une autre affaire que le juge examine", "heading", 2), None, 0.0)
    assert _headline([head, lead, other, lead], ("", "Le Site"), set()) != 0


def test_an_address_to_write_to_is_text_and_soft_hyphens_do_not_hide_the_article() -> None:
    """An address to write to is text, not a link to another page; and soft hyphens do not hide the article."""
    words = PARAGRAPH.replace("messagerie", "mes&shy;sagerie")
    body = "".join(f"<p>{words} Alinéa numéro {n}.</p>" for n in range(4))
    mail = "<p><a href='mailto:a@b.example'>a@b.example</a></p>"
    away = "<p><a href='/b'>Une autre affaire que le juge examine</a></p>"
    page = f"<title>Un éditeur devant ses juges</title><h1>Un éditeur devant ses juges</h1>{body}{mail}{away}{body}"
    skipped = {block.text: block.skip for block in html.blocks(page.encode())}
    assert skipped["a@b.example"] is None
    assert skipped["Une autre affaire que le juge examine"] == "boilerplate"
    assert sum(skip is None for skip in skipped.values()) == 6
