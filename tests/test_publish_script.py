"""The page's script: modules in, one text out; and what it says, in the reader's language."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from bilingual import messages
from bilingual.errors import PromiseError
from bilingual.publish import script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Puts modules in the place of the desk's own."""

    def put(**texts: str) -> None:
        monkeypatch.setattr(script, "asset", lambda name: texts[name.removeprefix("desk/").removesuffix(".js")])

    script.bundle.cache_clear()
    script._messages.cache_clear()
    yield put
    script.bundle.cache_clear()
    script._messages.cache_clear()


def test_a_module_stands_behind_those_that_it_needs(modules: Callable[..., None]) -> None:
    """Each once, without what only modules have and without remarks, in a scope of its own, and then it runs."""
    modules(
        main='// Remark.\nimport { one } from "./a.js";\nimport {\n  two,\n} from "./b.js";\n'
        "\nexport function main() { one(two); }\n",
        a='import { two } from "./b.js";\n\n/**\n * One.\n */\nexport const one = () => two;\n',
        b="// https://example.org\nexport class two {}\nconst mine = 1; // stays\n",
    )
    assert script.bundle() == (
        '"use strict";\n(() => {\nclass two {}\nconst mine = 1; // stays\nconst one = () => two;\n'
        "function main() { one(two); }\nmain();\n})();\n"
    )


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (
            {"main": 'import { a } from "./a.js";\nconst b = 1;\n', "a": "export const a = 1;\nconst b = 2;\n"},
            "b is declared in a",
        ),
        ({"main": 'import { b } from "./a.js";\n', "a": "export const a = 1;\nconst b = 2;\n"}, "a.js exports no b"),
        ({"main": 'import { a } from "./a.js";\n', "a": 'import { b } from "./main.js";\n'}, "imports itself"),
        ({"main": 'import a from "./a.js";\n'}, 'import a from "./a.js"'),
        ({"main": "export { a };\n"}, "export { a }"),
        ({"main": 'const a = "</SCRIPT>";\n'}, "</SCRIPT"),
        ({"main": 'const a = "<!--";\n'}, "<!--"),
    ],
)
def test_what_would_break_the_page_is_refused(
    modules: Callable[..., None], texts: dict[str, str], message: str
) -> None:
    """Two of a name, a name that is not there, a circle, another way of writing, the end of the element."""
    modules(**texts)
    with pytest.raises(PromiseError, match=re.escape(message)):
        script.bundle()


def test_the_desk_itself_is_one_script() -> None:
    """All of its modules are in it, and nothing in it is a module's."""
    text = script.bundle()
    assert not re.search(r"^\s*(import|export)\b", text, re.MULTILINE)
    assert text.count("function startEditing(") == 1


def test_what_the_script_says_is_found(modules: Callable[..., None]) -> None:
    """Messages, and those with a plural, over line ends too."""
    modules(
        main='const a = _("One \\"two\\"");\nconst b = counted(\n  "{n} hit",\n  "{n} hits", 3);\n'
        'const c = made_("No");\n'
    )
    assert script._messages() == (['One "two"'], [("{n} hit", "{n} hits")])


def test_the_phrases_are_the_languages() -> None:
    """Nothing where the English stands for itself; else singular and plural, and no way out of the element."""
    messages.use("en")
    assert script.phrases() == "{}"
    messages.use("fr")
    try:
        said = json.loads(script.phrases())
        assert "<" not in script.phrases()
    finally:
        messages.use("")
    assert said["Undo"] == "Annuler"
    one, many = said["{n} unsaved change restored"]
    assert one != many
    assert "{n}" in many
