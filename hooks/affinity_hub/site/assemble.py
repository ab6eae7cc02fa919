"""Everything that is generated, in one stable order.

The hook, which gives the files to MkDocs, and the tests, which compare them, use the same iterator.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from typing import TypeAlias, TypeVar

from affinity_hub import api, pages
from affinity_hub.calendars.files import SiteCalendars
from affinity_hub.checks.texts.forbidden_texts import allowed_texts
from affinity_hub.core import i18n
from affinity_hub.core.artifact import Artifact, ArtifactIndex
from affinity_hub.core.digests import digest
from affinity_hub.core.problems import Problem
from affinity_hub.embeds.pages import embeds
from affinity_hub.feeds import measures_csv, upcoming, updates
from affinity_hub.history import ledger
from affinity_hub.hub.hub import Hub
from affinity_hub.pages import pictures
from affinity_hub.pages.empty import empty_pages
from affinity_hub.pages.proposals import proposal_data
from affinity_hub.views.site import Site
from affinity_hub.wording import labels

from . import hosting_headers
from .generated_site import GeneratedSite

Content = TypeVar("Content")
Voice: TypeAlias = Callable[[], AbstractContextManager[None]]


def outputs(hub: Hub, now: dt.datetime, published: ledger.Ledger | None = None) -> Iterator[Artifact]:
    """All generated files of a hub as of `now` (aware). `published` is the ledger of the published site, if there is
    one.

    The same data, date, and ledger give the same bytes. Raises `DataError` if calendars that people subscribe to would
    become wrong.
    """
    with hub.settings.voice():
        site = Site(hub, now)
        return _outputs(site, SiteCalendars(hub, site, published))


def _outputs(site: Site, calendars: SiteCalendars) -> Iterator[Artifact]:
    checked = calendars.files() if calendars.published else None
    voice = site.settings.voice
    files = i18n.each_in(voice, hosting_headers.with_headers(_files(site, calendars, checked), site.settings))
    return (_in_voice(voice, file) for file in files)


def _in_voice(voice: Voice, file: Artifact) -> Artifact:
    """A file whose content is always made in the language and with the vocabulary of the site."""
    made, meta = file.payload, file.meta
    return replace(
        file,
        payload=partial(_made, voice, made) if callable(made) else made,
        meta=partial(_made, voice, meta) if callable(meta) else meta,
    )


def _made(voice: Voice, make: Callable[[], Content]) -> Content:
    with voice():
        return make()


def _files(site: Site, calendars: SiteCalendars, checked: list[Artifact] | None) -> Iterator[Artifact]:
    yield from pages.pages(site)
    yield from embeds(site)
    yield from checked or calendars.files()
    yield from updates.feeds(site)
    yield from upcoming.feeds(site)
    yield from pictures.pictures(site)
    yield measures_csv.table(site)
    yield from api.files(site)
    yield from proposal_data(site)
    yield from _robots(site)


def _robots(site: Site) -> Iterator[Artifact]:
    """`robots.txt`, which asks search engines not to index the staff edition."""
    if site.is_staff:
        yield Artifact("robots.txt", b"User-agent: *\nDisallow: /\n")


def generate_site(
    hub: Hub, warnings: Sequence[Problem], now: dt.datetime, published: ledger.Ledger | None = None
) -> GeneratedSite:
    """A whole site without its layout. Raises `DataError` like `outputs`."""
    settings, today = hub.settings, hub.date_at(now)
    with settings.voice():
        site = Site(hub, now)
        calendars = SiteCalendars(hub, site, published)
        files = ArtifactIndex(_outputs(site, calendars))
        policy = settings.nondiscrimination
        approval = labels.approval(policy.statement, policy.approved_by, policy.review_by)
        empty = empty_pages(site)
    found = (*warnings, *calendars.warnings)
    words = digest([(term.id, term.url, term.term, term.expansion, term.aliases) for term in site.library.glossary])
    synonyms = tuple(entry.words for entry in hub.library.synonyms)
    allowed = allowed_texts(hub, today)
    return GeneratedSite(settings, hub.audience == "staff", approval, found, files, words, allowed, synonyms, empty)
