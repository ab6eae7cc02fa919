"""Reads a folder of data, runs all checks, and returns the hub if the data has no errors."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from affinity_hub.core.file_names import SETTINGS
from affinity_hub.core.problems import DataError, Problem, errors
from affinity_hub.core.progress_callback import TellProgress, silent
from affinity_hub.core.yaml_text import with_pasted_lines
from affinity_hub.hub.hub import Hub
from affinity_hub.hub.loader import HubLoader
from affinity_hub.hub.overlay import read_overlay
from affinity_hub.source.reader import SYNTAX_ERROR_CODES

from .imported import in_their_calendar
from .publishing import not_ready
from .registry import run_checks, with_new
from .texts.repeated_words import without_private_words


def load(folder: Path, now: dt.datetime, staff: Path | None = None, **overrides: str) -> tuple[Hub, list[Problem]]:
    """The checked data of a folder and the warnings about it: see `load_with_progress`."""
    return load_with_progress(folder, now, staff, overrides, silent)


def load_with_progress(
    folder: Path,
    now: dt.datetime,
    staff: Path | None,
    overrides: dict[str, str],
    progress: TellProgress,
    *,
    for_publishing: bool = False,
) -> tuple[Hub, list[Problem]]:
    """The checked data of a folder and the warnings about it. `overrides` replace settings such as `url`.

    With the folder of a staff overlay, the data is for staff; without it, only public data is read. The checks that
    need today's date use `now` (aware). `for_publishing` also refuses placeholders, and a hub without a contact. Raises
    `DataError` with all problems at once.
    """
    overlay = read_overlay(staff, folder) if staff else None
    first = HubLoader(folder, now=now, staff=overlay)
    today, people = first.without_current_consent(overrides, now)
    loader = HubLoader(
        folder, now=now, staff=overlay, trees=first.trees, without_consent=people, today=today, progress=progress
    )
    hub = loader.read_hub(overrides)
    source = loader.source_folder(hub)
    in_texts, in_records = run_checks(source, today, progress)
    problems = with_new(loader.problems, in_texts)
    if for_publishing:
        problems += not_ready(source)
    if hub:
        unread = f"{SETTINGS}.yml" if SETTINGS in loader.unreadable else ""
        problems = with_new(problems, (problem for problem in in_records if problem.position.file != unread))
    if loader.corrected:
        problems = [
            problem
            for problem in problems
            if problem.code in SYNTAX_ERROR_CODES or problem.position[:2] not in loader.corrected
        ]
    problems = list(without_private_words(problems, loader.typed.lines))
    problems = list(in_their_calendar(problems, loader.files, hub))
    if hub is None or errors(problems):
        raise DataError(with_pasted_lines(problems, loader.typed.lines))
    return hub, sorted(set(problems))
