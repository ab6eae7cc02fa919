"""The HTML that a hand-written page may contain, and the SVG drawings that a site may publish: an allow-list for each.

The list for pages covers what Markdown and its usual extensions write: tables, footnotes, admonitions, task lists,
highlighted code, details, figures, ids, and classes. It leaves out scripts, styles, frames, forms, event handlers, and
links to anything but web pages and mailboxes, because GitHub Pages sends no headers that would stop them.

Browsers run the scripts of a drawing that is opened directly, and no policy of a page covers that. So a drawing may
contain only elements on a list. The XML is parsed first, because entities and namespaces can hide anything from a
search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final, NamedTuple
from urllib.parse import urlsplit
from xml.etree import ElementTree

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
LINK_SCHEMES: Final = frozenset(("https", "http", "mailto"))
_ADDRESSES: Final = ("href", "src", "cite")
# Markdown writes a style for `| ---: |`. The policy forbids styles, so an attribute sets the alignment instead.
_ALIGNED: Final = re.compile(r'(<t[hd][^<>]*?) style="text-align: (left|center|right);"')
_SKIPPED: Final = re.compile("[\x00-\x20]+")


class Refused(NamedTuple):
    """A tag, attribute, or address that is not on the allow-list, and the text by which to find it on the page."""

    message: str
    hint: str
    sign: str


def clean(html: str) -> str:
    """The HTML of a page without anything that is not on the allow-list."""
    return nh3.clean(
        aligned(html),
        tags=set(TAGS),
        attributes={"*": set(_EVERYWHERE)} | {tag: set(names) for tag, names in _ATTRIBUTES.items()},
        # Pages have no use for text fields, but task lists have check boxes.
        set_tag_attribute_values={"input": {"type": "checkbox"}},
        generic_attribute_prefixes=set(_PREFIXES),
        url_schemes=set(LINK_SCHEMES),
        link_rel=None,
    )


def refused(html: str) -> list[Refused]:
    """Everything that `clean` would remove from the HTML of a page, in order, so that each removal has a message."""
    reader = _Reader()
    reader.feed(aligned(html))
    reader.close()
    return list(dict.fromkeys(reader.found))


def aligned(html: str) -> str:
    """The HTML with attributes instead of styles for the alignment of table cells."""
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
            hint = f"Delete <{tag}> and </{tag}>. Also delete everything between them that is not text for readers."
            self.found.append(Refused(message, hint, f"<{tag}"))
            return
        if tag == "input" and (dict(attrs).get("type") or "").lower() != "checkbox":
            message = "The only <input> that is allowed on a page of this site is a check box."
            hint = 'Delete  <input …>  or write a check box:  <input type="checkbox" disabled>'
            self.found.append(Refused(message, hint, "<input"))
        for name, value in attrs:
            self.found.extend(_attribute(tag, name, value or ""))


def _attribute(tag: str, name: str, value: str) -> Iterator[Refused]:
    if name not in _EVERYWHERE | _ATTRIBUTES.get(tag, _NONE) and not name.startswith(_PREFIXES):
        message = f"The attribute `{name}` of <{tag}> is not allowed on a page of this site."
        yield Refused(message, f"Delete  {name}=  and the text in quotes after it.", name)
    elif name in _ADDRESSES and (scheme := _scheme(value)) not in LINK_SCHEMES | {""}:
        message = f"An address that begins with `{scheme}:` is not allowed on a page of this site."
        yield Refused(message, "Link to a page:  https://www.example.org/", f"{scheme}:")
    elif tag == "img" and name == "src" and re.match(r"[a-z]+:|[/\\]{2}", without_skipped(value), re.IGNORECASE):
        message = "This picture comes from another site, which would learn who reads the page."
        yield Refused(message, "Put the picture in docs/assets/:  ![What it shows](assets/picture.png)", value)


def without_skipped(text: str) -> str:
    """The text without the characters that browsers ignore before the scheme of an address and inside it."""
    return _SKIPPED.sub("", text)


def _scheme(address: str) -> str:
    try:
        return urlsplit(without_skipped(address)).scheme
    except ValueError:
        return ""


_SVG: Final = "{http://www.w3.org/2000/svg}"
_DRAWN: Final = frozenset(
    (
        *("svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "switch", "view", "style"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath"),
        *("linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker", "filter"),
        *("feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feDropShadow", "feFlood", "feFuncA"),
        *("feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset"),
        *("feTile", "feTurbulence"),
    )
)
# A document type can add attributes and entities, and an instruction can name a style sheet of another site.
_DECLARATION: Final = re.compile(r"<!(DOCTYPE|ENTITY|ATTLIST)|<\?(?!xml\s)([\w:-]+)", re.IGNORECASE)
_DRAWN_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*script:|data:", re.IGNORECASE)
_LOADS: Final = re.compile(r"@import|expression\(|url\(\s*[\"']?\s*(?!#)", re.IGNORECASE)


def refused_in_drawing(text: str) -> Iterator[str]:
    """The parts of a drawing that could run a program or load a file of another site, as the drawing has them."""
    if found := _DECLARATION.search(text):
        yield found[1] or found[2]
        return
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - no document type, so there are no entities to expand
    except ElementTree.ParseError:
        yield "XML that is not well-formed"
        return
    for element in root.iter():
        tag = str(element.tag)
        name = tag.removeprefix(_SVG)
        if not tag.startswith(_SVG) or name not in _DRAWN:
            yield name.rpartition("}")[2]
            continue
        if name == "style" and (found := _LOADS.search("".join(element.itertext()))):
            yield found[0]
        yield from (key for key, value in element.attrib.items() if not _is_harmless(key.rpartition("}")[2], value))


def _is_harmless(name: str, value: str) -> bool:
    plain = re.sub(r"[\s\x00-\x1f\\]+", "", value)
    if name.lower().startswith("on") or _DRAWN_SCHEME.search(plain) or _LOADS.search(plain):
        return False
    return name not in ("href", "src") or plain.startswith("#")
