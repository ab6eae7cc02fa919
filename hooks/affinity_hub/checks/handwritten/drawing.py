"""Which SVG drawings a site may publish.

Browsers run the scripts of a drawing that somebody opens by itself, and no policy of a page covers that. So a drawing
may hold only elements on a list. The XML is parsed first: entities and namespaces can hide anything from a search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

_SVG: Final = "{http://www.w3.org/2000/svg}"
_ELEMENTS: Final = frozenset(
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
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*script:|data:", re.IGNORECASE)
_LOADS: Final = re.compile(r"@import|expression\(|url\(\s*[\"']?\s*(?!#)", re.IGNORECASE)


def refused(text: str) -> Iterator[str]:
    """What in a drawing could run a program or load a file of another site, as it is written there."""
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
        if not tag.startswith(_SVG) or name not in _ELEMENTS:
            yield name.rpartition("}")[2]
            continue
        if name == "style" and (found := _LOADS.search("".join(element.itertext()))):
            yield found[0]
        yield from (key for key, value in element.attrib.items() if not _is_harmless(key.rpartition("}")[2], value))


def _is_harmless(name: str, value: str) -> bool:
    plain = re.sub(r"[\s\x00-\x1f\\]+", "", value)
    if name.lower().startswith("on") or _SCHEME.search(plain) or _LOADS.search(plain):
        return False
    return name not in ("href", "src") or plain.startswith("#")
