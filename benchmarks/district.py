"""A made-up district of any size, as an ordinary data folder: the same seed gives the same bytes.

Its events are like those of the sample district: about eleven keys and 440 bytes each, most of them monthly on an nth
weekday, all of them in the coming school year, so that no event costs less because it is over. Most events have their
own hours. One in twenty does not, and one in ten is in a hall that other groups also use, so there are clashes to find.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

# The day before the school year begins: every date is in the future.
NOW: Final = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)
FIRST: Final = dt.date(2026, 9, 2)
LAST: Final = dt.date(2027, 6, 1)
DISTRICTS: Final = 30  # each of which has its own school year
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
KINDS: Final = ("gathering", "gathering", "gathering", "mentoring", "networking", "training", "orientation")
# The percentage of series with each rule.
RHYTHMS: Final = {
    "monthly on the {nth} {day}": 60,
    "weekly on {day}": 12,
    "every 2 weeks on {day}": 12,
    "monthly on the 1st and 3rd {day}": 6,
    "every 2 months on the {nth} {day}": 5,
    "monthly on day {date}": 5,
}
NTHS: Final = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": -1}
PROSE: Final = """\
Welcome. It is time to meet, share, plan, read, cook, write, listen, learn, talk and walk with new staff and people from
every school and office. Bring a question, a story, a book or a friend; we begin and end on time about the year ahead.
"""
WORDS: Final = tuple(word.strip(".,;").lower() for word in PROSE.split())

CALENDAR: Final = """\
no_school:
  - {name: Staff learning day, starts: 2026-10-09}
  - {name: Veterans Day, starts: 2026-11-11}
  - {name: Thanksgiving break, starts: 2026-11-25, ends: 2026-11-27}
  - {name: Winter break, starts: 2026-12-21, ends: 2027-01-01}
  - {name: Martin Luther King Jr. Day, starts: 2027-01-18}
  - {name: Midwinter break, starts: 2027-02-15, ends: 2027-02-19}
  - {name: Staff learning day, starts: 2027-03-12}
  - {name: Spring break, starts: 2027-04-05, ends: 2027-04-09}
  - {name: Memorial Day, starts: 2027-05-31}
"""
HUB: Final = """\
name: Benchmark Hub
summary: Made up to be measured.
organization: {name: Benchmark School District, short_name: BSD, url: "https://www.district.example/"}
url: https://hub.district.example/
uid_domain: hub.district.example
time_zone: America/Los_Angeles
contact: hub@district.example
nondiscrimination:
  statement: Every group and event on this hub is open to all staff of the district.
  approved_by: Director of Human Resources
  review_by: 2027-06-30
"""


def write(folder: Path, events: int, groups: int, seed: int = 1, partners: int = 0) -> None:
    """Writes the data folder: a file of events for each group, as for groups that maintain their own file."""
    chance = random.Random(seed)  # noqa: S311 - the numbers must be the same every time
    people = [f"lead-{number}" for number in range(2 * groups)]
    (folder / "events").mkdir(parents=True, exist_ok=True)
    for name, text in {
        "calendar": CALENDAR,
        "hub": HUB,
        "events": "events: []\n",
        "partners": "partners:\n" + "".join(map(_partner, range(partners))) if partners else "partners: []\n",
    }.items():
        (folder / f"{name}.yml").write_text(text, "utf-8")
    leads = "".join(f"  - {{id: {name}, role: Co-lead number {name[5:]}}}\n" for name in people)
    (folder / "facilitators.yml").write_text(f"facilitators:\n{leads}", "utf-8")
    (folder / "groups.yml").write_text("groups:\n" + "".join(_group(n, people) for n in range(groups)), "utf-8")
    for group in range(groups):
        own = range(group * events // groups, (group + 1) * events // groups)
        text = "\n".join(_events(chance, group, own, people[2 * group : 2 * group + 2]))
        (folder / "events" / f"group-{group:03}.yml").write_text(f"events:\n{text}", "utf-8")


def _partner(number: int) -> str:
    return f"""\
  - id: partner-{number:03}
    name: Educational Service District {number}
    short_name: ESD{number}
    kind: service-district
    summary: The partner number {number} of the benchmark.
    relationship: Its facilitators lead trainings for all groups.
    offers:
      - {{title: Guide number {number}, kind: guide, url: "https://www.partner-{number}.example/guide"}}
    url: https://www.partner-{number}.example/
"""


def _group(number: int, people: list[str]) -> str:
    return f"""\
  - id: group-{number:03}
    name: Educators of Group {number}
    short_name: EG{number}
    kind: affinity
    summary: The group number {number} of the benchmark.
    open_to: All staff of the district.
    facilitators: [{people[2 * number]}, {people[2 * number + 1]}]
"""


def _events(chance: random.Random, group: int, numbers: range, people: list[str]) -> Iterator[str]:
    hours = [(day, hour) for day in range(5) for hour in range(7, 20)]
    chance.shuffle(hours)
    for place, number in enumerate(numbers):
        own_hour = hours[place % len(hours)] if chance.random() > 0.05 else chance.choice(hours)
        yield _event(chance, group, number, own_hour, chance.choice(people))


def _event(chance: random.Random, group: int, number: int, when: tuple[int, int], lead: str) -> str:
    weekday, hour = when
    nth = chance.choice(tuple(NTHS))
    rhythm = chance.choices(tuple(RHYTHMS), tuple(RHYTHMS.values()))[0]
    date = chance.randint(9, 28)
    repeats = rhythm.format(nth=nth, day=DAYS[weekday], date=date)
    district = group % DISTRICTS
    starts = _first(FIRST + dt.timedelta(days=district % 8), rhythm, weekday, NTHS[nth], date)
    place = f'name: "House {group}, room {number}", address: "{group} Lantern Street, Cedar Hollow"'
    if chance.random() < 0.1:
        place = f'name: Hall {chance.randrange(40)}, address: "1 Hall Street, Cedar Hollow"'
    lines = [
        f"  - id: event-{number:05}",
        f"    title: {_sentence(chance, 4)}",
        f"    kind: {chance.choice(KINDS)}",
        *([f"    summary: {_sentence(chance, 14)}."] if chance.random() < 0.6 else ()),
        f"    groups: [group-{group:03}]",
        *([f"    facilitators: [{lead}]"] if chance.random() < 0.4 else ()),
        f"    starts: {starts} {hour:02}:00",
        f"    ends: {hour:02}:{chance.choice((45, 50, 59))}",
        f"    repeats: {repeats}",
        f"    until: {LAST + dt.timedelta(days=district)}",
        "    no_school: skip",
        *_exceptions(chance, starts, hour),
        f"    place: {{{place}}}",
        *([f"    details: |\n      {_sentence(chance, 25)}."] if chance.random() < 0.3 else ()),
        *([f"    last_confirmed: 2026-08-{chance.randint(1, 28):02}"] if chance.random() < 0.5 else ()),
    ]
    return "\n".join(lines) + "\n"


def _exceptions(chance: random.Random, first: dt.date, hour: int) -> Iterator[str]:
    """One series in ten skips its first date, one in ten starts later on that date, and one in ten cancels it."""
    kind = chance.randrange(10)
    if kind == 0:
        yield f"    skip: [{{date: {first}, reason: The lead is away}}]"
    elif kind == 1:
        later = f"starts: {first} {hour:02}:30, ends: {hour + 1:02}:00"
        yield f"    changes: [{{date: {first}, {later}, reason: A concert}}]"
    elif kind == 2:
        yield f"    changes: [{{date: {first}, cancelled: yes, reason: The house is closed}}]"


def _first(day: dt.date, rhythm: str, weekday: int, nth: int, date: int) -> dt.date:
    """The first date of a rhythm on or after a day."""
    while not _fits(day, rhythm, weekday, nth, date):
        day += dt.timedelta(days=1)
    return day


def _fits(day: dt.date, rhythm: str, weekday: int, nth: int, date: int) -> bool:
    if "{date}" in rhythm:
        return day.day == date
    if day.weekday() != weekday:
        return False
    if "{nth}" in rhythm:
        return (day + dt.timedelta(days=7)).month != day.month if nth < 0 else (day.day - 1) // 7 + 1 == nth
    return (day.day - 1) // 7 in (0, 2) if "1st and 3rd" in rhythm else True


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize()
