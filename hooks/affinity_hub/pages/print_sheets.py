"""The content of the handouts for new colleagues. Each handout is one sheet, with as much of the data as fits.

Sizes are in points, for the smaller of A4 and Letter in each direction. Texts have the widths in `core.letter_widths`.
Paper does not scroll, so each list ends with the number of further entries on the site. Sizes of type are as in
`hub.css`; browser tests print every sheet and count the pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from affinity_hub.core.i18n import gettext, listed, ngettext
from affinity_hub.core.letter_widths import Face
from affinity_hub.core.textfit import clamp, lines
from affinity_hub.record_views.events.event import EventDate
from affinity_hub.record_views.groups import GroupView
from affinity_hub.views.site import Site
from affinity_hub.wording import zones
from affinity_hub.wording.dates import plain_day

TYPES: Final = {"huge": 18, "large": 15, "medium": 13, "small": 11, "tiny": 9}
"""Type sizes by their names in the style sheet, largest first."""
LEADING: Final = 1.36
# A4 is 527 pt wide and 774 high within its margins, Letter 544 and 724; a slide is 888 wide and 490 high.
WIDTH, HEIGHT = 525, 720
SLIDE_WIDTH, SLIDE_HEIGHT = 880, 480
COLUMN, SLIDE_COLUMN = 252, 275
CODE, LARGE_CODE = 84, 125  # the QR code with the address beside it
SHEET_DATES: Final = 3


class SheetRoom(NamedTuple):
    """The amount of text about a group on a sheet: the most lines for its name, its summary, and who it is open to (0
    leaves the text out), and whether the contact is shown."""

    type: str
    name: int
    summary: int
    open_to: int
    asks: bool


# From all texts in large type to names alone in small type.
_SIZES: Final = ("medium", "small", "tiny")
_WHOLE: Final = [SheetRoom(size, 2, 5, 5, asks=True) for size in _SIZES]
_SHORT: Final = [SheetRoom(size, 2, 0, 3, asks=True) for size in _SIZES]
SHEET: Final = [*_WHOLE, *_SHORT, SheetRoom("tiny", 2, 0, 2, asks=False)]
_TOLD: Final = [SheetRoom(size, 2, 4, 0, asks=False) for size in ("large", *_SIZES)]
SLIDE: Final = [*_TOLD[:-1], *(SheetRoom(size, 2, 0, 0, asks=False) for size in ("large", *_SIZES))]


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A group on a sheet, with its texts cut to the room on the sheet."""

    group: GroupView
    name: str
    summary: str
    open_to: str
    contact: str | None


@dataclass(frozen=True, slots=True)
class FlyerDate:
    """A date on a flyer, with the title of its event cut to the room for it."""

    row: EventDate
    title: str


@dataclass(frozen=True, slots=True)
class Flyer:
    """The texts of a flyer, in a size of type."""

    type: str
    name: str
    successor: str
    summary: str
    open_to: str
    meets: str
    contact: str | None
    steps: str
    statement: str
    dates: Sequence[FlyerDate]


@dataclass(frozen=True, slots=True)
class NewsletterText:
    """Text to paste."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Fitting:
    """The groups that fit on a sheet, and the number of groups that do not."""

    shape: SheetRoom
    entries: Sequence[SheetEntry]
    others: int


def sheet(site: Site) -> Fitting:
    """The groups on the welcome sheet: all texts of each group if there is room, otherwise its name and who it is open
    to."""
    top = (
        _lines(gettext("Groups at %(organization)s", organization=_organization(site)), 19, WIDTH, "heading")
        + _lines("n" * 130, 11, WIDTH)
        + 20
    )
    return _fitting(site, COLUMN, HEIGHT - top - CODE - _foot(site, WIDTH), SHEET)


def slide(site: Site) -> Fitting:
    """The groups on the welcome slide: with their summaries if there is room, otherwise only their names."""
    top = (
        _lines(
            gettext("Groups for you at %(organization)s", organization=_organization(site)),
            32,
            2 * SLIDE_COLUMN,
            "heading",
        )
        + 20
    )
    return _fitting(site, SLIDE_COLUMN, SLIDE_HEIGHT - top - _foot(site, SLIDE_WIDTH), SLIDE)


def dates(site: Site) -> Sequence[EventDate]:
    """The next dates that people can attend."""
    return site.attendable[:SHEET_DATES]


def flyer(group: GroupView, site: Site) -> Flyer:
    """The flyer of a group, in the largest type in which all its texts fit. If they fit in no type, they are cut."""
    rows = [row for row in group.coming if not row.is_off][:SHEET_DATES]
    room = HEIGHT - _foot(site, WIDTH) - _address(site.address(group.url))
    for size, most in [*((size, 99) for size in TYPES), ("tiny", 3), ("tiny", 2)]:
        found = _flyer(group, rows, size, most)
        if _flyer_height(found, rows) <= room:
            return found
    return _flyer(group, rows, "tiny", 1)


def _flyer(group: GroupView, rows: Sequence[EventDate], size: str, most: int) -> Flyer:
    """The texts of a flyer, each cut to `most` lines. For a group that has ended, they ask no one to join."""

    def cut(text: str | None, factor: float = 1, face: Face = "text") -> str:
        return clamp(text or "", factor * TYPES[size], WIDTH, most, face=face)

    successor = group.successor.title if group.successor and group.has_ended else ""
    if successor and group.has_ended_successor:
        successor = gettext("It continued as %(title)s, which has also ended.", title=successor)
    elif successor:
        successor = gettext("It continues as %(title)s.", title=successor)
    return Flyer(
        type=size,
        name=cut(group.name, 2, "heading"),
        successor=cut(successor),
        summary=cut(group.summary, 1.15),
        open_to=cut("" if group.is_over else group.open_to),
        meets=cut("" if group.has_ended else group.meets),
        contact=group.contact,
        steps=cut("" if group.has_ended else group.join.steps),
        statement=cut("" if group.is_over else group.confidentiality.statement),
        dates=[FlyerDate(row, row.event.title if most > 3 else clamp(row.event.title, 9, 180, 1)) for row in rows],
    )


def _flyer_height(flyer: Flyer, rows: Sequence[EventDate]) -> float:
    size = TYPES[flyer.type]
    texts = [text or "…" for text in (flyer.open_to, flyer.meets, flyer.contact)]
    texts += [flyer.steps, flyer.statement, flyer.successor]
    texts += [
        f"    {row.event.title} {row.when} {row.own_zone} {row.tentative_note and f'({row.tentative_note})'}"
        for row in rows
    ]
    height = _lines(flyer.name, 2 * size, WIDTH, "heading") + _lines(flyer.summary, 1.15 * size, WIDTH)
    height += sum(_lines(text, size, WIDTH) + 3 for text in texts if text)
    # Room for the kind, three headings, and the line about attendance.
    return height + 11 * size + 30


def _address(address: str) -> float:
    """The height of a flyer's QR code, or of the address beside the code, which browsers break anywhere."""
    size, lines_around = 12, 2
    text = _lines(address.removeprefix("https://"), size, WIDTH - LARGE_CODE, "bold") + lines_around * size * LEADING
    return max(LARGE_CODE, text + 12)


def newsletter(site: Site) -> list[NewsletterText]:
    """Two texts to paste: a few sentences, and every group with the next dates."""
    groups, home = _welcoming(site), site.address("")
    where = gettext("All groups, dates, and calendars: %(home)s", home=home)
    statement = site.settings.nondiscrimination.statement
    names = [group.brief_name for group in groups]
    first = ngettext(
        "There is %(number)s group of colleagues at %(organization)s: %(names)s.",
        "There are %(number)s groups of colleagues at %(organization)s: %(names)s.",
        len(groups),
        organization=_organization(site),
        names=listed(names),
    )
    short = [first if groups else "", where, statement]
    paragraphs = [gettext("Groups at %(organization)s", organization=_organization(site))]
    paragraphs += [_in_words(site, group) for group in groups]
    rows = [
        f"- {row.when}: {row.event.title}{row.tentative_note and f' ({row.tentative_note})'}" for row in dates(site)
    ]
    paragraphs += ["\n".join([gettext("Next dates"), *rows])] if rows else []
    paragraphs += [
        gettext("%(where)s\nAs of %(today)s.", where=where, today=plain_day(site.today)),
        *([statement] if statement else []),
    ]
    return [
        NewsletterText("short", gettext("In a few sentences"), "\n\n".join(filter(None, short))),
        NewsletterText("long", gettext("With every group"), "\n\n".join(paragraphs)),
    ]


def _in_words(site: Site, group: GroupView) -> str:
    open_to = gettext("Open to: %(open_to)s", open_to=group.open_to) if group.open_to else ""
    return "\n".join(filter(None, [group.name, group.summary, open_to, site.address(group.url)]))


def _welcoming(site: Site) -> list[GroupView]:
    """The groups to name on paper. A group without a status is included, because nothing says that people cannot join
    it."""
    return [group for group in site.groups if group.status in ("active", "forming", None)]


def _organization(site: Site) -> str:
    organization = site.settings.organization
    return organization.short_name or organization.name


def _lines(text: str, size: float, width: float, face: Face = "text") -> float:
    """The height of the text in a size of type, in points."""
    return lines(text, size, int(width), face) * size * LEADING


def _foot(site: Site, width: float) -> float:
    """The height of the texts around every sheet: the name, the contact, the statement, and the note about example
    data."""
    settings = site.settings
    around = _lines(f"{settings.name} {settings.contact or ''} {zones.sentence(settings.time_zone)}", 13, width) + 24
    if settings.nondiscrimination.statement:
        around += _lines(f"{settings.nondiscrimination.statement} {'n' * 110}", 9, width)
    if settings.example:
        around += _lines(f"{settings.organization.name} {'n' * 80}", 9, width)
    return around


def _fitting(site: Site, width: int, room: float, rooms: Sequence[SheetRoom]) -> Fitting:
    """As many groups as fit into two columns, with the first kind of sheet that has room for all groups, or with the
    last kind."""
    entries: list[SheetEntry] = []
    for sheet_room in rooms:
        entries = [_entry(group, width, sheet_room) for group in _welcoming(site)]
        heights = [_height(entry, width, sheet_room) for entry in entries]
        if _columns(heights) <= room:
            return Fitting(sheet_room, entries, 0)
    count = len(entries)
    while count and _columns(heights[:count]) > room - 20:
        count -= 1
    return Fitting(sheet_room, entries[:count], len(entries) - count)


def _columns(heights: Sequence[float]) -> float:
    """The height of two columns of entries that are not broken, the left column filled first."""
    return min((max(sum(heights[:cut]), sum(heights[cut:])) for cut in range(len(heights) + 1)), default=0)


def _entry(group: GroupView, width: int, shape: SheetRoom) -> SheetEntry:
    """A group with its texts cut to the lines that a shape has for them. Text without lines is empty."""
    size = TYPES[shape.type]

    def cut(text: str | None, size: float, most: int, before: int = 0, face: Face = "text") -> str:
        return clamp(text or "", size, width, most, before, face) if most else ""

    name = cut(group.name, 1.3 * size, shape.name, face="heading")
    return SheetEntry(
        group,
        name,
        cut(group.summary, size, shape.summary),
        cut(group.open_to, size, shape.open_to, 9),
        group.contact,
    )


def _height(entry: SheetEntry, width: int, shape: SheetRoom) -> float:
    size, contact = TYPES[shape.type], entry.contact or ""
    asks = (
        gettext("Web form for %(name)s", name=entry.group.short_name or entry.group.name)
        if "https:" in contact
        else contact
    )
    texts = [entry.summary, gettext("Open to: %(open_to)s", open_to=entry.open_to or "n" * 16) if shape.open_to else ""]
    texts += [gettext("Ask: %(asks)s", asks=asks or "n" * 16)] if shape.asks else []
    below = sum(_lines(text, size, width) + 3 for text in texts if text)
    return _lines(entry.name, 1.3 * size, width, "heading") + below + 9
