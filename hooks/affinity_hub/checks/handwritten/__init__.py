"""Checks the pages and other files that people write by hand in `docs/`, before the site publishes them.

settings   the settings above the text of a page, and the words in `mkdocs.yml`, such as the labels of the menu
links      links to records that do not exist
markup     the HTML that a page may contain, and the SVG drawings that a site may publish

Problems in these files have the same codes as problems in data files, with file, line, and column.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from affinity_hub.checks.texts.forbidden_texts import AllowedTexts, allowed_texts, in_block, with_examples
from affinity_hub.core.file_names import DOCS
from affinity_hub.core.problems import Position, Problem
from affinity_hub.core.text_blocks import paragraphs, position_in_text
from affinity_hub.hub.hub import SourceFolder
from affinity_hub.source.decoding import SourceError, decode

from . import settings

# MkDocs turns these files into pages.
PAGE_SUFFIXES: Final = frozenset((".md", ".markdown", ".mdown", ".mkdn", ".mkd"))
# Published unchanged, after this module has checked the text.
TEXTS: Final = frozenset((".txt", ".csv", ".tsv", ".svg", ".json", ".yml", ".yaml", ".ics", ".vtt"))
# Published unchanged. They contain no text that the program could read.
PICTURES: Final = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico"))
DOCUMENTS: Final = frozenset((".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".mp3", ".mp4", ".webm"))
# The extensions in mkdocs.yml and the extensions that MkDocs adds. The tests compare the list with MkDocs' own.
EXTENSIONS: Final = ("toc", "tables", "fenced_code", "attr_list", "md_in_html", "sane_lists")
# Markdown without any of these writes only HTML that is on the allow-list.
_RISKY: Final = re.compile(
    r"<[A-Za-z!?/]|&[#A-Za-z]|\{[^}\n]*=|\]\(\s*<?(?!https?:|mailto:)[^)]*:|!\[|\]:", re.IGNORECASE
)
_CODE: Final = re.compile(r"^(`{3,}|~{3,}).*?^\1|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE)


def handwritten_files_are_safe(folder: SourceFolder, today: dt.date) -> Iterator[Problem]:
    """The pages in `docs/` and the words in `mkdocs.yml` can be published, and no page can do harm."""
    allowed = allowed_texts(folder.hub, today)
    yield from check(folder.folder / DOCS, DOCS, allowed)
    yield from settings.in_mkdocs(folder.folder / settings.MKDOCS, settings.MKDOCS, allowed)


def check(folder: Path, name: str, known: AllowedTexts) -> Iterator[Problem]:
    """Everything in a folder of hand-written files that must not be published. `name` is the folder's name in messages,
    such as `docs`; `known` says which mailboxes and people may be named. Without the folder there is nothing to check.
    Files whose names begin with a dot are not published.
    """
    known = with_examples(known)
    if folder.is_symlink():
        return  # `symlinks.refuse` reports the link if the folder belongs to the data
    for path in published(folder):
        yield from _file(path, f"{name}/{path.relative_to(folder).as_posix()}", known)


def published(folder: Path) -> Iterator[Path]:
    """The files in a folder that the site publishes."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir():
            yield from published(path)
        else:
            yield path


def _file(path: Path, name: str, known: AllowedTexts) -> Iterator[Problem]:
    # The name of a file is part of the public address.
    for block in paragraphs(f"{path.stem}\n", name):
        for problem in in_block(block, known):
            # A role cannot replace a name in an address.
            hint = "Rename the file, so that its address does not contain the name." if problem.code == "W504" else ""
            yield problem._replace(hint=hint or problem.hint)
    ending, page = path.suffix.lower(), f"{name.removesuffix(path.suffix)}.md"
    if ending in PICTURES:
        return
    if ending in DOCUMENTS:
        message = f"The check cannot read {path.name}, which is published unchanged."
        hint = "Before you publish it, make sure that it holds no names, telephone numbers, or links to meetings.\n"
        yield Problem(Position(name), "W024", message, f"{hint}A page is better:  {page}")
    elif ending not in PAGE_SUFFIXES | TEXTS:
        message = f"{path.name} is not allowed in this folder: the check cannot tell whether it is safe to publish."
        hint = f"Write a page instead:  {page}\nPictures (.png, .jpg, .svg) and tables (.csv) are also allowed."
        yield Problem(Position(name), "E024", message, hint)
    else:
        try:
            text = decode(path, name)
        except SourceError as error:
            yield error.problem
            return
        yield from _text(text, name, ending, known)


@lru_cache(maxsize=1024)  # few files of a site change between two checks
def _text(text: str, name: str, ending: str, known: AllowedTexts) -> tuple[Problem, ...]:
    found = [problem for block in paragraphs(text, name) for problem in in_block(block, known)]
    if ending in PAGE_SUFFIXES:
        found += settings.above_page(text, name)
        if _RISKY.search(text):
            found += _page(text, name)
    elif ending == ".svg":
        found += _picture(text, name)
    return tuple(found)


def _page(text: str, name: str) -> Iterator[Problem]:
    """Problems with HTML on a page that could do harm."""
    import markdown  # imported here, because most checks do not need this

    from . import markup

    made = markdown.Markdown(extensions=list(EXTENSIONS)).convert(settings.without(text))
    for refused in markup.refused(made):
        yield Problem(position_of(text, name, refused.sign), "E025", refused.message, refused.hint)


def position_of(text: str, name: str, sign: str) -> Position:
    """The position of `sign` in the source of a page: outside of code if possible."""
    outside = without_code(text).lower()
    index = outside.find(sign.lower())
    if index < 0 and sign.lower() not in text.lower():  # in entities, or with a tab in it: "java&Tab;script&colon;"
        from .markup import without_skipped

        wanted, rows = without_skipped(sign).lower(), text.split("\n")
        row = next((n for n, row in enumerate(rows, 1) if wanted in without_skipped(html.unescape(row)).lower()), 1)
        return Position(name, row, 1)
    return position_in_text(text, name, index if index >= 0 else max(0, text.lower().find(sign.lower())))


def without_code(text: str) -> str:
    """The source of a page with spaces in place of its code."""
    return _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _picture(text: str, name: str) -> Iterator[Problem]:
    """Problems in an SVG drawing, which can contain scripts and load files from other sites."""
    from . import markup

    for what in dict.fromkeys(markup.refused_in_drawing(text)):
        message = f"A drawing (.svg) that contains `{what}` can run programs or load files from other sites."
        hint = "Save the drawing again as a plain SVG, or as a picture (.png)."
        yield Problem(position_in_text(text, name, max(0, text.find(what.rpartition("}")[2]))), "E025", message, hint)
