"""The script of the page: its modules, put together as the one text that a page opened from a file can run.

What a module of `templates/desk/` may hold: `import { a, b } from "./other.js";` at its head, declarations (functions,
classes, constants), `export` before some of them, comments. All share one scope in the page, so that no two modules
may declare the same name.
"""

from __future__ import annotations

import json
import re
from functools import cache

from bilingual.errors import PromiseError
from bilingual.messages import _, forms
from bilingual.publish.rendering import asset

_IMPORT = re.compile(r'^import \{([^{}]*)\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)
_DECLARED = re.compile(r"^(?:export )?(?:async )?(?:function\*?|class|const|let) ([\w$]+)", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?:async )?(?:function\*?|class|const|let) ([\w$]+)", re.MULTILINE)
_LEFT = re.compile(r"^[ \t]*(?:import|export)\b.*", re.MULTILINE)
_REMARK = re.compile(r"^[ \t]*//[^\n]*\n|^[ \t]*/\*\*(?:[^*]|\*(?!/))*+\*/\n|^\n", re.MULTILINE)
_ENDS = re.compile(r"</script|<!--", re.IGNORECASE)
_TEXT = r'"((?:[^"\\\n]|\\.)*+)"'
_SAID = re.compile(rf"\b_\(\s*{_TEXT}")
_COUNTED = re.compile(rf"\bcounted\(\s*{_TEXT},\s*{_TEXT}")
_HEAD = '"use strict";\n(() => {\n'
_FOOT = "\n})();\n"


@cache
def bundle(main: str = "main") -> str:
    """A module and all that it imports as one script, each module behind those that it needs.

    Raises:
        PromiseError: a module declares a name that another has, imports one that is not exported, imports in a circle,
            is written in another way than this takes apart, or would end the element of the page: a bug of ours.
    """
    modules: dict[str, str] = {}
    _collect(main, modules, ())
    owners: dict[str, str] = {}
    for name, text in modules.items():
        for declared in _DECLARED.findall(text):
            if declared in owners:
                raise PromiseError(f"desk/{name}.js: {declared} is declared in {owners[declared]}.js already")
            owners[declared] = name
    text = f"{_HEAD}{''.join(map(_plain, modules.values()))}{main}();{_FOOT}"
    if ends := _ENDS.search(text):
        raise PromiseError(f"the script cannot stand in a page: it holds {ends[0]}")
    return text


def phrases() -> str:
    """What the script says, as JSON, in the reader's language: by the English, the text, or singular and plural.

    No `<` is in it, so that it can stand in an element of the page.
    """
    singles, counts = _messages()
    said: dict[str, str | tuple[str, str]] = {message: _(message) for message in singles if _(message) != message}
    said |= {one: forms(one, many) for one, many in counts if forms(one, many) != (one, many)}
    return json.dumps(said, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")


@cache
def _messages() -> tuple[list[str], list[tuple[str, str]]]:
    """The messages of the script, and those with a plural; in the code they stand as string literals."""
    text = bundle()
    singles = [json.loads(f'"{message}"') for message in _SAID.findall(text)]
    counts = [(json.loads(f'"{one}"'), json.loads(f'"{many}"')) for one, many in _COUNTED.findall(text)]
    return singles, counts


def _collect(name: str, modules: dict[str, str], above: tuple[str, ...]) -> None:
    if name in above:
        raise PromiseError(f"desk/{name}.js: imports itself by way of {', '.join(above)}")
    if name in modules:
        return
    text = asset(f"desk/{name}.js")
    for names, other in _IMPORT.findall(text):
        _collect(other, modules, (*above, name))
        missing = {one.strip() for one in names.split(",")} - {"", *_EXPORTED.findall(modules[other])}
        if missing:
            raise PromiseError(f"desk/{name}.js: {other}.js exports no {', '.join(sorted(missing))}")
    modules[name] = text


def _plain(text: str) -> str:
    """A module without what only modules have, and without its remarks."""
    plain = _EXPORT.sub("", _IMPORT.sub("", text))
    if left := _LEFT.search(plain):
        raise PromiseError(f"the script cannot be put together: {left[0].strip()}")
    return _REMARK.sub("", plain)
