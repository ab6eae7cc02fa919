"""The handouts for new colleagues: a sheet, a slide, text for newsletters, and a flyer for each group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from affinity_hub.core.i18n import gettext
from affinity_hub.views.site import Site
from affinity_hub.views.subscribe_links import qr

from . import print_sheets
from .empty import has_handouts, is_ready_for_paper
from .page_spec import PageSpec, group_digest


def orientation(site: Site) -> Iterator[PageSpec]:
    """The pages of the handouts: a sheet, a slide, text for newsletters, and a flyer for each group."""
    home = {"home": site.address("")}
    description = gettext("One sheet for new colleagues: every group, who can come, and how to join.")
    shown = has_handouts(site)
    title = gettext("Welcome sheet")
    sheet = PageSpec(
        "orientation/", "orientation.html", title, description, home, edit="groups.yml", more_template_values=_sheet
    )
    yield replace(sheet, in_sitemap=shown)
    description = gettext("One slide for a welcome event: the groups, the next dates, and the address of this site.")
    title = gettext("Welcome slide")
    slide = PageSpec(
        "orientation/slide/", "slide.html", title, description, home, edit="groups.yml", more_template_values=_slide
    )
    yield replace(slide, in_sitemap=shown)
    description = gettext("A short text and a longer text about the groups, to paste into a newsletter or a message.")
    title = gettext("Text for a newsletter")
    text = PageSpec(
        "orientation/newsletter/",
        "newsletter.html",
        title,
        description,
        edit="groups.yml",
        more_template_values=_newsletter,
    )
    yield replace(text, in_sitemap=shown)
    for group in site.group_pages:
        title, description = (
            gettext("Flyer: %(name)s", name=group.name),
            gettext("A one-page flyer about %(name)s to print and post.", name=group.name),
        )
        address, template_values = f"{group.url}flyer/", {"group": group}
        yield PageSpec(
            address,
            "flyer.html",
            title,
            description,
            template_values,
            group,
            in_sitemap=False,
            searched=False,
            more_template_values=_flyer,
            inputs_digest=group_digest,
        )


def _home(site: Site) -> dict[str, Any]:
    return {"qr": qr(site.address(""), site.settings.name)}


def _sheet(site: Site, _: PageSpec) -> dict[str, Any]:
    return _home(site) | {"fitting": print_sheets.sheet(site), "ready": list(filter(is_ready_for_paper, site.groups))}


def _slide(site: Site, _: PageSpec) -> dict[str, Any]:
    return _home(site) | {"fitting": print_sheets.slide(site), "dates": print_sheets.dates(site)}


def _newsletter(site: Site, _: PageSpec) -> dict[str, Any]:
    return {"texts": print_sheets.newsletter(site)}


def _flyer(site: Site, spec: PageSpec) -> dict[str, Any]:
    group = spec.template_values["group"]
    address = site.address(group.url)
    return {"address": address, "qr": qr(address, group.name), "flyer": print_sheets.flyer(group, site)}
