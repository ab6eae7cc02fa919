"""From a filled-in form to a changed data file, or to the reasons why not, as a comment for who filled it in.

Nothing is written before the changed data was read again, was checked, and was found to differ in one record only.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Literal

from affinity_hub import changes
from affinity_hub.comments import capped, words
from affinity_hub.hub import Hub
from affinity_hub.loader import data_files, load
from affinity_hub.problems import DataError, Problem, errors

from .answers import RefusedError, answers
from .drafts import Draft, NothingToDoError, draft
from .lines import ByHandError

CHANGED: Final = 0
REFUSED: Final = 1
BY_HAND: Final = 3
Status = Literal[0, 1, 3]
_EDIT: Final = "Edit the issue above (the three dots, then “Edit”) and correct it there; this answer follows."


def apply(form: str, body: str, folder: Path, now: dt.datetime, **settings: str) -> tuple[Status, str]:
    """Makes the change that a filled-in form asks for in the data in `folder`, and returns what to answer, as Markdown.

    The status is 0 where a file was changed, 1 where the answers must be corrected first, 3 where a person is needed.
    """
    try:
        given = answers(form, body)
        hub, _ = load(folder, now, None, **settings)
        made = draft(form, given, hub, hub.date_at(now))
        return _made(made, hub, folder, now, settings)
    except RefusedError as error:
        return REFUSED, _comment("Nothing was changed yet.", error.reasons, _EDIT)
    except NothingToDoError as error:
        return BY_HAND, _comment(str(error))
    except ByHandError:
        return BY_HAND, _comment(
            "The place in the file is written in a way that a program had better not change.", (), _HAND
        )
    except DataError as error:
        number = len(errors(error.problems))
        what = f"The data of the site has {number} error{'s' * (number != 1)} at the moment, which are not yours."
        return BY_HAND, _comment(what, (), _HAND)


_HAND: Final = "A person who looks after the site will see to it."


def _made(made: Draft, hub: Hub, folder: Path, now: dt.datetime, settings: Mapping[str, str]) -> tuple[Status, str]:
    path = folder / made.file
    before = path.read_bytes()
    text = before.decode("utf-8")
    for edit in made.edits:
        text = edit(text)
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "data"
        _copy(folder, copy)
        (copy / made.file).write_bytes(text.encode())
        try:
            after, _ = load(copy, now, None, **settings)
        except DataError as error:
            raise RefusedError(*_explained(errors(error.problems), text, made)) from None
        if not _only(made, hub, after):
            raise ByHandError
        told = changes.between(hub, after, now)
    _replace(path, text.encode())
    return CHANGED, _comment(f"This became a proposal: {made.noun} {words(made.title)}.", (), told)


def _only(made: Draft, before: Hub, after: Hub) -> bool:
    """Whether the record that was meant, and nothing else, differs between two hubs."""
    old = {(record.noun, record.id): record.model_dump() for record in before.records()}
    new = {(record.noun, record.id): record.model_dump() for record in after.records()}
    differ = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    return differ == {(made.noun, made.record)} and (before.settings, before.no_school) == (
        after.settings,
        after.no_school,
    )


def _explained(problems: list[Problem], text: str, made: Draft) -> Iterator[str]:
    """What is wrong with the answers, by the label of the question; each sentence once."""
    lines = text.splitlines()
    said: dict[str, None] = {}
    for problem in problems:
        line = lines[problem.position.line - 1] if problem.position.line <= len(lines) else ""
        key = re.match(r"\s*(?:- )?(\w+):", line)
        label = made.labels.get(key[1]) if key and problem.position.file == made.file else None
        hint = words(problem.hint, 200)
        said[f"{f'“{label}”: ' if label else ''}{words(problem.message, 200)}{f' {hint}' if hint else ''}"] = None
        if problem.code.startswith("E51"):
            said[
                "What must not be published stands in this issue, too, where everybody can read it: please take it out."
            ] = None
    yield from said


def _copy(folder: Path, copy: Path) -> None:
    copy.mkdir()
    for path in data_files(folder):
        if path.is_dir():
            shutil.copytree(path, copy / path.name)
        else:
            shutil.copyfile(path, copy / path.name)


def _replace(path: Path, content: bytes) -> None:
    """Writes a file so that it is either the old one or the new one, whatever happens meanwhile."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)


def _comment(what: str, reasons: tuple[str, ...] = (), then: str = "") -> str:
    listed = [f"- {reason}" for reason in reasons]
    return capped(
        [f"**{what}**" if reasons or then else what, *([""] if listed else []), *listed, *(["", then] if then else [])]
    )
