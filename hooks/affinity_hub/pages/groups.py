"""The directory of groups, the five questions, a page for each group, the facilitators, and how a group starts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from affinity_hub.core.i18n import gettext
from affinity_hub.record_views.five_questions import questions
from affinity_hub.record_views.groups import GroupView
from affinity_hub.record_views.list_places import PLACES
from affinity_hub.views.site import Site
from affinity_hub.views.subscribe_links import qr
from affinity_hub.wording.labels import GROUP_KINDS, GROUP_STATUSES

from .long_lists import few, owned
from .page_spec import Filter, PageSpec, choices_in_rows, group_digest, paginated, useful_filters

# On the page of the five questions, a group needs more space than a card, because it has five answers.
QUESTION_GROUPS = 40
FORMING_GROUPS = 40


def groups(site: Site) -> Iterator[PageSpec]:
    """The directory, a directory for each kind, the five questions, and a page for each group."""
    description = gettext("Every group: what it is for, who can come, when it meets next, and how to join.")
    labels: dict[str, Any] = {"kinds": GROUP_KINDS, "statuses": GROUP_STATUSES, "filters_of": _filters}
    whole = PageSpec(
        "groups/", "groups.html", gettext("Groups"), description, labels | {"kind": None}, edit="groups.yml"
    )
    yield from paginated(whole, site.groups)
    for kind, name in GROUP_KINDS.items():
        own, template_values = [group for group in site.groups if group.kind == kind], labels | {"kind": kind}
        about = gettext(
            "%(kind)s: what each group is for, who can come, when it meets next, and how to join.", kind=name
        )
        spec = PageSpec(f"groups/kinds/{kind}/", "groups.html", name, about, template_values, edit="groups.yml")
        yield from paginated(replace(spec, in_sitemap=bool(own)), own)
    description = gettext("Five questions for every group, and which answers are still missing.")
    asked = [group for group in site.groups if group.status != "closed"]
    template_values = {"groups": asked, "questions": questions()}
    spec = PageSpec(
        "groups/questions/",
        "questions.html",
        gettext("Five questions"),
        description,
        template_values,
        edit="groups.yml",
    )
    yield from paginated(spec, asked, QUESTION_GROUPS)
    for group in site.group_pages:
        address, description = site.address(group.url), group.summary or group.name
        template_values = labels | {"group": group, "address": address} | few(group)
        spec = PageSpec(
            group.url,
            "group.html",
            group.name,
            description,
            template_values,
            group,
            more_template_values=_more_template_values,
            inputs_digest=group_digest,
        )
        yield replace(spec, feed=group.url, card=group.card)
        yield from owned(group)


def _filters(groups: Sequence[GroupView]) -> list[Filter]:
    found = [
        Filter(
            "kind",
            gettext("Kind"),
            gettext("All kinds"),
            choices_in_rows(GROUP_KINDS, (group.kind for group in groups)),
        ),
        Filter(
            "status",
            gettext("Status"),
            gettext("Any status"),
            choices_in_rows(GROUP_STATUSES, (g.status for g in groups)),
        ),
    ]
    return useful_filters(found, len(groups))


def _more_template_values(_: Site, spec: PageSpec) -> dict[str, Any]:
    return {"qr": qr(spec.template_values["address"], spec.title)}


def facilitators(site: Site) -> Iterator[PageSpec]:
    """The roles of the people who lead groups, the open roles first."""
    description = gettext("Who leads the groups, by role, and which roles are open.")
    spec = PageSpec("facilitators/", "facilitators.html", gettext("Facilitators"), description, edit="facilitators.yml")
    yield from paginated(spec, site.roles, is_only_place=True)


def start_a_group(site: Site) -> Iterator[PageSpec]:
    """How a new group starts, with the groups that are forming and the open roles."""
    description = gettext("How a new group starts, and the status of each forming group.")
    forming = [group for group in site.groups if group.status in ("exploring", "forming")]
    open_roles = [person for person in site.facilitators if person.vacancy]
    template_values: dict[str, Any] = {
        "forming": forming,
        "statuses": GROUP_STATUSES,
        "vacancies": open_roles,
        "most": FORMING_GROUPS,
    }
    template_values |= {"steps": PLACES["start_a_group"]}
    yield PageSpec(
        "start-a-group/",
        "start-a-group.html",
        gettext("Start a group"),
        description,
        template_values,
        edit="progress.yml",
    )
