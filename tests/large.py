"""Data files of 1 MB, each made to be slow in another part of the program: `fuzz.py` runs the check on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

MEGABYTE = 1024 * 1024
ENTRY = "- {id: tea-circle, name: Tea, kind: affinity, summary: Tea., open_to: All., "
MARKDOWN = {
    "left brackets": "[",
    "links": "[a](",
    "references": "[a]: b\n\n",
    "angles": "<",
    "comments in texts": "<!--",
    "tables": "|-",
    "quotes in quotes": "> ",
    "emphasis": "*a ",
    "strong": "**a",
    "underlines": "_",
    "code": "`a",
    "fences": "```\n",
    "rules": "- - -\n",
    "lists in lists": "- ",
    "numbers": "1. a\n",
    "entities": "&#x202e;",
    "backslashes": "\\",
    "headings": "# a\n",
    "indented": "    a\n\n",
    "setext": "a\n=\n",
    "spaces": " a",
    "colons": "a:",
    "numbers with signs": "253-",
    "spelled digits": "one two ",
    "ats": "a@",
    "dots": "a.",
    "at dots": "a@b.",
    "spelled mailboxes": "a at b dot ",
    "addresses": "https://",
    "percents": "%25",
    "tags": "</a>",
    "streets": "12 a a ",
    "passcodes": "passcode ",
    "letters": "a",
    "combining": "\u0301",
    "lookalikes": "\u0430",
}


def large() -> Iterator[tuple[str, str, bytes]]:
    """The name of each input, its file, and its bytes."""
    for label, text in (*_syntax(), *_shapes(), *_events(), *_texts()):
        yield label, "events.yml" if text.startswith("events") else "groups.yml", _cut(text)


def _cut(text: str) -> bytes:
    return text.encode()[:MEGABYTE]


def _filled(head: str, row: Callable[[int], str], tail: str = "") -> str:
    """As many rows as fit into the file."""
    rows, size, number = [head], len(head) + len(tail), 0
    while (size := size + len((one := row(number)).encode())) <= MEGABYTE:
        rows.append(one)
        number += 1
    return "".join(rows) + tail


def _same(head: str, piece: str, tail: str = "") -> str:
    return head + piece * ((MEGABYTE - len((head + tail).encode())) // len(piece.encode())) + tail


def _syntax() -> Iterator[tuple[str, str]]:
    """Inputs that are slow to parse."""
    yield "left brackets, unclosed", _same("groups: ", "[")
    yield "brackets, unclosed", _same("groups: ", "[a, ")
    yield "braces, unclosed", _same("groups: ", "{a: ")
    yield "braces on lines", _same("groups:\n", "{\n")
    yield "quote, unclosed", _same('groups: "', "a")
    yield "quotes", _same("groups: ", '"')
    yield "quote over lines", _same('groups: "', "a\n ")
    yield "escapes", _same('groups: "', "\\u202e", '"')
    yield "comments", _same("groups: []\n", "#\n")
    yield "cuts", _same("groups:\n", "- a #b\n")
    yield "cuts on one line", _same("groups: [", "a,", "a] #b")
    yield "tabs", _same("groups:\n", "\t")
    yield "tabs on lines", _same("groups:\n", "\t\n")
    yield "tabs behind", _same("groups:\n", "- a\t\n")
    yield "tab at the end", _same("groups:\n", "- a\n", "\tb: c\n")
    yield "anchors", _filled("groups:\n", lambda n: f"- &a{n} a\n")
    yield "aliases", _same("groups:\n- &a a\n", "- *a\n")
    yield "tags", _same("groups:\n", "- !!str a\n")
    yield "documents", _same("groups: []\n", "---\n")
    yield "keys of keys", _same("groups:\n", "? ")
    yield "deep", "groups:\n" + "".join(f"{' ' * n}a:\n" for n in range(1400))
    yield "dashes in dashes", _same("groups:\n", "- ")
    yield "indents", "\n".join(" " * n + "-" for n in range(1400))
    yield "empty lines", _same("groups: []", "\n")
    yield "colons", _same("groups", ":")
    yield "words", _same("groups: ", "a ")
    yield "one word", _same("groups: ", "a")
    yield "unclosed at the end", _same("groups:\n", "- a\n", '- "')
    yield "curly quotes", _same("groups:\n", "- “abc”\n")
    yield "wide", _same("groups: ", "\U0001f375")
    yield "directives", _same("", "%a\n")


def _shapes() -> Iterator[tuple[str, str]]:
    """Lists, keys, and values that the model refuses."""
    yield "texts in place of entries", _same("groups:\n", "- a\n")
    yield "texts in one line", _same("groups: [", "a,", "]")
    yield "empty entries", _same("groups: [", "{},", "]")
    yield "lists in place of entries", _same("groups: [", "[],", "]")
    yield "19,000 texts in one line", "groups: [" + "a," * 19_000 + "]"
    yield "19,000 empty entries in one line", "groups: [" + "{}," * 19_000 + "]"
    yield "19,000 entries on lines", "groups:\n" + "- {id: a, b: c}\n" * 19_000
    yield "19,000 records", "groups:\n" + "".join(f"- {{id: a{n}, name: a, kind: affinity}}\n" for n in range(19_000))
    yield "records, right", _filled("groups:\n", lambda n: ENTRY.replace("tea-circle", f"t{n}").rstrip(", ") + "}\n")
    yield "lists of a file", _filled("", lambda n: f"groups{n}: []\n")
    yield "lists on one line", _filled("{", lambda n: f"groups{n}: [],", "}")
    yield "keys of a file, twice", _same("", "groups: []\n")
    yield "unknown keys", _filled("groups:\n- ", lambda n: f"nam{n}: a\n  ")
    yield "unknown keys on one line", _filled("groups: [{", lambda n: f"nam{n}: a,", "}]")
    yield "unknown keys of keys", _filled(f"groups:\n{ENTRY}join: {{", lambda n: f"a{n}: b,", "}}")
    yield "one key", _same("groups:\n- ", "id: a\n  ")
    yield "one key on one line", _same("groups: [{", "id: a,", "}]")
    yield "entry with two keys each", _same("groups:\n", "- {id: a, id: b}\n")
    yield "long key", _same("groups:\n- ", "a", ": b\n")
    yield "long id", _same("groups:\n- id: ", "a", "\n")
    yield "long word of a list", _same("groups:\n- kind: ", "a", "\n")
    yield "long date", _same("events:\n- starts: ", "1", "\n")
    yield "long address", _same("events:\n- url: https://", "a", "\n")
    yield "long domain", _same("events:\n- url: https://", "a.", "\n")
    yield "long handle", _same("groups:\n- stewards: [", "a", "]\n")
    yield "long contact", _same("groups:\n- join: {contact: a@", "a.", "}\n")
    yield "long rule", _same("events:\n- repeats: ", "monthly on the 1st and 2nd ", "\n")
    yield "long rrule", _same("events:\n- rrule: ", "FREQ=DAILY;", "\n")
    yield "long zone", _same("events:\n- zone: ", "a/", "\n")
    yield "list for a text", _same(f"groups:\n{ENTRY}purpose: [", "a,", "]}\n")
    yield "ids", _filled(f"groups:\n{ENTRY}facilitators: [", lambda n: f"a{n},", "]}\n")
    yield "small lists", _same("groups:\n", f"{ENTRY}facilitators: [a,b,c,d]}}\n")
    yield "milestones", _same(f"groups:\n{ENTRY}milestones: [", "{title: a},", "]}\n")
    yield "milestones, wrong", _same(f"groups:\n{ENTRY}milestones: [", "{},", "]}\n")
    yield "earlier answers", _same(f"groups:\n{ENTRY}inquiry: {{meetings: {{earlier: [", "{answer: a},", "]}}}\n")
    yield "ids, each once", _filled("groups:\n", lambda n: f"- {{id: a{n}}}\n")
    yield "names that are near", _filled("events:\n", partial(_event, "to be announced, groups: [aaaaaa]}\n"))


def _events() -> Iterator[tuple[str, str]]:
    """Series and dates that are slow to follow, and clashes."""
    rows = {
        "series of every day": "2026-01-01, repeats: every day, until: 2199-01-01}\n",
        "series without an end": "2026-01-01 16:00, ends: 17:00, repeats: every day}\n",
        "series of 500 dates": "2026-01-01 16:00, ends: 17:00, repeats: every day, until: 2027-05-15}\n",
        "series on all days of the week": "2026-01-01 16:00, ends: 17:00, rrule: FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR}\n",
        "series that seldom meet": "2028-02-29, repeats: yearly, until: 2199-01-01}\n",
        "clashes": "2027-01-01 16:00, ends: 17:00, place: Room, groups: [tea-circle]}\n",
        "clashes of series": "2026-01-01 16:00, ends: 17:00, repeats: every week, place: Room}\n",
        "no dates": "to be announced}\n",
    }
    for label, row in rows.items():
        yield label, _filled("events:\n", partial(_event, row))
    series = "- {id: e, title: T, kind: gathering, starts: 2026-01-01 16:00, ends: 17:00, repeats: every day, "
    series += "until: 2030-01-01,"
    yield "skips", _same(f"events:\n{series} skip: [", "{date: 2026-01-02},", "]}\n")
    yield "changes", _same(f"events:\n{series} changes: [", "{date: 2026-01-02, cancelled: yes},", "]}\n")
    yield "later changes", _filled(f"events:\n{series} changes: [", _later_change, "]}\n")


def _event(row: str, number: int) -> str:
    return f"- {{id: e{number}, title: T, kind: gathering, starts: {row}"


def _later_change(number: int) -> str:
    day = dt.date(2026, 1, 2) + dt.timedelta(days=number)
    return f"{{date: {day}, and_later: yes, starts: {day} 1{number % 5}:00, ends: 18:00}},"


def _texts() -> Iterator[tuple[str, str]]:
    """Markdown of the maximum length in each record, and one text that is too long."""
    for label, piece in MARKDOWN.items():
        text = (piece * 20_000)[:20_000].replace("\\", "\\\\").replace("\n", "\\n")
        yield f"Markdown: {label}", _filled("groups:\n", partial(_group, f'purpose: "{text}"}}\n'))
        yield f"one text: {label}", f'groups:\n{ENTRY}purpose: "{text * (MEGABYTE // len(text.encode()) - 1)}"}}\n'


def _group(rest: str, number: int) -> str:
    return ENTRY.replace("tea-circle", f"t{number}") + rest
