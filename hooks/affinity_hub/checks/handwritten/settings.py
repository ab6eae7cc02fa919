"""The settings of hand-written pages: the lines above a page that set its title, and `mkdocs.yml`.

MkDocs hands each setting to the theme, which inserts a title without escaping it and accepts any template. So a page
may have only the settings that this site uses. The words of the menu in `mkdocs.yml` are on every page, and the file
itself is public.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from affinity_hub.checks.texts.forbidden_texts import AllowedTexts, in_block, with_examples
from affinity_hub.core.problems import Position, Problem
from affinity_hub.core.suggest import nearest
from affinity_hub.core.text_blocks import Block, paragraphs, position_in_text
from affinity_hub.core.yaml_text import LOADER
from affinity_hub.source.decoding import SourceError, decode
from affinity_hub.source.reader import parse
from affinity_hub.source.tree import YamlMapping

KEYS: Final = ("title", "description", "contact", "hidden", "hide", "search")
# MkDocs reads settings in two forms: between lines of dashes, or as plain lines at the top of the file.
_DASHED: Final = re.compile(r"\A-{3}[ \t]*\n(.*?\n)(?:-{3}|\.{3})[ \t]*(?:\n|\Z)", re.DOTALL)
_PLAIN: Final = re.compile(r"\A[ ]{0,3}([A-Za-z0-9_-]+):")


def above_page(text: str, name: str) -> Iterator[Problem]:
    """The problems with the settings of a page. `text` is the whole file; `name` is its name in messages."""
    found = _DASHED.match(text)
    if not found:
        if plain := _PLAIN.match(text):
            message = f"MkDocs would read this line as a setting and drop it, because it begins with `{plain[1]}:`."
            hint = f"Start the page with a heading:  # {plain[1]}"
            yield Problem(position_in_text(text, name, plain.start(1)), "E026", message, hint)
        return
    node, problems = parse("\n" + found[1], name)
    yield from problems
    if not isinstance(node, YamlMapping):
        if not problems:
            message = "The lines between the dashes are not page settings."
            yield Problem(Position(name, 2), "E026", message, "Write:  description: What the page is about.")
        return
    for key, (mark, position) in node.positions.items():
        if key not in KEYS:
            message = f'"{key[:40]}" is not a setting that pages of this site can use.'
            yield Problem(Position(name, *mark), "E026", message, f"Delete the line. {nearest(key, KEYS)}")
        elif _has_markup(typed := node.get(key)):
            message = f"The characters < and > are not allowed in `{key}`."
            hint = "Use plain text without HTML:  title: About this hub"
            yield Problem(Position(name, *position), "E026", message, hint)
        elif key == "search" and not (isinstance(typed, YamlMapping) and set(typed) == {"exclude"}):
            message = "`search` takes only `exclude: true`, which keeps the page out of the search of the site."
            yield Problem(Position(name, *position), "E026", message, "Write:\nsearch:\n  exclude: true")
        elif key in ("title", "description") and not isinstance(typed, str):
            message = f"`{key}` takes text."
            yield Problem(Position(name, *position), "E026", message, f"Write:  {key}: About this hub")


def without(text: str) -> str:
    """The text of a page without its settings."""
    return _DASHED.sub("", text, count=1)


def _has_markup(value: Any) -> bool:
    if isinstance(value, str):
        return bool(re.search(r"[<>]|&#?\w+;", value))
    return any(map(_has_markup, value.values() if isinstance(value, YamlMapping) else value or ()))


MKDOCS: Final = "mkdocs.yml"


def in_mkdocs(path: Path, name: str, known: AllowedTexts, values: object = ()) -> Iterator[Problem]:
    """Everything in a file of settings for MkDocs that must not be published. `name` is the file's name in messages.

    `values` are the nested settings that MkDocs has read, because a setting may come from another file or
    from the environment. A problem that has no line in the file is reported at its beginning.
    """
    if path.is_symlink() or not path.is_file():
        return
    try:
        text = decode(path, name)
    except SourceError as error:
        yield error.problem
        return
    known = with_examples(known)
    blocks = [*paragraphs(text, name)]
    # Text that an escape or a line break in the file hides: "253\\x2d555"
    blocks += [Block(name, ((*position, value),)) for position, value in _scalars(text) if value not in text]
    written = {value for _, value in _scalars(text)}
    blocks += [Block(name, ((1, 1, value),)) for value in dict.fromkeys(_texts(values)) if value not in written]
    seen = set[tuple[int, str]]()
    for block in blocks:
        for problem in in_block(block, known):
            key = problem.position.line, problem.code
            if key not in seen:
                seen.add(key)
                yield problem


def _scalars(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """The line, column, and text of each key and value. MkDocs itself reports a file that is not YAML."""
    try:
        for event in yaml.parse(text, LOADER):
            if isinstance(event, yaml.ScalarEvent) and event.start_mark:
                yield (event.start_mark.line + 1, event.start_mark.column + 1), event.value
    except yaml.YAMLError:
        return


def _texts(values: object) -> Iterator[str]:
    if isinstance(values, str):
        yield f"{values}"
    elif isinstance(values, Mapping):
        for key, value in values.items():
            yield from _texts(key)
            yield from _texts(value)
    elif isinstance(values, Iterable):
        for value in values:
            yield from _texts(value)
