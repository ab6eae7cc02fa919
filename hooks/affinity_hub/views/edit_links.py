"""The addresses on GitHub that open a file for editing, or a form with known values filled in."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlencode

from affinity_hub.schema.settings import Settings

_GITHUB: Final = re.compile(r"https://github\.com/[A-Za-z0-9-]+/[A-Za-z0-9._-]+?(?:\.git)?/?")


def _repository(settings: Settings) -> str | None:
    """The address of the repository, if it is on GitHub. Other hosts have different addresses for editing."""
    found = _GITHUB.fullmatch(settings.repository or "")
    return found.group().removesuffix("/").removesuffix(".git") if found else None


def edit(settings: Settings, file: str) -> str | None:
    """The address for editing a data file (relative to the data folder) in a browser; None if the repository is not on
    GitHub."""
    repository = _repository(settings)
    path = f"{settings.folder.strip('/')}/{file}" if settings.folder else file
    return f"{repository}/edit/{quote(settings.branch or 'main')}/{quote(path)}" if repository else None


def form(settings: Settings, name: str, **known: object) -> str | None:
    """The address of an issue form with the fields `known` filled in, by their ids; None if the repository is not on
    GitHub."""
    repository = _repository(settings)
    fields = {"template": f"{name}.yml"} | {key: str(value) for key, value in known.items() if value is not None}
    return f"{repository}/issues/new?{urlencode(fields, quote_via=quote)}" if repository else None
