"""Checks the texts in `mkdocs.yml`: the words of the menu are on every page, and the file itself is public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import yaml

from affinity_hub.checks.forbidden_texts import AllowedTexts, in_block, with_examples
from affinity_hub.core.problems import Problem
from affinity_hub.core.text_blocks import Block, paragraphs
from affinity_hub.core.yaml_text import LOADER
from affinity_hub.source.reader import SourceError, decode

NAME: Final = "mkdocs.yml"


def check(path: Path, name: str, known: AllowedTexts, values: object = ()) -> Iterator[Problem]:
    """Everything in a file of settings for MkDocs that must not be published. `name` is how messages call the file.

    `values` are settings as MkDocs has read them, nested as they are, because a setting may come from another file or
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
    # What an escape or a line break in the file hides: "253\\x2d555"
    blocks += [Block(name, ((*place, value),)) for place, value in _scalars(text) if value not in text]
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
