"""The Jinja environment for `overrides/hub`: autoescape is on, and an undefined name is an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from weakref import WeakSet

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from affinity_hub.core import i18n
from affinity_hub.core.file_names import PROJECT
from affinity_hub.core.i18n import Language, gettext
from affinity_hub.core.text import ended
from affinity_hub.wording import dates, labels, organization, zones

from . import assets, direct_templates, security_policy, translated_templates
from .compiled_templates import COMPILED, CompiledTemplates

TEMPLATES: Final = PROJECT / "overrides" / "hub"
_environments: Final = WeakSet[Environment]()


def environment(language: Language, filters: Mapping[str, Callable[..., Any]], names: Mapping[str, Any]) -> Environment:
    """A Jinja environment for the project's templates in one language, with additional filters and global names."""
    compiler = f"{direct_templates.COMPILER_VERSION}-{translated_templates.TRANSLATOR_VERSION}-{language.version}"
    env = direct_templates.DirectEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=CompiledTemplates(COMPILED, compiler),
        auto_reload=False,  # otherwise, each page looks at the files of its templates: 6% of the time for its page
        optimized=False,  # otherwise, a compiled template would contain old results of filters
    )
    env.globals["language"] = language
    env.add_extension(translated_templates.TranslatedTemplates)
    env.filters.update(
        day=dates.day,
        plain_day=dates.plain_day,
        date_block=dates.block,
        month=dates.month,
        ended=ended,
        listed=i18n.listed,
        decimal=i18n.decimal,
        percent=i18n.percent,
        due=dates.due,
        occasion=dates.when,
        year=dates.year,
        zone_sentence=zones.sentence,
        kind_name=labels.kind,
        strand_name=labels.strand,
    )
    env.filters.update(filters)
    _environments.add(env)
    env.globals.update(names, asset=assets.address, policy=security_policy, words=organization.current)
    return env


def forget_templates() -> None:
    """Lets every environment read its templates again, because a template may have changed."""
    for env in _environments:
        if env.cache is not None:
            env.cache.clear()


def root(path: str) -> str:
    """The relative address that leads from the page at `path` to the site's root."""
    return "../" * path.count("/") or "./"


def scrollable(html: str) -> str:
    """The HTML of a hand-written page with each table in a region that scrolls on its own and that the keyboard can
    reach.

    WCAG 2.2, 2.1.1 and 1.4.10. The theme does this with a script, and the keyboard cannot reach its tables. Each header
    cell gets `scope="col"` (1.3.1), because Markdown has only column headers.
    """
    frame = '<section class="hub-table" aria-label="{}" tabindex="0"><table class="hub-table__table">'
    html = re.sub(r"<th(?=>| style=)", '<th scope="col"', html)
    first, *others = html.replace("</table>", "</table></section>").split("<table>")
    return first + "".join(
        frame.format(escape(gettext("Table %(number)s", number=number))) + rest for number, rest in enumerate(others, 1)
    )
