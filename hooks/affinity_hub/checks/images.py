"""Checks pictures: the file exists and can be shown, and the people in it have agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from affinity_hub.core.pictures import PictureError, small_copy
from affinity_hub.core.problems import Problem
from affinity_hub.core.text import shorten
from affinity_hub.hub.hub import Hub
from affinity_hub.schema.image import HubImage
from affinity_hub.schema.record import Placed


def pictures_can_be_shown(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """Each picture is a readable file in the data folder."""
    for record, image in _images(hub):
        content = hub.pictures.get(image.file)
        if content is None:
            message = f'There is no file "{shorten(image.file)}" in the data folder.'
            hint = "Put the picture there, or delete the lines of `image`.\nA symbolic link does not count as a file."
        else:
            try:
                small_copy(content)
                continue
            except PictureError as error:
                message, hint = str(error), "Save a smaller copy of it as JPEG, PNG, or WebP, or delete `image`."
        yield Problem(record.position("image", "file"), "E135", message, hint)


def pictures_have_consent(hub: Hub, today: dt.date) -> Iterator[Problem]:
    """Each picture has consent that is valid today, or shows nobody."""
    for record, image in _images(hub):
        if not image.consent.holds(today):
            message = "This picture has no consent that is valid today. The site does not show it."
            hint = "Record when the people in it agreed:\nconsent: {given_on: 2026-09-01}\n"
            hint += "If no person can be recognized:\nconsent: {shows: nobody}"
            yield Problem(record.position("image", "consent"), "W505", message, hint)


def _images(hub: Hub) -> Iterator[tuple[Placed, HubImage]]:
    """The records that have a picture, with the picture."""
    records: tuple[Placed, ...] = (hub.settings, *hub.groups)
    for record in records:
        image: HubImage | None = getattr(record, "image", None)
        if image:
            yield record, image
