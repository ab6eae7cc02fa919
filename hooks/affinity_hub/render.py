"""Our own Jinja environment over `overrides/hub`: autoescape on, undefined names are errors, only views go in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from . import instances, policy, wording
from .forms import links
from .instances import Instance
from .output import Heading
from .subscribe import GOOGLE, Ways
from .view import View

TEMPLATES: Final = Path(__file__).resolve().parents[2] / "overrides" / "hub"
# What is known of the dates of events, for some twenty megabytes.
MOST_KNOWN: Final = 20_000
_known: dict[object, tuple[View, str]] = {}
_HEADING = re.compile(r'<h2[^>]* id="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@cache
def environment() -> Environment:
    """The environment all generated pages are rendered with."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(
        day=wording.day,
        plain_day=wording.plain_day,
        short_day=wording.short_day,
        month=wording.month,
        listed=wording.listed,
        due=wording.due,
        occasion=wording.when,
        code=_code,
        ways=Ways,
    )
    env.globals.update(dated=_dated, google=GOOGLE, edit_address=links.edit, form_address=links.form)
    env.globals.update(policy=policy)
    return env


def _code(text: str) -> Markup:
    """Text in which what stands in backticks is shown as something to type."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped first


def _dated(macro: Callable[..., Markup], row: Instance, *values: Any) -> Markup:
    """What a macro makes of a date of an event and of plain values.

    Most dates of an event differ in a few words only. The macro is called for the first of them, with marks in place of
    these words; for the others they are filled in. What is said of the time at another place differs in more.
    """
    if row.is_today or row.first_day != row.last_day or row.away:
        return macro(row, *values)
    key = (id(row.event), macro.name, row.status, row.note, *values)  # type: ignore[attr-defined]  # macros have a name
    event, pattern = _known.get(key, (None, ""))
    if event is not row.event:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _, pattern = _known[key] = row.event, instances.pattern(macro(row.marked(), *values))
    # The macro has escaped what is in the pattern; the words are dates and times.
    return Markup(pattern % row.words())  # noqa: S704


def root(path: str) -> str:
    """The relative address that leads from the page at `path` to the site's root."""
    return "../" * path.count("/") or "./"


def body(template: str, path: str, **views: Any) -> str:
    """The HTML of a template for the page at `path`. In it, `root` leads from the page to the site's root."""
    return environment().get_template(template).render(root=root(path), path=path, **views)


def scrollable(html: str) -> str:
    """The HTML of a hand-written page with each table in a frame that scrolls by itself and that a key can reach.

    WCAG 2.2, 2.1.1 and 1.4.10. The theme does this with a script, and without the key. Headers say that they belong to
    columns (1.3.1); Markdown knows no others.
    """
    frame = '<section class="hub-table" aria-label="Table {}" tabindex="0"><table class="hub-table__table">'
    html = re.sub(r"<th(?=>| style=)", '<th scope="col"', html)
    first, *others = html.replace("</table>", "</table></section>").split("<table>")
    return first + "".join(frame.format(number) + rest for number, rest in enumerate(others, 1))


def headings(html: str) -> Iterator[Heading]:
    """The second-level headings with ids, for the table of contents."""
    for found in _HEADING.finditer(html):
        yield Heading(found[1], unescape(_TAG.sub("", found[2])).strip())
