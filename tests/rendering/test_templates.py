"""Templates use only the fields that their views have."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from affinity_hub import load
from affinity_hub.core.artifact import PageMeta
from affinity_hub.pages.page_body import PageBody
from affinity_hub.rendering.jinja import TEMPLATES
from affinity_hub.rendering.layout import Layout, MenuLink, PageFrame
from affinity_hub.schema.settings import Settings
from affinity_hub.views import templates
from affinity_hub.views.site import Site
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader

from tests.template_types import Checker, contexts, of_value

MOST_UNKNOWN = 25
SITES = Path(__file__).parents[1] / "sites"


def checked(env: Environment, now: dt.datetime) -> Checker:
    """The templates of a site that uses every key."""
    checker = Checker(env)
    names = {name: of_value(value) for name, value in env.globals.items()}
    hub, _ = load(SITES / "full", now)
    for template, context in contexts(Site(hub, now)):
        own = {name: of_value(value) for name, value in context.items()}
        checker.template(
            template, {**names, "title": str, "root": str, "path": str, "file": str, "page": PageBody, **own}
        )
    layout = {
        "layout": Layout,
        "settings": Settings,
        "meta": PageMeta,
        "frame": PageFrame,
        "menu": tuple[MenuLink, ...],
    }
    flags = {"is_home": bool, "is_markdown": bool, "address": str, "contact": str, "body": str}
    for path in sorted((TEMPLATES / "layout").glob("*.html")):
        checker.template(f"layout/{path.name}", {**names, **layout, **flags, "root": str})
    return checker


def test_templates_use_only_fields_that_exist(now: dt.datetime) -> None:
    checker = checked(templates.environment(), now)
    assert sorted(checker.missing) == []
    unknown = checker.unknown - checker.checked
    assert len(unknown) < MOST_UNKNOWN < len(checker.checked) / 40, sorted(unknown)


def misspelled(mistakes: list[tuple[str, str, str]]) -> Environment:
    """The templates with a misspelled word: the name of each changed template, the right word, and the wrong word."""
    texts: dict[str, str] = {}
    for template, right, wrong in mistakes:
        text = texts.get(template) or (TEMPLATES / template).read_text("utf-8")
        assert right in text
        texts[template] = text.replace(right, wrong)
    return templates.environment().overlay(loader=ChoiceLoader([DictLoader(texts), FileSystemLoader(TEMPLATES)]))


def test_a_misspelled_field_is_found(now: dt.datetime) -> None:
    mistakes = [
        ("group.html", "group.summary", "group.sumary"),
        ("macros.html", "row.weekday", "row.week_day"),
        ("you-said.html", "row.view.title", "row.view.titel"),
        ("choose.html", "group.discreet_title", "group.discrete_title"),
        ("layout/footer.html", "hub.nondiscrimination", "hub.nondiscriminaton"),
        ("layout/menu.html", "link.current", "link.curent"),
        ("group.html", "page.section", "page.sektion"),
        ("macros.html", "item.evidence", "item.evidense"),
    ]
    missing = checked(misspelled(mistakes), now).missing
    for template, _, wrong in mistakes:
        said = f"has no attribute {wrong.rpartition('.')[2]}"
        assert any(field.startswith(f"{template}:") and said in field for field in missing), (template, wrong)


def test_a_call_with_other_arguments_is_found(now: dt.datetime) -> None:
    mistakes = [
        ("group.html", 'page.section("purpose", _("Purpose"))', 'page.section("purpose")'),
        ("group.html", '_("Opportunities"), "hub-off-paper")', '_("Opportunities"), stile="hub-off-paper")'),
        ("group.html", "{{ page.prose(group.gloss) }}", "{{ page.prose() }}"),
    ]
    missing = checked(misspelled(mistakes), now).missing
    assert len(missing) == len(mistakes)
    for said in ("missing a required argument: 'title'", "keyword argument 'stile'", "required argument: 'text'"):
        assert any(field.startswith("group.html:") and said in field for field in missing), said
