"""For those who edit the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from itertools import groupby

from affinity_hub.core.markdown import to_html
from affinity_hub.messages.catalog import Code, codes
from affinity_hub.schema.docs import reference
from affinity_hub.views.site import View

from .page_spec import PageSpec


def help_pages() -> Iterator[PageSpec]:
    """For those who edit the data: every key, and what each answer of the check means. The same for every site."""
    about = "What can be written in the data files, key by key."
    yield PageSpec("help/keys/", "keys.html", "Every key", about, {"sections": _sections()})
    views = _codes()
    about = "What the check of the data files can say: every code, why it is a problem, and how to put it right."
    areas = [(area, list(run)) for area, run in groupby(views, key=lambda view: view.area)]
    yield PageSpec("help/", "help.html", "Answers of the check", about, {"areas": areas})
    for view in views:
        yield PageSpec(view.url, "code.html", f"{view.name}: {view.title}", view.title, {"code": view}, listed=False)


@cache
def _sections() -> tuple[reference.Section, ...]:
    return tuple(reference.sections())


@cache
def _codes() -> tuple[View, ...]:
    return tuple(map(_code, codes()))


def _code(code: Code) -> View:
    return View(
        **{**asdict(code), "why": to_html(code.why), "severity": code.severity, "area": code.area, "url": code.url}
    )
