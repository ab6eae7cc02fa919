"""The HTML that a hand-written page may hold: one allow-list, applied to what Markdown makes of the page.

The list covers what Markdown and its usual extensions write: tables, footnotes, admonitions, task lists, highlighted
code, details, figures, ids and classes. Scripts, styles, frames, forms and event handlers are not on it, and neither
are links to anything but web pages and mailboxes: GitHub Pages sends no headers that would stop them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import nh3

_TEXT: Final = (
    "a abbr b bdi bdo br cite code del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr"
)
_BLOCKS: Final = (
    "article aside blockquote caption col colgroup dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr img input label li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
TAGS: Final = frozenset(f"{_TEXT} {_BLOCKS}".split())
_EVERYWHERE: Final = frozenset(("id", "class", "title", "lang", "dir", "role", "hidden", "translate", "tabindex"))
_ATTRIBUTES: Final[dict[str, frozenset[str]]] = {
    "a": frozenset(("href", "name", "rel", "target", "download", "hreflang")),
    "img": frozenset(("src", "alt", "width", "height", "loading", "align")),
    "ol": frozenset(("start", "type", "reversed")),
    "li": frozenset(("value",)),
    "details": frozenset(("open", "name")),
    "input": frozenset(("type", "checked", "disabled")),
    "label": frozenset(("for",)),
    "time": frozenset(("datetime",)),
    "q": frozenset(("cite",)),
    "blockquote": frozenset(("cite",)),
    "del": frozenset(("cite", "datetime")),
    "ins": frozenset(("cite", "datetime")),
    "col": frozenset(("span",)),
    "colgroup": frozenset(("span",)),
    "td": frozenset(("colspan", "rowspan", "headers", "align")),
    "th": frozenset(("colspan", "rowspan", "headers", "scope", "align", "abbr")),
}
_NONE: Final = frozenset[str]()
_PREFIXES: Final = ("aria-", "data-")
SCHEMES: Final = frozenset(("https", "http", "mailto"))
_ADDRESSES: Final = ("href", "src", "cite")
# What Markdown writes for `| ---: |`. A policy forbids styles in a page; the attribute says the same.
_ALIGNED: Final = re.compile(r'(<t[hd][^<>]*?) style="text-align: (left|center|right);"')
# Browsers skip these in front of a scheme and inside it.
_SKIPPED: Final = re.compile("[\x00-\x20]+")


class Refused(NamedTuple):
    """Something on a page that is not on the allow-list, and the words of the page by which to find it."""

    message: str
    hint: str
    sign: str


def clean(html: str) -> str:
    """The HTML of a page with nothing in it but what is on the allow-list."""
    return nh3.clean(
        aligned(html),
        tags=set(TAGS),
        attributes={"*": set(_EVERYWHERE)} | {tag: set(names) for tag, names in _ATTRIBUTES.items()},
        generic_attribute_prefixes=set(_PREFIXES),
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def refused(html: str) -> list[Refused]:
    """What `clean` would take out of the HTML of a page, in order: nothing disappears without a message."""
    reader = _Reader()
    reader.feed(aligned(html))
    reader.close()
    return list(dict.fromkeys(reader.found))


def aligned(html: str) -> str:
    """The HTML with the alignment of table cells as attributes in place of styles."""
    return _ALIGNED.sub(r'\1 align="\2"', html)


class _Reader(HTMLParser):
    """Goes through the tags of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Refused] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judges a tag and its attributes."""
        if tag not in TAGS:
            message = f"The HTML tag <{tag}> is not allowed on a page of this site."
            hint = f"Delete <{tag}> and </{tag}>, with what is between them if it is no text for readers."
            self.found.append(Refused(message, hint, f"<{tag}"))
            return
        for name, value in attrs:
            self.found.extend(_attribute(tag, name, value or ""))


def _attribute(tag: str, name: str, value: str) -> Iterator[Refused]:
    if name not in _EVERYWHERE | _ATTRIBUTES.get(tag, _NONE) and not name.startswith(_PREFIXES):
        message = f"The attribute `{name}` of <{tag}> is not allowed on a page of this site."
        yield Refused(message, f"Delete  {name}=  and the text in quotes after it.", name)
    elif name in _ADDRESSES and (scheme := _scheme(value)) not in SCHEMES | {""}:
        message = f"An address that begins with `{scheme}:` is not allowed on a page of this site."
        yield Refused(message, "Link to a page:  https://www.example.org/", f"{scheme}:")
    elif tag == "img" and name == "src" and re.match(r"[a-z]+:|//", _SKIPPED.sub("", value), re.IGNORECASE):
        message = "This picture is on another site, which would learn who reads the page."
        yield Refused(message, "Put the picture into docs/assets/:  ![What it shows](assets/picture.png)", value)


def _scheme(address: str) -> str:
    try:
        return urlsplit(_SKIPPED.sub("", address)).scheme
    except ValueError:
        return ""
