"""Renders a template of a page or a frame, with the filters and names that know about records."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from jinja2 import Environment

from affinity_hub.core import i18n
from affinity_hub.core.i18n import Language
from affinity_hub.record_views.addresses import contact_link
from affinity_hub.rendering import jinja

from . import edit_links
from .subscribe_links import GOOGLE, SubscribeLinks


def environment() -> Environment:
    """The environment of all generated pages in the current language."""
    return _environment(i18n.current())


@cache
def _environment(language: Language) -> Environment:
    names = {
        "google": GOOGLE,
        "edit_address": edit_links.edit,
        "form_address": edit_links.form,
        "tell_us": edit_links.tell_us,
    }
    return jinja.environment(language, {"ways": SubscribeLinks, "contact_link": contact_link}, names)


def body(template: str, path: str, **views: Any) -> str:
    """The HTML of a template for the page at `path`. In it, `root` leads from the page to the site's root."""
    return "".join(pieces(template, path, **views))


def pieces(template: str, path: str, **views: Any) -> Iterator[str]:
    """The HTML of `body`, piece by piece: text before a call in the template comes before the call is made."""
    return environment().get_template(template).generate(root=jinja.root(path), path=path, **views)
