"""Words beside a date in `skip` and `changes`: the advice cancels no other date, and reverses nothing."""

from __future__ import annotations

import re
from itertools import product

import pytest

from tests.schema.test_shapes import SERIES, Hints
from tests.schema.test_shapes import hints as hints

LATER = "changes: [{{date: 2026-12-10, cancelled: {}}}]"
CLEAR = re.compile(r"reason: (?!…)|cancelled: yes(?!, and_later)")


@pytest.mark.parametrize(
    "typed",
    [
        *("all dates after 2026-12-10", "the day before 2026-12-10", "No meeting after 2026-12-10", "from 2026-12-10"),
        *("starting 2026-12-10", "week of 2026-12-10", "everything after 2026-12-10", "until 2026-12-10"),
        *("since 2026-12-10", "no meetings before 2026-12-10", "every Thursday from 2026-12-10", "2026-12-10 onward"),
        *("2026-12-10 and all later dates", "closed as of 2026-12-10", "2026-12-10 until June"),
        *("no meeting the week of 2026-12-10", "2026-12-10 and following", "2026-12-10 (next two weeks too)"),
        *("2026-12-10 snow from then on", "not on or after 2026-12-10", "2026-12-10 every week"),
        "2026-12-10 and the rest",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["skip: {}", "skip:\n  - {}", "skip:\n  - date: {}"])
def test_words_about_other_dates_leave_out_no_date(typed: str, form: str, hints: Hints) -> None:
    said = hints(SERIES, form.format(typed))
    assert not CLEAR.search(said)
    assert "{date: 2026-12-10}" not in said


def test_words_about_later_dates_lead_to_the_end_of_the_series_or_to_changes(hints: Hints) -> None:
    said = hints(SERIES, "skip: all dates after 2026-12-10")
    assert "Write an entry for each date to leave out:  - {date: YYYY-MM-DD}" in said
    assert "If the series ends, delete the entry, and write its last date after `until`." in said
    assert "{date: YYYY-MM-DD, cancelled: yes, and_later: yes}" in said


@pytest.mark.parametrize(
    "typed, entry",
    [
        ("No meeting on 2026-12-10", "{date: 2026-12-10, reason: No meeting}"),
        ("closed on 2026-12-10", "{date: 2026-12-10, reason: closed}"),
        ("not on 2026-12-10", "{date: 2026-12-10}"),
        ("except 2026-12-10", "{date: 2026-12-10}"),
        ("not on 2026-12-10 - snow", "{date: 2026-12-10, reason: snow}"),
        ("except 2026-12-10 (snow)", "{date: 2026-12-10, reason: snow}"),
        ("2026-12-10 (snow)", "{date: 2026-12-10, reason: snow}"),
        ("2026-12-10 Good Friday", "{date: 2026-12-10, reason: Good Friday}"),
        ("2026-12-10 New Year's Day", "New Year's Day"),
        ("2026-12-10 day after Thanksgiving", "reason: day after Thanksgiving}"),
        ("2026-12-10 all-staff day", "reason: all-staff day}"),
        ("2026-12-10 Christmas and Hanukkah", "reason: Christmas and Hanukkah}"),
        ("2026-12-10 room not available", "reason: room not available}"),
        ("2026-12-10 Back-to-School Night", "reason: Back-to-School Night}"),
        ("Winter break 2026-12-10", "If only 2026-12-10 is left out, write:  {date: 2026-12-10, reason: Winter break}"),
    ],
)
def test_names_of_days_off_are_reasons(typed: str, entry: str, hints: Hints) -> None:
    assert entry in hints(SERIES, f"skip: {typed}")


@pytest.mark.parametrize(
    "typed, change",
    [
        ("2026-12-10 online", "{date: 2026-12-10, online: yes}"),
        ("2026-12-10: 17:00", "{date: 2026-12-10, …: 17:00}"),
        ("2026-12-10 at 17:00", "{date: 2026-12-10, starts: 2026-12-10 17:00}"),
        ("2026-12-10 moved to the library", "{date: 2026-12-10, …: moved to the library}"),
        ("2026-12-10 in the library", "…: in the library}"),
        ("2026-12-10 on Zoom", "…: on Zoom}"),
        ("2026-12-10 (virtual)", "…: "),
        ("2026-12-10 starts late", "…: starts late}"),
        ("2026-12-10 postponed", "starts: to be announced}"),
        ("2026-12-10 new room", "…: new room}"),
    ],
)
def test_a_skipped_date_that_takes_place_belongs_in_changes(typed: str, change: str, hints: Hints) -> None:
    said = hints(SERIES, f"skip:\n  - {typed}")
    assert "takes place, but differently, delete the entry, and write under `changes`:  - {date: 2026-12-10, " in said
    assert change in said


@pytest.mark.parametrize(
    "typed", ["Thursday 2026-12-10", "Thu, 2026-12-10", "2026-12-10 (Thursday)", "2026-12-10 Thurs."]
)
@pytest.mark.parametrize("form", ["skip: {}", "skip:\n  - {}", "skip: [{}]"])
def test_the_right_weekday_beside_a_skipped_date_says_nothing_new(typed: str, form: str, hints: Hints) -> None:
    said = hints(SERIES, form.format(f'"{typed}"'))
    assert "{date: 2026-12-10}" in said
    assert "and_later" not in said


def test_a_wrong_weekday_beside_a_skipped_date_is_named(hints: Hints) -> None:
    for key, typed in product(("skip", "changes"), ("Friday 2026-12-10", "2026-12-10 Fri", "viernes 2026-12-10")):
        said = hints(SERIES, f"{key}: {typed}")
        assert "2026-12-10 is a Thursday, not a Friday." in said
        assert "{date: 2026-12-10" not in said
    assert "Thursday Club" in hints(SERIES, "changes: [2026-12-10 Thursday Club]")


@pytest.mark.parametrize("place", ["Library", "the gym", "Kent Library", "room 214"])
def test_a_place_beside_a_skipped_date_is_not_taken_as_the_reason(place: str, hints: Hints) -> None:
    said = hints(SERIES, f"skip: [2026-12-10 {place}]")
    assert not CLEAR.search(said)
    assert f"…: {place}" in said
    assert "reason: no room}" in hints(SERIES, "skip: [2026-12-10 no room]")


@pytest.mark.parametrize(
    "typed", ["changes: 2026-12-10 and all later dates are in the gym", LATER.format("this and all later")]
)
def test_words_about_later_dates_lead_to_and_later(typed: str, hints: Hints) -> None:
    assert "If later dates change too, add:  and_later: yes" in hints(SERIES, typed)
    assert "and_later" not in hints(SERIES, LATER.format("maybe"))


@pytest.mark.parametrize(
    "typed, entry",
    [
        ("cancelled from 2026-12-10 on", "cancelled: yes"),
        ("cancelled from 2026-12-10", "cancelled: yes"),
        ("all later dates are cancelled from Thursday 2026-12-10", "cancelled: yes"),
        ("starting 2026-12-10, cancelled because of snow", "cancelled: yes, reason: snow"),
        ("2026-12-10 and all later dates cancelled", "cancelled: yes"),
        ("cancelled as of 2026-12-10", "cancelled: yes"),
        ("moved to 17:00 from 2026-12-10 on", "starts: 2026-12-10 17:00"),
        ("starting on 2026-12-10 at 17:00", "starts: 2026-12-10 17:00"),
    ],
)
@pytest.mark.parametrize("form", ["changes: {}", "changes:\n  - {}"])
def test_a_change_from_a_date_on_is_for_all_later_dates(typed: str, entry: str, form: str, hints: Hints) -> None:
    assert f"{{date: 2026-12-10, {entry}, and_later: yes}}" in hints(SERIES, form.format(typed))


@pytest.mark.parametrize(
    "typed",
    [
        *("postponed from 2026-12-10 on", "moved to room 5 from 2026-12-10 on", "online starting 2026-12-10"),
        *("cancelled after 2026-12-10", "cancelled until 2026-12-10", "from 2026-12-10 to Friday cancelled"),
        *("moved from 2026-12-10 to 17:00", "cancelled from 2026-12-10 until further notice"),
        "cancelled the week of 2026-12-10",
    ],
)
@pytest.mark.parametrize("form", ["changes: {}", "changes:\n  - {}"])
def test_words_about_other_dates_stay_whole_if_no_entry_can_say_them(typed: str, form: str, hints: Hints) -> None:
    said = hints(SERIES, form.format(typed))
    assert f"…: {typed}}}" in said
    assert "If later dates change too, add:  and_later: yes" in said
    assert "Replace `…` and the words after it with a key and its value. The keys are: and_later, starts, " in said
    is_other_date = re.search("after|until 2|week of", typed)
    assert ("{date: YYYY-MM-DD, …" in said) == bool(is_other_date)


@pytest.mark.parametrize(
    "typed, entry",
    [
        ("jueves 2026-12-10", "{date: 2026-12-10}"),
        ("el jueves, 2026-12-10", "{date: 2026-12-10}"),
        ("2026-12-10 (jueves): nieve", "{date: 2026-12-10, reason: nieve}"),
        ("Thứ Năm 2026-12-10", "{date: 2026-12-10}"),
        ("thứ năm, ngày 2026-12-10", "{date: 2026-12-10}"),
        ("четверг 2026-12-10", "{date: 2026-12-10}"),
        ("в четверг 2026-12-10", "{date: 2026-12-10}"),
        ("четвер, 2026-12-10", "{date: 2026-12-10}"),
        ("Khamiis 2026-12-10", "{date: 2026-12-10}"),
        ("on Thursday 2026-12-10", "{date: 2026-12-10}"),
        ("on 2026-12-10", "{date: 2026-12-10}"),
    ],
)
@pytest.mark.parametrize("form", ["skip: '{}'", "skip:\n  - '{}'"])
def test_a_weekday_of_any_language_is_not_the_reason(typed: str, entry: str, form: str, hints: Hints) -> None:
    assert entry in hints(SERIES, form.format(typed))


@pytest.mark.parametrize("weekday", ["viernes", "thứ sáu", "пятница", "п'ятниця", "Jimce", "Fri", "Friday,"])
@pytest.mark.parametrize("form", ['skip: "{}"', 'skip:\n  - "{}"', 'changes: "{}"', 'changes:\n  - "{}"'])
def test_beside_a_wrong_weekday_the_date_is_in_doubt(weekday: str, form: str, hints: Hints) -> None:
    said = hints(SERIES, form.format(f"{weekday} 2026-12-10 snow"))
    assert "2026-12-10 is a Thursday, not a Friday." in said
    assert re.search(r"\{date: YYYY-MM-DD, (?:reason|…): snow\}", said)
    assert "{date: 2026-12-10" not in said


@pytest.mark.parametrize("typed", ["2026-12-10 - Library", "2026-12-10 (Library)", "Library (2026-12-10)"])
@pytest.mark.parametrize("form", ["skip: {}", "skip:\n  - {}"])
def test_the_marks_around_a_place_do_not_make_it_the_reason(typed: str, form: str, hints: Hints) -> None:
    said = hints(SERIES, form.format(typed))
    assert "write under `changes`:  - {date: 2026-12-10, …: Library}" in said
    assert not CLEAR.search(said)


@pytest.mark.parametrize(
    "typed, written",
    [
        ("cancelled because of snow (again)", "reason: snow (again)"),
        ("cancelled (because of snow, 2 feet)", "reason: snow, 2 feet"),
        ("cancelled due to snow (and ice)", "reason: snow (and ice)"),
        ("postponed because of snow (2 feet)", "reason: snow (2 feet)"),
    ],
)
def test_words_in_parentheses_after_a_reason_belong_to_it(typed: str, written: str, hints: Hints) -> None:
    for form in ('- "2026-12-10 {}"', '- 2026-12-10: "{}"', '- date: 2026-12-10\n    cancelled: "{}"'):
        assert re.search(
            rf"{re.escape(written)}(?:\}}|$)|reason: \"{re.escape(written[8:])}\"",
            hints(SERIES, f"changes:\n  {form.format(typed)}"),
        )


@pytest.mark.parametrize(
    "typed",
    [
        *("en línea", "en la biblioteca", "no cancelado", "quizás cancelado", "desde entonces", "aplazado", "gimnasio"),
        *("todos los jueves", "a las 5", "con Ana", "empieza tarde", "como siempre", "led by Ana", "place: gym"),
        *("не отменено", "không hủy", "si nieva", "solo por la mañana", "cambio de lugar", "otra vez", "pospuesto"),
    ],
)
@pytest.mark.parametrize("form", ['skip:\n  - "2026-12-10 {}"', 'changes:\n  - date: 2026-12-10\n    cancelled: "{}"'])
def test_words_in_other_languages_are_a_reason_only_if_they_are_understood(typed: str, form: str, hints: Hints) -> None:
    said = hints(SERIES, form.format(typed))
    assert not re.search(r"Write:(?:  |\n)(?:cancelled|\{date: 2026-12-10, reason)", said)


@pytest.mark.parametrize("typed", ["feriado", "día festivo", "nieve", "no hay clases", "Tết", "Navidad"])
def test_plain_reasons_in_other_languages_are_reasons(typed: str, hints: Hints) -> None:
    assert f"{{date: 2026-12-10, reason: {typed}}}" in hints(SERIES, f"skip:\n  - 2026-12-10 {typed}")


@pytest.mark.parametrize(
    "typed, entries",
    [
        ("skip: 2026-12-10 snow, 2026-12-17 holiday",
         "{date: 2026-12-10, reason: snow}\n  - {date: 2026-12-17, reason: holiday}"),
        ("skip: 2026-12-10 y 2026-12-17", "{date: 2026-12-10}\n  - {date: 2026-12-17}"),
        ("skip:\n  - 2026-12-10, 2026-12-17 (snow)", "{date: 2026-12-10}\n  - {date: 2026-12-17, reason: snow}"),
        ("changes: 2026-12-10 cancelled, 2026-12-17 at 17:00",
         "{date: 2026-12-10, cancelled: yes}\n  - {date: 2026-12-17, starts: 2026-12-17 17:00}"),
        ("changes: Thursday 2026-12-10", "Write an entry with what changes:\n  - {date: 2026-12-10, …: …}"),
        ("changes: 2026-12-10 & 2026-12-17", "{date: 2026-12-10, …: …}\n  - {date: 2026-12-17, …: …}"),
        ("changes: 2026-12-10 cancelled, moved to 2026-12-11 17:00", "{date: 2026-12-10, starts: 2026-12-11 17:00}"),
        ("skip: 2026-12-10 moved to 2026-12-11 17:00", "`changes`:  - {date: 2026-12-10, starts: 2026-12-11 17:00}"),
        ("skip: del 2026-12-10 al 2026-12-17", "From 2026-12-10 to 2026-12-17, write an entry for each date"),
        ("changes: 2026-12-10 because of snow cancelled", "{date: 2026-12-10, …: because of snow cancelled}"),
        ("changes: moved to Friday 2026-12-10", "{date: YYYY-MM-DD, …: moved to Friday 2026-12-10}"),
    ],
)  # fmt: skip
def test_each_of_several_dates_keeps_its_words(typed: str, entries: str, hints: Hints) -> None:
    assert entries in hints(SERIES, typed)


@pytest.mark.parametrize(
    "typed, written",
    [
        ("cancelled: from 2026-12-10 on", "Write:  changes: [{date: 2026-12-10, cancelled: yes, and_later: yes}]"),
        ("cancelled: 2026-12-10 and later", "Write:  changes: [{date: 2026-12-10, cancelled: yes, and_later: yes}]"),
        ("cancelled: after 2026-12-10", "{date: YYYY-MM-DD, cancelled: yes}]\nIf later dates change too, add:  and_l"),
        ("cancelled: 2026-12-10 because of snow (again)", "{date: 2026-12-10, cancelled: yes, reason: snow (again)}"),
        ("changes:\n  - date: from 2026-12-10 on\n    cancelled: yes", "Write:  2026-12-10\nIf later dates change too"),
        ("changes:\n  - from 2026-12-10 on: cancelled", "{date: 2026-12-10, cancelled: yes, and_later: yes}"),
        ("changes:\n  - jueves 2026-12-10: cancelled", "Write:  {date: 2026-12-10, cancelled: yes}"),
        ("changes:\n  - [2026-12-10, cancelled]", "Write:  {date: 2026-12-10, cancelled: yes}"),
        ("skip:\n  - date: from 2026-12-10 on", "Write an entry for each date to leave out:  - {date: YYYY-MM-DD}"),
        ("skip:\n  - [2026-12-10, snow]", "Write:  {date: 2026-12-10, reason: snow}"),
        ("skip:\n  - [2026-12-10, 2026-12-17]", "\n  - {date: 2026-12-10}\n  - {date: 2026-12-17}"),
    ],
)
def test_a_date_with_words_means_the_same_in_a_key_and_in_a_list(typed: str, written: str, hints: Hints) -> None:
    said = hints(SERIES, typed)
    assert written in said
    assert "`date` is missing" not in said


@pytest.mark.parametrize("typed", ["starts at 17:00", "2026-12-11, 5-6 pm", "moved to 17:00 because of snow"])
def test_an_entry_that_is_understood_has_no_advice_about_later_dates(typed: str, hints: Hints) -> None:
    assert "later" not in hints(
        SERIES, f"changes:\n  - 2026-12-10 {typed.replace('2026-12-11', 'moved to 2026-12-11')}"
    )


@pytest.mark.parametrize(
    "typed", ["not cancelled", "no", "yes", "meets as usual", "back on", "was a mistake", "still on", "not skipped"]
)
@pytest.mark.parametrize("colon", [":", ""])
def test_a_skipped_date_that_takes_place_as_usual_is_deleted(typed: str, colon: str, hints: Hints) -> None:
    said = hints(SERIES, f"skip:\n  - 2026-12-10{colon} {typed}")
    assert "If the series meets on 2026-12-10 as usual, delete the entry." in said
    assert not CLEAR.search(said)


DOUBTFUL = [
    *("cancelled: no", "cancelled (no)", "was cancelled, back on", "cancelled (was a mistake)", "cancelled, online"),
    *("no meeting, online because of snow", "cancelled, from then on", "cancelled (all following dates too)"),
    *("cancelled because of snow and all dates after", "postponed (Friday)", "postponed, next Thursday"),
    *("postponed because of snow to Friday", "cancelled, no longer", "cancelled, on Zoom"),
    *("cancelled (in person)", "cancelled, and the rest", "cancelled, every week", "postponed (this week only)"),
    *("cancelled: again on", "cancelled, meets in the library", "postponed because of snow to December 12"),
    *("postponed, 12/17", "postponed (the 17th)", "cancelled for good", "cancelled, 17:00 instead"),
    *("cancelled because of snow (back on)", "postponed because of snow to 12/17", "cancelled, reinstated"),
    *("cancelled (virtual)", "cancelled, series ends", "cancelled. Not!", "cancelled - no, it meets", "cancelled: n"),
    *("cancelled (error)", "cancelled, rain date 12-12", "postponed, one week", "postponed (a week)"),
    *("cancelled, 2 dates", "cancelled, also 12-17", "cancelled, ditto next week", "cancelled & 2 more"),
    "cancelled, Friday too",
]  # fmt: skip


@pytest.mark.parametrize("typed", DOUBTFUL)
@pytest.mark.parametrize("form", ['- "2026-12-10 {}"', '- 2026-12-10: "{}"'])
def test_words_that_may_be_more_than_a_reason_change_nothing(typed: str, form: str, hints: Hints) -> None:
    said = hints(SERIES, f"changes:\n  {form.format(typed)}")
    assert "{date: 2026-12-10, …: " in said
    assert typed.strip(".!") in said
    assert not CLEAR.search(said)


@pytest.mark.parametrize("typed", DOUBTFUL)
@pytest.mark.parametrize("key", ["cancelled", "status"])
def test_the_state_of_one_date_is_not_certain_either(typed: str, key: str, hints: Hints) -> None:
    said = hints(SERIES, f'changes:\n  - date: 2026-12-10\n    {key}: "{typed}"')
    assert not re.search(r"Write:(  |\n)cancelled: yes|Write it like this:\ncancelled|Write:(  |\n)starts", said)


@pytest.mark.parametrize(
    "typed",
    ["no", "online instead", "(all later too)", "from then on", "back on", "every week", "(was a mistake)", "on Zoom"],
)
def test_a_date_with_doubtful_words_under_cancelled_is_not_cancelled(typed: str, hints: Hints) -> None:
    said = hints(SERIES, f"cancelled: 2026-12-10 {typed}")
    assert f"changes: [{{date: 2026-12-10, …: {typed.strip('()')}}}]" in said


@pytest.mark.parametrize("typed", ["online", "was a mistake", "all later too", "back on", "Fridays"])
def test_doubtful_words_under_cancelled_do_not_cancel_the_series(typed: str, hints: Hints) -> None:
    assert "status: confirmed   (" in hints(SERIES, f"cancelled: {typed}")


@pytest.mark.parametrize(
    "typed, written",
    [
        ("cancelled because of snow (heavy)", "cancelled: yes, reason: snow (heavy)}"),
        ("moved to 2026-12-11 because of snow (heavy)", "starts: 2026-12-11, reason: snow (heavy)}"),
        ("cancelled (because of snow)", "cancelled: yes, reason: snow}"),
        ("cancelled (snow)", "cancelled: yes, reason: snow}"),
        ("cancelled: snow (heavy)", "cancelled: yes, reason: snow (heavy)}"),
        ("cancelled (snow) (ice)", "…: cancelled (snow) (ice)}"),
    ],
)
def test_only_a_pair_of_parentheses_is_left_out(typed: str, written: str, hints: Hints) -> None:
    assert written in hints(SERIES, f'changes:\n  - "2026-12-10 {typed}"')


@pytest.mark.parametrize("dates", ["changes", "skip"])
@pytest.mark.parametrize(
    "typed",
    [
        "x" + 15_000 * " " + "y",
        8_000 * ", ",
        1_500 * "2026-12-10 ",
        "2026-12-10" + 15_000 * " " + "y",
        "2026-12-10 at 1" + 1_500 * " because of 1",
    ],
)
@pytest.mark.parametrize("form", ['{}: "{}"', '{}:\n  - "{}"'])
def test_long_texts_are_not_read_as_dates(dates: str, typed: str, form: str, hints: Hints) -> None:
    said = hints(SERIES, form.format(dates, typed))
    assert "2026-12-10" not in said
    assert len(said) < 1_000
