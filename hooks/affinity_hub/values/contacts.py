"""Ways to people and pages: web addresses, mailboxes, domains, and accounts on GitHub."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from affinity_hub.core.text import shorten, visible
from affinity_hub.core.vocabulary import without_junk
from affinity_hub.privacy.secret_addresses import is_secret

from .lists import many
from .text import UNKNOWN, ValueType, value_error, word_of

_LIKE_A_HOST: Final = re.compile(r"https://(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
_NAMES: Final = {
    " ": "space",
    "\n": "line break",
    "\t": "tab",
    '"': "quote",
    "'": "quote",
    "`": "backtick",
    "\\": "backslash",
}
EMAIL: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_DOMAIN: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_HOST: Final = re.compile(r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]{1,5})?(?:/.*)?")
_ANEW: Final = "Create a new address in the settings of the calendar, because everyone may have read the old address."
# The page that shows a calendar. `src` is the id of the calendar.
_PAGE_OF_GOOGLE: Final = re.compile(
    r"https://calendar\.google\.com/calendar/(?:u/\d/)?embed\?(?:[^#]*&)?src=([\w.-]+(?:%40|@)[\w.-]+)"
)
_VARIABLE: Final = re.compile(r"[A-Z][A-Z0-9_]{2,63}")
_HANDLE: Final = re.compile(r"[A-Za-z0-9](-?[A-Za-z0-9]){0,38}(/[A-Za-z0-9][A-Za-z0-9_-]{0,99})?")


def _url(value: Any) -> str:
    text = word_of(value)
    sign = re.search(r"[\s<>\"'`\\]", text)
    if not sign and _is_https(text):
        return text
    message = f'"{shorten(text)}" is not a web address that starts with https://.'
    if re.match(r"https://[^/?#]*@", text):
        raise value_error("E116", "This address has a name or a password before the @.", "Delete it, and the @ too.")
    if sign:
        message = f"A web address cannot contain a {_NAMES.get(sign[0], f'character such as {visible(sign[0])}')}."
    trimmed = _without_punctuation(re.sub(r"[<>\"'`]", "", text))
    if sign and not sign[0].isspace() and text.startswith("https://"):
        plain = {
            address for address in without_junk(text) if not re.search(r"[\s<>\"'`\\]", address) and _is_https(address)
        }
        trimmed = plain.pop() if len(plain) == 1 else trimmed
    if found := re.fullmatch(r"\[[^\]]*\]\((https://\S+)\)\.?", text):
        trimmed = found[1]  # a link in Markdown
    trimmed = _without_punctuation(trimmed)
    better = "https://" + re.sub(r"^(?:(?i:https?):?[/\\]+|[/\\]+)", "", trimmed)
    if re.search(r"[\s<>\"'`\\]", better) or not _is_https(better) or not _LIKE_A_HOST.match(better):
        hint = "Copy the whole address of the page, starting with https://, and paste it here."
        if sign and sign[0].isspace() and _is_https(text.split()[0]):
            hint = "Keep only the address, without the words around it. In an address, write %20 for a space."
        elif EMAIL.fullmatch(text.removeprefix("mailto:")):
            own = f"join: {{contact: {text.removeprefix('mailto:')}}}"
            hint = "This is a mailbox, not an address of a page. Delete it here.\n"
            hint += f"If it is the mailbox of a group, write in groups.yml:  {own}"
        raise value_error("E116", message, hint)
    raise value_error("E116", message, instead=better)


def _without_punctuation(text: str) -> str:
    """An address without the punctuation and brackets of the sentence around it."""
    for opened, closed in ("()", "[]"):
        text = text.rstrip(".,;:!")
        if text.startswith(opened):
            text = text.lstrip(opened)
        while text.endswith(closed) and text.count(closed) > text.count(opened):
            text = text[:-1].rstrip(".,;:!")
    return text


def _is_https(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme == "https" and bool(parts.hostname) and "." in parts.netloc and "@" not in parts.netloc
    except ValueError:
        return False


def _contact(value: Any) -> str | None:
    text = word_of(value)
    if text.lower() == UNKNOWN:
        return None
    if EMAIL.fullmatch(text) or text.startswith("https://"):
        return text if "@" in text and not text.startswith("https:") else _url(text)
    link = "https://" + re.sub(r"^(?i:http:)?/*", "", text)
    instead = (
        mailbox
        if (mailbox := _mailbox_in(text))
        else link
        if _LIKE_A_HOST.match(link) and not re.search(r"\s", link)
        else ""
    )
    hint = "Write the mailbox of a role, not of a person, or a web address that starts with https://."
    hint = "" if instead else f"{hint}\nIf nobody knows yet, write:  {UNKNOWN}"
    raise value_error("E117", f'"{shorten(text)}" is neither a mailbox nor a web address.', hint, instead=instead)


def _mailbox_in(text: str) -> str:
    """The mailbox in a text such as `email tea@example.org`, `Tea <tea@example.org>`, or `tea @ example.org`; empty if
    another word could belong to the mailbox."""
    bare = re.sub(r"\s*@\s*", "@", text)
    name, _, rest = bare.partition("<")
    if rest.endswith(">") and "@" not in name:
        bare = rest[:-1]
    leads = r"(?:(?:e-?mail|mailto|contact|write|send|message|to|us|at)\b[\s:]*)+(?!@)"
    bare = re.sub(f"^{leads}", "", bare, flags=re.IGNORECASE)
    local, at, domain = bare.rstrip(" .,;").partition("@")
    bare = local + at + re.sub(r"\s*[.]\s*", ".", domain)
    return bare if EMAIL.fullmatch(bare) else ""


def _mailbox(value: Any) -> str:
    text = word_of(value)
    if not EMAIL.fullmatch(text):
        instead = _mailbox_in(text)
        hint = "" if instead else "Write the mailbox of a role, such as  proposals@example.org"
        raise value_error("E117", f'"{shorten(text)}" is not a mailbox.', hint, instead=instead)
    return text


def _domain(value: Any) -> str:
    text = word_of(value).lower().removeprefix("@").removeprefix("www.")
    if not _DOMAIN.fullmatch(text):
        bare = re.sub(r"^(?:mailto:)?[^@/]*@|^https?://(?:www\.)?|/.*$", "", text)
        instead = bare if _DOMAIN.fullmatch(bare) else ""
        hint = "" if instead else "Write only the part after the @ of an email address."
        raise value_error("E123", f'"{shorten(text)}" is not a domain.', hint, instead=instead)
    return text


def _calendar_url(value: Any) -> str:
    """The public address of a calendar. No message repeats an address that may hold a token."""
    text = word_of(value)
    address = re.sub(r"^(?i:webcals?)://", "https://", text)
    if page := _PAGE_OF_GOOGLE.match(address):
        message = "This is the address of a web page, not of a calendar."
        raise value_error(
            "E116", message, instead=f"https://calendar.google.com/calendar/ical/{page[1]}/public/basic.ics"
        )
    if is_secret(address):
        message = "This address has a token in it: anyone with the address can read the calendar."
        hint = f"Delete this line. {_ANEW}"
        hint += "\nPut the new address into an environment variable where the site is built, and write its name here:"
        raise value_error("E127", message, f"{hint}\nsecret: TEA_CIRCLE_CALENDAR")
    if address != text:
        raise value_error("E116", "Here, the address of a calendar must start with https://.", instead=address)
    return _url(text)


def _secret_name(value: Any) -> str:
    """The name of an environment variable. No message repeats the text: it may be the secret itself."""
    text = word_of(value)
    if not _VARIABLE.fullmatch(text):
        message = "Only the name of an environment variable belongs here, never the address itself."
        hint = f"{_ANEW}\n" if "/" in text else ""
        raise value_error(
            "E128",
            message,
            f"{hint}Write capital letters, digits, and underscores, such as:  secret: TEA_CIRCLE_CALENDAR",
        )
    return text


def _handle(value: Any) -> str:
    """A user or team on GitHub, without the @."""
    text = word_of(value).removeprefix("@")
    if not _HANDLE.fullmatch(text):
        bare = re.sub(r"^(?:https?://)?(?:www\.)?github\.com/(?:orgs/([^/]+)/teams/)?", r"\1/", text).strip("/@ ")
        instead = bare if bare != text and _HANDLE.fullmatch(bare) else ""
        hint = "" if instead else "Write the name that follows the @ on GitHub. For a team, write  organization/team"
        message = f'"{shorten(text)}" is not the name of a user or team on GitHub.'
        raise value_error("E119", message, hint, instead=instead)
    return text


def _site_url(value: Any) -> str:
    """The address of a whole site. The addresses of its pages begin with it, so nothing may follow its path."""
    text = _url(value)
    if plain := re.fullmatch(r"([^?#]*)[?#].*", text):
        raise value_error("E116", "The address of the site cannot contain ? or #.", instead=plain[1])
    if page := re.fullmatch(r"(.*/)[^/]*\.html?", text):
        raise value_error("E116", "This is the address of a page, not of the whole site.", instead=page[1])
    return text


def _endpoint(value: Any) -> str:
    """The address of a program. The security policy of pages names its host, so no other part of an address may be in
    its place."""
    text = _url(value)
    if not _HOST.fullmatch(text):
        hint = "Write the host in lowercase letters, such as  https://proposals.example.org/hub"
        raise value_error("E116", f'"{shorten(text)}" has no host in plain lowercase letters.', hint)
    return text


Url = Annotated[str, ValueType(_url, takes="web address", type="string", pattern="^https://")]
SiteUrl = Annotated[str, ValueType(_site_url, takes="web address", type="string", pattern="^https://[^?#]+$")]
Endpoint = Annotated[str, ValueType(_endpoint, takes="web address", type="string", pattern="^https://")]
CalendarUrl = Annotated[str, ValueType(_calendar_url, takes="web address", type="string", pattern="^https://")]
SecretName = Annotated[
    str, ValueType(_secret_name, takes="name of an environment variable", type="string", pattern="^[A-Z][A-Z0-9_]+$")
]
Contact = Annotated[str | None, ValueType(_contact, takes="mailbox or web address", type="string")]
Mailbox = Annotated[str, ValueType(_mailbox, takes="mailbox", type="string")]
Domains = Annotated[
    tuple[str, ...], ValueType(many(_domain), takes="list of domains", type="array", items={"type": "string"})
]
Handles = Annotated[tuple[str, ...], ValueType(many(_handle), type="array", items={"type": "string"})]
