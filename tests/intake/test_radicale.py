"""A group edits its calendar on a real server; after each edit, the calendar that subscribers have is exact."""

from __future__ import annotations

import datetime as dt
import random
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import caldav
import pytest

from tests.conftest import NOW

from .conftest import Importer
from .oracle import READERS, SITE, by_recurring_ical_events
from .servers import HERE, Certificate

if TYPE_CHECKING:
    from tests.conftest import Run

ZONE = ZoneInfo(SITE)
FIRST, LAST = NOW.date() + dt.timedelta(days=1), NOW.date() + dt.timedelta(days=390)


@pytest.fixture(scope="module")
def server(made_certificate: Certificate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a calendar server."""
    folder = tmp_path_factory.mktemp("radicale")
    with socket.create_server((HERE, 0)) as found:
        port = found.getsockname()[1]
    (folder / "config").write_text(
        f"[server]\nhosts = {HERE}:{port}\nssl = True\n"
        f"certificate = {made_certificate.file}\nkey = {made_certificate.key}\n"
        f"[auth]\ntype = none\n[rights]\ntype = authenticated\n[storage]\nfilesystem_folder = {folder}/data\n"
        "[logging]\nlevel = error\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "radicale", "--config", str(folder / "config")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        for _ in range(100):
            time.sleep(0.2)
            with socket.socket() as client:
                if client.connect_ex((HERE, port)) == 0:
                    break
        yield f"https://{HERE}:{port}"
        process.terminate()


class Person:
    """Someone who edits a calendar at random with a CalDAV client. Calendar programs offer all of these edits."""

    def __init__(self, calendar: Any, seed: int) -> None:
        self.calendar, self.random, self.count = calendar, random.Random(seed), 0
        self.entries: dict[str, dict[str, Any]] = {}

    def edit(self) -> str:
        """Makes one edit, and describes it."""
        ways: list[Callable[[], object]] = [self.add, self.add_series]
        if len(self.entries) > 5:
            ways += [self.move, self.delete, self.cancel, self.leave_out, self.move_one, self.shorten, self.rename]
        way = self.random.choice(ways)
        way()
        return way.__name__

    def pick(self, *, repeats: bool) -> dict[str, Any]:
        found = [entry for entry in self.entries.values() if bool(entry["rule"]) == repeats]
        return self.random.choice(found) if found else self.add_series() if repeats else self.add()

    def start(self) -> dt.datetime:
        day = FIRST + dt.timedelta(days=self.random.randint(0, 200))
        return dt.datetime.combine(day, dt.time(self.random.randint(7, 20), self.random.choice([0, 15, 30])))

    def add(self, rule: str = "") -> dict[str, Any]:
        self.count += 1
        uid = f"entry-{self.count}@calendar.example"
        entry = {"uid": uid, "start": self.start(), "minutes": self.random.choice([30, 60, 90]), "rule": rule}
        self.entries[uid] = entry | {"exdates": [], "moved": {}, "status": "CONFIRMED", "number": self.count}
        self.save(self.entries[uid])
        return self.entries[uid]

    def add_series(self) -> dict[str, Any]:
        rhythms = ["WEEKLY", "WEEKLY;INTERVAL=2", "MONTHLY", "DAILY;INTERVAL=2"]
        return self.add(f"FREQ={self.random.choice(rhythms)};COUNT={self.random.randint(3, 9)}")

    def move(self) -> None:
        entry = self.pick(repeats=False)
        entry["start"] = self.start()
        self.save(entry)

    def delete(self) -> None:
        uid = self.random.choice(list(self.entries))
        self.calendar.event_by_uid(uid).delete()
        del self.entries[uid]

    def cancel(self) -> None:
        entry = self.pick(repeats=False)
        entry["status"] = self.random.choice(["CANCELLED", "CONFIRMED", "TENTATIVE"])
        self.save(entry)

    def dates(self, entry: dict[str, Any]) -> list[dt.datetime]:
        plain = self.text(entry | {"exdates": [], "moved": {}}).encode()
        found = by_recurring_ical_events(plain, FIRST - dt.timedelta(days=2), LAST + dt.timedelta(days=400))
        return [start.astimezone(ZONE).replace(tzinfo=None) for start, _ in sorted(found)]

    def leave_out(self) -> None:
        entry = self.pick(repeats=True)
        left = [day for day in self.dates(entry)[1:] if day not in entry["exdates"] and day not in entry["moved"]]
        if left:
            entry["exdates"].append(self.random.choice(left))
        self.save(entry)

    def move_one(self) -> None:
        entry = self.pick(repeats=True)
        left = [day for day in self.dates(entry) if day not in entry["exdates"]]
        if left:
            entry["moved"][self.random.choice(left)] = self.start()
        self.save(entry)

    def shorten(self) -> None:
        entry = self.pick(repeats=True)
        entry["rule"] = f"{entry['rule'].partition(';COUNT')[0]};COUNT=3"
        days = self.dates(entry)
        entry["exdates"] = [day for day in entry["exdates"] if day in days]
        entry["moved"] = {day: start for day, start in entry["moved"].items() if day in days}
        self.save(entry)

    def rename(self) -> None:
        entry = self.random.choice(list(self.entries.values()))
        entry["number"] += 1000
        self.save(entry)

    def text(self, entry: dict[str, Any]) -> str:
        form, length = "%Y%m%dT%H%M%S", dt.timedelta(minutes=entry["minutes"])

        def one(start: dt.datetime, *more: str) -> list[str]:
            times = [f"DTSTART;TZID={SITE}:{start:{form}}", f"DTEND;TZID={SITE}:{start + length:{form}}"]
            words = [f"UID:{entry['uid']}", "DTSTAMP:20261101T000000Z", f"SUMMARY:Meeting {entry['number']}"]
            return ["BEGIN:VEVENT", *words, *times, *more, "END:VEVENT"]

        rule = [f"RRULE:{entry['rule']}"] if entry["rule"] else []
        rule += [f"EXDATE;TZID={SITE}:{day:{form}}" for day in entry["exdates"]]
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tea//Tea//EN"]
        lines += one(entry["start"], f"STATUS:{entry['status']}", *rule)
        for day, start in entry["moved"].items():
            lines += one(start, f"RECURRENCE-ID;TZID={SITE}:{day:{form}}")
        return "\r\n".join([*lines, "END:VCALENDAR", ""])

    def save(self, entry: dict[str, Any]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.calendar.save_event(self.text(entry))


def edits(
    count: int,
    server: str,
    made_certificate: Certificate,
    importer: Importer,
    run: Callable[..., Run],
    tmp_path: Path,
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        client = caldav.DAVClient(server, username="tea", password="tea", ssl_verify_cert=str(made_certificate.file))
        calendar = client.principal().make_calendar(name="Tea", cal_id=f"tea-{count}")  # type: ignore[no-untyped-call]
    person, published = Person(calendar, count), ["--first"]
    folder, done = tmp_path / "district", list[str]()
    (tmp_path / "empty").mkdir()
    for number in range(count):
        done.append(person.edit())
        address = str(calendar.url).replace("//tea:tea@", "//")
        result = importer(address, ", titles: take", accepted=["tea-circle"])
        assert [text for text in result.questions if "same times" not in text] == [], done
        out = tmp_path / f"feeds-{number}"
        (folder / "events.yml").write_text("events: []\n", "utf-8")
        made = run("feeds", folder, "--out", out, *published)
        assert made.status == 0, made
        published = ["--published", str(out)]
        source = b"".join(person.text(entry).encode() for entry in person.entries.values())
        wanted = set[Any]()
        for entry in person.entries.values():
            wanted |= by_recurring_ical_events(person.text(entry).encode(), FIRST, LAST)
        feed = (out / "calendars" / "groups" / "tea-circle.ics").read_bytes()
        for name, by in READERS.items():
            assert by(feed, FIRST, LAST) == wanted, (name, done, source.decode(), feed.decode())


@pytest.mark.slow
def test_a_subscriber_has_the_dates_after_each_of_ten_edits(
    server: str, made_certificate: Certificate, importer: Importer, run: Callable[..., Run], tmp_path: Path
) -> None:
    edits(10, server, made_certificate, importer, run, tmp_path)


@pytest.mark.long
def test_a_subscriber_has_the_dates_after_each_of_a_hundred_edits(
    server: str, made_certificate: Certificate, importer: Importer, run: Callable[..., Run], tmp_path: Path
) -> None:
    edits(100, server, made_certificate, importer, run, tmp_path)
