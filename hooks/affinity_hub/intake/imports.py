"""Imports the calendars of all groups and partners of a folder, one after the other, so that no calendar's problems
affect another calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from affinity_hub.core.file_names import IMPORTED
from affinity_hub.core.text import in_one_case, plural
from affinity_hub.hub.hub import Hub
from affinity_hub.schema import Group, Partner, Place

from .events.read import CalendarReading, Wanted, read_calendar
from .fetch import Fetcher
from .guard import guarded
from .imported_dates import differences, words_of
from .imported_file import CalendarOwner, ImportedEvents, WrittenEvents, read_file
from .match import Matched, corrected, match
from .same_meeting import same_meetings
from .state import STEWARD_DAYS, SourceState, State, fingerprint
from .worker import Job, Outcome, run

EXPANDED_DAYS: Final = 400
_EXTENDED_BELOW: Final = 200
MAX_MERGED: Final = 3
_KEPT: Final = "Nothing was changed: the dates from earlier imports stay."


@dataclass
class Result:
    """The result of an import of one calendar. `text` is the new text of its file, or None if the file stays as it
    is."""

    name: str
    stewards: tuple[str, ...] = ()
    text: str | None = None
    notices: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    moved: int = 0
    cancelled: int = 0
    other: int = 0
    may_merge: bool = False
    silent_days: int = 0

    @property
    def file(self) -> str:
        """The file of its events, relative to the data folder."""
        return f"{IMPORTED}/{self.name}.yml"

    @property
    def summary(self) -> str:
        """The outcome, in a few words."""
        if self.text is None:
            return "nothing changed" if not self.questions else "nothing changed, with questions"
        counts = ((self.moved, "moved"), (self.cancelled, "cancelled"), (self.other, "new or otherwise changed"))
        said = [f"{count} {plural('date', count)} {what}" for count, what in counts if count]
        return ", ".join(said) or "details changed"


@dataclass
class Import:
    """One run of the import. `secret` returns the value of an environment variable, and `tell` shows the progress to a
    person."""

    folder: Path
    hub: Hub
    now: dt.datetime
    fetcher: Fetcher
    state: State
    secret: Callable[[str], str | None]
    settings: dict[str, str] = field(default_factory=dict)
    accepted: Collection[str] = ()
    runner: Callable[[Job, Fetcher], Outcome] = run
    """Fetches and reads a calendar, in a separate process except in tests."""
    tell: Callable[[str, str], None] = lambda name, text: None  # noqa: ARG005

    @property
    def today(self) -> dt.date:
        """The day in the zone of the site."""
        return self.hub.date_at(self.now)

    def run(self, only: Collection[str] = ()) -> Iterator[Result]:
        """Imports each calendar, or only the calendars of `only`, and writes the changed files. Yields a result for
        each calendar."""
        for record in self.hub.calendar_owners().values():
            if not only or record.id in only:
                assert record.calendar_source
                self.tell(record.id, "reading …")
                result = self._one(
                    CalendarOwner(record, record.calendar_source, self.hub.settings.time_zone, self.hub.days_off)
                )
                if result.text is not None:
                    self._write(record, result.text)
                self.tell(record.id, result.summary)
                yield result

    def _one(self, owner: CalendarOwner) -> Result:
        record, source = owner.record, owner.source
        result = Result(record.id, getattr(record, "stewards", ()))
        before = self.state.of(record.id)
        old = self._file(record)
        address = source.url or (self.secret(source.secret) if source.secret else None)
        if not address:
            result.questions.append(f"The environment variable {source.secret} is not set. {_KEPT}")
            self._failed(result, before)
            return result
        seen = fingerprint(address, source.model_dump_json(), owner.site, WrittenEvents(old).text)
        known = SourceState() if before.seen != seen or self._must_extend(old) else before
        outcome = self.runner(Job(self._wanted(owner, old), address, known.etag, known.modified), self.fetcher)
        if outcome.problem:
            result.questions.append(f"{outcome.problem} {_KEPT}")
            self._failed(result, before)
            matched = Matched(dict(old.events), is_refused=True)
        elif outcome.reading is None:
            matched = Matched(dict(old.events))
        else:
            matched = match(outcome.reading, old, owner, self.today, accepted=record.id in self.accepted)
        matched.events = {name: corrected(event, owner) for name, event in matched.events.items()}
        self._finish(result, owner, old, matched, outcome)
        if not outcome.problem and not matched.is_refused:
            seen = fingerprint(address, source.model_dump_json(), owner.site, result.text or WrittenEvents(old).text)
            self.state.sources[record.id] = before.after_reading(self.now, outcome.etag, outcome.modified, seen)
        elif not outcome.problem:
            self._failed(result, before)
        self._decide(result, owner)
        return result

    def _failed(self, result: Result, before: SourceState) -> None:
        """Notes that a calendar could not be read, and notifies the steward if this has lasted too long."""
        after = before.after_failure(self.now)
        self.state.sources[result.name] = after
        since = after.read or after.failing
        result.silent_days = (self.now - since).days if since else 0
        if result.silent_days > STEWARD_DAYS:
            result.questions.append(f"The calendar could not be read for {result.silent_days} days.")

    def _file(self, record: Group | Partner) -> ImportedEvents:
        """The existing events, even if their file has an earlier id of the group as its name."""
        paths = [self.folder / IMPORTED / f"{name}.yml" for name in (record.id, *reversed(record.was))]
        return read_file(next((path for path in paths if path.is_file()), paths[0]))

    def _write(self, record: Group | Partner, text: str) -> None:
        (self.folder / IMPORTED).mkdir(exist_ok=True)
        (self.folder / IMPORTED / f"{record.id}.yml").write_bytes(text.encode())
        for name in record.was:
            (self.folder / IMPORTED / f"{name}.yml").unlink(missing_ok=True)

    def _must_extend(self, old: ImportedEvents) -> bool:
        return bool(old.expanded_until) and self._until(old) != dt.date.fromisoformat(old.expanded_until)

    def _until(self, old: ImportedEvents) -> dt.date:
        return expanded_until(old, self.today)

    def _wanted(self, owner: CalendarOwner, old: ImportedEvents) -> Wanted:
        return wanted(owner, self.today, self._until(old), self.hub.settings.uid_host)

    def _finish(
        self, result: Result, owner: CalendarOwner, old: ImportedEvents, matched: Matched, outcome: Outcome
    ) -> None:
        """The new text, if the events changed, and the differences."""
        result.notices += matched.notices
        result.questions += matched.questions
        expanded = [block for block in outcome.reading.blocks if block.is_one_of_many] if outcome.reading else []
        until = f"{self._until(old)}" if expanded else old.expanded_until
        new = ImportedEvents(old.head, old.changed_on or f"{self.today}", until, matched.events)
        if WrittenEvents(new).text == WrittenEvents(old).text or (not new.events and not old.events):
            return
        new.events = guarded(self.folder, result.file, new, old, owner, self.now, self.settings, result.questions)
        self._count(result, old, new, owner.site)
        new.changed_on = f"{self.today}"
        if new.events != old.events or until != old.expanded_until:
            result.text = WrittenEvents(new).text
            result.questions += same_meetings(self.hub, owner, new.events, self.today)

    def _count(self, result: Result, old: ImportedEvents, new: ImportedEvents, site: str) -> None:
        for name in old.events.keys() | new.events.keys():
            before, after = old.events.get(name), new.events.get(name)
            if before is None or after is None or words_of(before) != words_of(after):
                result.other += before != after
                continue
            for kind in differences(before, after, site, self.today):
                result.moved += kind == "moved"
                result.cancelled += kind == "cancelled"
                result.other += kind == "other"

    def _decide(self, result: Result, owner: CalendarOwner) -> None:
        """Whether no review is needed: there are only a few moves or cancellations of known dates, and no new text."""
        count, before = result.moved + result.cancelled, self.state.of(result.name)
        total = before.merged_today(self.today) + count
        is_small = count > 0 and total <= MAX_MERGED and not result.other and not result.questions
        result.may_merge = result.text is not None and owner.source.review == "new-only" and is_small
        if result.may_merge:
            self.state.sources[result.name] = replace(before, merged_on=f"{self.today}", merged=total)


def expanded_until(old: ImportedEvents, today: dt.date) -> dt.date:
    """The last day of dates that are imported one by one. It stays for months, so that files do not change daily."""
    try:
        known = dt.date.fromisoformat(old.expanded_until)
    except ValueError:
        known = today
    return known if (known - today).days >= _EXTENDED_BELOW else today + dt.timedelta(days=EXPANDED_DAYS)


def wanted(owner: CalendarOwner, today: dt.date, until: dt.date, uid_domain: str) -> Wanted:
    """The parameters for reading the calendar of a group."""
    source = owner.source
    names = [(name, index) for index, place in enumerate(source.places) for name in _names(place)]
    return Wanted(
        owner.site,
        today,
        until,
        uid_domain,
        source.titles == "take",
        tuple(name for name, _ in names),
        tuple(index for _, index in names),
        source.zone,
    )


def _names(place: Place | None) -> Iterator[str]:
    """The names that a calendar may have for a place of the list."""
    if place and place.name:
        yield in_one_case(place.name)
        if place.address:
            yield in_one_case(f"{place.name}, {place.address}")
            yield in_one_case(f"{place.name} {place.address}")
    if place and place.address:
        yield in_one_case(place.address)


def dry_run(
    data: bytes, owner: CalendarOwner, folder: Path, hub: Hub, now: dt.datetime, settings: dict[str, str]
) -> tuple[str, Matched]:
    """The result of importing a file: the text of the data file, with questions and notices.

    Raises `BrokenCalendarError`.
    """
    today = hub.date_at(now)
    old = ImportedEvents(changed_on=f"{today}")
    until = expanded_until(old, today)
    reading: CalendarReading = read_calendar(data, wanted(owner, today, until, hub.settings.uid_host))
    matched = match(reading, old, owner, today)
    events = {name: corrected(event, owner) for name, event in matched.events.items()}
    expanded = f"{until}" if any(block.is_one_of_many for block in reading.blocks) else old.expanded_until
    new = ImportedEvents(old.head, old.changed_on, expanded, events)
    if events:
        file = Result(owner.record.id).file
        new.events = guarded(folder, file, new, old, owner, now, settings, matched.questions)
    return WrittenEvents(new).text, matched
