"""From a folder of YAML files to a `Hub`, or to every reason why not.

A list file (`groups.yml`) may be continued by a folder of the same name (`groups/*.yml`) with files of the same shape.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from . import privacy, rules
from .explain import beginning, did_you_mean, explain, with_article
from .hub import Hub
from .model import Event, Facilitator, Group, NoSchool, Part, Partner, Record
from .model.progress import Progress
from .model.settings import Settings
from .planning import plan
from .problems import DataError, Position, Problem, errors
from .recurrence import Schedule
from .schedule import ScheduleError
from .source import Items, Mapping, Node, at, read
from .values import shorten

PROJECT = Path(__file__).resolve().parents[2]
REQUIRED = ("groups.yml", "facilitators.yml", "events.yml", "partners.yml")
OPTIONAL = ("calendar.yml", "progress.yml", "hub.yml")
LISTS = {name.removesuffix(".yml"): name for name in REQUIRED} | dict.fromkeys(Progress.model_fields, "progress.yml")
LISTS["no_school"] = "calendar.yml"

PartType = TypeVar("PartType", bound=Part)


def load(folder: Path, now: dt.datetime, **overrides: str) -> tuple[Hub, list[Problem]]:
    """The checked data of a folder and the warnings about it. `overrides` replace settings such as `url`.

    `now` (aware) is for the rules that compare with today. Raises `DataError` with all problems at once.
    """
    reader = _Reader(folder)
    hub = reader.hub(overrides)
    found = rules.check(hub, hub.date_at(now)) if hub else []
    problems = [*reader.problems, *reader.private(), *found]
    if hub is None or errors(problems):
        raise DataError(problems)
    return hub, sorted(set(problems))


def data_files(folder: Path) -> list[Path]:
    """Every data file that exists, and every folder that continues one: what a preview has to watch."""
    names = (*REQUIRED, *OPTIONAL)
    places = [place for name in names for place in (folder / name, folder / Path(name).stem)]
    return [place for place in places if place.exists()]


def _parts(folder: Path, name: str) -> list[Path]:
    more = folder / Path(name).stem
    return [folder / name, *(sorted([*more.glob("*.yml"), *more.glob("*.yaml")]) if more.is_dir() else ())]


@dataclass
class _Reader:
    folder: Path
    problems: list[Problem] = field(default_factory=list)
    files: dict[str, Node] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def hub(self, overrides: dict[str, str]) -> Hub | None:
        settings = self.settings(overrides)
        groups, facilitators = self.records("groups", Group), self.records("facilitators", Facilitator)
        events, partners = self.records("events", Event), self.records("partners", Partner)
        no_school, progress = self.parts("no_school", "calendar.yml", NoSchool), self.progress()
        if settings is None:
            return None
        return Hub(
            settings=settings,
            groups=groups,
            facilitators=facilitators,
            events=events,
            partners=partners,
            no_school=no_school,
            progress=progress,
            schedules=self.schedules(events, no_school, settings),
            has_calendar=any(path.exists() for path in _parts(self.folder, "calendar.yml")),
            unread=frozenset(self.unread),
        )

    def private(self) -> Iterator[Problem]:
        """What must not be published, where nothing else is wrong with the same text already."""
        known = {problem.position for problem in self.problems}
        for name, node in self.files.items():
            yield from (problem for problem in privacy.check(node, name) if problem.position not in known)

    def settings(self, overrides: dict[str, str]) -> Settings | None:
        """The folder's own settings; the project's where the folder has none."""
        path = self.folder / "hub.yml"
        node = self.read(path if path.exists() else PROJECT / "hub.yml")
        if node is not None:
            node.update({key: value for key, value in overrides.items() if value})
        settings = self.validated(Settings, node, "hub.yml", "setting")
        if settings is not None and node is not None:
            settings.from_source("hub.yml", node)
        return settings

    def records(self, key: str, model: type[PartType]) -> tuple[PartType, ...]:
        """The records of a list file and of the files that continue it."""
        return self.parts(key, f"{key}.yml", model)

    def parts(self, key: str, name: str, model: type[PartType]) -> tuple[PartType, ...]:
        found: list[PartType] = []
        for path in _parts(self.folder, name):
            node = self.read(path)
            if node is None:
                self.unread.add(key)
                continue
            self.refuse_other_keys(node, [key], self.name(path))
            if key in node.marks:
                found.extend(self.list_of(node, key, model, self.name(path)))
        return tuple(found)

    def progress(self) -> Progress:
        lists: dict[str, list[Any]] = {key: [] for key in Progress.model_fields}
        for path in _parts(self.folder, "progress.yml"):
            node = self.read(path)
            if node is None:
                continue
            self.refuse_other_keys(node, list(lists), self.name(path))
            for key, field_info in Progress.model_fields.items():
                if key in node.marks:
                    model = field_info.annotation.__args__[0]  # type: ignore[union-attr]
                    lists[key].extend(self.list_of(node, key, model, self.name(path)))
        return Progress.model_construct(None, **{key: tuple(value) for key, value in lists.items()})

    def read(self, path: Path) -> Mapping | None:
        """The mapping a file holds; nothing, with the reason kept, where it holds something else."""
        name = self.name(path)
        if not path.exists():
            if name in REQUIRED:
                hint = f"Make it; if there are none yet, write:  {path.stem}: []"
                self.problem(name, (1, 1), "E001", f"The file {name} is missing.", hint)
            return None
        node, problems = read(path, name)
        self.problems.extend(problems)
        self.files[name] = node
        if isinstance(node, Mapping):
            return node
        if not errors(problems):
            key = path.stem if path.parent == self.folder else path.parent.name
            first = {"calendar": "no_school", "progress": "milestones", "hub": "name"}.get(key, key)
            what = "The file is empty." if node is None else f"The file must start with the line `{first}:`."
            mark = at(node, ())
            hint = f"Write  {first}:  and the entries under it, or  {first}: []  if there are none."
            self.problem(name, mark, "E020", what, hint if key != "hub" else "Write a setting a line:  name: Our hub")
        return None

    def list_of(self, node: Mapping, key: str, model: type[PartType], name: str) -> Iterator[PartType]:
        items = node.get(key)
        if not isinstance(items, Items):
            hint = f"Write  {key}: []  if there are none. Each entry starts with a dash:\n{key}:\n  - id: …"
            self.problem(name, at(node, (key,)), "E021", f"A list belongs under `{key}:`.", hint)
            self.unread.add(key)
            return
        for index, item in enumerate(items):
            noun = getattr(model, "noun", "entry")
            if not isinstance(item, Mapping):
                hint = f"Each entry has keys:\n{beginning(model)}"
                self.problem(name, items.marks[index], "E021", f"This is not {with_article(noun)} with keys.", hint)
                continue
            record = self.validated(model, item, name, noun)
            if record is None:
                self.unread.add(str(item.get("id")))
            else:
                if isinstance(record, Record):
                    record.from_source(name, item)
                yield record

    def validated(self, model: type[PartType], node: Mapping | None, name: str, noun: str) -> PartType | None:
        if node is None:
            return None
        try:
            return model.model_validate(node)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                self.problems.append(explain(detail, model, node, name, noun))
            return None

    def refuse_other_keys(self, node: Mapping, keys: list[str], name: str) -> None:
        for key, (mark, _) in node.marks.items():
            if key not in keys:
                home = LISTS.get(key)
                hint = f"Entries of {key} go into {home}." if home else did_you_mean(key, keys)
                self.problem(name, mark, "E202", f'"{shorten(key)}" is not a list of this file.', hint)
                self.unread.update(keys)
        if len(keys) == 1 and not node.marks:
            self.problem(name, node.mark, "E020", f"The file has no line `{keys[0]}:`.", f"Write  {keys[0]}: []")

    def schedules(
        self, events: tuple[Event, ...], no_school: tuple[NoSchool, ...], settings: Settings
    ) -> dict[str, Schedule]:
        found = {}
        for event in events:
            try:
                found[event.id] = plan(event, no_school, settings.time_zone)
            except ScheduleError as error:
                position = event.position(*error.path)
                self.problems.append(Problem(position, "error", error.code, error.message, error.hint))
        return found

    def problem(self, name: str, mark: tuple[int, int], code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(Position(name, *mark), "error", code, message, hint))

    def name(self, path: Path) -> str:
        return path.relative_to(self.folder if path.is_relative_to(self.folder) else PROJECT).as_posix()
