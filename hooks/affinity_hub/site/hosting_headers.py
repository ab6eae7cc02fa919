"""The HTTP headers of each file in `_headers`, which Cloudflare Pages and Netlify read from the site.

Hosts differ if several patterns match an address. Some send the headers of all of them, and a browser then enforces
both policies. Others send only the headers of the last pattern. So every policy here is complete, and the policy for
`/*` forbids nothing that a widget or a form needs. That policy leaves framing to X-Frame-Options, which browsers ignore
if a policy has `frame-ancestors` (CSP 3, 6.4.2). handbook/hosting.md says the same for other servers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final

from affinity_hub.core.artifact import Artifact
from affinity_hub.embeds.pages import style
from affinity_hub.hub.embed_contract import COLOR_SCHEMES
from affinity_hub.rendering import security_policy
from affinity_hub.rendering.assets import VERSIONS
from affinity_hub.rendering.layout import FORMS_FOLDER
from affinity_hub.schema.settings import Settings

HEADERS_FILE: Final = "_headers"
WIDGETS: Final = "embed/"
CALENDAR: Final = "text/calendar; charset=utf-8"
# Calendar apps fetch calendars a few times a day at most. A cache must not delay a cancellation further.
SHORT_LIFETIME: Final = "Cache-Control: public, max-age=300"
# These files have a hash of their content in their names, so the file at such an address never changes.
HASHED: Final = ("assets/stylesheets/*", f"{VERSIONS}*", "images/*")
FOREVER: Final = "Cache-Control: public, max-age=31536000, immutable"


def with_headers(files: Iterable[Artifact], settings: Settings) -> Iterator[Artifact]:
    """The files, then `_headers`, and `.nojekyll`, which keeps GitHub from processing the files with Jekyll."""
    paths: list[str] = []
    areas: set[str] = set()
    for file in files:
        paths.append(file.path)
        if file.path.startswith(WIDGETS) and not file.is_page:
            areas.add("/".join(file.path.split("/")[:2]))
        yield file
    styles = sorted(security_policy.style_source(style(scheme).encode()) for scheme in COLOR_SCHEMES)
    endpoint = settings.proposals.address("endpoint") if settings.proposals else None
    rules = dict(_rules(paths, sorted(areas), styles, settings.embed_hosts, endpoint))
    text = "".join(f"{path}\n" + "".join(f"  {line}\n" for line in lines) for path, lines in rules.items())
    yield Artifact(HEADERS_FILE, text.encode())
    yield Artifact(".nojekyll", b"")


def _rules(
    paths: list[str], areas: list[str], styles: list[str], hosts: tuple[str, ...], endpoint: str | None
) -> Iterator[tuple[str, list[str]]]:
    """Each pattern with its headers, the broadest pattern first."""
    sources = " ".join(["style-src 'self'", *styles])
    pages = security_policy.PAGE_POLICY.format(styles=sources, connect=security_policy.OWN_SITE)
    with_forms = security_policy.PAGE_POLICY.format(styles=sources, connect=security_policy.connections(endpoint))
    yield (
        "/*",
        [
            f"Content-Security-Policy: {with_forms}",
            "X-Frame-Options: SAMEORIGIN",
            "X-Content-Type-Options: nosniff",
            "Referrer-Policy: no-referrer",
        ],
    )
    sections = {path.split("/")[0] for path in paths if "/" in path} - {WIDGETS.rstrip("/")}
    for pattern in ["/", f"/{WIDGETS}", *(f"/{section}/*" for section in sorted(sections))]:
        policy = with_forms if pattern == f"/{FORMS_FOLDER}*" else pages
        yield pattern, [f"Content-Security-Policy: {policy}; frame-ancestors 'self'"]
    ancestors = " ".join(["'self'", *hosts]) if hosts else "*"
    framed = f"{security_policy.FRAMED.format(styles=sources)}; frame-ancestors {ancestors}"
    for area in areas:
        yield f"/{area}/*", [f"Content-Security-Policy: {framed}"]
    for pattern in _calendars(paths):
        yield pattern, [f"Content-Type: {CALENDAR}", SHORT_LIFETIME]
    for pattern in HASHED:
        yield f"/{pattern}", [FOREVER]


def _calendars(paths: list[str]) -> Iterator[str]:
    """The patterns for folders in which all files are calendars, and for each calendar elsewhere."""
    mixed = {folder for path in paths if not path.endswith(".ics") for folder in _folders(path)}
    calendars = (path for path in paths if path.endswith(".ics"))
    tops = {path: next((folder for folder in _folders(path) if folder not in mixed), "") for path in calendars}
    yield from sorted({f"/{top}/*" if top else f"/{path}" for path, top in tops.items()})


def _folders(path: str) -> Iterator[str]:
    """The folders of a file, the outermost folder first."""
    return accumulate(path.split("/")[:-1], "{}/{}".format)
