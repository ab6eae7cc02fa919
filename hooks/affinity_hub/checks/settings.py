"""Settings that `hub.yml` should not leave out, because their default is wrong for most hubs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from affinity_hub.core.problems import Problem
from affinity_hub.hub.hub import Hub


def time_zone_is_said(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """The time zone is in `hub.yml` if the start of an event depends on it."""
    settings = hub.settings
    needs_it = any(isinstance(event.starts, dt.datetime) and not event.zone for event in hub.events)
    if needs_it and "time_zone" not in settings.model_fields_set:
        message = f"hub.yml has no `time_zone`. The site reads all times as times in {settings.time_zone}."
        hint = f"If that is right, write:  time_zone: {settings.time_zone}"
        hint += "\nOtherwise, write the time zone of your organization, as Continent/City."
        yield Problem(settings.position("time_zone"), "W463", message, hint)
