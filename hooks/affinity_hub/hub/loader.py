"""From a folder of YAML files to a `Hub`, or to every reason why not.

A list file (`groups.yml`) may be continued by a folder of the same name (`groups/*.yml`) with files of the same shape.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import ValidationError

from affinity_hub.core import symlinks
from affinity_hub.core.problems import Fix, Position, Problem, errors
from affinity_hub.core.suggest import nearest
from affinity_hub.core.text import shorten
from affinity_hub.core.timezones import zone
from affinity_hub.recurrence.plan import faults, plan
from affinity_hub.repeats.rule import ScheduleError
from affinity_hub.schema import (
    MIXED,
    Event,
    Facilitator,
    Group,
    Library,
    Lists,
    NoSchool,
    Opportunity,
    Part,
    Partner,
    Progress,
    Record,
)
from affinity_hub.schema.calendar import by_day
from affinity_hub.schema.event import EventSchedule
from affinity_hub.schema.explain import Surroundings, explain, kind_typed, no_entry, once
from affinity_hub.schema.settings import Settings
from affinity_hub.source import syntax_errors
from affinity_hub.source.reader import MOST_TOLD, SourceError, decode, read, too_many
from affinity_hub.source.tree import Node, YamlList, YamlMapping, at, home, mark_of

from . import embed_contract
from .consent_substitution import put_roles
from .files import DOCS, NAMES, SETTINGS, data_paths, unread_files
from .hub import Hub, ReadFolder
from .overlay import Overlay
from .references import resolved

PROJECT = Path(__file__).resolve().parents[3]
REQUIRED = ("hub.yml", "groups.yml", "facilitators.yml", "events.yml", "partners.yml")
OPTIONAL = ("opportunities.yml", "calendar.yml", *(f"{name}.yml" for name in MIXED))
# Settings that the place of publication may set, and the environment variables it does so with.
VARIABLES = {"url": "AFFINITY_HUB_URL", "repository": "AFFINITY_HUB_REPOSITORY"}
LEAST_SETTINGS = """\
Write at least, with your own names, address, and time zone:
name: Our hub
organization: {name: Our district}
url: https://www.example.org/
time_zone: America/New_York"""
# The stems of every file and folder that the program reads or publishes from a data folder.
LINKED = frozenset((DOCS, *(Path(name).stem for name in (*REQUIRED, *OPTIONAL, embed_contract.NAME))))
_ID_LINE = re.compile(r"\s*(?:-\s+\{?\s*)?id:\s+[\"']?([a-z0-9-]+)")
LISTS = {name.removesuffix(".yml"): name for name in (*REQUIRED[1:], "opportunities.yml")}
LISTS |= {"no_school": "calendar.yml"}
LISTS |= {key: f"{name}.yml" for name, model in MIXED.items() for key in model.kinds()}

# Enough for any district and for any patience; without an end, a file of a megabyte could keep a check for minutes.
MOST_ENTRIES, MOST_DATES = 20_000, 300_000

PartType = TypeVar("PartType", bound=Part)
ListsType = TypeVar("ListsType", bound=Lists)


def unchecked(folder: Path, **overrides: str) -> tuple[Hub | None, list[Problem]]:
    """What `load` begins with: the files read, validated and expanded to dates, and what is wrong so far.

    No rule has looked at it, and no consent. Where the settings are wrong there is no hub.
    """
    reader = Reader(folder)
    return reader.hub(overrides), reader.problems


def time_zone(folder: Path) -> str:
    """The zone of a folder's site. Where its settings are wrong, any will do: `load` tells what is."""
    settings = Reader(folder).settings({})
    return settings.time_zone if settings else "UTC"


def data_files(folder: Path) -> list[Path]:
    """Every data file that exists, and every folder that continues one: what a preview has to watch."""
    places = [place for name in NAMES for place in (folder / f"{name}.yml", folder / name)]
    return [place for place in places if place.exists()]


# Hosts that nobody can have (RFC 2606, RFC 6761): a site with one of them is not published yet.
_NOWHERE = re.compile(r"(.*\.)?(example|test|invalid|localhost|example\.(org|com|net))")


def site_of(folder: Path, url: str = "") -> str:
    """The address a folder's site is published at: `url` where it is given, or what hub.yml says. Ends in a slash.

    Empty where nobody can have such an address, as long as it is a placeholder.
    """
    if not url:
        settings = read(folder / "hub.yml", "hub.yml")[0] if (folder / "hub.yml").is_file() else None
        url = str(settings.get("url")) if isinstance(settings, YamlMapping) else ""
    try:
        parts = urlsplit(url)
        is_real = parts.scheme == "https" and parts.hostname and not _NOWHERE.fullmatch(parts.hostname)
    except ValueError:
        return ""
    return url.rstrip("/") + "/" if is_real and not re.search(r"[^!-~]", url) else ""


@dataclass
class Reader:
    """Reads a folder once. `files` are its trees, `problems` what is wrong so far, `unread` what could not be read."""

    folder: Path
    now: dt.datetime | None = None
    problems: list[Problem] = field(default_factory=list)
    staff: Overlay | None = None
    trees: dict[str, tuple[Node, list[Problem]]] = field(default_factory=dict)
    """What was read of each file before, with what is wrong there: nobody has to read it twice."""
    files: dict[str, Node] = field(default_factory=dict)
    misspelled: set[str] = field(default_factory=set)
    """The names that misnamed files were meant to have. The check does not also report those files as missing."""
    unread: set[str] = field(default_factory=set)
    nameless: dict[str, Facilitator] = field(default_factory=dict)
    """Those whose consent does not hold today, by their names, and whose names stood in other texts."""
    told: set[str] = field(default_factory=set)
    shorter: dict[tuple[int, str | int], str | None] = field(default_factory=dict)
    """Shorter texts for the texts that have roles in place of names now, which may be too long for their keys."""
    corrected: set[tuple[str, int]] = field(default_factory=set)
    """The lines with a syntax error that were corrected to go on: each of them already has its message."""
    texts: dict[str, list[str]] = field(default_factory=dict)
    """The lines of the files with problems."""
    today: dt.date = dt.date.min
    _known_ids: frozenset[str] = frozenset()

    def hub(self, overrides: dict[str, str]) -> Hub | None:
        """The records of the folder with their dates, or nothing without settings. `overrides` replace settings."""
        self.problems.extend(symlinks.refuse(self.folder, LINKED))
        self._misnamed()
        for name, node in self.staff.files.items() if self.staff else ():
            self._put_roles(name, node)
        settings = self.settings(overrides) or self._stand_in()
        groups, facilitators = self._records("groups", Group), self._records("facilitators", Facilitator)
        events, partners = self._records("events", Event), self._records("partners", Partner)
        opportunities = self._records("opportunities", Opportunity)
        no_school = self._parts("no_school", "calendar.yml", NoSchool)
        progress, library = self._lists("progress.yml", Progress), self._lists("library.yml", Library)
        if self.staff:
            self.problems.extend(self.staff.problems)
            self._shapes_of(self.staff)
        if settings is None:
            return None
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
            contract=self._contract(),
            has_calendar=any(path.exists() for path in data_paths(self.folder, "calendar")),
            unread=frozenset(self.unread),
            audience="staff" if self.staff else "public",
            staff_files=frozenset(self.staff.files if self.staff else ()),
        )
        hub = resolved(hub)
        return replace(hub, schedules=self._schedules(hub.events, no_school, settings))

    def read_folder(self, hub: Hub | None) -> ReadFolder:
        """What was read, for checks of the texts."""
        staff = self.staff.files if self.staff else {}
        return ReadFolder(self.folder, self.files, staff, hub, frozenset(self.told), self.lines)

    def _misnamed(self) -> None:
        """Refuses files that look like data but are not read: `Events.yml`, `events/new.yml.txt`."""
        for unread in unread_files(self.folder):
            self.misspelled.add(f"{unread.data_name}.yml")
            self.problems.append(unread.problem())

    def settings(self, overrides: dict[str, str]) -> Settings | None:
        """The folder's settings. A folder without settings is refused: its calendars would get another hub's UIDs."""
        node = self._read(self.folder / "hub.yml")
        if node is not None and self.staff:
            node = self.staff.settings(node)
        if node is not None:
            node.update({key: value for key, value in overrides.items() if value})
            self.trees.pop("hub.yml", None)  # now more than was read
        settings = self._validated(Settings, node, "hub.yml", "setting", overrides)
        if settings is not None and node is not None:
            settings.from_source("hub.yml", node)
        return settings

    def _stand_in(self) -> Settings | None:
        """Settings without what is wrong in `hub.yml`, so that the check can look at all other files too."""
        node = self.files.get("hub.yml")
        if not isinstance(node, YamlMapping):
            return None
        self.unread.add(SETTINGS)
        needed = {"name": "…", "organization": YamlMapping(None) | {"name": "…"}, "url": "https://hub.example/"}
        try:
            Settings.model_validate(node)
        except ValidationError as error:
            wrong = {one["loc"][0] for one in error.errors(include_url=False) if one["loc"]}
            kept = {key: value for key, value in node.items() if key not in wrong and value is not None}
            settings = Settings.model_validate(needed | kept)
            settings.from_source("hub.yml", node)
            return settings
        return None

    def _records(self, key: str, model: type[PartType]) -> tuple[PartType, ...]:
        """The records of a list file and of the files that continue it."""
        return self._parts(key, f"{key}.yml", model)

    def _parts(self, key: str, name: str, model: type[PartType]) -> tuple[PartType, ...]:
        found: list[PartType] = []
        for path in data_paths(self.folder, Path(name).stem):
            node = self._read(path)
            if node is None:
                self.unread.add(key)
                continue
            self._refuse_other_keys(node, [key], self._name(path))
            if key in node.marks:
                found.extend(self._entries(node, key, model, self._name(path)))
        return (*found, *self._staff_only(key, model))

    def _lists(self, name: str, model: type[ListsType]) -> ListsType:
        """The records of a file that holds several lists, and of the files that continue it."""
        kinds = model.kinds()
        found: dict[str, list[Record]] = {key: [] for key in kinds}
        for path in data_paths(self.folder, Path(name).stem):
            node = self._read(path)
            if node is None:
                continue
            self._refuse_other_keys(node, list(kinds), self._name(path))
            for key in (key for key in kinds if key in node.marks):
                found[key].extend(self._entries(node, key, kinds[key], self._name(path)))
        for key, kind in kinds.items():
            found[key].extend(self._staff_only(key, kind))
        return model.of(found)

    def _contract(self) -> embed_contract.Contract | None:
        """What the folder says of the embeds that were handed out; nothing where it says nothing."""
        path = self.folder / embed_contract.NAME
        if path.is_symlink():
            return None
        try:
            return embed_contract.read(path.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            why = "The file cannot be read." if isinstance(error, OSError | UnicodeError) else str(error)
            hint = "Take back what was changed by hand: only  affinity-hub embeds --contract  writes this file."
            self._problem(embed_contract.NAME, (1, 1), "E701", why, hint)
            return None

    def _read(self, path: Path) -> YamlMapping | None:
        """The mapping a file holds; nothing, with the reason kept, where it holds something else."""
        name = self._name(path)
        if not path.exists():
            if name in REQUIRED and name not in self.misspelled:
                hint = f"Make it; if there are none yet, write:  {path.stem}: []"
                if path.stem == SETTINGS:
                    hint = f"Make it. {LEAST_SETTINGS}"
                self._problem(name, (1, 1), "E001", f"The file {name} is missing.", hint)
            return None
        node, problems = self.trees[name] = self.trees.get(name) or read(path, name)
        self.problems.extend(problems)
        self._put_roles(name, node)
        self.files[name] = node
        self.corrected.update(
            (name, one.position.line) for one in problems if node is not None and one.code in syntax_errors.CODES
        )
        if isinstance(node, YamlMapping):
            return node
        if not errors(problems):
            key = path.stem if path.parent == self.folder else path.parent.name
            first = {"calendar": "no_school", "progress": "milestones", "hub": "name"}.get(key, key)
            what = "The file is empty." if node is None else f"The file must start with the line `{first}:`."
            mark = at(node, ())
            hint = f"Write  {first}:  and the entries under it, or  {first}: []  if there are none."
            self._problem(name, mark, "E020", what, hint if key != "hub" else LEAST_SETTINGS)
        return None

    def _put_roles(self, name: str, node: Node) -> None:
        for put in put_roles(name, node, self.nameless, self.today):
            self.told.add(put.name)
            self.problems.append(put.problem)
            self.shorter[id(put.around), put.key] = put.shorter

    def _shorten(self, node: YamlMapping, path: Sequence[str | int]) -> bool:
        """Puts shorter texts where roles made texts too long. Says whether there were any."""
        around: Any = node
        for step in path:
            if (id(around), step) in self.shorter:
                around[step] = self.shorter.pop((id(around), step))
                return True
            is_here = step in around if isinstance(around, YamlMapping) else isinstance(around, YamlList)
            around = around[step] if is_here else None
        # The errors of some lists say only which list it is.
        own = [step for where, step in self.shorter if where == id(around)] if isinstance(around, YamlList) else []
        for step in own:
            around[step] = self.shorter.pop((id(around), step))
        return bool(own)

    def _entries(self, node: YamlMapping, key: str, model: type[PartType], name: str) -> Iterator[PartType]:
        items = node.get(key)
        if not isinstance(items, YamlList):
            named = items.items() if isinstance(items, YamlMapping) else ()
            first = next((name for name, value in named if isinstance(value, YamlMapping)), "…")
            hint = f"Write  {key}: []  if there are none. Each entry starts with a dash:\n{key}:\n  - id: {first}"
            self._problem(name, at(node, (key,)), "E021", f"`{key}:` needs a list, but {kind_typed(items)}.", hint)
            self.unread.add(key)
            return
        if len(items) > MOST_ENTRIES:
            hint = f"Split it: move some entries to a new file in the folder {key}/."
            message = f"The list has {len(items):,} entries; there is room for {MOST_ENTRIES:,} in a file."
            self._problem(name, at(node, (key,)), "E121", message, hint)
            self.unread.add(key)
            return
        noun, most = getattr(model, "noun", "entry"), len(self.problems) + MOST_TOLD
        for index, item in enumerate(items):
            if len(self.problems) > most:
                self.problems.append(too_many(name, mark_of(items.raws[index])))
                self.unread.add(key)
                return
            if not isinstance(item, YamlMapping):
                mark = mark_of(items.raws[index])
                self.problems.append(no_entry(item, model, noun, Position(name, *mark)))
                continue
            yield from self._entry(model, self.staff.merged(key, item) if self.staff else item, name, noun)

    def _staff_only(self, key: str, model: type[PartType]) -> Iterator[PartType]:
        """The entries of the overlay that stand for no public one."""
        for name, item in self.staff.rest(key) if self.staff else ():
            yield from self._entry(model, item, name, getattr(model, "noun", "entry"))

    def _shapes_of(self, overlay: Overlay) -> None:
        """What in the files of the overlay is no list of entries, or not one of theirs."""
        for name, node in overlay.files.items():
            stem = Path(name).parts[1].removesuffix(".yml")
            keys = [key for key, file in LISTS.items() if file == f"{stem}.yml"] or [stem]
            if not isinstance(node, YamlMapping):
                if not any(problem.position.file == name for problem in overlay.problems):
                    self._problem(
                        name, (1, 1), "E020", "The file holds nothing.", f"Write  {keys[0]}: []  or delete it."
                    )
            elif stem != SETTINGS:
                self._refuse_other_keys(node, keys, name)
                for key in (key for key in keys if key in node.marks):
                    items = node[key]
                    if not isinstance(items, YamlList) or not all(isinstance(item, YamlMapping) for item in items):
                        hint = f"Each entry starts with a dash:\n{key}:\n  - id: …"
                        self._problem(
                            name,
                            at(node, (key,)),
                            "E021",
                            f"`{key}:` needs a list of entries with keys, but {kind_typed(items)}.",
                            hint,
                        )

    def _entry(self, model: type[PartType], item: YamlMapping, name: str, noun: str) -> Iterator[PartType]:
        """The record in an entry, unless something is wrong with it."""
        record = self._validated(model, item, name, noun)
        if record is None:
            earlier = item.get("was")
            self.unread.update(map(str, (item.get("id"), *(earlier if isinstance(earlier, YamlList) else ()))))
            return
        if isinstance(record, Record):
            record.from_source(name, item)
        yield record

    def _validated(
        self, model: type[PartType], node: YamlMapping | None, name: str, noun: str, overrides: Collection[str] = ()
    ) -> PartType | None:
        if node is None:
            return None
        try:
            return model.model_validate(node)
        except ValidationError as error:
            paths = [one["loc"] for one in error.errors(include_url=False)] if self.shorter else []
            if [path for path in paths if self._shorten(node, path)]:
                return self._validated(model, node, name, noun, overrides)
            for detail in once(error.errors(include_url=False)[:MOST_TOLD], model):
                file, key = home(node, detail["loc"], name), str(next(iter(detail["loc"]), ""))
                problem = explain(detail, model, node, file, noun, self._surroundings)
                self.problems.append(_of_variable(problem, VARIABLES[key]) if key in overrides else problem)
            return None

    def _refuse_other_keys(self, node: YamlMapping, keys: list[str], name: str) -> None:
        for key, (mark, _) in islice(node.marks.items(), MOST_TOLD):
            if key not in keys:
                home = LISTS.get(key)
                hint = f"Move its entries to {home}, and delete the line here." if home else nearest(key, keys)
                self._problem(name, mark, "E202", f'"{shorten(key)}" is not a list of this file.', hint)
                self.unread.update(keys)
        if len(keys) == 1 and not node.marks:
            self._problem(name, node.mark, "E020", f"The file has no line `{keys[0]}:`.", f"Write  {keys[0]}: []")

    def _schedules(
        self, events: tuple[Event, ...], no_school: tuple[NoSchool, ...], settings: Settings
    ) -> dict[str, EventSchedule]:
        found, closed, dates = {}, by_day(no_school), 0
        today = self.now.astimezone(zone(settings.time_zone)).date() if self.now else dt.date.min
        for event in events:
            try:
                found[event.id] = planned = plan(event, closed, settings.time_zone, today=today)
                if (dates := dates + len(planned.dates)) > MOST_DATES:
                    message = f"With this event there are more than {MOST_DATES:,} dates in all files."
                    hint = "End series earlier, with the school year:  until: 2027-06-10"
                    self.problems.append(Problem(event.position("starts"), "E306", message, hint))
                    return {}
            except ScheduleError as error:
                self.problems.extend(_unplanned(event, one) for one in [*faults(event)] or [error])
        return found

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self.lines, self._ids, self.now.date() if self.now else None)

    def _ids(self) -> frozenset[str]:
        """The ids that the lines of all data files give to entries, read only when a problem needs them."""
        if not self._known_ids:
            names = [self._name(path) for stem in NAMES for path in data_paths(self.folder, stem)]
            found = (_ID_LINE.match(line) for name in names for line in self.lines(name))
            self._known_ids = frozenset(one[1] for one in found if one)
        return self._known_ids

    def lines(self, name: str) -> list[str]:
        """The lines of a data file; none if it cannot be read. Only problems need them."""
        if name not in self.texts:
            try:
                self.texts[name] = decode(self.folder / name, name).split("\n")
            except SourceError:
                self.texts[name] = []
        return self.texts[name]

    def _problem(self, name: str, mark: tuple[int, int], code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(Position(name, *mark), code, message, hint))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


def _unplanned(event: Event, error: ScheduleError) -> Problem:
    position = event.position(*error.path)
    fix = Fix(*position, 0, error.instead) if error.instead else ()
    return Problem(position, error.code, error.message, error.hint, fix)


def _of_variable(problem: Problem, name: str) -> Problem:
    """A problem with a setting that an environment variable gave: no line of hub.yml is at fault."""
    message = f"The environment variable {name} is set to what it cannot be. {problem.message}"
    hint = problem.hint.replace("Write:  ", f"Set it to:  {name}=")
    return problem._replace(position=Position(name), message=message, hint=hint)
