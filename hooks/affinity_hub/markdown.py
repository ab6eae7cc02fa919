"""Markdown fields to safe HTML: rendered once, then sanitised against an allow-list."""

from __future__ import annotations

import html
import re
from functools import cache, lru_cache

import markdown as python_markdown
import nh3
from markdown.extensions.toc import TocExtension
from markupsafe import Markup

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "code", "h3", "h4", "h5", "h6", "hr"}
_LINKS = {"https", "mailto"}
REL = "noopener noreferrer nofollow"  # where a reader comes from is nobody else's business
# Characters that turn the direction of what follows, beyond the text they stand in.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


@cache  # making one takes longer than a text does
def _converter() -> python_markdown.Markdown:
    # The extension is used for its base level alone; the ids it adds are not on the allow-list.
    return python_markdown.Markdown(extensions=[TocExtension(baselevel=3), "sane_lists"], output_format="html")


@lru_cache(maxsize=4096)
def to_html(text: str) -> Markup:
    """HTML of a Markdown text. Headings start at h3: a page owns h1 and h2. Images, scripts, ids, titles go."""
    rendered = _converter().reset().convert(text)
    allowed: dict[str, set[str]] = {"a": {"href"}, "*": set()}
    clean = nh3.clean(rendered, tags=_TAGS, attributes=allowed, url_schemes=_LINKS, link_rel=REL)
    return Markup(_TURNING.sub("", clean))  # noqa: S704 - sanitised in the line above


def to_text(text: str) -> str:
    """The words of a Markdown text, links spelt out, for calendars and descriptions."""
    rendered = re.sub(r"\s+", " ", to_html(text))
    rendered = re.sub(r'<a href="([^"]*)"[^>]*>(.*?)</a>', _link, rendered)
    rendered = re.sub(r"<li>\s*", "- ", rendered)
    lines = re.sub(r"</(?:p|li|h\d|ul|ol|blockquote)>|<br>", "\n", rendered).split("\n")
    plain = (html.unescape(nh3.clean(line, tags=set())).strip() for line in lines)
    return "\n".join(line for line in plain if line)


def _link(found: re.Match[str]) -> str:
    address, words = found[1].removeprefix("mailto:"), found[2]
    return words if address in words else f"{words} ({address})"
