"""Names and the consent to them: who has agreed to be named, for how long, and where else a name stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from affinity_hub.core.problems import Position, Problem
from affinity_hub.core.suggest import identifier
from affinity_hub.hub.consent_substitution import when
from affinity_hub.hub.hub import Hub
from affinity_hub.privacy.person_names import Names, Parts, folded
from affinity_hub.schema import Facilitator
from affinity_hub.source.tree import Raw, mark_of

SOON: Final = dt.timedelta(days=30)


class Words(NamedTuple):
    """A text of a data file: the file's name, the parser's mark of the value (if it stands anywhere), and the text."""

    file: str
    raw: Raw
    text: str

    def position(self) -> Position:
        """Where it stands."""
        return Position(self.file, *mark_of(self.raw))


class Unnamed(NamedTuple):
    """A person who may not be named: the name, the role to show instead, and the position of the name.

    `when` says when a consent ended or begins ("ended on 2026-06-30"). It is empty for people who never agreed.
    """

    name: str
    role: str
    typed: Position
    when: str = ""


def check(words: Iterable[Words], hub: Hub, today: dt.date, told: Collection[str] = ()) -> Iterator[Problem]:
    """A name stands anywhere only while its owner agrees to that; `today` is a date in the site's zone.

    `words` are all texts of the data files. Of those whose names are `told` it was said that they stand in some. A
    consent that ends soon is a warning, with the texts to change then.
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
    owners = {person.name: person for person in unnamed(hub, today)}
    for index, name in Names(watched).find([one.text for one in words]).items():
        if (position := words[index].position()) not in own:
            found[name].append(position)
    for name, person in watched.items():
        if person.shown_name(today):
            yield _ends_soon(person, found[name])
        elif found[name]:
            yield from (in_text(owners[name], position) for position in found[name])
        elif name not in told and not _is_wrong(person, today) and not _is_for_staff(person, hub, today):
            yield _without(person)


def in_parts(words: Iterable[Words], people: Iterable[Unnamed], others: Iterable[str]) -> Iterator[tuple[str, Problem]]:
    """Texts with only the first or the last name of a person who may not be named, which can tell who it is.

    `words` are all texts of the data files, `people` come from `unnamed`, and `others` from `other_words`. Each problem
    comes with the person's full name.
    """
    owners = {person.name: person for person in people}
    parts, whole = Parts(owners, others), Names(owners)
    own = {person.typed for person in owners.values()}
    for one in words if owners else ():
        if found := parts.find(one.text):
            position, named = one.position(), whole.find([one.text]).values()
            if position not in own:
                yield from ((name, in_part(owners[name], position)) for name in found if name not in named)


def other_words(hub: Hub, today: dt.date) -> tuple[str, ...]:
    """The words in the names of groups, partners, and people who may be named, which do not tell who somebody is."""
    shown = (person.shown_name(today, hub.audience) for person in hub.facilitators)
    names = [hub.settings.name, hub.settings.organization.name, *filter(None, shown)]
    names += [*(group.name for group in hub.groups), *(partner.name for partner in hub.partners)]
    return tuple(sorted({word for name in names for word in folded(name).split()}))


def in_part(person: Unnamed, position: Position) -> Problem:
    """The problem for a person's first or last name at a position."""
    message = "This may name a person who has not agreed to be named: it has the first or last name of the person "
    message += f"in {person.typed.file}, line {person.typed.line}."
    hint = f"If it is this person, write the role instead:  {person.role}\nIf it is another person, leave it."
    return Problem(position, "W518", message, hint)


def unnamed(hub: Hub, today: dt.date) -> tuple[Unnamed, ...]:
    """Everybody whose name the data has but may not show on `today` (a date in the site's zone)."""
    people = (person for person in hub.facilitators if person.name and not person.shown_name(today))
    ended = not_now(hub, today)
    return tuple(
        Unnamed(
            person.name or "",
            person.role,
            person.position("name"),
            when(person, today) if person is ended.get(person.name or "") else "",
        )
        for person in people
    )


def in_text(person: Unnamed, position: Position) -> Problem:
    """The problem for a person's name at a position. No consent that ends makes a site impossible to build."""
    if person.when:
        message = f"The consent to a name here {person.when}."
        hint = f"Write the role instead:  {person.role}\nIn an id, write other words:  {identifier(person.role)}"
        return Problem(position, "W504", message, hint)
    message = f"This names somebody who has not agreed to be named ({person.typed.file}, line {person.typed.line})."
    hint = f"Write the role instead:  {person.role}\n"
    hint += "Or record the consent beside the name:  consent: {name: public, given_on: 2026-09-01}"
    return Problem(position, "E514", message, hint)


def not_now(hub: Hub, today: dt.date) -> dict[str, Facilitator]:
    """Those whose consent held before `today`, or will, by the names they typed; none with one that holds."""
    shown = {person.name for person in hub.facilitators if person.shown_name(today, hub.audience)}
    consents = ((person, person.consent) for person in hub.facilitators if person.name and person.consent)
    return {
        str(person.name): person
        for person, consent in consents
        if consent.name != "none"
        and consent.given_on <= consent.last_day
        and not consent.given_on <= today <= consent.last_day
        and person.name not in shown
    }


def _is_for_staff(person: Facilitator, hub: Hub, today: dt.date) -> bool:
    """Whether there is another answer to a name that is for staff only, or none is needed: it stands in the overlay."""
    consent = person.consent
    is_asked = consent is not None and consent.name == "staff" and not hub.is_staff_only(person.position("name"))
    return is_asked or person.shown_name(today, hub.audience) is not None


def _not_here(person: Facilitator) -> Problem:
    message = "This name is for staff only, but everybody can read this file."
    hint = f"Delete this line, and write in the facilitators.yml of the staff overlay:\n- {{id: {person.id}, name: …}}"
    return Problem(person.position("name"), "E520", message, hint)


def _is_wrong(person: Facilitator, today: dt.date) -> bool:
    """Whether the rules have something to say of the dates of a consent, so that this would be once too often."""
    consent = person.consent
    return consent is not None and (consent.given_on > today or consent.last_day < consent.given_on)


def _without(person: Facilitator) -> Problem:
    message = "A name is given without a consent that holds today. The site shows the role only."
    hint = "Delete the line with the name, or record the consent:\nconsent: {name: public, given_on: 2026-09-01}"
    return Problem(person.position("name"), "W502", message, hint)


def _ends_soon(person: Facilitator, others: Sequence[Position]) -> Problem:
    assert person.consent
    last = person.consent.last_day
    message = f"The consent to this name ends on {last}; from the day after, the site shows the role only."
    longer = last.replace(year=last.year + 1, day=min(last.day, 28))
    hint = f"Ask whether the name may stay. If so:  expires_on: {longer}"
    hint += "\nIf not, delete the line with the name."
    if others:
        hint += f"\nThe name is in other texts too: {', '.join(f'{one.file}, line {one.line}' for one in others)}."
    return Problem(person.position("name"), "W503", message, hint)
