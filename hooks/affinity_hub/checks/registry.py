"""The checks of records and of texts, with the codes of their problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Final, TypeAlias

from affinity_hub.core.problems import Position, Problem
from affinity_hub.core.processes import map_batches
from affinity_hub.core.progress_callback import TellProgress, silent
from affinity_hub.hub.hub import Hub, SourceFolder
from affinity_hub.source.text_problems import MAX_PROBLEMS, too_many

from . import (
    access,
    bullets,
    changes,
    claims,
    clashes,
    deadlines,
    freshness,
    handwritten,
    images,
    imported,
    measures,
    placeholders,
    references,
    series,
    similar_names,
)
from .handwritten import links
from .texts import consent, forbidden_texts, privacy

RecordCheck: TypeAlias = Callable[[Hub, dt.date], Iterator[Problem]]
FolderCheck: TypeAlias = Callable[[SourceFolder, dt.date], Iterator[Problem]]
_Run: TypeAlias = Callable[[], Iterator[Problem]]

# The rules across records. Each check takes the hub and the current date in the site's zone.
CHECKS: Final[Mapping[RecordCheck, str]] = {
    references.ids_are_unique: "E401 E402",
    references.references_lead_somewhere: "E403",
    references.references_have_the_present_id: "W403",
    series.exceptions_hit_dates: "E320 E321 W322 W323 E324",
    series.breaks_are_known: "E325",
    series.series_end: "W330",
    series.series_repeat_as_expected: "W331 W332",
    series.early_hours_have_am: "W333",
    series.time_zone_is_said: "W463",
    changes.changes_change_something: "E326 E327 E328",
    clashes.no_clashes: "W430 W431 W432",
    deadlines.deadlines_can_be_met: "E470 E471 W470 E472 W471",
    deadlines.vacancies_are_current: "W417",
    measures.figures_are_safe: "E440 E441 E442 E443 E444 W445 W446",
    claims.past_days_are_past: "E480 W481",
    claims.done_milestones_have_evidence: "E410",
    claims.answers_were_given: "W412",
    claims.claims_can_be_looked_up: "W490",
    placeholders.texts_are_no_placeholders: "W415",
    bullets.lists_in_texts_have_dashes: "W416",
    imported.sources_have_an_address: "E129",
    imported.corrections_find_their_events: "W414",
    images.pictures_can_be_shown: "E135",
    images.pictures_have_consent: "W505",
    freshness.records_are_confirmed: "W462",
    freshness.resources_do_not_run_out_soon: "W480",
    freshness.closed_groups_hold_nothing: "W413",
    similar_names.names_are_told_apart: "W491",
    access.statement_is_current: "W460 W461",
    access.everyone_knows_who_may_come: "W411",
    access.discreet_titles_are_neutral: "W420",
    access.forms_are_there: "E134",
    consent.consents_have_possible_dates: "E501 W530",
    consent.roles_name_nobody: "W506",
}
# The rules for the texts of the files, which also run if some records could not be read.
FOLDER_CHECKS: Final[Mapping[FolderCheck, str]] = {
    privacy.texts_can_be_published: forbidden_texts.FORBIDDEN_CODES,
    privacy.private_places_stay_private: "E515 W519",
    privacy.homes_stay_private: "E515 W507",
    consent.names_have_consent: "W502 W503 W504 E514 W518",
    consent.names_for_staff_are_in_the_overlay: "E520",
    handwritten.handwritten_files_are_safe: f"{forbidden_texts.FORBIDDEN_CODES} E024 W024 E025 E026",
    links.links_lead_to_records: "W404",
}


# The number of events from which a second process saves time.
MANY_EVENTS: Final = 1000


def run_checks(
    folder: SourceFolder, today: dt.date, progress: TellProgress = silent
) -> tuple[list[Problem], list[Problem]]:
    """The problems that the checks of texts find, and the problems that the checks of records find if there is a hub.
    `today` is a date in the site's zone."""
    hub = folder.hub
    texts: list[_Run] = [partial(check, folder, today) for check in FOLDER_CHECKS]
    records: list[_Run] = [partial(_capped, check, hub, today) for check in CHECKS] if hub else []
    is_large = hub is not None and len(hub.events) > MANY_EVENTS
    found = map_batches(_problems, [*texts, *records], partial(progress, "Checking"), is_large=is_large)
    return [*chain(*found[: len(texts)])], [*chain(*found[len(texts) :])]


def _problems(run: _Run) -> list[Problem]:
    return list(run())


def with_new(known: Sequence[Problem], found: Iterable[Problem]) -> list[Problem]:
    """All of `known`, and the problems in `found` that no known problem at the same position makes unnecessary."""
    there: dict[Position, list[Problem]] = {}
    for problem in known:
        there.setdefault(problem.position, []).append(problem)
    return [*known, *(new for new in found if not any(_is_enough(old, new) for old in there.get(new.position, ())))]


# W518 is about a part of a person's name, and W506 about a name in place of a role.
_OF_A_PERSON: Final = frozenset(("W518", "W506"))


def _is_enough(known: Problem, other: Problem) -> bool:
    """Whether a person who follows the advice of one problem needs no advice about the other problem at its position.

    A person who corrects an error changes the text. After a warning, such as a warning about curly quotes, the text may
    still be wrong in another way. One problem of each code is enough. A private detail is always a problem of its own.
    """
    if other.code in forbidden_texts.PRIVATE_CODES and known.code not in forbidden_texts.PRIVATE_CODES | _OF_A_PERSON:
        return False
    return known.severity == "error" or known.code == other.code or {known.code, other.code} == _OF_A_PERSON


def _capped(check: RecordCheck, hub: Hub, today: dt.date) -> Iterator[Problem]:
    """The problems of a check up to a maximum number of errors, and then a problem that says so."""
    wrong = 0
    for problem in check(hub, today):
        wrong += problem.severity == "error"
        if wrong > MAX_PROBLEMS:
            yield too_many(problem.position.file, (problem.position.line, problem.position.column))
            return
        yield problem
