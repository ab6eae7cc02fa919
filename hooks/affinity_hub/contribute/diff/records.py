"""Which records are added, removed, moved, renamed, or changed: the changes on pages, by the names of the keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from affinity_hub.hub.hub import RECORDS_BY_KEY, Hub
from affinity_hub.messages.github_markdown import words
from affinity_hub.record_views import addresses
from affinity_hub.record_views.base import RecordView, public
from affinity_hub.record_views.organizers import FacilitatorView
from affinity_hub.schema import MIXED, Event, Record
from affinity_hub.views.site import Site

# Keys that are reported as a change of dates or of a page, or not at all.
_NO_TEXT: Final = {"id", "was", "draft", "hidden"}
_DATES: Final = {
    "starts", "ends", "zone", "repeats", "rrule", "until", "times", "no_school", "skip", "changes", "status",
    "reason",
}  # fmt: skip
KIND_OF_NOUN: Final = {model.noun: kind for model, kind in addresses.ADDRESS_KINDS.items()}


@dataclass(frozen=True)
class Snapshot:
    """One state of a hub: its records and their public views."""

    hub: Hub
    site: Site

    def views(self) -> dict[tuple[str, str], RecordView]:
        """The listed records, by noun and first id."""
        site = self.site
        lists: dict[str, Sequence[RecordView]] = {
            "group": site.groups,
            "event": site.events,
            "partner": site.partners,
            "facilitator": site.facilitators,
        }
        lists["opportunity"] = site.opportunities
        for file, model in MIXED.items():
            lists |= {kind.noun: getattr(getattr(site, file), name) for name, kind in model.kinds().items()}
        return {(noun, view.first_id): view for noun, views in lists.items() for view in views}

    def records(self) -> dict[tuple[str, str], Record]:
        """Every record, by noun and first id."""
        return {(record.noun, record.first_id): record for record in self.hub.records()}


@dataclass(frozen=True)
class RecordChange:
    """A listed record before and after a change. `old` is None for a new record, `new` for a removed record. `noun` is
    the word for the kind of record, as in the model."""

    noun: str
    old: RecordView | None
    new: RecordView | None
    keys: tuple[str, ...] = ()
    """The keys whose text differs."""
    named: bool | None = None
    """For a facilitator: whether a name is newly shown or no longer shown."""

    @property
    def renamed(self) -> bool:
        """Whether its title differs."""
        return bool(self.old and self.new and title(self.old) != title(self.new))


def title(view: RecordView) -> str:
    """The title of a record on the site, as words for a comment. A facilitator's title is the role."""
    for key in (
        "name" if not hasattr(view, "role") else "role",
        "title",
        "question",
        "need",
        "item",
        "term",
        "claim",
        "what",
        "id",
    ):
        if text := getattr(view, key, None):
            return words(text, 100)
    return words(view.id)


@dataclass
class Comparison:
    """The records with public differences, in the order of the files, and the numbers of other differences."""

    changes: list[RecordChange] = field(default_factory=list)
    unlisted: int = 0
    """The number of differences on pages that only people with the address see."""
    unseen: int = 0
    """The number of differences in private data."""


def compare(old: Snapshot, new: Snapshot) -> Comparison:
    """The differences between two snapshots."""
    before, after = old.views(), new.views()
    old_records, new_records = old.records(), new.records()
    firsts = {
        i: record.first_id
        for edition in (old, new)
        for record in edition.hub.records()
        for i in (record.id, *record.was)
    }
    found = Comparison()
    for key in dict.fromkeys([*new_records, *old_records]):
        old_record, new_record = old_records.get(key), new_records.get(key)
        same = old_record and new_record and old_record.model_dump() == new_record.model_dump()
        if same and (key in before) == (key in after):
            continue
        change = RecordChange(
            key[0],
            before.get(key),
            after.get(key),
            tuple(_keys(old_record, new_record, firsts)),
            _named(before.get(key), after.get(key)),
        )
        if (key in before or key in after) and _is_seen(change, old_record, new_record):
            found.changes.append(change)
        elif not any(key in listed for listed in (before, after)) and any(
            r and r.hidden and not r.draft for r in (old_record, new_record)
        ):
            found.unlisted += 1
        else:
            found.unseen += 1
    return found


def _keys(old: Record | None, new: Record | None, firsts: Mapping[str, str]) -> Iterator[str]:
    """The keys that differ. A key that names a record by its new id is not a difference."""
    if not (old and new):
        return
    skipped = _NO_TEXT | (_DATES if isinstance(new, Event) else set())
    a, b = ({key: _same(key, value, firsts) for key, value in public(record).items()} for record in (old, new))
    for name, info in type(new).model_fields.items():
        if name in a and name not in skipped and a[name] != b[name]:
            yield info.alias or name


def _same(key: str, value: Any, firsts: Mapping[str, str]) -> Any:
    if key not in RECORDS_BY_KEY or not value:
        return value
    return firsts.get(value) if isinstance(value, str) else [firsts.get(item, item) for item in value]


def _named(old: RecordView | None, new: RecordView | None) -> bool | None:
    if not (isinstance(old, FacilitatorView) and isinstance(new, FacilitatorView)) or old.name == new.name:
        return None
    return new.name is not None


def _is_seen(change: RecordChange, old: Record | None, new: Record | None) -> bool:
    if not (old and new and change.old and change.new):
        return True
    dated = isinstance(new, Event) and any(getattr(old, key) != getattr(new, key) for key in _DATES)
    return bool(change.keys or change.named is not None or old.id != new.id or old.was != new.was or dated)


def settings(old: Hub, new: Hub) -> list[str]:
    """The keys of hub.yml that differ."""
    a, b = public(old.settings), public(new.settings)
    return [key for key in b if a[key] != b[key]]


def no_school(old: Hub, new: Hub) -> int:
    """How many entries of calendar.yml differ."""
    entries: Mapping[str, set[Any]] = {"a": set(old.no_school), "b": set(new.no_school)}
    return len({part.name for part in entries["a"] ^ entries["b"]})
