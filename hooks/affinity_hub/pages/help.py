"""The pages for people who edit the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import Any

from affinity_hub.core.digests import digest
from affinity_hub.core.i18n import gettext
from affinity_hub.core.markdown import to_html
from affinity_hub.messages.codes import codes
from affinity_hub.reference import keys
from affinity_hub.views.site import Site

from .page_spec import PageSpec


def help_pages() -> Iterator[PageSpec]:
    """The pages for people who edit the data: every key, and every code of the check.

    They are the same for every site, and the search leaves them out: visitors look for groups and dates.
    """
    page = partial(PageSpec, in_sitemap=False, searched=False)
    description = gettext("Every key that you can use in the data files.")
    yield page("help/keys/", "keys.html", gettext("Every key"), description, more_template_values=_sections)
    description = gettext(
        "Every message from the check of the data files, with its code, the reason for it, and how to fix the problem."
    )
    known = codes()
    areas = [(area, list(run)) for area, run in groupby(known, key=lambda code: code.area)]
    yield page("help/", "help.html", gettext("Messages from the check"), description, {"areas": areas})
    for code in known:
        title = f"{code.name}: {code.title}"
        yield page(
            code.url,
            "code.html",
            title,
            code.title,
            {"code": code},
            more_template_values=_why,
            inputs_digest=_inputs_digest,
        )


def _inputs_digest(_: Site, spec: PageSpec) -> bytes:
    """The page of a code shows only texts of the program."""
    return digest(spec.address)


def _sections(_: Site, __: PageSpec) -> Mapping[str, Any]:
    return {"sections": tuple(keys.sections())}


def _why(_: Site, spec: PageSpec) -> Mapping[str, Any]:
    return {"why": to_html(spec.template_values["code"].why)}
