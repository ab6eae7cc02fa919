"""Warns about links on hand-written pages to records that do not exist."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urlsplit

from affinity_hub.checks.references import RESERVED
from affinity_hub.core.file_names import DOCS
from affinity_hub.core.problems import Position, Problem
from affinity_hub.core.suggest import nearest
from affinity_hub.core.text import shorten
from affinity_hub.core.text_blocks import position_in_text
from affinity_hub.core.vocabulary import slips
from affinity_hub.hub.hub import Hub, SourceFolder
from affinity_hub.record_views.addresses import ADDRESS_KINDS
from affinity_hub.source.decoding import SourceError, decode

from . import PAGE_SUFFIXES, published, without_code

_LINK: Final = re.compile(
    r"\]\(\s*<?(?P<inline>[^)\s>]+)|^ {0,3}\[[^\]\n]+\]:\s*<?(?P<below>[^\s>]+)|\bhref=[\"'](?P<html>[^\"'\n]+)",
    re.IGNORECASE | re.MULTILINE,
)
# Files beside the pages of records, such as `events/feed.atom`.
_FILES: Final = re.compile(r"(?:index|feed)\.[a-z]+")


def links_lead_to_records(folder: SourceFolder, today: dt.date) -> Iterator[Problem]:
    """A link on a page in `docs/` to a group, an event, or another record leads to a record that exists."""
    if folder.hub is None or (folder.folder / DOCS).is_symlink():
        return
    docs = folder.folder / DOCS
    for path in published(docs):
        if path.suffix.lower() not in PAGE_SUFFIXES:
            continue
        name = f"{DOCS}/{path.relative_to(docs).as_posix()}"
        try:
            text = decode(path, name)
        except SourceError:
            continue  # another check reports the file
        for found in _LINK.finditer(without_code(text)):
            group = found.lastgroup or ""
            yield from _judged(found[group], position_in_text(text, name, found.start(group)), folder.hub)


def _judged(link: str, position: Position, hub: Hub) -> Iterator[Problem]:
    """The problem with a link, if it leads to a record that does not exist."""
    page, fragment = _target(link, position.file.removeprefix(f"{DOCS}/"), hub.settings.url)
    for kind, place in ADDRESS_KINDS.items():
        if not page.startswith(place.page):
            continue
        name = page.removeprefix(place.page).split("/")[0]
        records = [record for record in hub.records() if ADDRESS_KINDS[type(record)].page == place.page]
        known = [record.id for record in records]
        if place.has_own_pages and name:
            is_dead = name not in RESERVED.get(kind.noun, ()) and not _FILES.fullmatch(name)
        else:
            # Pages have their own headings, so only an anchor that resembles an id certainly means the id.
            name, is_dead = fragment, not place.has_own_pages and not name and bool(slips(fragment, known))
        earlier = {old for record in records for old in record.was}
        unread = {name, place.page.split("/")[0], *(("library",) if place.page.startswith("supports") else ())}
        if is_dead and name not in {*known, *earlier} and not hub.unreadable & unread:
            message = f'This link leads to the {kind.noun} "{shorten(name)}", which does not exist.'
            hint = nearest(name, known, otherwise="Write the id of one of") if known else "Delete the link."
            yield Problem(position, "W404", message, hint)
        return


def _target(link: str, file: str, site: str) -> tuple[str, str]:
    """The page below the root of the site and the anchor that a link leads to; empty if it leads elsewhere.

    MkDocs resolves a link to a file from the linking file, and browsers resolve every other link from the address of
    the page. The function also finds links that were meant for MkDocs although they name no file.
    """
    try:
        parts = urlsplit(link)
    except ValueError:
        return "", ""
    path, root = unquote(parts.path), urlsplit(site)
    if parts.scheme or parts.netloc:
        if not root.netloc or parts.netloc != root.netloc or not path.startswith(root.path):
            return "", ""
        return path.removeprefix(root.path).lstrip("/"), parts.fragment
    if path.startswith("/"):
        return path.removeprefix(root.path).lstrip("/"), parts.fragment
    folder, stem = posixpath.dirname(file), posixpath.splitext(file)[0]
    for base in (folder, stem):
        page = posixpath.normpath(posixpath.join("/", base, path)).lstrip("/")
        above = posixpath.normpath(posixpath.join(base, path)).startswith("..")
        if not above and any(page.startswith(place.page.rstrip("/")) for place in ADDRESS_KINDS.values()):
            page = re.sub(r"(?:/index)?\.(?:md|html)$", "", page)
            return f"{page}/", parts.fragment
    return "", ""
