"""Markdown in data fields, as GitHub shows it: HTML for pages, and the same words as plain text for calendars.

Text is parsed once into tokens (CommonMark 0.31 with GitHub's tables, strikethrough, task lists, and links for bare
addresses). HTML is shown as text, and so is a link to anything but a web page (https) or a mailbox: no typed word
disappears.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import nh3
from linkify_it import LinkifyIt  # type: ignore[import-untyped] # the package has no types
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_INLINE: Final = {"a", "br", "code", "em", "s", "strong"}
_BLOCKS: Final = {"blockquote", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
_TABLE: Final = {"table", "tbody", "td", "th", "thead", "tr"}
REL: Final = "noopener noreferrer nofollow"  # other sites do not learn where a reader comes from
_CLEANER: Final = nh3.Cleaner(
    tags=_INLINE | _BLOCKS | _TABLE,
    attributes={"a": {"href", "aria-label", "title"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}},
    tag_attribute_values={"a": {"rel": {REL}, "class": {"hub-term"}}},
    url_schemes={"https", "mailto"},
    link_rel=None,
)
_HEADS: Final = {"h1", "h2", "h3", "h4", "h5", "h6", "th"}
_LOWEST: Final = 6
_UNDER_PAGE: Final = 2  # a page has h1 and h2, so that the first heading of a text is h3
# Characters that change the direction of the text that follows, even outside the text that contains them.
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TASK: Final = re.compile(r"\[([ xX])\](?=\s)")
_LABEL: Final = re.compile(r"(?m)^ {0,3}\[([^\]\n]+)\]:")
_PIPE: Final = re.compile(r"(?<!\\)\|")
# Spaces, and invisible characters.
_BLANK: Final = re.compile("[\\s\u00ad\u034f\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u2800\u3164\ufeff\uffa0]+")
_ALIGNED: Final = re.compile(r"text-align:(\w+)")


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is markdown-it's
        """Whether an address becomes a link."""
        return url.lower().startswith(("https://", "mailto:"))


class _Addresses(LinkifyIt):  # type: ignore[misc] # see above
    def pretest(self, text: str) -> bool:
        """Whether the text may contain an address. Most texts have none of these signs, and the package is slower."""
        return any(sign in text for sign in (":", "//", "@")) and bool(super().pretest(text))


@cache  # making a parser takes longer than parsing a text
def _parser(*, has_definitions: bool) -> MarkdownIt:
    parser = _Parser("gfm-like", {"html": False})
    # GitHub makes links of addresses that begin with https://, not of every word with a dot in it.
    parser.linkify = _Addresses().set({"fuzzy_link": False, "fuzzy_email": True})
    return parser if has_definitions else parser.disable("reference")


def parse(text: str) -> list[Token]:
    """The tokens of a Markdown text, as markdown-it-py names them."""
    # A line such as `[Note]: tea` defines an address for `[Note]`. If the text has no such link, the line is text.
    labels = [found[1].lower() for found in _LABEL.finditer(text)]
    is_used = all(text.lower().count(f"[{label}]") > 1 for label in labels)
    parser = _parser(has_definitions=is_used)
    tokens = parser.parse(text)
    if any(token.type == "table_open" for token in tokens) and (wide := _with_wide_heads(text, tokens)) != text:
        tokens = parser.parse(wide)
    for index, token in enumerate(tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + _UNDER_PAGE, _LOWEST)}"
        elif token.type in ("th_open", "td_open") and (found := _ALIGNED.search(str(token.attrGet("style") or ""))):
            token.attrs = {"align": found[1]}  # the policy of the pages forbids styles
        elif token.type == "fence" and token.info.strip():
            # GitHub hides these words: "~~~ Bring a cup"
            token.content, token.info = f"{token.info.strip()}\n{token.content}", ""
        elif token.type == "inline":
            if index > 1 and tokens[index - 2].type == "list_item_open":
                _tick(token)
            token.children = list(_with_words(_with_titles(token.children or [])))
    return tokens


def _with_wide_heads(text: str, tokens: Sequence[Token]) -> str:
    """The text with a head for each cell of its tables, because cells beyond the head are not shown otherwise."""
    lines = text.split("\n")
    cells = 0
    for token in reversed(tokens):
        if token.type == "tr_open" and token.map:
            cells = max(cells, _cells(lines[token.map[0]]))
        elif token.type == "table_open" and token.map:
            head = token.map[0]
            more = cells - _cells(lines[head])
            for line, cell in ((head, " |"), (head + 1, " - |")) if more > 0 else ():
                row = lines[line].rstrip()
                lines[line] = row + ("" if row.endswith("|") else " |") + cell * more
            cells = 0
    return "\n".join(lines)


def _cells(row: str) -> int:
    """The number of cells in a row of a table, which may be in a list or a quotation."""
    inside = re.sub(r"^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*|\s+$", "", row)
    return len(_PIPE.split(_PIPE.sub("", inside[:1]) + inside[1:].removesuffix("|")))


def _with_words(tokens: Iterable[Token]) -> Iterator[Token]:
    """Inline tokens with the address as the words of each link that has no words: `[](https://example.org)`."""
    address, words = "", ""
    for token in tokens:
        if token.type == "link_open":
            address, words = str(token.attrGet("href") or "").removeprefix("mailto:"), ""
        elif token.type == "link_close" and not _BLANK.sub("", words):
            yield Token("text", "", 0, content=address, level=token.level)
        else:
            words += token.content
        yield token


def _with_titles(tokens: Sequence[Token]) -> Iterator[Token]:
    """Inline tokens with the title of each link as text behind it, because titles are hidden from many readers."""
    titles: list[str] = []
    for token in tokens:
        yield token
        if token.type == "link_open":
            titles.append(str(token.attrs.pop("title", "")))
            token.attrs["rel"] = REL
        elif token.type == "link_close" and (title := titles.pop()):
            yield Token("text", "", 0, content=f" ({title})", level=token.level)


def _tick(token: Token) -> None:
    """Writes the boxes of a task list as characters, which need no form and no label."""
    first = token.children[0] if token.children else None
    if first and first.type == "text" and (found := _TASK.match(first.content)):
        first.content = f"{'☐' if found[1] == ' ' else '☑'}{first.content[found.end() :]}"


def images(text: str) -> list[str]:
    """The descriptions of the pictures in Markdown text."""
    if "![" not in text:
        return []
    # The parser for pages does not recognize most pictures, because it rejects their addresses.
    tokens = MarkdownIt("gfm-like", {"html": False, "linkify": False}).parse(text)
    inline = (child for token in tokens for child in token.children or ())
    return [child.content for child in inline if child.type == "image"]


class Piece(NamedTuple):
    """Words of text. With attributes, they are a link."""

    words: str
    link: Mapping[str, str] | None = None


@lru_cache(maxsize=4096)
def to_html(text: str) -> Markup:
    """The HTML of a Markdown text. Its headings begin at h3, because a page uses h1 and h2."""
    return _html(parse(text))


def to_linked_html(text: str, pieces: Callable[[str], Iterable[Piece]]) -> Markup:
    """The HTML of a Markdown text with additional links. `pieces` divides each run of words that is in no heading,
    link, or code."""
    tokens = parse(text)
    for before, token in pairwise([Token("", "", 0), *tokens]):
        if token.type == "inline" and before.tag not in _HEADS:
            token.children = list(_with_links(token.children or [], pieces))
    return _html(tokens)


def _with_links(tokens: Iterable[Token], pieces: Callable[[str], Iterable[Piece]]) -> Iterator[Token]:
    """Inline tokens, with a link around each piece that has link attributes."""
    is_link = False
    for token in tokens:
        if token.tag == "a":
            is_link = token.nesting > 0
        if token.type != "text" or is_link:
            yield token
            continue
        for words, link in pieces(token.content):
            if link:
                yield Token("link_open", "a", 1, attrs=dict(link))
            yield Token("text", "", 0, content=words)
            if link:
                yield Token("link_close", "a", -1)


def _html(tokens: Sequence[Token]) -> Markup:
    parser = _parser(has_definitions=True)
    rendered = parser.renderer.render(tokens, parser.options, {}).strip()
    clean = _CLEANER.clean(rendered)
    return Markup(_TURNING.sub("", clean))  # noqa: S704 - sanitized in the line above


@lru_cache(maxsize=4096)
def to_text(text: str) -> str:
    """The words of a Markdown text in lines, with the addresses of links, for calendars and descriptions."""
    lines = _TURNING.sub("", "\n".join(_lines(parse(text)))).split("\n")
    return "\n".join(line.rstrip() for line in lines if line.strip())


@dataclass
class _List:
    """A list around text: the mark of its current entry, and the number of the next entry."""

    number: int | None
    mark: str = ""

    def begin_entry(self) -> None:
        self.mark = "- " if self.number is None else f"{self.number}. "
        self.number = None if self.number is None else self.number + 1


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    """The lines of block tokens: an entry of a list with its mark, a row of a table in one line."""
    lists: list[_List] = []
    cells: list[str] = []
    for before, token in pairwise([Token("", "", 0), *tokens]):
        if token.tag in ("ul", "ol") and token.nesting > 0:
            lists.append(_List(None if token.tag == "ul" else int(token.attrGet("start") or 1)))
        elif token.tag in ("ul", "ol"):
            lists.pop()
        elif token.type == "list_item_open":
            lists[-1].begin_entry()
        elif token.type == "tr_close":
            yield " | ".join(cells)
            cells = []
        elif token.type == "inline" and before.tag in ("th", "td"):
            cells.append(_words(token.children or []))
        elif words := _words(token.children or []) or token.content.rstrip("\n"):
            lead = "".join(" " * len(level.mark) if level is not lists[-1] else level.mark for level in lists)
            yield lead + words.replace("\n", f"\n{' ' * len(lead)}")
            if lists:
                lists[-1].mark = " " * len(lists[-1].mark)  # a second paragraph of the entry has no mark


def _words(tokens: Sequence[Token]) -> str:
    """The words of inline tokens. The address of a link follows its words, unless it is among them."""
    made: list[str] = []
    opened: list[tuple[str, int]] = []
    for token in tokens:
        if token.type == "softbreak":
            made.append(" ")
        elif token.type == "hardbreak":
            made.append("\n")
        elif token.type == "link_open":
            opened.append((str(token.attrGet("href") or "").removeprefix("mailto:"), len(made)))
        elif token.type == "link_close":
            address, start = opened.pop()
            if address not in "".join(made[start:]):
                made.append(f" ({address})")
        elif token.content:
            made.append(token.content)
    return re.sub(r" +", " ", "".join(made))
