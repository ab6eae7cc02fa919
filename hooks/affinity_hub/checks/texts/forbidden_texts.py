"""Judges one text for `privacy` and `handwritten`: finds contacts, ways into meetings, places, and names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Final, NamedTuple

from affinity_hub.core.file_names import SETTINGS
from affinity_hub.core.problems import Position, Problem
from affinity_hub.core.suggest import identifier
from affinity_hub.core.text_blocks import Block
from affinity_hub.hub.consent_substitution import NameReplacer, consent_limit, without_current_consent
from affinity_hub.hub.hub import Hub
from affinity_hub.privacy import mailboxes, meetings, telephones, titled_people
from affinity_hub.privacy.homes import is_home
from affinity_hub.privacy.links import debatable, is_lookalike
from affinity_hub.privacy.normalize import NormalizedText, pieces, read
from affinity_hub.privacy.person_names import Names, Parts, folded
from affinity_hub.privacy.prefilter import is_suspect
from affinity_hub.source.decoding import FORBIDDEN as CONTROL

from .home_addresses import home_address
from .mail_domains import is_allowed, mail_domains

FORBIDDEN_CODES: Final = "E004 E510 E511 E512 E513 W504 E514 W508 E515 W516 W517 W518"
# Details that need their own advice even if their text has another error.
PRIVATE_CODES: Final = frozenset(("E510", "E511", "E512", "W504", "W508", "E514", "E515", "W518"))
LONGEST: Final = 20_000
_ID: Final = re.compile(r"(?=.*[a-z])(?=.*\d)[a-z0-9]+(?:-[a-z0-9]+)*")
_ID_SPACE: Final = re.compile(r"(?<=[a-z])-?(?=\d)|(?<=\d)-?(?=[a-z])")
EXAMPLE_DOMAINS: Final = ("example", "invalid", "test", "example.com", "example.net", "example.org")
_RECORD: Final = "Or record the person's consent in facilitators.yml:  consent: {name: public, given_on: 2026-09-01}"


class Unnamed(NamedTuple):
    """A person who may not be named: the name, the role to show instead, and the position of the name.

    `when` says when a consent ended or begins ("ended on 2026-06-30"). It is empty for people who never agreed.
    """

    name: str
    role: str
    typed: Position
    when: str = ""


class AllowedTexts(NamedTuple):
    """The limits for the texts of a site: the domains of mailboxes, and the people who may be named."""

    domains: tuple[str, ...] = ()
    unnamed: tuple[Unnamed, ...] = ()
    named: tuple[str, ...] = ()
    """People who may be named, and people whose consent ended or begins later: roles take the place of their names."""
    others: tuple[str, ...] = ()
    """Words in the names of groups, partners, and people, which do not reveal a person."""
    has_examples: bool = False
    """Whether mailboxes may also be at `EXAMPLE_DOMAINS`."""


def allowed_texts(hub: Hub | None, today: dt.date) -> AllowedTexts:
    """The limits that the data sets on `today` (a date in the site's zone), or the strictest limits if the data cannot
    be read."""
    if hub is None:
        return AllowedTexts()
    shown = (person.shown_name(today, hub.audience) for person in hub.facilitators)
    domains = () if SETTINGS in hub.unreadable else mail_domains(hub)
    others, unnamed = _other_words(hub, today), _unnamed(hub, today)
    named = (*filter(None, shown), *(person.name for person in unnamed if person.when))
    return AllowedTexts(domains, unnamed, named, others)


def replaced_names(known: AllowedTexts) -> NameReplacer:
    """Replaces the names of people whose consent is not valid today with their roles."""
    return NameReplacer({person.name: person.role for person in known.unnamed if person.when})


def with_examples(known: AllowedTexts) -> AllowedTexts:
    """The limits for explanations, which may also use example mailboxes.

    RFC 2606 and RFC 6761 reserve the domains of `EXAMPLE_DOMAINS`, so no one can own them.
    """
    return known._replace(has_examples=True)


def in_block(block: Block, known: AllowedTexts) -> Iterator[Problem]:
    """The problems in a block of a text file, each with its own position."""
    if is_suspect(block.text):
        for code, message, hint in forbidden(block.text, known):
            for position in block.places(partial(has_code, code, known)):
                yield Problem(position, code, message, hint)
    whole = False
    for person in known.unnamed:
        if (has := tells_of(person, known))(block.text):
            whole = True
            yield from (in_text(person, position) for position in block.places(has))
    parts = () if whole or not known.unnamed else _parts(known.unnamed, known.others).find(block.text)
    for person in (person for person in known.unnamed if person.name in parts):
        part = _parts((person,), known.others)
        yield from (in_part(person, position) for position in block.places(partial(_has_part, part)))


def has_code(code: str, known: AllowedTexts, text: str) -> bool:
    """Whether the text has forbidden content with a certain code."""
    return any(found[0] == code for found in forbidden(text, known))


@lru_cache(maxsize=1024)
def tells_of(person: Unnamed, known: AllowedTexts) -> Callable[[str], bool]:
    """A function that says whether a text names a person. A name in a mailbox that has its own error does not count. If
    a role will replace the name, the function finds only the names that are replaced."""
    if person.when:
        return partial(NameReplacer({person.name: person.role}).has, name=person.name)
    names = Names((person.name,))

    def is_named(text: str) -> bool:
        is_in_mailbox = not names.find([mailboxes.without_mailboxes(text)]) and has_code("E511", known, text)
        return bool(names.find([text])) and not is_in_mailbox

    return is_named


def _has_part(parts: Parts, text: str) -> bool:
    return bool(parts.find(text))


@lru_cache(maxsize=1024)
def _parts(people: tuple[Unnamed, ...], others: tuple[str, ...]) -> Parts:
    return Parts((person.name for person in people), others)


def forbidden(text: str, known: AllowedTexts) -> tuple[tuple[str, str, str], ...]:
    """Code, message, and hint for everything in the text that must not be published, or that needs a second look.

    Browsers do not show HTML comments, but anyone can read them in the file.
    """
    shown = [text, re.sub("<!--|-->", " ", text)] if "<!--" in text else [text]
    if _ID.fullmatch(
        text
    ):  # an id has hyphens or nothing where a text has spaces: `call-253-555-0142`, `room2535550142`
        shown.append(_ID_SPACE.sub(" ", text))
    found: dict[str, tuple[str, str, str]] = {}
    for piece in (piece for text in shown for piece in pieces(text)):
        for found_text in _found(piece, known):
            found.setdefault(found_text[0], found_text)
    return tuple(found.values())


@lru_cache(maxsize=4096)
def _found(text: str, known: AllowedTexts) -> tuple[tuple[str, str, str], ...]:
    """What `forbidden` finds in one reading of the text."""
    reading = read(text)
    found = []
    if control := CONTROL.search(text.replace("\u2028", " ").replace("\u2029", " ")):
        # The file itself cannot contain these characters, but "\u202e" in quotes becomes such a character.
        message = f"There is an invisible control character here (U+{ord(control.group()):04X})."
        found.append(("E004", message, f"Delete its escape sequence:  \\u{ord(control.group()):04x}"))
    if "://" in reading.whole and is_lookalike(text):
        message = "The address of this link has letters of two alphabets, or letters that only look like Latin letters."
        found.append(("W516", message, "Type the address again, or copy it from the page itself."))
    if meetings.is_link_to_meeting(reading):
        message = "This looks like a link to a video meeting, which must not be published."
        found.append(("E510", message, "Delete it, write  online: yes  and send the link to people who ask."))
    elif meetings.is_code_of_meeting(reading):
        message = "This looks like the number or passcode of a meeting, which must not be published."
        found.append(("E510", message, "Delete it, write  online: yes  and send the access details to people who ask."))
    found += _mail(reading, known)
    found += _numbers(reading)
    if is_home(reading):
        found.append(("E515", *home_address(reading)))
    found += _titled(reading, known)
    if not found:
        for what, why in debatable(reading):
            hint = f"{why}\nIf you are sure that it is right, leave it. Better:  affinity@example.org"
            found.append(("W517", f"Check this link: it {what}.", hint))
    return tuple(found)


def _titled(reading: NormalizedText, known: AllowedTexts) -> Iterator[tuple[str, str, str]]:
    """Code, message, and hint for people named by title and last name who have not agreed to be named."""
    roles = {word for person in known.unnamed if person.when for word in person.role.split()[:1]}
    people = [
        person
        for person in titled_people.titled(reading)
        if not _is_agreed(person.name, known)
        and person.name.split()[0] not in roles  # "Dr. Host": see `replaced_names`
    ]
    if people and all(person.is_uncertain for person in people):
        if all(_has_name_in_data(person.name, known) for person in people):
            return
        message = (
            "These words may name a person with a title. The check cannot tell whether they name a public figure, a "
        )
        message += "colleague, or nobody."
        hint = "If they name an author or a place, or are not a person's name, keep them.\n"
        hint += f"If they name a colleague, write the role instead:  the host\n{_RECORD}"
        yield "W508", message, hint
    elif people:
        message = "This names a person by title and last name, but no consent for that name is recorded."
        public = "If the person is an author or another public figure, leave out the title:  Ada Example"
        yield "E514", message, f"Write the role instead:  the host\n{_RECORD}\n{public}"


def _numbers(reading: NormalizedText) -> Iterator[tuple[str, str, str]]:
    """Code, message, and hint for a personal id number or a telephone number."""
    if telephones.is_personal_number(reading):
        message = "This looks like the social security number of a person, which must not be published."
        yield "E512", message, "Delete it."
    elif telephones.is_telephone(reading):
        message = "This looks like a telephone number, which must not be published."
        hint = "Use a role mailbox:  affinity@example.org   or a link:  https://www.example.org/join"
        yield "E512", message, hint


def _mail(reading: NormalizedText, known: AllowedTexts) -> Iterator[tuple[str, str, str]]:
    """Code, message, and hint for wrong mailboxes in the text. A mailbox that names a person in the data
    causes E511 only, not E513."""
    mail = list(dict.fromkeys(mailboxes.mailboxes(reading)))
    domains = (*known.domains, *EXAMPLE_DOMAINS) if known.has_examples else known.domains
    if any(mailboxes.is_personal(domain) for _, domain in mail):
        message = "This looks like a personal email address, which must not be published."
        yield "E511", message, "Use a role mailbox:  affinity@example.org"
        return
    of_people = [local for local, _ in mail if _is_of_a_person(local, known)]
    unnamed = [local for local in of_people if mailboxes.letters(local) in _spelled(known.unnamed)]
    others = [domain for local, domain in mail if local not in unnamed and not is_allowed(domain, domains)]
    if known.domains and others:
        message = f"This mailbox is at {others[0]}, which belongs to neither the organization nor a partner."
        listed = ", ".join(dict.fromkeys(domain.removeprefix("=") for domain in (*known.domains, others[0])))
        hint = "Use a role mailbox:  affinity@example.org\nIf this mailbox is a role mailbox too, write in hub.yml:  "
        yield "E513", message, f"{hint}email_domains: [{listed}]"
    if unnamed or (of_people and not (known.domains and others)):
        message = "This mailbox names a person, but no consent for that name is recorded."
        yield "E511", message, f"Use a role mailbox:  affinity@example.org\n{_RECORD}"


def _is_of_a_person(local: str, known: AllowedTexts) -> bool:
    """Whether a mailbox names a person who has not agreed to be named, in the data or not."""
    if any(mailboxes.fits(local, name) for name in known.named):
        return False
    return mailboxes.names_a_person(local) or mailboxes.letters(local) in _spelled(known.unnamed)


@lru_cache(maxsize=16)
def _spelled(people: tuple[Unnamed, ...]) -> frozenset[str]:
    return frozenset().union(*(mailboxes.spelled(person.name) for person in people))


def _is_agreed(titled: str, known: AllowedTexts) -> bool:
    """Whether the names after a title fit a person who may be named: "Reyes", "Ada Reyes", or "A. Reyes".

    The first word with a capital decides, because other words can follow a name: "Ms. Reyes Monday to Friday". After an
    initial, the second word decides, too.
    """
    typed = titled.split()
    first, *others = [word for word in typed if not word.islower()] or typed
    initial = first.rstrip(".").casefold()
    if len(initial) == 1 and others:
        return any(
            any(word.startswith(initial) for word in words) and words.issuperset(folded(others[0]).split())
            for words in map(_words_of, known.named)
        )
    return any(_words_of(name).issuperset(folded(first).split()) for name in known.named)


def _has_name_in_data(titled: str, known: AllowedTexts) -> bool:
    """Whether a name may be that of a person in the data who has not agreed to be named: another check reports it."""
    return bool(_names(known.unnamed).find([titled]) or _parts(known.unnamed, known.others).find(titled))


@lru_cache(maxsize=16)
def _names(people: tuple[Unnamed, ...]) -> Names:
    return Names(person.name for person in people)


def _words_of(name: str) -> frozenset[str]:
    return frozenset(folded(name).split())


def _unnamed(hub: Hub, today: dt.date) -> tuple[Unnamed, ...]:
    """Everyone whose name is in the data but may not appear on `today` (a date in the site's zone)."""
    people = (person for person in hub.facilitators if person.name and not person.shown_name(today))
    ended = without_current_consent(hub.facilitators, hub.audience, today)
    return tuple(
        Unnamed(
            person.name or "",
            person.role,
            person.position("name"),
            consent_limit(person, today) if person is ended.get(person.name or "") else "",
        )
        for person in people
    )


def _other_words(hub: Hub, today: dt.date) -> tuple[str, ...]:
    """The words in the names of groups, partners, and people who may be named, which do not reveal a person."""
    shown = (person.shown_name(today, hub.audience) for person in hub.facilitators)
    names = [hub.settings.name, hub.settings.organization.name, *filter(None, shown)]
    names += [*(group.name for group in hub.groups), *(partner.name for partner in hub.partners)]
    return tuple(sorted({word for name in names for word in folded(name).split()}))


def in_text(person: Unnamed, position: Position) -> Problem:
    """The problem for a person's name at a position. An expired consent never makes a site impossible to build."""
    if person.when:
        message = f"The consent to show a name here {person.when}."
        hint = f"Write the role instead:  {person.role}\nIn an id, write different words:  {identifier(person.role)}"
        return Problem(position, "W504", message, hint)
    message = f"This names someone who has not agreed to be named ({person.typed.file}, line {person.typed.line})."
    hint = f"Write the role instead:  {person.role}\nIn an id, write different words:  {identifier(person.role)}\n"
    hint += "Or record the consent beside the name:  consent: {name: public, given_on: 2026-09-01}"
    return Problem(position, "E514", message, hint)


def in_part(person: Unnamed, position: Position) -> Problem:
    """The problem for a person's first or last name at a position."""
    message = "This may name a person who has not agreed to be named: it has the first or last name of the person "
    message += f"in {person.typed.file}, line {person.typed.line}."
    hint = f"If it is this person, write the role instead:  {person.role}\nIf it is another person, leave it."
    return Problem(position, "W518", message, hint)
