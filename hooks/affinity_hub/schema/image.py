"""The key `image` of groups and of `hub.yml`: a picture, its description, and the consent of the people in it."""

import datetime as dt
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from affinity_hub.core.calendar_days import consent_end
from affinity_hub.core.pictures import PICTURE_SUFFIXES
from affinity_hub.core.text import shorten
from affinity_hub.values.dates import Date
from affinity_hub.values.text import Title, ValueType, line, value_error

from .record import DataModel, Private, Public

_CODE: Final = "E135"


def _file(value: Any) -> str:
    name = line(200)(value)
    if "://" in name or name.startswith(("/", "~")) or "\\" in name or ":" in name or ".." in name.split("/"):
        message = f'"{shorten(name)}" is not in the data folder.'
        raise value_error(
            _CODE, message, "Put the picture into a folder beside the data files:  file: images/tea-circle.jpg"
        )
    if not name.lower().endswith(PICTURE_SUFFIXES):
        message = f'"{shorten(name)}" is not a JPEG, PNG, or WebP picture.'
        raise value_error(_CODE, message, "Save the picture in one of these formats:  file: images/tea-circle.jpg")
    return name


PictureFile = Annotated[str, ValueType(_file, takes="file name", type="string")]


class ImageConsent(DataModel):
    """What the people in a picture have agreed to. The site shows no picture without consent, or after consent ends."""

    shows: Private[Literal["people", "nobody"]] = Field(
        "people", description="`nobody` if no person can be recognized, as in a drawing. Then no date is needed."
    )
    given_on: Private[Date | None] = Field(None, description="When the last of the people in the picture agreed.")
    expires_on: Private[Date | None] = Field(
        None,
        description="The last day on which the consent is valid. If you leave it out, "
        "the consent is valid for one year after `given_on`.",
    )

    def holds(self, today: dt.date) -> bool:
        """Whether the site may show the picture on a day."""
        if self.shows == "nobody":
            return True
        return self.given_on is not None and self.given_on <= today <= consent_end(self.given_on, self.expires_on)


class HubImage(DataModel):
    """A picture that belongs to a group or to the site."""

    file: Private[PictureFile] = Field(
        description="A JPEG, PNG, or WebP file in the data folder, such as `images/tea-circle.jpg`."
    )
    alt: Public[Title] = Field(description="What the picture shows, for people who cannot see it.")
    consent: Private[ImageConsent] = Field(
        description="The consent of the people in the picture, or a note that it shows nobody."
    )
