"""The pages about opportunities: all of them, one for each interest, and one for each opportunity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from affinity_hub.core.i18n import gettext
from affinity_hub.views.openings import OFFERS, WANTS, ahead, deadline, is_over, openings
from affinity_hub.views.site import Site

from .empty import empty_pages
from .page_spec import PageSpec, paginated

# The number of entries that the overview shows of a list with its own page.
OPENINGS = 20


def opportunities(site: Site) -> Iterator[PageSpec]:
    """The page of all opportunities, a page for each interest, and a page for each opportunity."""
    description = gettext(
        "Mentoring, networking, trainings, convenings, and open roles: who can take part, by when, and how to apply."
    )
    all_openings = openings(site)
    # Usually, nothing is under `other`. Then no page links to the page of `other`, which still exists so that its
    # address stays valid.
    used = {opening.want for opening in all_openings} | {opportunity.kind for opportunity in site.opportunities}
    shown = [key for key in WANTS if key != "other" or key in used]
    closed = [opportunity for opportunity in site.opportunities if is_over(site, opportunity)]
    wants = {key: want.translated() for key, want in WANTS.items()}
    usual = {
        "wants": wants,
        "shown": shown,
        "ahead": ahead(site),
        "closed": closed,
        "used": used,
        "empty": empty_pages(site),
    }
    # If there are no offers, the page shows groups of that kind.
    open_groups = [group for group in site.groups if group.status != "closed"]
    groups = {key: [group for group in open_groups if group.kind == key] for key in ("mentoring", "networking")}
    usual |= {"leading": {key: own for key, own in groups.items() if own}}

    def page(address: str, title: str, description: str, want: str | None) -> PageSpec:
        chosen = [want] if want else shown
        lists = {key: [opening for opening in all_openings if opening.want == key] for key in chosen}
        template_values = usual | {"lists": lists, "want": want, "most": OPENINGS}
        return PageSpec(address, "opportunities.html", title, description, template_values, edit="opportunities.yml")

    yield page("opportunities/", gettext("Opportunities"), description, None)
    for key, want in wants.items():
        spec = page(f"opportunities/kinds/{key}/", want.title, f"{want.title}. {want.about}", key)
        yield from paginated(replace(spec, in_sitemap=key in used), spec.template_values["lists"][key])
    for opportunity in site.opportunity_pages:
        template_values = {
            "opportunity": opportunity,
            "what": OFFERS[opportunity.kind],
            "deadline": deadline(site, opportunity),
        }
        yield PageSpec(
            opportunity.url,
            "opportunity.html",
            opportunity.title,
            opportunity.summary or description,
            template_values,
            opportunity,
        )
