"""The templates of pages and frames, with the filters and names that know about records."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from jinja2 import Environment
from markupsafe import Markup

from affinity_hub.rendering import environment as render

from . import edit_links, event_dates
from .event_dates import EventDate
from .subscribe_links import GOOGLE, Ways
from .view import View

# What is known of the dates of events, for some twenty megabytes.
MOST_KNOWN: Final = 20_000
_known: dict[object, tuple[View, str]] = {}


@cache
def environment() -> Environment:
    """The environment all generated pages are rendered with."""
    names = {"dated": _dated, "google": GOOGLE, "edit_address": edit_links.edit, "form_address": edit_links.form}
    return render.environment({"ways": Ways}, names)


def _dated(macro: Callable[..., Markup], row: EventDate, *values: Any) -> Markup:
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
        _, pattern = _known[key] = row.event, event_dates.pattern(macro(row.marked(), *values))
    # The macro has escaped what is in the pattern; the words are dates and times.
    return Markup(pattern % row.words())  # noqa: S704


def body(template: str, path: str, **views: Any) -> str:
    """The HTML of a template for the page at `path`. In it, `root` leads from the page to the site's root."""
    return environment().get_template(template).render(root=render.root(path), path=path, **views)
