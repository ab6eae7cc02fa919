"""Names and the consent to them: who has agreed to be named, for how long, and where else a name stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from .guard import Names
from .hub import Hub
from .model import Facilitator
from .problems import Position, Problem
from .source import Raw, mark_of

SOON: Final = dt.timedelta(days=30)


class Words(NamedTuple):
    """A text of a data file: the file's name, the parser's mark of the value (if it stands anywhere), and the text."""

    file: str
    raw: Raw
    text: str

    def position(self) -> Position:
        """Where it stands."""
        return Position(self.file, *mark_of(self.raw))


def check(words: Iterable[Words], hub: Hub, today: dt.date) -> Iterator[Problem]:
    """A name stands anywhere only while its owner agrees to that; `today` is a date in the site's zone.

    `words` are all texts of the data files. A consent that ends soon is a warning, with the texts to change then.
    """
    named = {person.name: person for person in hub.facilitators if person.name}
    watched = {name: person for name, person in named.items() if not person.shown_name(today + SOON)}
    for person in named.values():
        if person.consent and person.consent.name == "staff" and not hub.is_staff_only(person.position("name")):
            yield _not_here(person)
    if not watched:
        return
    words = tuple(words)
    own = {person.position("name") for person in named.values()}
    found = {name: list[Position]() for name in watched}
    for index, name in Names(watched).find([one.text for one in words]).items():
        if (position := words[index].position()) not in own:
            found[name].append(position)
    for name, person in watched.items():
        if person.shown_name(today):
            yield _ends_soon(person, found[name])
        elif found[name]:
            yield from (_named(person, position) for position in found[name])
        elif not _is_wrong(person, today) and not _is_for_staff(person, hub, today):
            yield _without(person)


def _is_for_staff(person: Facilitator, hub: Hub, today: dt.date) -> bool:
    """Whether there is another answer to a name that is for staff only, or none is needed: it stands in the overlay."""
    consent = person.consent
    is_asked = consent is not None and consent.name == "staff" and not hub.is_staff_only(person.position("name"))
    return is_asked or person.shown_name(today, hub.audience) is not None


def _not_here(person: Facilitator) -> Problem:
    message = "This name is for staff only, but everybody can read this file."
    hint = f"Delete this line, and write in the facilitators.yml of the staff overlay:\n- {{id: {person.id}, name: …}}"
    return Problem(person.position("name"), "error", "E520", message, hint)


def _named(person: Facilitator, position: Position) -> Problem:
    where = person.position("name")
    message = f"This names somebody who has not agreed to be named ({where.file}, line {where.line})."
    hint = f"Write the role instead:  {person.role}\n"
    hint += "Or record the consent beside the name:  consent: {name: public, given_on: 2026-09-01}"
    return Problem(position, "error", "E514", message, hint)


def _is_wrong(person: Facilitator, today: dt.date) -> bool:
    """Whether the rules have something to say of the dates of a consent, so that this would be once too often."""
    consent = person.consent
    return consent is not None and (consent.given_on > today or consent.last_day < consent.given_on)


def _without(person: Facilitator) -> Problem:
    message = "A name is given without a consent that holds today. The site shows the role only."
    hint = "Delete the line with the name, or record the consent:\nconsent: {name: public, given_on: 2026-09-01}"
    return Problem(person.position("name"), "warning", "W502", message, hint)


def _ends_soon(person: Facilitator, others: Sequence[Position]) -> Problem:
    assert person.consent
    last = person.consent.last_day
    message = f"The consent to this name ends on {last}; from the day after, the site shows the role only."
    longer = last.replace(year=last.year + 1, day=min(last.day, 28))
    hint = f"Ask whether the name may stay. If so:  expires_on: {longer}"
    hint += "\nIf not, delete the line with the name."
    if others:
        hint += f"\nThe name is in other texts too: {', '.join(f'{one.file}, line {one.line}' for one in others)}."
    return Problem(person.position("name"), "warning", "W503", message, hint)
