"""Templates that are compiled to direct Python give the pages that Jinja gives, byte for byte."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from affinity_hub.environment import make
from affinity_hub.rendering import direct_templates, jinja, layout
from affinity_hub.rendering.direct_templates import DirectEnvironment, escaped
from affinity_hub.site.site_files import SiteFiles
from affinity_hub.views import templates
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from tests.conftest import DEMO, HOSTILE, MINIMAL

SITES = Path(__file__).parents[1] / "sites"


def forget_templates() -> None:
    templates._environment.cache_clear()
    layout._templates.cache_clear()


def pages(folder: Path, now: dt.datetime) -> dict[str, bytes]:
    """All files that templates make."""
    files = SiteFiles(make(folder, now))
    return {artifact.path: files.final_content(artifact) for artifact in files if artifact.path.endswith(".html")}


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    forget_templates()


@pytest.mark.parametrize(
    "folder",
    [SITES / "full", HOSTILE, MINIMAL, pytest.param(DEMO, marks=pytest.mark.long)],
    ids=lambda folder: folder.name,
)
def test_every_page_equals_the_page_that_jinja_makes(folder: Path, now: dt.datetime, plain: pytest.MonkeyPatch) -> None:
    forget_templates()
    ours = pages(folder, now)
    plain.setattr(direct_templates, "DirectEnvironment", Environment)
    plain.setattr(jinja, "CompiledTemplates", lambda *_: None)
    forget_templates()
    assert type(templates.environment()) is Environment
    theirs = pages(folder, now)
    assert ours.keys() == theirs.keys()
    assert [path for path in ours if ours[path] != theirs[path]] == []


class Row:
    """A view with a text to escape, a number, and no field `missing`."""

    text = "a < 'b' & \"c\" > d"
    number = 3
    html = Markup("<b>bold</b>")
    items = ("x", "&")

    @staticmethod
    def wrapped(title: str, caller: object = None, style: str = "") -> Markup:
        inside = caller() if callable(caller) else "-"
        return Markup("[{} {} {}]").format(title, style, inside)


@pytest.mark.parametrize(
    "template",
    [
        "{{ row.text }} {{ row.number }} {{ row.html }} {{ none }} {{ 1.5 }} {{ true }} {{ row.items }}",
        "{{ row.text if row.number > 3 }}|{{ row.text if row.number == 3 }}",
        "{% set a = row.text if row.number > 3 %}{{ 'none' if not a else a }}",
        "{{ row.missing | default('nothing') }} {{ row.text | default('nothing') }} {{ row.items[1] }}",
        "{% macro m(a, b='<', c=1) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(1) }}{{ m(1, 2) }}{{ m(1, 2, '&') }}",
        "{% macro m(a, b='<', c=1) %}{{ a }}{{ b }}{% endmacro %}{{ m(c=1, a='\"') }}{{ m(*row.items, **{'c': 1}) }}",
        "{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, x='<') }}",
        "{% macro m(a, b='<') %}{{ caller() }}{{ a }}{{ b }}{% endmacro %}{% call m('&') %}<i>{% endcall %}",
        "{% call row.wrapped('<', style='&') %}<i>{{ row.text }}</i>{% endcall %}{{ row.wrapped('<') }}",
        "{% for item in row.items %}{{ loop.index }}{{ item }}{{ ', ' if not loop.last }}{% endfor %}",
        "{% set block %}<i>{{ row.text }}</i>{% endset %}{{ block }}{{ row.text | upper }}{{ row.html ~ row.text }}",
        "{% filter upper %}{{ row.text }}<i>{% endfilter %}{{ dict(a=1)['a'] }}{{ range(3) | list }}",
        "{{ dict(**{'class': row.text})['class'] }}{{ row.wrapped(title=row.text) }}",
    ],
)
def test_every_form_of_expression_gives_the_same_result_as_jinja(template: str) -> None:
    ours, theirs = (kind(autoescape=True, undefined=StrictUndefined) for kind in (DirectEnvironment, Environment))
    assert ours.from_string(template).render(row=Row) == theirs.from_string(template).render(row=Row)


@pytest.mark.parametrize(
    "template", ["{{ row.missing }}", "{{ nobody.text }}", "{% set a = {'b': 1} %}{{ a.b }}", "{{ row.text() }}"]
)
def test_a_missing_value_is_an_error(template: str) -> None:
    env = DirectEnvironment(autoescape=True, undefined=StrictUndefined)
    with pytest.raises(Exception, match=r"has no attribute|is undefined|not callable"):
        env.from_string(template).render(row=Row)


@pytest.mark.parametrize("text", ["", "plain", "a & b", "<", ">", '"', "'", "é", Markup("<b>"), 7, True, None, 1.5])
def test_a_text_is_escaped_as_jinja_escapes_it(text: object) -> None:
    assert escaped(text) == escape(text)


def test_an_object_with_its_own_html_is_not_escaped() -> None:
    class Own(str):
        def __html__(self) -> str:
            return f"<i>{escape(str(self))}</i>"

    assert escaped(Own("a & b")) == "<i>a &amp; b</i>"
