"""Reads a folder of YAML files into a `Hub`, or reports everything that is wrong with it.

A list file (`groups.yml`) may be continued by a folder with the same name (`groups/*.yml`) that has files of the same
shape.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from affinity_hub.core import symlinks
from affinity_hub.core.file_names import DOCS, IMPORTED, SETTINGS
from affinity_hub.core.problems import Problem, errors
from affinity_hub.core.progress_callback import TellProgress, silent
from affinity_hub.core.timezones import zone
from affinity_hub.schema import (
    Audience,
    DataModel,
    Event,
    Facilitator,
    Group,
    ImportedFile,
    Library,
    Lists,
    NoSchool,
    Opportunity,
    Partner,
    Progress,
)
from affinity_hub.schema.explain.pydantic_errors import AdviceContext
from affinity_hub.schema.settings import Settings
from affinity_hub.source.reader import SYNTAX_ERROR_CODES, read
from affinity_hub.source.tree import Node, YamlMapping, position_in_tree

from . import embed_contract
from .consent_substitution import NameReplacer, substitute_roles, without_current_consent
from .files import OPTIONAL, REQUIRED, data_paths, ignored_files, imported_paths, missing_file, not_a_list, pictures
from .hub import Hub, SourceFolder, resolved
from .overlay import Overlay
from .record_maker import ModelType, RecordMaker
from .schedules import schedules_of
from .typed_lines import TypedLines

# The stems of every file and folder that the program reads or publishes from a data folder.
LINKED = frozenset((DOCS, IMPORTED, *(Path(name).stem for name in (*REQUIRED, *OPTIONAL, embed_contract.NAME))))

ListsType = TypeVar("ListsType", bound=Lists)


@dataclass
class HubLoader:
    """Reads a folder once. `files` are its trees, `problems` the problems so far, and `unreadable` the ids and lists
    that could not be read."""

    folder: Path
    now: dt.datetime | None = None
    staff: Overlay | None = None
    trees: dict[str, tuple[Node, list[Problem]]] = field(default_factory=dict)
    """Trees and problems of files that were read before, so that no file is read twice."""
    files: dict[str, Node] = field(default_factory=dict)
    misspelled: set[str] = field(default_factory=set)
    """The names that misnamed files were meant to have. The check does not also report those files as missing."""
    without_consent: dict[str, Facilitator] = field(default_factory=dict)
    """The people whose consent is not valid today, by name. Their roles replace their names in all texts."""
    replaced_names: set[str] = field(default_factory=set)
    """The names that roles replaced in texts."""
    corrected: set[tuple[str, int]] = field(default_factory=set)
    """The lines with a syntax error that were corrected in order to continue. Each of them already has a message."""
    imported: dict[str, ImportedFile] = field(default_factory=dict)
    """The facts in the files in `imported/` other than events, by the id of the group or partner."""
    today: dt.date = dt.date.min
    progress: TellProgress = silent

    @cached_property
    def maker(self) -> RecordMaker:
        """Makes the records."""
        today = self.now.date() if self.now else None
        typed = self.typed
        context = AdviceContext(typed.lines, lambda: typed.ids, today, typed.named, typed.breaks, typed.zone)
        return RecordMaker(context, self.staff.merged) if self.staff else RecordMaker(context)

    @cached_property
    def typed(self) -> TypedLines:
        """The lines of the data files."""
        return TypedLines(self.folder, self.files)

    @property
    def _audience(self) -> Audience:
        return "staff" if self.staff else "public"

    @cached_property
    def _roles(self) -> NameReplacer:
        return NameReplacer({name: person.role for name, person in self.without_consent.items()})

    @property
    def problems(self) -> list[Problem]:
        """The problems so far."""
        return self.maker.problems

    @property
    def unreadable(self) -> set[str]:
        """The ids of records and the names of files' lists that could not be read."""
        return self.maker.unreadable

    def without_current_consent(
        self, overrides: dict[str, str], now: dt.datetime
    ) -> tuple[dt.date, dict[str, Facilitator]]:
        """The current date in the site's zone, and the people whose consent is not valid on it, by their names."""
        settings = self.read_settings(overrides) or self._stand_in()
        if settings is None:
            return now.date(), {}
        today = now.astimezone(zone(settings.time_zone)).date()
        return today, without_current_consent(self._records("facilitators", Facilitator), self._audience, today)

    def read_hub(self, overrides: dict[str, str]) -> Hub | None:
        """The records of the folder with their dates; None without settings. `overrides` replace settings."""
        self.problems.extend(symlinks.refuse(self.folder, LINKED))
        self._misnamed()
        for name, node in self.staff.files.items() if self.staff else ():
            self._replace_names(name, node)
        settings = self.read_settings(overrides) or self._stand_in()
        groups, facilitators = self._records("groups", Group), self._records("facilitators", Facilitator)
        events = (*self._records("events", Event), *self._imported_events())
        partners = self._records("partners", Partner)
        opportunities = self._records("opportunities", Opportunity)
        no_school = self._records("no_school", NoSchool, "calendar.yml")
        progress, library = self._lists("progress.yml", Progress), self._lists("library.yml", Library)
        if self.staff:
            self.problems.extend(self.staff.problems)
            self._check_lists_of(self.staff)
        if settings is None:
            return None
        contract, problem = embed_contract.read_from(self.folder)
        self.problems.extend([problem] if problem else [])
        images = (settings.image, *(group.image for group in groups))
        hub = Hub(
            settings=settings,
            groups=groups,
            facilitators=facilitators,
            events=events,
            partners=partners,
            opportunities=opportunities,
            no_school=no_school,
            progress=progress,
            library=library,
            contract=contract,
            has_calendar=any(path.exists() for path in data_paths(self.folder, "calendar")),
            unreadable=frozenset(self.unreadable),
            audience=self._audience,
            staff_files=frozenset(self.staff.files if self.staff else ()),
            imported=self.imported,
            pictures=pictures(self.folder, [image.file for image in images if image]),
        )
        hub = resolved(hub)
        today = self.now.astimezone(zone(settings.time_zone)).date() if self.now else dt.date.min
        schedules, problems = schedules_of(hub.events, no_school, settings.time_zone, today)
        self.problems.extend(problems)
        return replace(hub, schedules=schedules)

    def source_folder(self, hub: Hub | None) -> SourceFolder:
        """The data that was read, for checks of the texts."""
        staff = self.staff.files if self.staff else {}
        return SourceFolder(self.folder, self.files, staff, hub, frozenset(self.replaced_names), self.typed.lines)

    def _misnamed(self) -> None:
        """Refuses files that look like data but are not read: `Events.yml`, `events/new.yml.txt`."""
        for ignored in ignored_files(self.folder):
            self.misspelled.add(f"{ignored.data_name}.yml")
            self.problems.append(ignored.problem())

    def read_settings(self, overrides: dict[str, str]) -> Settings | None:
        """The folder's settings. A folder without settings is refused: its calendars would get another hub's UIDs."""
        node = self._read(self.folder / "hub.yml")
        if node is not None and self.staff:
            node = self.staff.settings(node)
        if node is not None:
            node.update({key: value for key, value in overrides.items() if value})
            self.trees.pop("hub.yml", None)  # because there is now more data than was read
        settings = self.maker.validated(Settings, node, "hub.yml", "setting", overrides)
        if settings is not None and node is not None:
            settings.from_source("hub.yml", node)
        return settings

    def _stand_in(self) -> Settings | None:
        """Settings without the wrong values in `hub.yml`, so that the check can look at all other files, too."""
        node = self.files.get("hub.yml")
        if not isinstance(node, YamlMapping):
            return None
        self.unreadable.add(SETTINGS)
        needed = {"name": "…", "organization": YamlMapping(None) | {"name": "…"}, "url": "https://hub.example/"}
        try:
            Settings.model_validate(node)
        except ValidationError as error:
            wrong = {detail["loc"][0] for detail in error.errors(include_url=False) if detail["loc"]}
            kept = {key: value for key, value in node.items() if key not in wrong and value is not None}
            settings = Settings.model_validate(needed | kept)
            settings.from_source("hub.yml", node)
            return settings
        return None

    def _records(self, key: str, model: type[ModelType], name: str = "") -> tuple[ModelType, ...]:
        """The records of a list, in the file `name` and in the files that continue it."""
        name = name or f"{key}.yml"
        found: list[ModelType] = []
        paths = list(data_paths(self.folder, Path(name).stem))
        for number, path in enumerate(paths):
            self.progress(f"Reading {name}", number, len(paths))
            node = self._read(path)
            if node is None:
                self.unreadable.add(key)
                continue
            self.maker.refuse_other_keys(node, [key], self._name(path))
            if key in node.parser_marks:
                found.extend(self.maker.of_list(node, key, model, self._name(path)))
        return (*found, *self._staff_only(key, model))

    def _imported_events(self) -> Iterator[Event]:
        """The events from groups' own calendars. `imported` gets the day on which each file changed last."""
        for path in imported_paths(self.folder):
            name, node = self._name(path), self._read(path)
            if node is None:
                self.unreadable.add("events")
                continue
            self.maker.refuse_other_keys(node, ["events", *ImportedFile.model_fields], name)
            if "events" in node.parser_marks:
                yield from self.maker.of_list(node, "events", Event, name)
            head = YamlMapping(node.parser_mark)
            head.update({key: value for key, value in node.items() if key in ImportedFile.model_fields})
            head.parser_marks = node.parser_marks
            if read := self.maker.validated(ImportedFile, head, name, "file"):
                self.imported[path.stem] = read

    def _lists(self, name: str, model: type[ListsType]) -> ListsType:
        """The records of a file that holds several lists, and of the files that continue it."""
        kinds = model.lists()
        found: dict[str, list[DataModel]] = {key: [] for key in kinds}
        for path in data_paths(self.folder, Path(name).stem):
            node = self._read(path)
            if node is None:
                continue
            self.maker.refuse_other_keys(node, list(kinds), self._name(path))
            for key in (key for key in kinds if key in node.parser_marks):
                found[key].extend(self.maker.of_list(node, key, kinds[key], self._name(path)))
        for key, kind in model.kinds().items():
            found[key].extend(self._staff_only(key, kind))
        return model.of(found)

    def _read(self, path: Path) -> YamlMapping | None:
        """The mapping in a file; None if the file has something else. Keeps the reason."""
        name = self._name(path)
        if not path.exists():
            if name in REQUIRED and name not in self.misspelled:
                self.problems.append(missing_file(name))
            return None
        node, problems = self.trees[name] = self.trees.get(name) or read(path, name)
        self.problems.extend(problems)
        self._replace_names(name, node)
        self.files[name] = node
        self.corrected.update(
            (name, problem.position.line)
            for problem in problems
            if node is not None and problem.code in SYNTAX_ERROR_CODES
        )
        if isinstance(node, YamlMapping):
            return node
        if not errors(problems):
            key = path.stem if path.parent == self.folder else path.parent.name
            self.problems.append(not_a_list(name, key, node))
        return None

    def _replace_names(self, name: str, node: Node) -> None:
        for substitution in substitute_roles(name, node, self.without_consent, self._roles, self.today):
            self.replaced_names.add(substitution.name)
            self.problems.append(substitution.problem)
            self.maker.shorter[id(substitution.parent), substitution.key] = substitution.shorter

    def _staff_only(self, key: str, model: type[ModelType]) -> Iterator[ModelType]:
        """The entries of the overlay without a public entry."""
        for name, item in self.staff.rest(key) if self.staff else ():
            yield from self.maker.of_mapping(model, item, name, getattr(model, "noun", "entry"))

    def _check_lists_of(self, overlay: Overlay) -> None:
        """Keeps problems with the lists in the files of the overlay."""
        for name, node in overlay.files.items():
            if isinstance(node, YamlMapping) or not any(problem.position.file == name for problem in overlay.problems):
                self.maker.refuse_wrong_lists(node, name)
        for key, name, item in overlay.repeated():
            message = f'Another entry of `{key}` in the overlay has the id "{item["id"]}", too.'
            self.maker.add_problem(
                name, position_in_tree(item, ("id",)), "E401", message, "Put the keys of both into one entry."
            )

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()
