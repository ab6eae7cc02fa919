"""Replaces names without valid consent on the day of the build with roles, before records are made."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from affinity_hub.core.problems import Position, Problem
from affinity_hub.privacy.mailboxes import fits, mailboxes
from affinity_hub.privacy.normalize import pieces, read
from affinity_hub.privacy.person_names import Names, folded
from affinity_hub.privacy.prefilter import is_suspect
from affinity_hub.privacy.titled_people import titled
from affinity_hub.privacy.titles import TITLES
from affinity_hub.schema import Audience, Facilitator
from affinity_hub.source.tree import Node, YamlList, YamlMapping, position_in_tree

_ID: Final = re.compile("[a-z0-9-]+")
_MAILBOX: Final = re.compile(r"(?:mailto:)?(?<![\w.+-])([\w.+'-]+)@(?:[\w-]+\.)+[a-z]{2,24}\b", re.IGNORECASE)
# A link in Markdown, or a bare address of a page
_LINK: Final = re.compile(
    r"\[([^\[\]]*)\]\(\s*<?([^\s()<>]+)>?(?:\s[^()]*)?\)|<?(https?://[^\s()<>]+)>?", re.IGNORECASE
)
_ADDRESS: Final = re.compile(r"(?:https?://|mailto:)\S+|[^\s@]+@[^\s@]+", re.IGNORECASE)
# Keys in which no role can replace a name: ids, accounts on GitHub, and parts of the site's addresses.
_KEPT: Final = frozenset(("id", "was", "stewards"))
_SETTINGS: Final = frozenset(("url", "repository", "uid_domain", "email_domains", "time_zone"))
SHORTEST_ROLE: Final = "…"
TextKind: TypeAlias = Literal["text", "address", "picture"]


class Substitution(NamedTuple):
    """Text in which a role replaced a name: the person, the problem, and the place in the tree. `shorter` is the
    replacement if the text with the role is too long.
    """

    name: str
    problem: Problem
    parent: Any
    key: Any
    shorter: str | None


# Texts without letters that could represent other letters. Most of them have no part of a name. The signs %, &, and <
# begin spellings of other characters.
_PLAIN: Final = re.compile(r"[\x00-$'-;=-\x7f\u2010-\u2027]*")
_SIGNS: Final = re.compile(r"[^a-z]+")


@lru_cache(maxsize=16)  # several names are searched for in the same text
def _bare_letters(text: str) -> str | None:
    """The letters of the text, if none of its letters and signs could represent other letters."""
    return _SIGNS.sub("", text.lower()) if _PLAIN.fullmatch(text) else None


@lru_cache(maxsize=16)  # several names are searched for in the same text
def _mentioned(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The mailboxes in the text, each without its domain, and the words of the names after titles."""
    readings = [read(piece) for piece in pieces(text)] if is_suspect(text) else []
    accounts = (local for reading in readings for local, _ in mailboxes(reading))
    words = (word for reading in readings for found in titled(reading) for word in folded(found.name).split())
    return tuple(accounts), frozenset(words)


class NameReplacer:
    """Replaces names in texts. `roles` has the role for each name."""

    def __init__(self, roles: Mapping[str, str]) -> None:
        self._people = {name: (_name_pattern(name), _titled_pattern(name)) for name in roles}
        self._folded = {name: Names((name,)) for name in roles}
        self._words = {name: set(folded(name).split()[:1] + folded(name).split()[-1:]) for name in roles}
        # A role can contain a name, too.
        self._roles = {
            name: SHORTEST_ROLE if any(self.has(role, other) for other in roles) else role
            for name, role in roles.items()
        }

    def __bool__(self) -> bool:
        return bool(self._people)

    def has(self, text: str, name: str) -> bool:
        """Whether the text reveals a person by the name, a mailbox, or the last name after a title."""
        bare = _bare_letters(text)
        if bare is not None and not any(word in bare for word in self._words[name]):
            return False
        written, _ = self._people[name]
        if written.search(text) or self._folded[name].find([text]):
            return True
        accounts, words = _mentioned(text)
        return not words.isdisjoint(folded(name).split()[-1:]) or any(fits(account, name) for account in accounts)

    def without(self, text: str, name: str, role: str | None = None) -> str:
        """Text with the role (or another text) in place of a name, and of mailboxes and links with the name. If the
        name cannot be cut out, the role replaces the line.
        """
        if not self.has(text, name):
            return text
        role = self._roles[name] if role is None else role
        written, title = self._people[name]

        def unlinked(found: re.Match[str]) -> str:
            label, address, bare = found.groups()
            return (found[0] if not self.has(address or bare, name) else label) if not bare else self._bare(found, name)

        text = _LINK.sub(unlinked, text)
        text = _MAILBOX.sub(lambda found: role if fits(found[1].lower(), name) else found[0], text)
        text = written.sub(lambda _: role, text)
        text = title.sub(lambda _: role, text)
        if self.has(text, name):
            text = "\n".join(role if self.has(line, name) else line for line in text.split("\n"))
        return role if self.has(text, name) else text

    def _bare(self, found: re.Match[str], name: str) -> str:
        return self._roles[name] if self.has(found[3], name) else found[0]

    def without_all(self, text: str) -> str:
        """Text without any of the names."""
        for name in self._people:
            text = self.without(text, name)
        return text


def substitute_roles(
    file: str, node: Node, people: Mapping[str, Facilitator], roles: NameReplacer, today: dt.date
) -> Iterator[Substitution]:
    """Replaces names with roles in every text of a tree, except in the person's own `name`, and returns the
    replacements. Before a consent begins and after it ends, the site must not show the name. If the site could not be
    built until the texts change, the old site would continue to show the name. An address with the name is left out,
    and so is a picture whose file has the name. A name in an id stays, and `checks.texts.consent` warns about it.
    """
    own = {person.position("name") for person in people.values()}
    has_dropped = False
    for parent, key in list(_texts(node, file)) if roles else ():
        for name, person in people.items():
            value = parent[key]
            if not value or not roles.has(value, name):
                continue
            if (position := Position(file, *position_in_tree(parent, (key,)))) in own:
                continue
            kind: TextKind = "picture" if key == "file" else "address" if _ADDRESS.fullmatch(value.strip()) else "text"
            has_dropped |= kind != "text"
            parent[key] = roles.without(value, name) if kind == "text" else None
            shorter = roles.without(value, name, SHORTEST_ROLE) if kind == "text" else None
            yield Substitution(name, _problem_with_name(person, position, today, kind), parent, key, shorter)
    if has_dropped:
        _drop_links_and_pictures(node)


def _texts(node: Node, file: str) -> Iterator[tuple[Any, Any]]:
    """Every text of a tree in which a role can replace a name: its container and its key or index there."""
    if isinstance(node, YamlMapping | YamlList):
        for key, value in node.items() if isinstance(node, YamlMapping) else enumerate(node):
            if key in _KEPT or (file.endswith("hub.yml") and key in _SETTINGS):
                continue
            if not isinstance(value, str):
                yield from _texts(value, file)
            elif not _ID.fullmatch(value):
                yield node, key


def _drop_links_and_pictures(node: Node) -> None:
    """Drops the links whose addresses were left out, and the pictures whose files were left out."""
    for value in (
        (node.values() if isinstance(node, YamlMapping) else node) if isinstance(node, YamlMapping | YamlList) else ()
    ):
        _drop_links_and_pictures(value)
    picture = node.get("image") if isinstance(node, YamlMapping) else None
    if isinstance(node, YamlMapping) and isinstance(picture, YamlMapping) and picture.get("file", "") is None:
        del node["image"], node.parser_marks["image"]
    links = node.get("links") if isinstance(node, YamlMapping) else None
    if isinstance(links, YamlList):
        gone = [
            index for index, link in enumerate(links) if isinstance(link, YamlMapping) and link.get("url", "") is None
        ]
        for index in reversed(gone):
            del links[index], links.parser_marks[index]


def without_current_consent(
    people: Collection[Facilitator], audience: Audience, today: dt.date
) -> dict[str, Facilitator]:
    """Facilitators whose consent has expired or has not started, by typed name. Facilitators with current consent are
    left out."""
    shown = {person.name for person in people if person.shown_name(today, audience)}
    consents = ((person, person.consent) for person in people if person.name and person.consent)
    return {
        str(person.name): person
        for person, consent in consents
        if consent.name != "none"
        and consent.given_on <= consent.last_day
        and not consent.given_on <= today <= consent.last_day
        and person.name not in shown
    }


def consent_limit(person: Facilitator, today: dt.date) -> str:
    """The words that say when a consent that is not valid today ended or begins."""
    assert person.consent
    over = person.consent.last_day < today
    return f"ended on {person.consent.last_day}" if over else f"begins on {person.consent.given_on}"


def _problem_with_name(person: Facilitator, position: Position, today: dt.date, kind: TextKind) -> Problem:
    assert person.consent
    over, name = person.consent.last_day < today, person.position("name")
    when = consent_limit(person, today)
    if kind == "picture":
        message = f"The consent to show the name in this file name {when}; the site leaves the picture out."
        hint = "If the person is not in the picture, give the file another name.\n"
    elif kind == "address":
        message = f"The consent to show the name in this address {when}; the site leaves the address out."
        hint = "Use a role mailbox, or a link without the name.\n"
    else:
        message = f"The consent to show a name in this text {when}; the site shows the role."
        hint = f"Write the role instead:  {person.role}\n"
    if over:
        hint += f"Delete the name in {name.file}, line {name.line}, too; "
        hint += "or ask the person, and record the new consent there."
    else:
        hint += f"If the person has agreed already, correct the day beside the name in {name.file}, line {name.line}."
    return Problem(position, "W504", message, hint)


def _name_pattern(name: str) -> re.Pattern[str]:
    """A name with any signs and spaces between its words, emphasized or not, or with the last name first."""
    words = [re.escape(word) for word in re.findall(r"\w+", name)]
    orders = {r"[\W_]+".join(order) for order in (words, [*words[-1:], *words[:-1]])}
    return re.compile(rf"(?<!\w)[*_]*(?:{'|'.join(sorted(orders))})[*_]*(?!\w)", re.IGNORECASE if len(words) > 1 else 0)


def _titled_pattern(name: str) -> re.Pattern[str]:
    """The last word of a name after a title: "Ms. Alvarez"."""
    last = re.escape(re.findall(r"\w+", name)[-1]) if re.search(r"\w", name) else r"(?!)"
    titles = "|".join(sorted(map(re.escape, TITLES), key=lambda title: (-len(title), title)))
    return re.compile(rf"(?<![\w.-])(?:(?:{titles})\.?\s+){last}(?!\w)", re.IGNORECASE)
