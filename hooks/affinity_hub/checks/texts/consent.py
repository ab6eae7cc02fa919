"""Checks names: who has agreed to be named, for how long, and where else a name appears."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from affinity_hub.core.problems import Position, Problem
from affinity_hub.core.suggest import is_no_name
from affinity_hub.hub.hub import Hub, SourceFolder
from affinity_hub.privacy.mailboxes import without_mailboxes
from affinity_hub.privacy.person_names import Names, Parts, is_place_or_team, name_in_role
from affinity_hub.privacy.titled_people import full_names, given_names
from affinity_hub.privacy.titles import is_given_name
from affinity_hub.schema import Facilitator, Group, Partner
from affinity_hub.source.texts import PlacedText, texts_of
from affinity_hub.source.tree import Node, YamlList, YamlMapping

from .forbidden_texts import AllowedTexts, allowed_texts, in_part, in_text, tells_of

ENDS_SOON: Final = dt.timedelta(days=30)


def names_for_staff_are_in_the_overlay(folder: SourceFolder, today: dt.date) -> Iterator[Problem]:
    """No public file has a name that only staff may see."""
    for person in folder.hub.facilitators if folder.hub else ():
        if person.name and _is_asked_for_elsewhere(person, folder.hub):
            message = "This name is for staff only, but everyone can read this file."
            hint = "Delete this line, and write in the facilitators.yml of the staff overlay:\n"
            hint += f"- {{id: {person.id}, name: …}}"
            yield Problem(person.position("name"), "E520", message, hint)


def names_have_consent(folder: SourceFolder, today: dt.date) -> Iterator[Problem]:
    """A name appears only while that person agrees. A consent that ends soon causes a warning, with the texts to
    change. For people whose names the loader has replaced (`folder.replaced_names`), a problem already says that their
    names are in texts.
    """
    if (hub := folder.hub) is None:
        return
    allowed = allowed_texts(hub, today)
    yield from _in_overlay(folder, hub, allowed, today)
    parts = list(_with_part_of_a_name(texts_of(folder.files), allowed))
    yield from (problem for _, problem in parts)
    known_names = {*folder.replaced_names, *(name for name, _ in parts)}
    named = {person.name: person for person in hub.facilitators if person.name}
    watched = {name: person for name, person in named.items() if not person.shown_name(today + ENDS_SOON)}
    if not watched:
        return
    words = tuple(texts_of(folder.files))
    own = {person.position("name") for person in named.values()}
    found = {name: list[PlacedText]() for name in watched}
    owners = {person.name: person for person in allowed.unnamed}
    for index, name in Names(watched).find([placed.text for placed in words]).items():
        if words[index].position() not in own:
            found[name].append(words[index])
    for name, person in watched.items():
        if person.shown_name(today):
            yield _ends_soon(person, [placed.position() for placed in found[name]])
        elif found[name]:
            tells = tells_of(owners[name], allowed)
            yield from (in_text(owners[name], placed.position()) for placed in found[name] if tells(placed.text))
        elif is_no_name(name):  # another check reports it
            continue
        elif name not in known_names and not _is_wrong(person, today) and not _is_for_staff(person, hub, today):
            yield _without(person)


def _in_overlay(folder: SourceFolder, hub: Hub, allowed: AllowedTexts, today: dt.date) -> Iterator[Problem]:
    """Names in texts of the overlay whose owners have not agreed that staff may see them. For a consent that ended or
    has not begun, the loader has already put the role there."""
    hidden = {person.name for person in hub.facilitators if person.name and not person.shown_name(today, hub.audience)}
    owners = {person.name: person for person in allowed.unnamed if person.name in hidden and not person.when}
    words = tuple(texts_of(folder.staff_files)) if owners else ()
    for index, name in Names(owners).find([placed.text for placed in words]).items():
        placed, owner = words[index], owners[name]
        if placed.position() != owner.typed and tells_of(owner, allowed)(placed.text):
            yield in_text(owner, placed.position())


def _with_part_of_a_name(words: Iterable[PlacedText], allowed: AllowedTexts) -> Iterator[tuple[str, Problem]]:
    """Texts with only the first or the last name of a person who may not be named, which can reveal the person.

    Each problem comes with the person's full name.
    """
    owners = {person.name: person for person in allowed.unnamed}
    parts, whole = Parts(owners, allowed.others), Names(owners)
    own = {person.typed for person in owners.values()}
    for placed in words if owners else ():
        if found := parts.find(placed.text):
            position, named = placed.position(), whole.find([without_mailboxes(placed.text)]).values()
            if position not in own:
                yield from ((name, in_part(owners[name], position)) for name in found if name not in named)


def _is_asked_for_elsewhere(person: Facilitator, hub: Hub | None) -> bool:
    """Whether a name for staff only is in a public file."""
    is_for_staff = person.consent is not None and person.consent.name == "staff"
    return is_for_staff and hub is not None and not hub.is_staff_only(person.position("name"))


def _is_for_staff(person: Facilitator, hub: Hub, today: dt.date) -> bool:
    """Whether a name for staff only gets another message, or needs no message because it is in the overlay."""
    return _is_asked_for_elsewhere(person, hub) or person.shown_name(today, hub.audience) is not None


def _is_wrong(person: Facilitator, today: dt.date) -> bool:
    """Whether another rule already reports the dates of a consent."""
    consent = person.consent
    return consent is not None and (consent.given_on > today or consent.last_day < consent.given_on)


def _without(person: Facilitator) -> Problem:
    message = "This name has no consent that is valid today. The site shows only the role."
    hint = "Delete the line with the name, or record the consent:\nconsent: {name: public, given_on: 2026-09-01}"
    return Problem(person.position("name"), "W502", message, hint)


def _ends_soon(person: Facilitator, others: Sequence[Position]) -> Problem:
    assert person.consent
    last = person.consent.last_day
    message = f"The consent to show this name ends on {last}; after that day, the site shows only the role."
    longer = last.replace(year=last.year + 1, day=min(last.day, 28))
    hint = f"Ask the person whether the name may stay. If so:  expires_on: {longer}"
    hint += "\nIf not, delete the line with the name."
    if others:
        places = ", ".join(f"{position.file}, line {position.line}" for position in others)
        hint += f"\nThe name is in other texts too: {places}."
    return Problem(person.position("name"), "W503", message, hint)


def roles_name_nobody(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """A role is not a name. Everyone sees the role, even without consent."""
    owners: list[Group | Partner] = [*hub.groups, *hub.partners]
    known = [name for owner in owners for name in (owner.name, owner.short_name, *owner.aliases) if name]
    for person in hub.facilitators:
        named = person.shown_name(today, hub.audience)
        allowed = [*known, named] if named else known
        if name_in_role(person.role, allowed) or _names_someone(person.role, allowed):
            message = "This role may include a person's name, and the site shows roles to everyone."
            hint = "Write only what the person does:  role: Host of the group\n"
            hint += "A name has its own line, and needs the person's consent:  name: …\n"
            hint += "If this is the name of a place or a team, you can keep it."
            if not _names_someone(person.role, allowed):
                hint += " To end the warning, write it as part of the role:  role: Host at Cedar Heights"
            yield Problem(person.position("role"), "W506", message, hint)
    named_people = {person.shown_name(today, hub.audience) for person in hub.facilitators}
    for placed in (hub.settings, *hub.records()):
        for path, role in _roles(placed.typed):
            if _names_someone(role, {*known, *named_people}):
                message = "This may include a person's name, and the site shows it to everyone."
                hint = f"Write only what the person does:  {path[-1]}: Host of the group\n"
                hint += "If the words name a place or a team, you can keep them."
                yield Problem(placed.position(*path), "W506", message, hint)


# Keys that take the role of a person.
ROLE_KEYS: Final = frozenset(
    (
        *("by", "answered_by", "approved_by", "counted_by", "decided_by", "decided_with", "owner", "read_by"),
        *("reviewed_by", "who_sees"),
    )
)


def _roles(typed: Node, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The paths and the texts of the keys that take a role, also in inner keys."""
    pairs = typed.items() if isinstance(typed, YamlMapping) else enumerate(typed if isinstance(typed, YamlList) else ())
    for key, value in pairs:
        if key in ROLE_KEYS and isinstance(value, str):
            yield (*path, key), value
        elif isinstance(value, YamlMapping | YamlList):
            yield from _roles(value, (*path, key))


def _names_someone(role: str, allowed: Collection[str | None]) -> bool:
    """Whether a role has a name in it: a full name, or a given name such as `Tom` or `Tom B.`"""
    known = {word for name in allowed if name for word in name.split()}
    return (
        any(name not in allowed and not is_place_or_team(name) for name in full_names(role))
        or any(name not in known for name in given_names(role))
        or (is_given_name(role) and not role.isupper() and role not in allowed)
    )


def consents_have_possible_dates(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """A consent does not end before it was given. A future date may be a typing mistake."""
    for person in hub.facilitators:
        consent = person.consent
        if consent and consent.expires_on and consent.expires_on < consent.given_on:
            hint = f"Write a later date:  expires_on: {consent.given_on.year + 1}-06-30"
            yield Problem(
                person.position("consent", "expires_on"), "E501", "The consent ends before it was given.", hint
            )
        elif consent and consent.given_on > today:
            message = "The consent is dated in the future. Until that day, the site shows only the role."
            hint = f"If the person has already given it, write that day:  given_on: {today}"
            yield Problem(person.position("consent", "given_on"), "W530", message, hint)
