"""The addresses on GitHub that open a file for editing, or a form with known values filled in."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from affinity_hub.schema.settings import Settings


def edit(settings: Settings, file: str) -> str | None:
    """Where a data file (relative to the data folder) is edited in a browser; None where that is not on GitHub."""
    repository = settings.github
    path = f"{settings.folder.strip('/')}/{file}" if settings.folder else file
    return f"{repository}/edit/{quote(settings.branch or 'main')}/{quote(path)}" if repository else None


def form(settings: Settings, name: str, **known: object) -> str | None:
    """Where an issue form opens with the fields `known` filled in, by their ids; None where that is not on GitHub."""
    repository = settings.github
    fields = {"template": f"{name}.yml"} | {key: str(value) for key, value in known.items() if value is not None}
    return f"{repository}/issues/new?{urlencode(fields, quote_via=quote)}" if repository else None
