"""Links acronyms in running text to the glossary, where an acronym first appears on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from markupsafe import escape

from affinity_hub.record_views.progress_and_library import TermView

# A comment, a tag with quoted attributes, or a run of text. Our own HTML is well-formed: in a text, `<` is escaped.
_TOKEN: Final = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z][\w-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|[^<]+|<", re.DOTALL)
# Where text runs, and what inside of it is a name, a label, a link already, or no prose.
_RUNNING: Final = frozenset(("p", "li", "dd", "td", "blockquote"))
_NEVER: Final = frozenset(
    [
        "a",
        "abbr",
        "bdi",
        "button",
        "cite",
        "code",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "label",
        "nav",
        "pre",
        "script",
        "select",
        "style",
        "summary",
        "textarea",
    ]
)
# Not in the middle of a word, an address of a mailbox or page, or a character reference.
_BEFORE, _AFTER = r"(?<![\w&#@/.])", r"(?!\w|[@/.]\w)"


def is_acronym(text: str) -> bool:
    """Whether a word is one to link by itself: KEoCN or BIPOC, but not a word that anybody may use as such."""
    return len(re.findall("[A-Z]", text)) > 1 and not re.search(r"\s", text)


class Acronyms:
    """The acronyms of a glossary; of two entries with one spelling, the first is meant."""

    def __init__(self, glossary: Iterable[TermView]) -> None:
        self._entries: dict[str, TermView] = {}
        for entry in glossary:
            for word in filter(is_acronym, (entry.term, *entry.aliases)):
                self._entries.setdefault(str(escape(word)), entry)
        longest_first = sorted(self._entries, key=lambda word: (-len(word), word))
        words = "|".join(map(re.escape, longest_first))
        self._pattern = re.compile(f"{_BEFORE}(?:{words}){_AFTER}") if words else None

    def linked(self, html: str, root: str) -> str:
        """The HTML of a page with a link at the first place of each acronym in running text.

        `root` leads from the page to the site's root. Links, headings, code and attributes stay as they are.
        """
        if not self._pattern or not self._pattern.search(html):
            return html
        waiting = {entry.id for entry in self._entries.values()}
        running = never = 0

        def link(found: re.Match[str]) -> str:
            entry = self._entries[found[0]]
            if entry.id not in waiting:
                return found[0]
            waiting.remove(entry.id)
            title = f' title="{escape(entry.expansion)}"' if entry.expansion else ""
            href = f'href="{root}{entry.url}"'
            # The name tells it from a link of the same word to a group or partner.
            return f'<a class="hub-term" {href} aria-label="{found[0]} (glossary)"{title}>{found[0]}</a>'

        parts = []
        for token in _TOKEN.finditer(html):
            text, name = token[0], (token[2] or "").lower()
            if name:
                step = -1 if token[1] else 1
                running += step * (name in _RUNNING)
                never += step * (name in _NEVER)
            elif running and not never and not text.startswith("<"):
                text = self._pattern.sub(link, text)
            parts.append(text)
        return "".join(parts)
