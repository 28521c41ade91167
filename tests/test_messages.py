"""What the program says: in English and French, complete, well set, and in the language that somebody asked for."""

from __future__ import annotations

import ast
import gettext
import os
import re
import subprocess
from contextvars import copy_context
from functools import cache
from typing import TYPE_CHECKING

import click
import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools import catalogues
from tools.typography import BROAD, NARROW, french

from bilingual import cli, errors, messages
from bilingual.cli.spoken import spoken, texts
from bilingual.messages import _, counted, forms, language, marked, number, preferred, reason, use
from bilingual.publish import script
from running import COMMAND, bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FRENCH = catalogues.catalogue_of("fr")
PACKAGE = catalogues.PACKAGE
CATALOGUE = catalogues.known("fr")
ENTRIES = [pytest.param(entry, id=entry.msgid[:60]) for entry in CATALOGUE]


@pytest.fixture
def in_french() -> Iterator[None]:
    """French is spoken meanwhile."""
    use("fr")
    yield
    use("")


def _forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _speaking(*arguments: str, cwd: Path, **environment: str) -> tuple[int, str]:
    """Exit code and all that the real command says, in an environment that asks for no language but the one given."""
    asked = {"LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", messages.VARIABLE}
    clean = {name: value for name, value in os.environ.items() if name not in asked}
    done = subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        check=False,
        timeout=100,
        cwd=cwd,
        env=clean | {"PYTHONUTF8": "1"} | environment,
    )
    return done.returncode, (done.stdout + done.stderr).decode().replace(BROAD, " ").replace(NARROW, " ")


@cache
def _found() -> list[catalogues.Message]:
    """All that is said, as Babel finds it."""
    return list(catalogues.messages())


# the catalogue


def test_the_catalogue_is_what_make_catalogues_would_write() -> None:
    """Nothing that is said is missing in it, nothing in it is said no more: else run `make catalogues`."""
    fresh = catalogues.updated("fr", CATALOGUE, _found())
    said, known = {entry.msgid for entry in fresh}, {entry.msgid for entry in CATALOGUE}
    assert said - known == set(), "not in the catalogue: run `make catalogues`, and translate"
    assert known - said == set(), "said no more: run `make catalogues`"
    assert str(fresh) == str(CATALOGUE), "run `make catalogues`"


def test_the_compiled_catalogue_is_the_one_that_can_be_read() -> None:
    """The .mo that a process loads has been made from the .po beside it."""
    assert FRENCH.with_suffix(".mo").read_bytes() == CATALOGUE.to_binary()


def test_all_is_translated() -> None:
    """No message is open, fuzzy or obsolete, and no plural lacks a form."""
    assert [entry.msgid for entry in catalogues.open_entries(CATALOGUE)] == []
    assert [entry.msgid for entry in CATALOGUE if entry.obsolete or not all(_forms(entry))] == []
    assert [entry.msgid for entry in CATALOGUE if entry.msgid_plural and sorted(entry.msgstr_plural) != [0, 1]] == []


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_translation_has_the_places_of_its_message(entry: polib.POEntry) -> None:
    """The same values, and no others."""
    wanted = [set(catalogues.PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural or entry.msgid)]
    for said in filter(None, _forms(entry)):  # what is open is found out above
        assert set(catalogues.PLACEHOLDER.findall(said)) in wanted
        assert re.findall(r"%\(\w+\)s", said) == re.findall(r"%\(\w+\)s", entry.msgid)


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_translation_is_set_as_french_is(entry: polib.POEntry) -> None:
    """Spaces that do not break, curled apostrophes, French quotation marks."""
    for said in _forms(entry):
        plain = re.sub(r"`[^`\n]*`|\{[^{}\n]*\}", "x", said)
        assert french(said) == said
        assert not re.search(rf"[^{NARROW}\W][;!?](\s|$)|[^{BROAD}\W]:(\s|$)", plain), said
        assert not re.search(r"[“”]|\w'\w|  |^ | $", plain), said
        assert plain.count("«") == plain.count("»")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Où ? Là ; oui !", f"Où{NARROW}? Là{NARROW}; oui{NARROW}!"),
        ("{path} : « {source} »", f"{{path}}{BROAD}: «{BROAD}{{source}}{BROAD}»"),
        ("`a : b ; c` : l'un...", f"`a : b ; c`{BROAD}: l’un…"),
        ("2 000 pages, 64 lignes, {n} %", f"2{NARROW}000 pages, 64 lignes, {{n}}{NARROW}%"),
        ("https://a.b/ et 10:30", "https://a.b/ et 10:30"),
    ],
)
def test_what_a_keyboard_has_becomes_french_typography(typed: str, wanted: str) -> None:
    """What a keyboard has becomes French typography; commands and addresses stay."""
    assert french(typed) == wanted


@given(st.text(alphabet="a1 :;!?«»'.`{}%…\u00a0\u202f"))
def test_typography_is_settled_at_once(text: str) -> None:
    """What has been set is not changed again."""
    assert french(french(text)) == french(text)


def test_translations_outlive_an_update_and_what_is_new_is_open() -> None:
    """Known translations stay, also fuzzy ones; what is gone is dropped."""
    known = [
        polib.POEntry(msgid="stays", msgstr="reste ; oui"),
        polib.POEntry(msgid="gone", msgstr="parti"),
        polib.POEntry(msgid="{n} a", msgid_plural="{n} b", msgstr_plural={0: "{n} c", 1: "{n} d"}, flags=["fuzzy"]),
    ]
    found = [
        catalogues.Message("stays", "", "one.py"),
        catalogues.Message("stays", "", "two.py"),
        catalogues.Message("{n} a", "{n} b", "one.py"),
        catalogues.Message("new", "", "one.py"),
    ]
    made = catalogues.updated("fr", known, found)
    assert [(entry.msgid, *_forms(entry)) for entry in made] == [
        ("stays", f"reste{NARROW}; oui"),
        ("{n} a", "{n} c", "{n} d"),
        ("new", ""),
    ]
    assert [place for place, _line in made[0].occurrences] == ["one.py", "two.py"]
    assert [entry.msgid for entry in catalogues.open_entries(made)] == ["{n} a", "new"]
    assert made.metadata["Plural-Forms"] == "nplurals=2; plural=(n > 1);"


def test_make_catalogues_writes_both_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A language that has no catalogue yet gets one, with all still to be translated."""
    monkeypatch.setattr(catalogues, "messages", lambda: [catalogues.Message("a", "", "a.py")])
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    catalogues.main()
    path = catalogues.catalogue_of("fr")
    assert capsys.readouterr().out == f"{path}: 1 messages, 1 to be translated\n  a\n"
    path.write_text(path.read_text().replace('msgid "a"\nmsgstr ""', 'msgid "a"\nmsgstr "b"'))
    catalogues.main()
    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("a") == "b"


# the code


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


_ERRORS = {name for name in vars(errors) if name.endswith("Error")} - {"PromiseError"}
"""What users see; that the program broke its promise is for its makers."""


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_message_is_left_unmarked(path: Path) -> None:
    """What an error, a warning or a finding says goes through `_`: a bare text there is not translated."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call):
            said = {"Finding": call.args[2:3], "warn": call.args, "echo": call.args}
            name = ast.unparse(call.func).rpartition(".")[2]
            for argument in call.args if name in _ERRORS else said.get(name, []):
                assert not _is_prose(argument), f"line {argument.lineno}: {ast.unparse(argument)}"


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_babel_sees_every_message(path: Path) -> None:
    """It does not look into f-strings before Python 3.12: what is said there is to be said before."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and ast.unparse(call.func) in {"_", "counted", "marked"}:
            said = call.args[0]
            if isinstance(said, ast.Constant) and said.value:
                assert said.value in {message.one for message in _found()}, f"line {call.lineno}"


def _is_prose(node: ast.expr) -> bool:
    """Whether a literal holds words; names of commands are none."""
    if isinstance(node, ast.JoinedStr):
        return any(_is_prose(part) for part in node.values if isinstance(part, ast.Constant))
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    return bool(re.search(r"[a-z]{2}", node.value)) and not node.value.startswith("bilingual ")


_UNSEEN = re.compile(r"<(script|style|w:instrText|Application)\b.*?</\1>|<meta [^>]*>[^<]*</meta>|<[^>]*>", re.DOTALL)
"""Of a template, what no reader is told: markup, and what programs read (a field of Word, the terms of OPF)."""


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.j2")), ids=lambda path: path.name)
def test_no_word_of_a_template_is_left_unmarked(path: Path) -> None:
    """Neither between its elements nor in what they tell by ear."""
    bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    told = re.findall(r'\b(?:title|alt|placeholder|aria-\w+)="([^"]*[A-Za-z]{3}[^"]*)"', bare)
    assert [text for text in told if " " in text or text.istitle()] == []
    assert re.findall(r"[A-Za-z]{3,}", _UNSEEN.sub(" ", bare)) == []


def test_the_page_finds_what_its_script_says() -> None:
    """The messages that `publish.script` hands to the page are those that Babel finds in the script's modules."""
    singles, counts = script._messages()
    assert set(singles) | {one for one, _many in counts} <= {entry.msgid for entry in CATALOGUE}
    assert {one for one, _many in counts} <= {entry.msgid for entry in CATALOGUE if entry.msgid_plural}


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_function_calls_what_it_has_thrown_away(path: Path) -> None:
    """A function that assigns to `_` cannot call it: there, it is a name of its own."""
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            names = [node for node in _own(function) if isinstance(node, ast.Name) and node.id == "_"]
            assert len({type(name.ctx) for name in names}) < 2, f"{function.name}, line {function.lineno}"


def _own(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function, without those of scopes inside it."""
    inner = (ast.FunctionDef, ast.Lambda, ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)
    todo: list[ast.AST] = list(ast.iter_child_nodes(function))
    while todo:
        node = todo.pop()
        yield node
        todo += [] if isinstance(node, inner) else list(ast.iter_child_nodes(node))


# the language


@pytest.mark.parametrize(
    ("environment", "spoken_then"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "fr_CA@euro"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": ""}, "fr"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:fr:en"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LANGUAGE": "en"}, "en"),
        ({"LANGUAGE": "fr"}, "fr"),
        ({"LANG": "C", "LANGUAGE": "fr"}, "en"),
        ({"LANG": "C", "BILINGUAL_LANG": "fr"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "BILINGUAL_LANG": "en"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "BILINGUAL_LANG": "xx"}, "fr"),
        ({"LANG": "../../etc/passwd\0"}, "en"),
    ],
)
def test_the_language_is_the_first_that_is_asked_for_and_spoken(environment: dict[str, str], spoken_then: str) -> None:
    """The language is the first that is asked for and spoken."""
    assert preferred(environment) == spoken_then


def test_a_message_is_said_in_the_language_in_use() -> None:
    """The one in use comes before that of the environment; it holds where it was chosen, and nowhere else."""

    def there() -> str:
        use("fr")
        return _("{path}: {reason}", path="a", reason=_("mend that line"))

    assert copy_context().run(there) == f"a{BROAD}: corriger cette ligne"
    assert language() == "en"
    assert _("{path}: {reason}", path="a", reason=_("mend that line")) == "a: mend that line"


@pytest.mark.usefixtures("in_french")
def test_french_counts_and_writes_numbers_its_own_way() -> None:
    """Zero is singular, thousands stand apart, decimals follow a comma."""
    assert [counted("{n} word", "{n} words", count) for count in (0, 1, 2, 1200)] == [
        "0 mot",
        "1 mot",
        "2 mots",
        f"1{NARROW}200 mots",
    ]
    assert number(1234.56) == f"1{NARROW}234,56"
    assert number(1234.56, 1) == f"1{NARROW}234,6"
    assert number(0.5, 0) == "0"
    assert forms("{n} word", "{n} words") == ("{n} mot", "{n} mots")


def test_english_is_what_the_code_says() -> None:
    """Also what no catalogue has, and texts with braces that are no places."""
    assert counted("{n} word", "{n} words", 0) == "0 words"
    assert number(1234.56) == "1,234.56"
    assert forms("{n} word", "{n} words") == ("{n} word", "{n} words")
    assert (_(""), _("{not} said"), marked("as it is")) == ("", "{not} said", "as it is")


@pytest.mark.usefixtures("in_french")
def test_the_system_gives_its_reasons_in_french_too() -> None:
    """The usual ones; a rare one stays as it is, and so does an error without a number."""
    for name in messages.REASONS:
        assert _(name) != name
    assert reason(FileNotFoundError(2, "No such file or directory")) == "fichier ou dossier introuvable"
    assert reason(OSError(95, "Operation not supported")) == "Operation not supported"
    assert reason(OSError("cut off")) == "cut off"


def test_the_reasons_are_those_of_this_system() -> None:
    """Their English is that of the C library."""
    known = {os.strerror(code) for code in range(1, 140)}
    assert set(messages.REASONS) <= known


# the command


@pytest.mark.parametrize(
    ("before", "environment"),
    [
        ([], {"LANG": "fr_FR.UTF-8"}),
        ([], {"LANG": "de_DE.UTF-8", "LANGUAGE": "de:fr"}),
        ([], {"LANG": "C", "BILINGUAL_LANG": "fr"}),
        (["--lang", "fr"], {}),
        (["--lang=fr"], {"LANG": "en_GB.UTF-8", "BILINGUAL_LANG": "en"}),
    ],
)
def test_whoever_asks_for_french_gets_it(before: list[str], environment: dict[str, str], tmp_path: Path) -> None:
    """However it is asked for."""
    code, said = _speaking(*before, "translate", "absent.txt", cwd=tmp_path, **environment)
    assert code == 2
    assert said.startswith(
        "bilingual : absent.txt : fichier ou dossier introuvable\n  → vérifier l’orthographe et le dossier courant\n"
    )


@pytest.mark.parametrize(
    ("before", "environment"),
    [
        ([], {}),
        ([], {"LANG": "C"}),
        ([], {"LANG": "C.UTF-8", "LANGUAGE": "fr"}),
        (["--lang", "en"], {"LANG": "fr_FR.UTF-8"}),
    ],
)
def test_elsewhere_it_is_english(before: list[str], environment: dict[str, str], tmp_path: Path) -> None:
    """Also click's own words."""
    assert _speaking(*before, "translate", "a.txt", cwd=tmp_path, **environment)[1].startswith(
        "bilingual: a.txt: there is no such file"
    )
    assert _speaking(*before, "segment", cwd=tmp_path, **environment)[1].startswith("Usage: bilingual segment")


def test_help_is_in_french(tmp_path: Path) -> None:
    """Commands, options, and what click says by itself; examples stay as they are."""
    asked = {"LANG": "fr_FR.UTF-8"}
    code, said = _speaking("--help", cwd=tmp_path, **asked)
    assert code == 0
    for text in ("Utilisation : ", "Options :", "Afficher ce message et quitter.", "Commandes :", "hors ligne."):
        assert text in said
    assert "  segment    Afficher les phrases d’un texte, une par ligne.\n" in said
    said = _speaking("translate", "--help", cwd=tmp_path, **asked)[1]
    assert "\n  Traduire des articles français en pages à deux colonnes.\n\n  INPUTS désigne " in said
    assert "[par défaut : 4; 1<=x<=32]" in " ".join(said.split())
    said = _speaking("glossary", "add", "--help", cwd=tmp_path, **asked)[1]
    assert "--plural FRANÇAIS ANGLAIS" in said
    assert "\n  bilingual glossary add NSO --read-only --note" in said


def test_clicks_errors_are_in_french(tmp_path: Path) -> None:
    """Clicks errors are in French."""
    asked = {"LANG": "fr_FR.UTF-8"}
    assert "Erreur : pas d’option '--nope'." in _speaking("--nope", cwd=tmp_path, **asked)[1]
    assert "Erreur : argument manquant : 'INPUTS...'." in _speaking("translate", cwd=tmp_path, **asked)[1]
    assert "99 n’est pas dans l’intervalle" in _speaking("translate", "a", "--beam", "99", cwd=tmp_path, **asked)[1]


def test_the_summary_is_in_french(tmp_path: Path) -> None:
    """The summary is in French, and what machines read is not."""
    (tmp_path / "a.txt").write_text("La cour a tranché.\n\nWhatsApp attaque NSO en justice.\n")
    (tmp_path / "g.po").write_text('msgid "cour"\nmsgstr "court"\n')
    call = ("translate", "a.txt", "--model", "echo", "--glossary", "g.po", "--memory", "m.sqlite")
    code, said = _speaking(*call, cwd=tmp_path, LANG="fr_FR.UTF-8")
    assert code == 0
    assert said.startswith("a : 9 mots, 2 segments, 0 bloc écarté, 1/1 terme, 2 constats\nTermes : 1 sur 1 respecté, 0")
    assert said.endswith("\nOuvrir output/a.html\n")


def test_a_house_settles_its_language(tmp_path: Path) -> None:
    """In bilingual.toml; the command line and the variable say more, and what is none is refused."""
    settled = tmp_path / "bilingual.toml"
    settled.write_text('lang = "fr"\n[translate]\nmodel = "echo"\n')
    assert "introuvable" in _speaking("translate", "absent.txt", cwd=tmp_path)[1]
    assert "no such file" in _speaking("--lang", "en", "translate", "absent.txt", cwd=tmp_path)[1]
    assert "no such file" in _speaking("translate", "absent.txt", cwd=tmp_path, BILINGUAL_LANG="en")[1]
    assert "Commandes :" in _speaking("--help", cwd=tmp_path)[1]
    settled.write_text('lang = "xx"\n')
    code, said = _speaking("segment", "absent.txt", cwd=tmp_path)
    assert code == 2
    assert said.startswith("bilingual: bilingual.toml: Invalid value for '--lang': 'xx' is not one of 'en', 'fr'.")
    settled.write_text('lang = ["fr"]\n')
    assert "lang takes no such value" in _speaking("segment", "a", cwd=tmp_path)[1]


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    """An unknown language is refused, and so is none."""
    assert "'xx' is not one of" in _speaking("--lang", "xx", "segment", "a", cwd=tmp_path)[1]
    assert "'--lang' requires an argument" in _speaking("--lang", cwd=tmp_path)[1]


def test_lang_belongs_before_the_command(tmp_path: Path) -> None:
    """Behind it, it would be the value of an option, or a file's name."""
    code, said = _speaking("segment", "--", "--lang", cwd=tmp_path, LANG="fr_FR.UTF-8")
    assert (code, said.split("\n")[0]) == (2, "bilingual : --lang : fichier ou dossier introuvable")


def test_a_run_in_this_process_speaks_what_it_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """As the real command, and what it starts inherits it."""
    monkeypatch.chdir(tmp_path)
    for name in ("LANGUAGE", messages.VARIABLE):
        monkeypatch.setenv(name, "")
    before = gettext.textdomain()
    try:
        with pytest.raises(SystemExit):
            cli.run(["--lang", "fr", "segment", "absent.txt"])
    finally:
        gettext.textdomain(before)
    assert "introuvable" in capsys.readouterr().err
    assert bilingual("segment", "absent.txt", cwd=tmp_path).stderr.decode().startswith(f"bilingual{BROAD}: ")


@pytest.mark.usefixtures("in_french")
def test_a_commands_help_is_translated_in_a_copy() -> None:
    """The command itself stays as it is, so that another language can be asked for next."""

    @click.group()
    @click.argument("file")
    @click.option("--plain")
    @click.option("--version", help="Show the version and exit.", metavar="FRENCH ENGLISH")
    def group(**_options: object) -> None:
        raise AssertionError

    group.help = "Nothing else\nin the file changes.\n\n\b\nCommands"

    group.add_command(click.Command("inner", help="Print the report."))
    said = spoken(group)
    assert said.help == "Rien d’autre ne change dans le fichier.\n\n\b\nCommands"
    assert [getattr(param, "help", None) for param in said.params] == [None, None, "Afficher la version et quitter."]
    assert said.params[2].metavar == "FRANÇAIS ANGLAIS"
    assert said.commands["inner"].help == "Afficher le rapport."
    assert group.commands["inner"].help == "Print the report."
    assert list(texts(group)) == [
        "Nothing else in the file changes.",
        "Show the version and exit.",
        "FRENCH ENGLISH",
        "Print the report.",
    ]


def test_in_english_a_command_is_itself() -> None:
    """In English a command is itself."""
    assert spoken(cli.main) is cli.main
