"""What must never be published, recognized in every text of every data file before anything is made of it.

The words are judged by `guard`; here is where they stand, whose they are, and what to type instead.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import takewhile
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from affinity_hub.core.problems import Position, Problem
from affinity_hub.core.text_blocks import Block, comments
from affinity_hub.hub.consent_substitution import Roles
from affinity_hub.hub.files import SETTINGS
from affinity_hub.hub.hub import Hub
from affinity_hub.privacy import mailboxes, meetings, telephones, titled_people
from affinity_hub.privacy.links import debatable, is_lookalike
from affinity_hub.privacy.normalize import NormalizedText, pieces, read
from affinity_hub.privacy.person_names import Names, Parts, folded
from affinity_hub.privacy.places import is_home, places
from affinity_hub.privacy.prefilter import is_suspect
from affinity_hub.schema import Event, Record
from affinity_hub.schema.values import EMAIL
from affinity_hub.source.reader import FORBIDDEN as CONTROL
from affinity_hub.source.tree import Document, Node, Raw, YamlList, YamlMapping

from . import consent
from .consent import Words

LONGEST: Final = 20_000
_ID: Final = re.compile(r"(?=.*[a-z])(?=.*\d)[a-z0-9]+(?:-[a-z0-9]+)*")
_ID_SPACE: Final = re.compile(r"(?<=[a-z])-?(?=\d)|(?<=\d)-?(?=[a-z])")
EXAMPLES: Final = ("example", "invalid", "test", "example.com", "example.net", "example.org")


class AllowedTexts(NamedTuple):
    """What the texts of a site may hold: the domains of mailboxes, and the people who may be named."""

    domains: tuple[str, ...] = ()
    unnamed: tuple[consent.Unnamed, ...] = ()
    named: tuple[str, ...] = ()
    """People who may be named, and people whose consent ended or begins later: roles take the place of their names."""
    others: tuple[str, ...] = ()
    """Words in the names of groups, partners, and people, which do not tell who somebody is."""
    has_examples: bool = False
    """Whether mailboxes may also be at `EXAMPLES`."""


def known(hub: Hub | None, today: dt.date) -> AllowedTexts:
    """What the data allows on `today` (a date in the site's zone); nothing if the data cannot be read."""
    if hub is None:
        return AllowedTexts()
    shown = (person.shown_name(today, hub.audience) for person in hub.facilitators)
    domains = () if SETTINGS in hub.unread else mail_domains(hub)
    others, unnamed = consent.other_words(hub, today), consent.unnamed(hub, today)
    named = (*filter(None, shown), *(person.name for person in unnamed if person.when))
    return AllowedTexts(domains, unnamed, named, others)


def roles(known: AllowedTexts) -> Roles:
    """Takes the names of people whose consent does not hold today out of texts."""
    return Roles({person.name: person.role for person in known.unnamed if person.when})


def with_examples(known: AllowedTexts) -> AllowedTexts:
    """The same for explanations, which may also use example mailboxes.

    RFC 2606 and RFC 6761 reserve the domains of `EXAMPLES`, so nobody can own them.
    """
    return known._replace(has_examples=True)


def in_block(block: Block, known: AllowedTexts) -> Iterator[Problem]:
    """The problems in a block of a text file, each with its own position."""
    if is_suspect(block.text):
        for code, message, hint in _never(block.text, known):
            for position in block.places(partial(_has, code, known)):
                yield Problem(position, code, message, hint)
    whole = False
    for person in known.unnamed:
        if (has := _tells_of(person))(block.text):
            whole = True
            yield from (consent.in_text(person, position) for position in block.places(has))
    parts = () if whole or not known.unnamed else _parts(known.unnamed, known.others).find(block.text)
    for person in (person for person in known.unnamed if person.name in parts):
        part = _parts((person,), known.others)
        yield from (consent.in_part(person, position) for position in block.places(partial(_has_part, part)))


def _has(code: str, known: AllowedTexts, text: str) -> bool:
    return any(found[0] == code for found in _never(text, known))


@lru_cache(maxsize=1024)
def _tells_of(person: consent.Unnamed) -> Callable[[str], bool]:
    """Whether a text names a person. If a role will take the place of the name, what the role replaces counts."""
    if person.when:
        return partial(Roles({person.name: person.role}).has, name=person.name)
    names = Names((person.name,))
    return lambda text: bool(names.find([text]))


def _has_part(parts: Parts, text: str) -> bool:
    return bool(parts.find(text))


@lru_cache(maxsize=1024)
def _parts(people: tuple[consent.Unnamed, ...], others: tuple[str, ...]) -> Parts:
    return Parts((person.name for person in people), others)


def check(
    files: Mapping[str, Node],
    hub: Hub | None,
    today: dt.date,
    staff_files: Mapping[str, Node],
    told: Collection[str],
    lines_of: Callable[[str], list[str]],
) -> Iterator[Problem]:
    """Everything in the texts of these files that must not be published on `today` (a date in the site's zone).

    `hub` is what the files say, as far as they could be read; without it nothing is known of names, domains and places.
    The files of a staff overlay may name people and places, and nothing else of it. Of whose names something is `told`
    already, nothing more is. `lines_of` gives the lines of a file.
    """
    texts = set[str]()
    for node in (*files.values(), *staff_files.values()):
        _add_texts(node, texts)
    allowed = known(hub, today)
    # Most texts stand in many places (ids, words, days), and hardly any has anything to find: where, is asked then.
    # The beginning of an overlong text is enough, because the check refuses the text for its length anyway.
    wrong = {text: found for text in texts if is_suspect(text) and (found := _never(text[:LONGEST], allowed))}
    for one in (*_words(files), *_words(staff_files)) if wrong else ():
        for code, message, hint in wrong.get(one.text, ()):
            place = _line_of(one, partial(_has, code, allowed), lines_of)
            yield Problem(place, code, message, hint)
    examples = with_examples(allowed)
    for name, node in files.items():
        for block in comments(name, node.comments) if isinstance(node, Document) else ():
            yield from in_block(block, examples)
    if hub:
        parts = list(consent.in_parts(_words(files), allowed.unnamed, allowed.others))
        yield from consent.check(_words(files), hub, today, {*told, *(name for name, _ in parts)})
        yield from (problem for _, problem in parts)
        yield from _places(hub, files)


def _line_of(one: Words, tells: Callable[[str], bool], lines_of: Callable[[str], list[str]]) -> Position:
    """Where a text is wrong: in the first of its lines that tells it, or that tells it together with the next line."""
    place = one.position()
    if one.raw is None or not (lines := lines_of(place.file)[place.line - 1 :]):
        return place
    begins = lines[0][place.column - 1 :]
    # A text goes on in lines that are farther to the right than its key, or not farther to the left than itself.
    least = len(lines[0]) - len(lines[0].lstrip()) + bool(lines[0][: place.column - 1].strip())
    more = takewhile(lambda line: not line.strip() or len(line) - len(line.lstrip()) >= least, lines[1:])
    rows = [(number, line) for number, line in enumerate(more, place.line + 1) if line.strip()]
    if tells(begins) or not rows:
        return place
    typed = ((number, len(line) - len(line.lstrip()) + 1, line.strip()) for number, line in rows)
    block = Block(place.file, ((place.line, place.column, begins), *typed))
    found = block.places(tells)[0]
    return next((Position(place.file, *row[:2]) for row in block.lines if row[0] == found.line), place)


def _add_texts(node: Node, texts: set[str]) -> None:
    """Adds every text of a tree."""
    if isinstance(node, str):
        texts.add(node)
    for value in (
        (node.values() if isinstance(node, YamlMapping) else node) if isinstance(node, YamlMapping | YamlList) else ()
    ):
        if type(value) is str:
            texts.add(value)
        elif value is not None:
            _add_texts(value, texts)


def _words(files: Mapping[str, Node]) -> Iterator[Words]:
    """Every text of some files, with its place."""
    for name, node in files.items():
        yield from _in_tree(name, node, None)


def _in_tree(name: str, node: Node, raw: Raw) -> Iterator[Words]:
    """Every text of a tree; `raw` is the parser's mark of it."""
    if isinstance(node, str):
        yield Words(name, raw, node)
    elif isinstance(node, YamlMapping):
        for key, value in node.items():
            # A setting that comes from the environment stands nowhere.
            yield from _in_tree(name, value, node.raws[key][1] if key in node.raws else None)
    elif isinstance(node, YamlList):
        for value, mark in zip(node, node.raws, strict=True):
            yield from _in_tree(name, value, mark)


def _never(text: str, known: AllowedTexts) -> tuple[tuple[str, str, str], ...]:
    """Code, message, and hint for everything in a text that must not be published.

    Browsers do not show HTML comments, but anybody can read them in the file.
    """
    shown = [text, re.sub("<!--|-->", " ", text)] if "<!--" in text else [text]
    if _ID.fullmatch(
        text
    ):  # an id has hyphens or nothing where a text has spaces: `call-253-555-0142`, `room2535550142`
        shown.append(_ID_SPACE.sub(" ", text))
    found: dict[str, tuple[str, str, str]] = {}
    for piece in (piece for one in shown for piece in pieces(one)):
        for one in _found(piece, known):
            found.setdefault(one[0], one)
    return tuple(found.values())


@lru_cache(maxsize=4096)
def _found(text: str, known: AllowedTexts) -> tuple[tuple[str, str, str], ...]:
    """The same for one reading of a text."""
    reading = read(text)
    found = []
    if control := CONTROL.search(text.replace("\u2028", " ").replace("\u2029", " ")):
        # The file itself may not hold them; "\u202e" between quotes becomes one.
        message = f"There is an invisible control character here (U+{ord(control.group()):04X})."
        found.append(("E004", message, f"Delete what stands for it:  \\u{ord(control.group()):04x}"))
    if "://" in reading.whole and is_lookalike(text):
        message = "The address of this link has letters of two alphabets, or letters that only look like Latin ones."
        found.append(("W516", message, "Type the address anew, or copy it from the page itself."))
    if meetings.is_link_to_meeting(reading):
        message = "This looks like a link to a video meeting, which must not be published."
        found.append(("E510", message, "Delete it, write  online: yes  and send the link to people who ask."))
    elif meetings.is_code_of_meeting(reading):
        message = "This looks like the number or passcode of a meeting, which must not be published."
        found.append(("E510", message, "Delete it, write  online: yes  and send the way in to people who ask."))
    found += _mail(reading, known)
    found += _numbers(reading)
    if is_home(reading):
        found.append(("E515", *_HOME))
    if any(not _is_agreed(name, known) for name in titled_people.titled(reading)):
        message = "This names a person by title and last name, but no consent for that name is recorded."
        found.append(("E514", message, f"Write the role instead:  the host\n{_RECORD}"))
    if not found:
        for what, why in debatable(reading):
            hint = f"{why}\nIf you are sure that it is right, leave it. Better:  affinity@example.org"
            found.append(("W517", f"Check this link: it {what}.", hint))
    return tuple(found)


_RECORD: Final = "Or record the person's consent in facilitators.yml:  consent: {name: public, given_on: 2026-09-01}"


def _numbers(reading: NormalizedText) -> Iterator[tuple[str, str, str]]:
    """Code, message, and hint for the number of a person or a telephone."""
    if telephones.is_personal_number(reading):
        message = "This looks like the social security number of a person, which must not be published."
        yield "E512", message, "Delete it."
    elif telephones.is_telephone(reading):
        message = "This looks like a telephone number, which must not be published."
        hint = "Use a role mailbox:  affinity@example.org   or a link:  https://www.example.org/join"
        yield "E512", message, hint


def _mail(reading: NormalizedText, known: AllowedTexts) -> Iterator[tuple[str, str, str]]:
    """Code, message, and hint for the first wrong mailbox in a text."""
    mail = list(dict.fromkeys(mailboxes.mailboxes(reading)))
    domains = (*known.domains, *EXAMPLES) if known.has_examples else known.domains
    if any(mailboxes.is_personal(domain) for _, domain in mail):
        message = "This looks like a personal email address, which must not be published."
        yield "E511", message, "Use a role mailbox:  affinity@example.org"
    elif known.domains and (others := [domain for _, domain in mail if not _is_allowed(domain, domains)]):
        message = f"This mailbox is at {others[0]}, which belongs to neither the district nor a partner."
        listed = ", ".join(dict.fromkeys(domain.removeprefix("=") for domain in (*known.domains, others[0])))
        hint = "Use a role mailbox:  affinity@example.org\nIf this mailbox is a role mailbox too, write in hub.yml:  "
        yield "E513", message, f"{hint}email_domains: [{listed}]"
    elif any(_is_of_a_person(local, known) for local, _ in mail):
        message = "This mailbox names a person, but no consent for that name is recorded."
        yield "E511", message, f"Use a role mailbox:  affinity@example.org\n{_RECORD}"


def _is_of_a_person(local: str, known: AllowedTexts) -> bool:
    return mailboxes.names_a_person(local) and not any(mailboxes.fits(local, name) for name in known.named)


def _is_agreed(last: str, known: AllowedTexts) -> bool:
    words = set(folded(last).split())
    return any(words & set(folded(name).split()) for name in known.named)


def mail_domains(hub: Hub) -> tuple[str, ...]:
    """The domains that mailboxes may be at: `email_domains`, or those of the hub, its organization and its partners.

    A host stands for itself and what is under it; `www.` and one part in front are nothing to go by, so that
    hub.district.org allows affinity@district.org.
    """
    settings = hub.settings
    if settings.email_domains:
        return settings.email_domains
    contact = settings.contact or ""
    addresses = (settings.url, settings.organization.url, contact, *(partner.url for partner in hub.partners))
    hosts = [contact.partition("@")[2] if EMAIL.fullmatch(contact) else "", settings.uid_domain or ""]
    hosts += [urlsplit(address or "").hostname or "" for address in addresses]
    found = dict.fromkeys(host.lower().removeprefix("www.") for host in hosts if "." in host)
    above = (f"={host.partition('.')[2]}" for host in found if host.count(".") > 1)
    return (*found, *dict.fromkeys(above))


def _is_allowed(domain: str, domains: Iterable[str]) -> bool:
    """A domain after `=` allows no other than itself."""
    return any(domain == one.removeprefix("=") or domain.endswith(f".{one}") for one in domains)


def _places(hub: Hub, files: Mapping[str, Node]) -> Iterator[Problem]:
    """Problems where an event without a public place, or a group of such an event, gives a street or a room.

    The check covers the texts of the record and the comments beside it, and the key `meets` of every other group. The
    address of a home is a problem in every event.
    """
    private = [event for event in hub.events if event.place and event.place.private]
    groups = {name for event in private for name in event.groups}
    told = "\n".join(_told(event) for event in hub.events).lower()
    records: list[Record] = [*private, *(group for group in hub.groups if group.id in groups)]
    message = "This gives a street or a room, but the place of these meetings is shared only with people who write."
    tells = partial(_tells, told)
    for record in records:
        for one in _in_tree(record.file, record.typed, None):
            if tells(one.text):
                yield Problem(one.position(), "E515", message, _PLACE)
    for block in _beside(hub, records, files) if records else ():
        if tells(block.text):
            yield from (Problem(position, "E515", message, _PLACE) for position in block.places(tells))
    for group in hub.groups:
        if group.id not in groups and group.meets and tells(group.meets):
            message = "This gives a street or a room, but no event of the group says that everybody may know the place."
            yield Problem(group.position("meets"), "W519", message, _PLACE)
    for event in hub.events:
        if event.place and is_home(read(_told(event).replace("\n", ", "))):
            yield Problem(event.position("place"), "E515", *_HOME)


_PLACE: Final = "Delete it. If everybody may know the place, write in the event:  place: {name: …, address: …}"
_HOME: Final = (
    "This gives the address of a person's home, which must not be published.",
    "Delete the address, and write in the event:  place: shared after you write to us",
)


def _tells(told: str, text: str) -> bool:
    """Whether a text gives a place that is not in `told`, the places that are public. `_found` reports homes."""
    readings = [read(piece) for piece in pieces(text[:LONGEST])]
    if any(is_home(reading) for reading in readings):
        return False
    return any(place not in told for reading in readings for place in places(reading))


def _beside(hub: Hub, records: Iterable[Record], files: Mapping[str, Node]) -> Iterator[Block]:
    """The comments inside each of `records`, and between each record and the next one in its file."""
    private = {(record.file, record.typed.mark[0]) for record in records}
    for name, node in files.items():
        if isinstance(node, Document) and node.comments:
            starts = sorted(one.typed.mark[0] for one in hub.records() if one.file == name)
            for block in comments(name, node.comments):
                index = bisect_right(starts, block.lines[0][0]) - 1
                if index >= 0 and (name, starts[index]) in private:
                    yield block


def _told(event: Event) -> str:
    """The place of an event, where it is public."""
    return f"{event.place.name or ''}\n{event.place.address or ''}" if event.place else ""
