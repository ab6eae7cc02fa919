"""The addresses that open a file for editing, or a form with known values filled in."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from affinity_hub.record_views.addresses import contact_link
from affinity_hub.schema.settings import Settings


def edit(settings: Settings, file: str) -> str | None:
    """The address for editing a data file (relative to the data folder) in a browser; None if the repository is not on
    GitHub."""
    repository = settings.github
    path = f"{settings.folder.strip('/')}/{file}" if settings.folder else file
    return f"{repository}/edit/{quote(settings.branch or 'main')}/{quote(path)}" if repository else None


def form(settings: Settings, root: str, name: str, **known: object) -> str | None:
    """The address that opens a form with the fields `known` filled in, by their ids: on the site if `hub.yml` has
    `proposals`, and on GitHub otherwise. None if there is no form. `root` leads from the page to the site's root."""
    if not settings.proposals:
        return on_github(settings, name, **known)
    return f"{root}propose/{name}/{_query({}, known)}"


def tell_us(settings: Settings, root: str, entry: str) -> str | None:
    """The address for reports about an entry with missing or wrong facts: a form, or else the contact of the hub. None
    if there is neither."""
    contact = settings.contact and contact_link(settings.contact)
    return form(settings, root, "fix-a-mistake", entry=entry) or contact or None


def on_github(settings: Settings, name: str, **known: object) -> str | None:
    """The address that opens a form on GitHub with the fields `known` filled in; None if the repository is not on
    GitHub."""
    return f"{settings.github}/issues/new{_query({'template': f'{name}.yml'}, known)}" if settings.github else None


def _query(first: dict[str, str], known: dict[str, object]) -> str:
    values = first | {key: str(value) for key, value in known.items() if value is not None}
    return f"?{urlencode(values, quote_via=quote)}" if values else ""
