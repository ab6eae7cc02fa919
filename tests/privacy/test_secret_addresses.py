"""Addresses with a token are distinguished from public addresses."""

from __future__ import annotations

import pytest
from affinity_hub.privacy.secret_addresses import is_secret


@pytest.mark.parametrize(
    "address",
    [
        "https://calendar.google.com/calendar/ical/keocn%40example.org/private-0123456789abcdef0123/basic.ics",
        "https://outlook.office365.com/owa/calendar/0a1b2c@district.example/3d4e5f/calendar.ics",
        "https://outlook.live.com/owa/calendar/00000000-0000-0000-0000-000000000000/x/cid-1/calendar.ics",
        "https://p01-caldav.icloud.com/published/2/MTIzNDU2Nzg5",
        "https://cloud.example.org/remote.php/dav/public-calendars/AbCdEfGhIj?export",
        "https://cloud.example.org/apps/calendar/p/x8Zt1vKx3Lm9/dayGridMonth/now",
        "https://calendar.example.org/tea.ics?token=abcd1",
        "https://calendar.example.org/tea.ics?user=tea&api_key=12345",
        "https://calendar.example.org/feed?id=6f1c7f0e-5b8e-4a8e-9f57-0123456789ab",
        "https://calendar.example.org/0123456789abcdef0123.ics",
        "https://calendar.example.org/feed.ics#eyJhbGciOiJIUzI1NiJ9",
        "https://tea:circle@calendar.example.org/tea.ics",
        "https://calendar.example.org/abcdefghijklmnopqrstuvwxyzabcd/tea.ics",
        "https://calendar.google.com/calendar/ical/keocn%40example.org/public/basic.ics?token=abcdef",
        "https://[calendar",
    ],
)
def test_an_address_with_a_token_is_a_secret(address: str) -> None:
    assert is_secret(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://calendar.google.com/calendar/ical/c_0123456789abcdef0123%40group.calendar.google.com/public/basic.ics",
        "https://www.district.example/calendars/black-educators-network-2026-27.ics",
        "https://www.district.example/Events/MonthlyMeetingCalendar2026/export.ics?cal=keocn&format=ical",
        "https://district.example/index.php?type=export&action=ical&export_type=now_to_infinity&schools=12&activities=",
        "https://www.district.example/calendar/page_41.ics?CalendarIDs=114,97",
        "https://calendar.example.org/tea.ics?key=",
    ],
)
def test_an_address_that_people_chose_is_not_a_secret(address: str) -> None:
    assert not is_secret(address)
