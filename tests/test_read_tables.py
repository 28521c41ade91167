"""Tables and records: a named column is the article; lists of addresses are refused."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.errors import InputError
from bilingual.read import read, records, sources, tables, text
from test_read import lines_of

if TYPE_CHECKING:
    from pathlib import Path

TABLE = [
    ["Titre", "Auteur", "Texte"],
    ["Un éditeur devant ses juges", "Zoé Martin", "La messagerie dit : « Non ».\n\nElle « attaque », dit-elle."],
    ["Le procès", "Luc", 'Il a dit "oui"; puis rien.'],
]
WANTED = """heading1 | Un éditeur devant ses juges
paragraph boilerplate | Zoé Martin
paragraph | La messagerie dit : « Non ».
paragraph | Elle « attaque », dit-elle.
heading1 | Le procès
paragraph boilerplate | Luc
paragraph | Il a dit "oui"; puis rien."""


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_is_read_however_it_was_saved(delimiter: str, codec: str, end: str) -> None:
    """A table is read however it was saved."""
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator=end).writerows(TABLE)
    assert lines_of(list(tables.blocks(target.getvalue().encode(codec)))) == WANTED


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("texte\nIl a dit, hier, non.\nRien; rien.", "paragraph | Il a dit, hier, non.\nparagraph | Rien; rien."),
        ("Il a dit, hier, oui.\nRien.", "paragraph | Il a dit, hier, oui.\nparagraph | Rien."),
        ("sep=;\nid;FRANÇAIS\n1;Un, deux.", "paragraph boilerplate | 1\nparagraph | Un, deux."),
        ("id;texte\n1;Un; deux.", "paragraph boilerplate | 1\nparagraph | Un; deux."),
        ("\n\nid,texte\n\n1,Un.\n2\n", "paragraph boilerplate | 1\nparagraph | Un.\nparagraph boilerplate | 2"),
        ('id\ttexte\n1\t"Oui" dit-il.\n', 'paragraph boilerplate | 1\nparagraph | "Oui" dit-il.'),
        ("id,texte\n1,'=Un.\n", "paragraph boilerplate | 1\nparagraph | =Un."),
        ("texte\n'été\n", "paragraph | 'été"),
        ("titre,text\nA,<p>Un <b>mot</b>.</p><p>Deux.", "heading1 | A\nparagraph | Un mot.\nparagraph | Deux."),
        ("chapo,text\nB.,Un.\n", "paragraph | B.\nparagraph | Un."),
        ("source,texte\nAFP,Un.\n", "paragraph boilerplate | AFP\nparagraph | Un."),
    ],
)
def test_columns_are_told_by_their_names(content: str, wanted: str) -> None:
    """Columns are told by their names; whatever is in the others is kept."""
    assert lines_of(list(tables.blocks(content.encode()))) == wanted


@pytest.mark.parametrize(
    ("name", "content", "column", "wanted"),
    [
        ("a.csv", "id,papier\n1,Un.\n", "papier", "paragraph boilerplate | 1\nparagraph | Un."),
        ("a.csv", "id,Papiér \n1,Un.\n", "papier", "paragraph boilerplate | 1\nparagraph | Un."),
        ("a.tsv", "x\tX\n1\tUn.\n", "X", "paragraph boilerplate | 1\nparagraph | Un."),
        ("a.csv", "texte,papier\nLégende,Un.\n", "papier", "paragraph boilerplate | Légende\nparagraph | Un."),
        ("a.csv", "titre,b\nUn titre.,Deux.\n", "titre", "paragraph boilerplate | Deux.\nparagraph | Un titre."),
        ("a.json", '[{"id": 1, "papier": "Un."}]', "papier", "paragraph boilerplate | 1\nparagraph | Un."),
        ("a.jsonl", '{"papier": "Un."}\n{"papier": "Deux."}', "papier", "paragraph | Un.\nparagraph | Deux."),
        ("a.txt", "Un texte.", "papier", "paragraph | Un texte."),
        ("-", "id;papier\n1;Un.", "papier", "paragraph boilerplate | 1\nparagraph | Un."),
        ("-", '\ufeff {"papier": "Un."}', "papier", "paragraph | Un."),
    ],
)
def test_the_text_stands_in_the_column_that_is_named(
    tmp_path: Path, name: str, content: str, column: str, wanted: str
) -> None:
    """The text stands in the column that is named: letter by letter, else whatever the case; other files are others."""
    given_path = "-" if name == "-" else str(tmp_path / name)
    if name != "-":
        (tmp_path / name).write_text(content, "utf-8", newline="")
    (source,) = sources([given_path], content.encode, column)
    assert lines_of(list(read(source).blocks)) == wanted


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_column_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path, name: str) -> None:
    """A column that is not there is refused with those that are."""
    (tmp_path / name).write_text('{"id": 1, "texte": "Un."}' if "json" in name else "id,texte\n1,Un.\n", "utf-8")
    (source,) = sources([str(tmp_path / name)], None, "papier")
    with pytest.raises(InputError, match="no column is called papier, among: id, texte") as caught:
        read(source)
    assert "--column" in caught.value.hint


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ('{\n "titre": "A",\n "texte": "Un."\n}', "heading1 | A\nparagraph | Un."),
        ('{"n": 2, "articles": [{"texte": "Un."}]}', "paragraph boilerplate | 2\nparagraph | Un."),
        ('{"a1": {"texte": "Un."}, "a2": {"texte": "Deux."}}', "paragraph | Un.\nparagraph | Deux."),
        ('{"data": {"hits": [{"texte": "Un."}]}}', "paragraph | Un."),
        ('{"texte": "Un.", "tags": [{"id": 1}]}', 'paragraph boilerplate | [{"id": 1}]\nparagraph | Un.'),
        ('[["Un."], "Deux."]', "paragraph | Un.\nparagraph | Deux."),
        ('{"texte": "Un."}{"texte": "Deux."}', "paragraph | Un.\nparagraph | Deux."),
    ],
)
def test_json_holds_records_in_lists_and_objects(content: str, wanted: str) -> None:
    """JSON holds records in lists and objects; what stands beside them is kept."""
    assert lines_of(list(records.blocks(content.encode()))) == wanted


def test_a_cell_may_be_as_long_as_a_book_and_the_limit_of_the_process_stays() -> None:
    """A cell may be as long as a book, and the limit of the process stays."""
    before = csv.field_size_limit()
    (found,) = tables.blocks(f"id,texte\n,{'mot ' * 100_000}\n".encode())
    assert found.text.count("mot") == 100_000
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        ("id,nom\n1,Zoé\n", "no column .* among: id, nom$", "--column NAME, or call it `texte`"),
        (",".join(f"c{n}" for n in range(30)), "c19 and 10 more", "texte"),
        ('id,texte\n1,"Un.\n2,Deux.\n', "never closed", "double the quotation marks"),
        ("url\nhttps://a.example/1\nhttp://b.example\n", "offline", "save the pages"),
    ],
)
def test_a_table_that_cannot_be_read_is_told_with_the_mend(content: str, message: str, hint: str) -> None:
    """A table that cannot be read is told with the mend."""
    with pytest.raises(InputError, match=message) as caught:
        list(tables.blocks(content.encode()))
    assert hint in caught.value.hint


def test_records_are_read_line_by_line_or_from_an_array() -> None:
    """Records are read line by line, or from an array; a list of texts is paragraphs."""
    rows = [
        {"titre": "A", "id": 3, "Text": ["Un.", "Deux."], "rien": None},
        "Trois.",
        {"fr": "Quatre.", "tags": {"a": 1}},
    ]
    wanted = (
        "heading1 | A\nparagraph boilerplate | 3\nparagraph | Un.\nparagraph | Deux.\n"
        'paragraph | Trois.\nparagraph boilerplate | {"a": 1}\nparagraph | Quatre.'
    )
    lines = "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    assert lines_of(list(records.blocks(f"\ufeff{lines}\nnull\n".encode()))) == wanted
    assert lines_of(list(records.blocks(json.dumps(rows, indent=1).encode()))) == wanted


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        ('{"a": "x", "b": "y"}', "record 1: no column .* a, b", "--column NAME, or call it `texte`"),
        ('{"texte": "x"}\n{"texte": ', "line 2 is no JSON", "one record a line"),
        ("3", "record 1: this is neither", "texte"),
        ("[" * 100_000, "line 1 is no JSON", "one record a line"),
        ('{"texte": ' + "9" * 5000 + "}", "line 1 is no JSON", "one record a line"),
    ],
)
def test_records_that_cannot_be_read_are_told_with_the_mend(content: str, message: str, hint: str) -> None:
    """Records that cannot be read are told with the mend."""
    with pytest.raises(InputError, match=message) as caught:
        list(records.blocks(content.encode()))
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "https://press.example/a\n\n  http://press.example/b?x=1&y=é  \nwww.press.example\n"),
        ("a.txt", "- https://press.example/a\n2. <https://press.example/b>\n"),
        ("a.csv", 'URL\n"https://press.example/a"\n"https://press.example/b"\n'),
        ("a.url", "[InternetShortcut]\r\nURL=https://press.example/a\r\n"),
        ("a.webloc", "<plist><dict><key>URL</key><string>https://press.example/a</string></dict></plist>"),
    ],
)
def test_a_list_of_addresses_is_refused(tmp_path: Path, name: str, content: str) -> None:
    """A list of addresses is refused: nothing is fetched, so the pages must be saved."""
    (tmp_path / name).write_text(content, "utf-8", newline="")
    (source,) = sources([str(tmp_path)])
    with pytest.raises(InputError, match="offline and fetches nothing") as caught:
        read(source)
    assert "save the pages" in caught.value.hint


@pytest.mark.parametrize(
    "content", ["https://press.example/a\nUn texte.\n", "Liens\n", "Voir https://press.example/a\n"]
)
def test_a_text_with_addresses_is_a_text(content: str) -> None:
    """A text with addresses is a text."""
    assert list(text.blocks(content.encode()))


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"]) | st.sampled_from(' ,;"\n'), max_size=20
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), max_size=5), st.sampled_from(",;\t"))
def test_no_cell_is_lost(rows: list[tuple[str, str]], delimiter: str) -> None:
    """No cell is lost, whatever it holds."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "texte"), *((a.replace("<", ""), b.replace("<", "")) for a, b in rows)])
    shown = "".join("".join(block.text for block in tables.blocks(target.getvalue().encode())).split())
    wanted = "".join("".join(a + b for a, b in rows).replace("<", "").split())
    if "'" not in wanted:
        assert sorted(shown) == sorted(wanted)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([tables, records]))
def test_no_bytes_crash_a_reader(data: bytes, reader: object) -> None:
    """No bytes crash a reader."""
    for start in (b"", b"id;texte\n", b'"', b"["):
        try:
            found = list(reader.blocks(start + data))  # type: ignore[attr-defined]
        except InputError as error:
            assert error.hint  # noqa: PT017  # both ends are right; what is said must be complete
        else:
            assert all(block.text for block in found)
