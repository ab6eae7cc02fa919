"""The settings of a hub, `hub.yml`: its organization, its address, and the text on every page."""

import re
from contextlib import AbstractContextManager
from functools import cached_property
from typing import Annotated, Any, Final, Literal, Self, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from affinity_hub.core.text import shorten
from affinity_hub.values.contacts import Contact, Domains, Endpoint, Mailbox, SiteUrl, Url
from affinity_hub.values.dates import Date, ZoneName
from affinity_hub.values.lists import Texts, many
from affinity_hub.values.locales import LocaleName
from affinity_hub.values.numbers import Days, YesNo
from affinity_hub.values.text import Short, Text, Title, ValueType, value_error, word_of
from affinity_hub.wording.organization import OrganizationWords, voice

from .image import HubImage
from .record import DataModel, Placed, Private, Public

# The values that `frame-ancestors` accepts, except values that allow too much: a whole top-level domain, or http.
_LABEL: Final = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_ORIGIN: Final = re.compile(rf"https://({_LABEL}|\*\.{_LABEL})(\.{_LABEL})+(:[0-9]{{1,5}})?")
LONGEST_ORIGINS: Final = 1_000  # characters; Cloudflare reads at most 2,000 characters of a line of `_headers`


def _origins(values: tuple[str, ...]) -> tuple[str, ...]:
    origins = tuple(value.lower().rstrip("/") for value in values)
    for index, (typed, origin) in enumerate(zip(values, origins, strict=True)):
        if not _ORIGIN.fullmatch(origin):
            host = re.sub(r"^([a-z]+:)?/*|[/?#].*$|\s", "", typed.lower())
            better = f"https://{host}"
            hint = f"Write:  {better if _ORIGIN.fullmatch(better) else 'https://intranet.example.org'}"
            hint += "\nOr all sites of a domain:  https://*.example.org"
            error = value_error("E118", f'"{shorten(typed)}" is not the address of a whole site.', hint)
            raise PydanticCustomError("E118", "{said}", {**(error.context or {}), "index": index})
    if (length := sum(map(len, origins))) > LONGEST_ORIGINS:
        hint = "Name the domain that they have in common:  https://*.example.org"
        raise value_error("E118", f"These sites have {length} characters; there is room for {LONGEST_ORIGINS}.", hint)
    return origins


OrganizationKind: TypeAlias = Literal["school-district", "university", "company", "city", "nonprofit", "other"]
Origins: TypeAlias = Annotated[Texts, AfterValidator(_origins)]


class Organization(DataModel):
    """The organization that the hub belongs to."""

    name: Public[Title] = Field(description="The name of the organization.")
    short_name: Public[Short] = Field(None, description="A short form.")
    url: Public[Url | None] = Field(None, description="Its website.")
    kind: Public[OrganizationKind] = Field(
        "other", description="The kind of organization. Some words on pages depend on it."
    )
    noun: Public[Short] = Field(
        None,
        description="The word that pages use for the organization, after “the,” such as `district`. Without this key, "
        "pages use the usual word for the organization's kind.",
    )


class Intranet(DataModel):
    """The intranet where people put the widgets."""

    name: Public[Title] = Field(description="Its name.")
    url: Public[Url | None] = Field(None, description="Its address.")


class Nondiscrimination(DataModel):
    """The statement on pages, embeds, printed sheets, and feeds. The organization approves its words."""

    statement: Public[Text] = Field(None, description="The approved words, or `unknown`.")
    approved_by: Public[Short] = Field(None, description="The role that approved the words.")
    review_by: Public[Date | None] = Field(None, description="The day by which someone must review the words again.")


WAYS: Final = ("mail", "endpoint", "github")
_GITHUB: Final = re.compile(r"https://github\.com/[A-Za-z0-9-]+/[A-Za-z0-9._-]+?(?:\.git)?/?")


def _way(value: Any) -> str:
    word = word_of(value).lower()
    if word not in WAYS:
        hint = "Delete it, or write one of these words:  mail   or:  endpoint   or:  github"
        raise value_error("E134", f'"{shorten(word)}" is not a way to send a proposal.', hint)
    return word


Ways: TypeAlias = Annotated[
    tuple[str, ...], ValueType(many(_way), type="array", minItems=1, items={"enum": list(WAYS)}, takes="list of ways")
]


class Proposals(DataModel):
    """The ways in which readers of the site can propose a change."""

    by: Public[Ways] = Field(
        description="The ways, in the order in which pages offer them: `mail`, `endpoint`, and `github`."
    )
    mail: Public[Mailbox | None] = Field(None, description="The role mailbox that receives proposals by email.")
    endpoint: Public[Endpoint | None] = Field(
        None, description="Your own address that receives proposals as JSON by POST."
    )

    def address(self, way: Literal["mail", "endpoint"]) -> str | None:
        """The address of a way; None if pages do not offer it."""
        return getattr(self, way) if way in self.by else None

    @model_validator(mode="after")
    def _has_addresses(self) -> Self:
        if not self.by:
            hint = "Write a way and its address:  {by: [mail], mail: proposals@example.org}"
            raise value_error("E134", "`proposals` lists no way to send a proposal.", hint)
        samples = {"mail": "proposals@example.org", "endpoint": "https://proposals.example.org/hub"}
        for way, sample in samples.items():
            if way in self.by and not getattr(self, way):
                message = f"`proposals` offers `{way}`, but has no address for it."
                raise value_error("E134", message, f"Add the address:  {way}: {sample}\nOr delete `{way}` under `by`.")
        return self


class Settings(Placed):
    """The settings of the whole site."""

    name: Public[Title] = Field(description="The name of the site.")
    summary: Public[Text] = Field(None, description="What the site is, in a sentence or two.")
    image: Public[HubImage | None] = Field(None, description="A picture for the home page.")
    organization: Public[Organization] = Field(description="The organization that the hub belongs to.")
    intranet: Public[Intranet | None] = Field(
        None,
        description="The intranet where people put the widgets. Without this key, pages say “your intranet” instead of "
        "its name.",
    )
    url: Public[SiteUrl] = Field(description="The address where the site is published.")
    repository: Public[Url | None] = Field(None, description="The repository of the data, for the edit links.")
    branch: Public[Short] = Field("main", description="The branch that edit links open.")
    folder: Public[Short] = Field(
        None, description="The folder of the repository with the data files, if they are not at the top."
    )
    uid_domain: Public[Short] = Field(
        None, description="The domain in calendar ids; permanent. The host of `url` when left out."
    )
    time_zone: Public[ZoneName] = Field("America/Los_Angeles", description="The time zone of all times without a zone.")
    locale: Public[LocaleName] = Field(
        "en-US", description="How pages and calendars write dates, times, and lists: a language and a country."
    )
    contact: Public[Contact] = Field(None, description="A role mailbox or link for questions about the hub.")
    email_domains: Private[Domains] = Field(
        (),
        description="The domains that mailboxes in the data may use, such as `[example.org]`; when left out, the "
        "domains of the hub, the organization, and the partners.",
    )
    nondiscrimination: Public[Nondiscrimination] = Field(
        Nondiscrimination(), description="The statement that appears on pages, widgets, printed sheets, and calendars."
    )
    working_toward: Public[Text] = Field(
        None,
        description="Which opportunities the organization says it is working toward; shown with the opportunities.",
    )
    stale_after_days: Public[Days] = Field(
        365, description="The number of days after which a page says that its entry was not confirmed recently."
    )
    cancelled_shown_days: Public[Days] = Field(
        30,
        description="The number of days after its date that a cancelled meeting stays in calendars, marked as "
        "cancelled. The entry of a cancelled event may be deleted after its date, or this number of days after it was "
        "cancelled.",
    )
    cancelled_style: Public[Literal["cancelled", "keep"]] = Field(
        "cancelled",
        description="`keep` marks cancelled meetings only in their titles, because Google hides other cancelled "
        "meetings.",
    )
    feed_past_days: Public[Days] = Field(
        400,
        description="How many days after its last date an event leaves the calendars of all events, of its "
        "groups, and of its kind. Its own calendar stays.",
    )
    embed_hosts: Public[Origins] = Field(
        (),
        description="The sites that may show the widgets in a frame, such as `https://intranet.example.org` or "
        "`https://*.example.org`; every site when left out. This works only on hosts that read `_headers`.",
    )
    proposals: Public[Proposals | None] = Field(
        None,
        description="How people can propose a change with a form on the site. Without it, pages lead to the forms on "
        "GitHub.",
    )
    example: Public[YesNo] = Field(False, description="`yes` marks every page as an example.")

    def voice(self) -> AbstractContextManager[None]:
        """Makes the locale of the site and the words for its organization current in a `with` statement."""
        return voice(self.locale, self._words)

    @cached_property
    def _words(self) -> OrganizationWords:
        intranet = self.intranet
        own = (intranet.name, intranet.url or "") if intranet else ("", "")
        return OrganizationWords(self.organization.kind, self.organization.noun or "", *own)

    @property
    def uid_host(self) -> str:
        """The part of a UID after the @; constant even when the site moves."""
        return self.uid_domain or urlsplit(self.url).hostname or "localhost"

    @property
    def github(self) -> str | None:
        """The address of the repository if it is on GitHub. Other hosts have different addresses for forms."""
        found = _GITHUB.fullmatch(self.repository or "")
        return found.group().removesuffix("/").removesuffix(".git") if found else None
