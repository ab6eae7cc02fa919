"""Our own Jinja environment over `overrides/hub`: autoescape on, undefined names are errors, only views go in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from affinity_hub.core.artifact import Heading
from affinity_hub.core.text import ended, listed
from affinity_hub.wording import dates

from . import security_policy
from .compiled_templates import COMPILED, CompiledTemplates

TEMPLATES: Final = Path(__file__).resolve().parents[3] / "overrides" / "hub"
_HEADING = re.compile(r'<h2[^>]* id="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def environment(filters: Mapping[str, Callable[..., Any]], names: Mapping[str, Any]) -> Environment:
    """An environment over the templates of the project, with more filters and global names."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=CompiledTemplates(COMPILED),
        optimized=False,  # else a compiled template would hold results of filters, which may have changed since
    )
    env.filters.update(
        day=dates.day,
        plain_day=dates.plain_day,
        short_day=dates.short_day,
        month=dates.month,
        ended=ended,
        listed=listed,
        due=dates.due,
        occasion=dates.when,
        code=_code,
    )
    env.filters.update(filters)
    env.globals.update(names, policy=security_policy)
    return env


def _code(text: str) -> Markup:
    """Text in which what stands in backticks is shown as something to type."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped first


def root(path: str) -> str:
    """The relative address that leads from the page at `path` to the site's root."""
    return "../" * path.count("/") or "./"


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
