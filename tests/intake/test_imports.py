"""Whole imports: a calendar on a server, its dates in a data file, and the data that stays when the calendar looks
broken."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import ssl
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import yaml
from affinity_hub import load
from affinity_hub.intake.fetch import Fetcher, FetchError, is_public
from affinity_hub.intake.worker import Job, run, work

from tests.conftest import NOW

from .conftest import Importer, Served
from .oracle import calendar, wanted
from .servers import AWAY, OTHERS, Certificate, hostile, serving


def entry(uid: str, day: str, more: str = "", at: str = "T16") -> str:
    zone = "TZID=America/Los_Angeles"
    return f"UID:{uid}\nDTSTART;{zone}:{day}{at}0000\nDTEND;{zone}:{day}{at}4500\nSUMMARY:{uid.title()}\n{more}"


FOUR = [entry(f"tea {number}", f"202612{number:02}") for number in (1, 2, 3, 4)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "district" / "imported" / "tea-circle.yml"


def events(file: Path) -> list[dict[str, object]]:
    found = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)["events"]
    return [{key: value for key, value in record.items() if key not in ("id", "kind", "groups")} for record in found]


# --- From a calendar to a file ---------------------------------------------------------------------------------------


def test_dates_become_events_with_permanent_ids(served: Served, importer: Importer, file: Path) -> None:
    served.data = calendar(entry("tea", "20261203", "RRULE:FREQ=WEEKLY;COUNT=3"), FOUR[3])
    result = importer(served.address)
    assert (result.questions, result.summary) == ([], "2 dates new or otherwise changed")
    assert events(file) == [
        {
            "title": "Tea Circle",
            "starts": "2026-12-03 16:00",
            "ends": "16:45",
            "repeats": "weekly on Thursday",
            "until": "2026-12-17",
            "no_school": "keep",
        },
        {"title": "Tea Circle", "starts": "2026-12-04 16:00", "ends": "16:45"},
    ]


def test_importing_again_on_another_day_changes_nothing(served: Served, importer: Importer, file: Path) -> None:
    served.data = calendar(*FOUR, entry("tea", "20261230", "RRULE:FREQ=MONTHLY;BYDAY=5WE"), entry("old", "20200101"))
    importer(served.address)
    before = file.read_bytes()
    assert b"2020" not in before
    for days in (0, 1, 5, 20, 150):
        result = importer(served.address, days=days)
        assert (result.text, file.read_bytes()) == (None, before)
    assert "If-None-Match" in served.requests[-1]


def test_a_title_is_taken_only_if_the_group_says_so(served: Served, importer: Importer, file: Path) -> None:
    served.data = calendar(FOUR[0], entry("call 253-555-0142", "20261210"))
    result = importer(served.address, ", titles: take")
    assert [event["title"] for event in events(file)] == ["Tea 1", "Tea Circle"]
    (question,) = result.questions
    assert question.startswith(
        "The title of the entry on Thursday 2026-12-10 is not imported: This looks like a telephone number"
    )


def test_a_new_title_that_may_name_a_person_raises_a_question_once(
    served: Served, importer: Importer, file: Path
) -> None:
    served.data = calendar(FOUR[0], entry("talk with maria gonzalez", "20261210"))
    (question,) = importer(served.address, ", titles: take").questions
    assert question.startswith("A title of the entry on Thursday 2026-12-10 may name a person.")
    assert "Maria" not in question
    served.data = calendar(entry("talk with maria gonzalez", "20261210"), *FOUR)
    assert importer(served.address, ", titles: take").questions == []


@pytest.mark.parametrize("mark", ["PRIVATE", "CONFIDENTIAL", "X-STAFF"])
def test_a_private_entry_keeps_its_title_and_its_place_to_itself(
    mark: str, served: Served, importer: Importer, file: Path
) -> None:
    private = entry("dentist", "20261202", f"LOCATION:Room 1\nCLASS:{mark}")
    served.data = calendar(FOUR[0] + "CLASS:PUBLIC", private)
    result = importer(served.address, ", titles: take, places: [{name: Room 1}]")
    assert events(file)[1] == {"title": "Tea Circle", "starts": "2026-12-02 16:00", "ends": "16:45"}
    (notice,) = result.notices
    assert notice.startswith("The entry on Wednesday 2026-12-02 is marked as private")
    assert importer(served.address).notices == [], "an import without titles and places leaves nothing out"


def test_the_hub_decides_on_places_kinds_and_corrections(served: Served, importer: Importer, file: Path) -> None:
    served.data = calendar(FOUR[0] + "LOCATION:room 1", FOUR[1] + "LOCATION:Room 2")
    source = ", kind: training, open_to: All staff., places: [{name: Room 1, address: 12 Lantern Street}]"
    importer(served.address, source)
    name = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)["events"][1]["id"]
    result = importer(served.address, f"{source}, corrections: [{{event: {name}, hidden: yes, cancelled: Snow}}]")
    assert events(file) == [
        {
            "title": "Tea Circle",
            "starts": "2026-12-01 16:00",
            "ends": "16:45",
            "place": {"name": "Room 1", "address": "12 Lantern Street"},
            "open_to": "All staff.",
        },
        {
            "hidden": "yes",
            "title": "Tea Circle",
            "starts": "2026-12-02 16:00",
            "ends": "16:45",
            "open_to": "All staff.",
            "status": "cancelled",
            "reason": "Snow",
        },
    ]
    assert not result.may_merge
    served.data = calendar(FOUR[0], FOUR[1].replace("Tea", "Coffee"))
    importer(served.address, f"{source}, corrections: [{{event: {name}, hidden: yes, cancelled: Snow}}]")
    assert events(file)[1]["reason"] == "Snow"


def test_without_a_source_the_events_stay(served: Served, importer: Importer, file: Path) -> None:
    served.data = calendar(*FOUR)
    importer(served.address)
    folder = file.parents[1]
    (folder / "groups.yml").write_text(
        (folder / "groups.yml").read_text("utf-8").split("    calendar_source")[0], "utf-8"
    )
    hub, _ = load(folder, NOW)
    assert len(hub.events) == 5
    assert not hub.owners_by_file


# --- Changes ---------------------------------------------------------------------------------------------------------


def test_a_date_that_disappears_before_it_took_place_is_cancelled(
    served: Served, importer: Importer, file: Path
) -> None:
    served.data = calendar(*FOUR)
    importer(served.address)
    served.data = calendar(*FOUR[:3])
    result = importer(served.address, ", review: new-only")
    assert [event.get("status") for event in events(file)] == [None, None, None, "cancelled"]
    assert (result.cancelled, result.other, result.may_merge) == (1, 0, True)
    served.data = calendar(*FOUR)
    assert importer(served.address, ", review: new-only").may_merge is False
    assert [event.get("status") for event in events(file)] == [None] * 4


def test_a_past_date_may_disappear(served: Served, importer: Importer, file: Path) -> None:
    served.data = calendar(*FOUR)
    importer(served.address)
    served.data = calendar(*FOUR[1:])
    assert importer(served.address, days=9).text is None
    assert len(events(file)) == 4


@pytest.mark.parametrize(
    "now, changes",
    [
        ("RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=America/Los_Angeles:20261210T160000", ["2026-12-10"]),
        ("RRULE:FREQ=WEEKLY;COUNT=3", ["2026-12-24"]),
        ("RRULE:FREQ=WEEKLY;COUNT=2", ["2026-12-17"]),
    ],
)
def test_a_series_keeps_its_lost_dates_as_cancelled_dates(
    now: str, changes: list[str], served: Served, importer: Importer, file: Path
) -> None:
    served.data = calendar(entry("tea", "20261203", "RRULE:FREQ=WEEKLY;COUNT=4"))
    importer(served.address)
    served.data = calendar(entry("tea", "20261203", now))
    importer(served.address)
    (event,) = events(file)
    assert event["until"] == "2026-12-24"
    assert [change["date"] for change in event["changes"]] == changes  # type: ignore[attr-defined]
    before = file.read_bytes()
    assert importer(served.address, days=3).text is None
    assert file.read_bytes() == before


def test_a_series_that_disappears_is_cancelled_with_its_moved_dates(
    served: Served, importer: Importer, file: Path
) -> None:
    series = entry("tea", "20261203", "RRULE:FREQ=MONTHLY;COUNT=4")
    zone = "TZID=America/Los_Angeles"
    moved = entry("tea", "20261127", f"RECURRENCE-ID;{zone}:20270203T160000")
    served.data = calendar(FOUR[0], series, moved)
    importer(served.address)
    served.data = calendar(FOUR[0])
    importer(served.address, days=5, accepted=["tea-circle"])
    hub, _ = load(file.parents[1], NOW)
    (event,) = (event for event in hub.events if event.repeats)
    found = {f"{occurrence.date}": occurrence.is_off for occurrence in hub.schedules[event.id].occurrences}
    assert found == {"2027-02-03": False, "2026-12-03": True, "2027-01-03": True, "2027-03-03": True}


def test_a_move_keeps_the_id(served: Served, importer: Importer, file: Path) -> None:
    served.data = calendar(*FOUR)
    importer(served.address)
    ids = {line for line in file.read_text("utf-8").splitlines() if "id:" in line}
    served.data = calendar(*FOUR[:3], entry("tea 4", "20261211"))
    result = importer(served.address, ", review: new-only")
    assert (result.moved, result.may_merge) == (1, True)
    assert {line for line in file.read_text("utf-8").splitlines() if "id:" in line} == ids


def test_more_than_three_changes_a_day_need_a_review(served: Served, importer: Importer) -> None:
    many = [entry(f"tea {number}", f"202612{number:02}") for number in range(1, 21)]
    served.data = calendar(*many)
    importer(served.address, ", review: new-only")
    merged = []
    for count in (2, 4, 5, 6):
        served.data = calendar(*many[count:])
        merged.append(importer(served.address, ", review: new-only", days=-1).may_merge)
    assert merged == [True, False, True, False]


def test_a_calendar_that_changes_all_uids_is_matched_and_a_notice_says_so(
    served: Served, importer: Importer, file: Path
) -> None:
    served.data = calendar(*FOUR, entry("series", "20261203", "RRULE:FREQ=WEEKLY;COUNT=4"))
    importer(served.address, ", titles: take")
    before = file.read_bytes()
    for number in (1, 2):
        served.data = served.data.replace(b"UID:", b"UID:%d" % number)
        result = importer(served.address, ", titles: take")
        assert file.read_bytes() == before
        assert "new identifiers with every export" in result.notices[0]


def test_two_calendars_with_one_meeting_raise_a_question(served: Served, importer: Importer) -> None:
    served.data = calendar(
        entry("tea", "20261203").replace("4500", "3000").replace(":20261203T163000", ":20261203T173000")
    )
    (question,) = importer(served.address).questions
    assert "the event tea-afternoon in events.yml have the same times" in question


# --- Distrust --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kept", [[], FOUR[:1]])
def test_a_calendar_that_lost_most_of_its_dates_changes_nothing(
    kept: list[str], served: Served, importer: Importer, file: Path
) -> None:
    served.data = calendar(*FOUR)
    importer(served.address)
    before = file.read_bytes()
    served.data = calendar(*kept)
    result = importer(served.address)
    assert file.read_bytes() == before
    assert "--accept" in result.questions[0]
    importer(served.address, accepted=["tea-circle"])
    assert [event.get("status") for event in events(file)].count("cancelled") == 4 - len(kept)


def test_an_entry_that_is_no_longer_understood_stays_as_it_was(served: Served, importer: Importer, file: Path) -> None:
    served.data = calendar(*FOUR)
    importer(served.address)
    before = file.read_bytes()
    served.data = calendar(*FOUR[:3], FOUR[3].replace("America/Los_Angeles", "Customized Time Zone"))
    result = importer(served.address)
    assert file.read_bytes() == before
    assert len(result.questions) == 2


def test_a_steward_is_notified_after_a_week(served: Served, importer: Importer) -> None:
    served.data = calendar(*FOUR)
    importer(served.address)
    served.data = b"broken"
    assert [len(importer(served.address, days=days).questions) for days in (1, 6, 9)] == [1, 1, 2]
    served.data = calendar(*FOUR)
    assert importer(served.address, days=10).questions == []


BAD = [f"/other/{number}" for number in range(len(OTHERS))] + [f"/away/{number}" for number in range(len(AWAY))]
BAD += ["/drip", "/silent", "/endless/0", "/endless/1", "/bomb/0", "/bomb/1", "/loop", "/hop/4"]
BAD += [f"/{how}/{tenth}" for how in ("cut", "short") for tenth in range(10)]


def test_no_answer_of_a_hostile_server_is_read_as_a_calendar(made_certificate: Certificate) -> None:
    good = calendar(*FOUR)
    with serving(made_certificate, hostile(good)) as address:
        for path in BAD:
            begun = time.monotonic()
            outcome = work(Job(wanted(), f"{address}{path}"), made_certificate.fetcher(1.5))
            assert time.monotonic() - begun < 10, path
            # A calendar without entries is valid. Whether it is suspicious depends on its earlier entries.
            is_empty = outcome.reading is not None and not outcome.reading.entries
            assert outcome.problem or is_empty, path
            assert "127.0" not in outcome.problem, path
        assert work(Job(wanted(), f"{address}/hop/3"), made_certificate.fetcher()).problem == ""


@pytest.mark.slow
def test_a_hostile_server_changes_nothing_and_causes_no_long_wait(
    made_certificate: Certificate, importer: Importer, file: Path
) -> None:
    with serving(made_certificate, hostile(calendar(*FOUR))) as address:
        importer(f"{address}/good")
        before = file.read_bytes()
        for path in ("/other/0", "/other/5", "/other/8", "/away/3", "/silent", "/endless/1", "/bomb/0", "/short/5"):
            begun = time.monotonic()
            result = importer(f"{address}{path}", runner=run)
            assert time.monotonic() - begun < 20, path
            assert result.questions, path
            assert (result.text, file.read_bytes()) == (None, before), path


def peak(job: Job, fetcher: Fetcher, answer: Connection) -> None:
    """The most memory that a job needs in a separate process, in KiB."""
    work(job, fetcher)
    status = Path("/proc/self/status").read_text("ascii")
    answer.send(int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))))


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell")
@pytest.mark.parametrize("path", ["/bomb/0", "/endless/1", "/good"])
def test_a_hostile_server_uses_up_no_memory(path: str, made_certificate: Certificate) -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    with serving(made_certificate, hostile(calendar(*FOUR))) as address:
        job = Job(wanted(), f"{address}{path}")
        process = context.Process(target=peak, args=(job, made_certificate.fetcher(), theirs))
        process.start()
        assert ours.poll(120), "the process has ended without an answer"
        assert ours.recv() < 200 * 1024
        process.join()


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_long_calendar_is_read_to_its_end_if_the_server_closes_the_connection(
    version: str, made_certificate: Certificate
) -> None:
    data = calendar(*FOUR * 300)

    def answer(request: str, secured: ssl.SSLSocket) -> None:
        head = f"HTTP/{version} 200 OK\r\nContent-Type: text/calendar\r\nConnection: close\r\n\r\n".encode()
        secured.sendall(head)
        for start in range(0, len(data), 20_000):
            time.sleep(0.01)
            secured.sendall(data[start : start + 20_000])

    with serving(made_certificate, answer) as address:
        assert made_certificate.fetcher().fetch(f"{address}/").data == data


# --- Addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *(
            "10.0.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.168.0.1",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1"),
        *("64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1", "198.51.100.1", "192.0.2.1", "not an address", ""),
    ],
)
def test_a_private_address_gets_no_connection(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "140.82.112.3", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_a_public_address_gets_a_connection(address: str) -> None:
    assert is_public(address)


def test_a_name_that_leads_into_a_private_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("the import connected"))
    with pytest.raises(FetchError, match="private network"):
        Fetcher(is_public).fetch("https://calendar.example.org/tea.ics")


@pytest.mark.parametrize(
    "address",
    [
        "http://calendar.example.org/",
        "ftp://a.example/",
        "https://",
        "tea",
        "https://a b.example/",
        "https://a.example/\r\nX: y",
    ],
)
def test_other_kinds_of_addresses_are_refused(address: str) -> None:
    with pytest.raises(FetchError) as caught:
        Fetcher(is_public).fetch(address)
    assert "example" not in str(caught.value)


def test_a_certificate_of_another_host_is_refused(served: Served) -> None:
    with pytest.raises(FetchError, match="TLS"):
        Fetcher(lambda _: True).fetch(served.address)


def test_the_address_check_cannot_be_changed_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Fetcher() == Fetcher(is_public)


def test_a_day_is_the_day_at_the_site(served: Served, importer: Importer, file: Path) -> None:
    served.data = calendar(*FOUR)
    importer(served.address, days=(dt.datetime(2026, 12, 2, 1, tzinfo=dt.UTC) - NOW) / dt.timedelta(days=1))
    assert "changed_on: 2026-12-01" in file.read_text("utf-8")
