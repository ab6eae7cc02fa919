"""The domains that the mailboxes in the texts of a hub may have."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from affinity_hub.hub.hub import Hub
from affinity_hub.values.contacts import EMAIL


def mail_domains(hub: Hub) -> tuple[str, ...]:
    """The domains that mailboxes may have: `email_domains`, or the domains of the hub, its organization, and its
    partners.

    Each domain allows itself and its subdomains, and `www.` in front is ignored. The result also has the
    parent domain of each host that has one, after `=`. It allows no subdomains: hub.district.org allows
    affinity@district.org.
    """
    settings = hub.settings
    if settings.email_domains:
        return settings.email_domains
    contact = settings.contact or ""
    addresses = (settings.url, settings.organization.url, contact, *(partner.url for partner in hub.partners))
    hosts = [contact.partition("@")[2] if EMAIL.fullmatch(contact) else "", settings.uid_domain or ""]
    hosts += [urlsplit(address or "").hostname or "" for address in addresses]
    found = dict.fromkeys(host.lower().removeprefix("www.") for host in hosts if "." in host)
    above = (f"={host.partition('.')[2]}" for host in found if host.count(".") > 1)
    return (*found, *dict.fromkeys(above))


def is_allowed(domain: str, domains: Iterable[str]) -> bool:
    """Whether a mailbox may be at `domain`. An allowed domain that begins with `=` does not allow subdomains."""
    return any(domain == own.removeprefix("=") or domain.endswith(f".{own}") for own in domains)
