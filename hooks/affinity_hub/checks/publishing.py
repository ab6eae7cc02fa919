"""Whether a hub is ready to be published: the hub has a contact for questions, and no address is a placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from affinity_hub.core.file_names import SETTINGS
from affinity_hub.core.problems import Position, Problem
from affinity_hub.hub.hub import KeyPath, SourceFolder
from affinity_hub.source.tree import Node, YamlList, YamlMapping, file_at, position_in_tree

# Hosts that no one can own (RFC 2606, RFC 6761), and the account in the examples of this project.
_PLACEHOLDER: Final = re.compile(
    r"(?:.*\.)?example\.(?:com|net|org|edu)|.+\.(?:example|invalid|test|localhost)|localhost", re.IGNORECASE
)
_EXAMPLE_ACCOUNT: Final = re.compile(r"https://(?:www\.)?github\.com/example(?:[/?#].*)?", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://[^\s)>\]\"']+|[\w.%+-]+@[\w.-]+\w", re.IGNORECASE)
# Keys of hub.yml that contain a domain without `https://`.
_DOMAINS: Final = frozenset(("uid_domain", "email_domains"))
_ADVICE: Final = {
    "url": "Write the address where the site will be published, starting with https://.",
    "repository": "Write the address of the repository with these files, or delete the line.",
    "uid_domain": "Write a domain that you own. It is permanent once the site is published, even if the site moves.",
    "contact": "Write a mailbox that several people read, or a web page that starts with https://.",
}


def not_ready(folder: SourceFolder) -> Iterator[Problem]:
    """Values that must be filled in before the site is published. Private builds do not need them."""
    name = f"{SETTINGS}.yml"
    settings = folder.files.get(name)
    if isinstance(settings, YamlMapping) and folder.hub and folder.hub.settings.contact is None:
        message = "The hub has no contact for questions, so this site cannot be published yet."
        position = Position(file_at(settings, ("contact",), name), *position_in_tree(settings, ("contact",)))
        yield Problem(position, "E132", message, _ADVICE["contact"])
    for file, node in {**folder.files, **folder.staff_files}.items():
        for path, text in _texts(node):
            key = next((step for step in reversed(path) if isinstance(step, str)), "")
            found = [text] if key in _DOMAINS else _ADDRESS.findall(text)
            if placeholder := next(filter(_is_placeholder, found), ""):
                message = f'"{placeholder}" is a placeholder, so this site cannot be published yet.'
                hint = _ADVICE.get(key, "Write the real address, or delete it.")
                yield Problem(Position(file_at(node, path, file), *position_in_tree(node, path)), "E132", message, hint)


def _is_placeholder(address: str) -> bool:
    """Whether an address or domain is reserved for examples, so that no one can own it."""
    host = re.sub(r"^https?://|[/?#:].*", "", address) if "://" in address else address.rpartition("@")[2]
    return bool(_PLACEHOLDER.fullmatch(host) or _EXAMPLE_ACCOUNT.fullmatch(address))


def _texts(node: Node, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Every text in a file, with the path of keys and numbers that leads to it."""
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, YamlMapping):
        for key, value in node.items():
            yield from _texts(value, (*path, key))
    elif isinstance(node, YamlList):
        for index, value in enumerate(node):
            yield from _texts(value, (*path, index))
