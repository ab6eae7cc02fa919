"""The pages for people who edit the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from markupsafe import Markup

from affinity_hub.core.i18n import gettext
from affinity_hub.core.markdown import to_html
from affinity_hub.messages.codes import Code, Example, codes
from affinity_hub.reference import keys

from .page_spec import PageSpec


@dataclass(frozen=True, slots=True)
class CodePage:
    """The help for an error or a warning: why it is a problem, as HTML, and examples."""

    name: str
    title: str
    why: Markup
    examples: tuple[Example, ...]
    severity: str
    area: str
    url: str


def help_pages() -> Iterator[PageSpec]:
    """The pages for people who edit the data: every key, and every code of the check.

    They are the same for every site, and the search leaves them out: visitors look for groups and dates.
    """
    about = gettext("Every key that you can use in the data files.")
    yield PageSpec(
        "help/keys/", "keys.html", gettext("Every key"), about, {"sections": _sections()}, listed=False, searched=False
    )
    views = _codes()
    about = gettext(
        "Every message from the check of the data files, with its code, the reason for it, and how to fix the problem."
    )
    areas = [(area, list(run)) for area, run in groupby(views, key=lambda view: view.area)]
    title = gettext("Messages from the check")
    yield PageSpec("help/", "help.html", title, about, {"areas": areas}, listed=False, searched=False)
    for view in views:
        title = f"{view.name}: {view.title}"
        yield PageSpec(view.url, "code.html", title, view.title, {"code": view}, listed=False, searched=False)


@cache
def _sections() -> tuple[keys.FileSection, ...]:
    return tuple(keys.sections())


@cache
def _codes() -> tuple[CodePage, ...]:
    return tuple(map(_code, codes()))


def _code(code: Code) -> CodePage:
    return CodePage(code.name, code.title, to_html(code.why), code.examples, code.severity, code.area, code.url)
