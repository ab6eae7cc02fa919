"""A folder of data with everything that is wrong there: the folder as it is read, and what all checks find."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from affinity_hub.core.problems import DataError, Problem, errors
from affinity_hub.core.yaml_text import with_pasted_lines
from affinity_hub.hub.files import SETTINGS
from affinity_hub.hub.hub import Hub
from affinity_hub.hub.known import Known
from affinity_hub.hub.loader import DOCS, Reader
from affinity_hub.hub.overlay import read_overlay
from affinity_hub.source import syntax_errors

from . import consent, handwritten, privacy, registry
from .handwritten import build_settings


def load(folder: Path, now: dt.datetime, staff: Path | None = None, **overrides: str) -> tuple[Hub, list[Problem]]:
    """The checked data of a folder and the warnings about it. `overrides` replace settings such as `url`.

    With the folder of a staff overlay, for staff; without it, from public data alone.
    `now` (aware) is for the rules that compare with today. Raises `DataError` with all problems at once.
    """
    return load_again(folder, now, staff, None, overrides)


def load_again(
    folder: Path, now: dt.datetime, staff: Path | None, known: Known | None, overrides: dict[str, str]
) -> tuple[Hub, list[Problem]]:
    """The same; what is known from before is not read again."""
    reader = Reader(folder, now=now, staff=read_overlay(staff, folder) if staff else None, known=known)
    hub = reader.hub(overrides)
    today = hub.date_at(now) if hub else now.date()
    if hub and (people := consent.not_now(hub, today)):
        reader = Reader(
            folder, now=now, staff=reader.staff, trees=reader.trees, nameless=people, today=today, known=known
        )
        hub = reader.hub(overrides)
        if known:
            known.forget(reader.changed)
    found = registry.check(hub, today) if hub else []
    if SETTINGS in reader.unread:
        found = [one for one in found if one.position.file != f"{SETTINGS}.yml"]
    problems = [*reader.problems, *_private(reader, hub, today), *found]
    if reader.corrected:
        problems = [
            one for one in problems if one.code in syntax_errors.CODES or one.position[:2] not in reader.corrected
        ]
    if hub is None or errors(problems):
        raise DataError(with_pasted_lines(problems, reader.lines))
    return hub, sorted(set(problems))


def _private(reader: Reader, hub: Hub | None, today: dt.date) -> Iterator[Problem]:
    """What must not be published, where nothing else is wrong with the same text already."""
    known, staff = {problem.position for problem in reader.problems}, reader.staff.files if reader.staff else {}
    found = privacy.check(reader.files, hub, today, staff, reader.told, reader.lines)
    yield from (one for one in found if one.position not in known)
    allowed = privacy.known(hub, today)
    yield from handwritten.check(reader.folder / DOCS, DOCS, allowed)
    yield from build_settings.check(reader.folder / build_settings.NAME, build_settings.NAME, allowed)
