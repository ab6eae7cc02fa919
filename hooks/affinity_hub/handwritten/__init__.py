"""Pages and other files that people write by hand into `docs/`, checked before anything of them is published.

front     the lines above a page: which settings a page may have
markup    which HTML a page may hold

A problem in these files is the same as in a data file, with the same code and with file, line and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from affinity_hub import privacy
from affinity_hub.blocks import at, paragraphs
from affinity_hub.problems import Position, Problem
from affinity_hub.source import SourceError, decode

from . import front

# MkDocs makes pages of these.
PAGES: Final = frozenset((".md", ".markdown", ".mdown", ".mkdn", ".mkd"))
# Published as they are, and read here first.
TEXTS: Final = frozenset((".txt", ".csv", ".tsv", ".svg", ".json", ".yml", ".yaml", ".ics", ".vtt"))
# Published as they are. There is no text in them that this program could read.
PICTURES: Final = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico"))
DOCUMENTS: Final = frozenset((".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".mp3", ".mp4", ".webm"))
# The extensions that mkdocs.yml names and those that MkDocs adds. The tests compare the list with MkDocs' own.
EXTENSIONS: Final = ("toc", "tables", "fenced_code", "attr_list", "md_in_html", "sane_lists")
# Without one of these, Markdown writes nothing that is not on the allow-list.
_RISKY: Final = re.compile(
    r"<[A-Za-z!?/]|&[#A-Za-z]|\{[^}\n]*=|\]\(\s*<?(?!https?:|mailto:)[^)\s]*:|!\[|\]:", re.IGNORECASE
)
_CODE: Final = re.compile(r"^(`{3,}|~{3,}).*?^\1|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE)
_SVG: Final = re.compile(
    r"<\s*(?:\w+:)?(script|foreignObject|iframe|handler|listener|!ENTITY)\b|\s(on[a-z]+)\s*=|"
    r"(?:href|src)\s*=\s*[\"']?\s*(?!#)([\w.+-]+:|//)",
    re.IGNORECASE,
)


def check(folder: Path, name: str, known: privacy.Known) -> Iterator[Problem]:
    """Everything in a folder of hand-written files that must not be published.

    `name` is how messages call the folder, such as `docs`; `known` says which mailboxes and people may be named.
    Without the folder there is nothing to check. Files whose names begin with a dot are not published.
    """
    known = privacy.with_examples(known)
    if folder.is_symlink():
        return  # `symlinks.refuse` says so where the folder belongs to the data
    for path in _published(folder):
        yield from _file(path, f"{name}/{path.relative_to(folder).as_posix()}", known)


def _published(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir():
            yield from _published(path)
        else:
            yield path


def _file(path: Path, name: str, known: privacy.Known) -> Iterator[Problem]:
    ending, page = path.suffix.lower(), f"{name.removesuffix(path.suffix)}.md"
    if ending in PICTURES:
        return
    if ending in DOCUMENTS:
        message = f"The check cannot read files such as {path.name}; it is published as it is."
        hint = "Read it through before you publish it: no names, telephone numbers or links to meetings.\n"
        yield Problem(Position(name), "warning", "W024", message, f"{hint}A page is better. It is called {page}")
    elif ending not in PAGES | TEXTS:
        message = f"Files such as {path.name} are not published from this folder, because the check cannot clear them."
        hint = (
            f"Write a page instead. It is called {page}\nPictures (.png, .jpg, .svg) and tables (.csv) may be here too."
        )
        yield Problem(Position(name), "error", "E024", message, hint)
    else:
        try:
            text = decode(path, name)
        except SourceError as error:
            yield error.problem
            return
        yield from _text(text, name, ending, known)


@lru_cache(maxsize=1024)  # of the files of one site, few change between two checks
def _text(text: str, name: str, ending: str, known: privacy.Known) -> tuple[Problem, ...]:
    found = [problem for block in paragraphs(text, name) for problem in privacy.in_block(block, known)]
    if ending in PAGES:
        found += front.check(text, name)
        if _RISKY.search(text):
            found += _page(text, name)
    elif ending == ".svg":
        found += _picture(text, name)
    return tuple(found)


def _page(text: str, name: str) -> Iterator[Problem]:
    """What must be deleted from a page, because its HTML could do harm."""
    import markdown  # not above: most checks need none of this

    from . import markup

    html = markdown.Markdown(extensions=list(EXTENSIONS)).convert(front.without(text))
    for one in markup.refused(html):
        yield Problem(place(text, name, one.sign), "error", "E025", one.message, one.hint)


def place(text: str, name: str, sign: str) -> Position:
    """Where a sign stands in the source of a page: outside of code, where there is such a place."""
    outside = _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text).lower()
    index = outside.find(sign.lower())
    return at(text, name, index if index >= 0 else max(0, text.lower().find(sign.lower())))


def _picture(text: str, name: str) -> Iterator[Problem]:
    """A drawing is a document of its own, which may hold scripts and load files from elsewhere."""
    for found in _SVG.finditer(text):
        what = next(filter(None, found.groups()))
        message = f"A drawing (.svg) with `{what}` in it can run programs or load files from other sites."
        hint = "Save the drawing again as a plain SVG, or as a picture (.png)."
        yield Problem(at(text, name, found.start()), "error", "E025", message, hint)
