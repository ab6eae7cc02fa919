"""The network addresses that an import may connect to: public addresses, and no address of this machine or its
network."""

from __future__ import annotations

import ipaddress
from typing import Final

# Addresses that carry an IPv4 address inside (RFC 6052, RFC 3056, RFC 4380): the address inside decides.
_NAT64: Final = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found.teredo or any(found in network for network in _NAT64):
            return False
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)
