"""Corrects one typing mistake in a line of YAML: with quotes, brackets, colons, commas, and spaces in the right places.

No function here knows whether a line is right. `explanation` tries the corrected lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from affinity_hub.core.yaml_text import KEY, quoted, scalar

# Keys of the entries that people write in one line.
IN_ONE_LINE: Final = (
    "address|alt|and_later|anonymous|answer|answered_by|asked_on|attendance_recorded|basis|by|cancelled|"
    "consent|contact|count|date|details|due|ends|expires|facilitators|format|given_on|id|kind|name|online|"
    "owner|photo|place|purpose|reason|reply_within|size|starts|statement|status|steps|strand|title|until|"
    "url|year"
)


def with_missing_brace(line: str) -> list[str]:
    """The lines with one more curly bracket, if the line has one too few: `[{date: 2027-03-11]`."""
    balance = line.count("{") - line.count("}")
    if abs(balance) != 1 or "[" not in line:
        return []
    if balance == 1:
        indexes = [found.start() for found in re.finditer(r"\]|,\s*\{", line)]
        return [f"{line[:index]}}}{line[index:]}" for index in indexes]
    indexes = [found.end() for found in re.finditer(r"\[\s*|\},\s*", line)]
    return [f"{line[:index]}{{{line[index:]}" for index in indexes]


def with_colon(line: str) -> Iterator[str]:
    """A line with a colon and a space after its key, if it has text after the key."""
    found = re.fullmatch(rf"(\s*(?:- )?)({KEY})(:?)\s*(.*)", line)
    if found and found[4]:
        yield f"{found[1]}{found[2]}: {re.sub(r'^(?:=+|[;,.>|~]+(?= ))', '', found[4]).strip()}"


def with_spaces(lines: list[str], index: int) -> str:
    """A line with a space in place of each run of tabs and of other characters that look like a space."""
    line = lines[index]
    rest = re.sub(r"[^\S \n]+", " ", line.lstrip())
    leads = re.match(r"[ ]*[^\S \n]", line)
    return f"{' ' * _indent(lines, index)}{rest}" if leads else re.sub(r"[^\S \n]+", " ", line)


def _indent(lines: list[str], index: int) -> int:
    """The indentation of a line: as in the line before, or deeper if that line has a key without a value."""
    before = next((row for row in reversed(lines[:index]) if row.strip() and not row.lstrip().startswith("#")), "")
    return spaces_before(lines, index) + 2 * bool(re.search(rf"{KEY}:\s*(?:[|>][+-]?\s*)?(?:#.*)?$", before))


def spaces_before(lines: list[str], index: int) -> int:
    """The number of spaces before the key of the line before."""
    before = next((row for row in reversed(lines[:index]) if row.strip() and not row.lstrip().startswith("#")), "")
    return len(before) - len(re.sub(r"^\s*(- )?", "", before))


def with_indent(lines: list[str], index: int) -> str:
    """A line that begins in the column of the previous line, or of the previous dash if the line has a dash."""
    line, spaces = lines[index].strip(), spaces_before(lines, index)
    if line.startswith("- ") and index and re.match(rf"\s*(?:- )?{KEY}:\s+[^|>\s#]", lines[index - 1]):
        return lines[index]  # a list under a text: it may or may not belong to the text
    return f"{' ' * max(0, spaces - 2 * line.startswith('- '))}{line}"


def with_closing_quote(line: str, column: int) -> Iterator[str]:
    """The lines with a quote that closes the quote in a column: in place of a curly quote, or before the next key or
    the closing bracket of the same line.
    """
    lead, opened, text = line[:column], line[column : column + 1], line[column + 1 :].rstrip()
    if text[-1:] in {'"': "\u201c\u201d", "'": "\u2018\u2019"}.get(opened, ()):
        yield f"{lead}{opened}{text[:-1]}{opened}"
    found = re.match(rf"([^\[{{]+?)[\u201c\u201d]?(\s*(?:,\s*{KEY}: .*|[}}\]]+)$)", text)
    if found and re.search(r"[\[{]", lead):
        yield f"{lead}{opened}{found[1]}{opened}{found[2]}"
    yield from (f"{lead}{opened}{text}{opened}", f"{lead}{opened}{text}{opened}}}")


def with_closing_bracket(line: str, column: int) -> Iterator[str]:
    """The lines with a bracket at the end, also in place of a bracket of another kind, that closes the bracket in a
    column.
    """
    text, close = line.rstrip(), {"{": "}"}.get(line[column : column + 1], "]")
    last = text[-1:]
    if last in ")]}" and last != close and {")": "(", "]": "[", "}": "{"}[last] not in text[column:]:
        yield f"{text[:-1]}{close}"
    yield f"{text}{close}"


def has_text(line: str) -> bool:
    """Whether a line has text after a key or a dash."""
    return bool(re.match(rf"\s*(?:-\s+\S|{KEY}:\s+\S)", line))


def with_quotes(line: str) -> str:
    """A line with its text in quotes: the text after its key, or the whole item of a list."""
    lead, text = re.fullmatch(r"(\s*(?:- (?=\S))?)(.*)", line).groups()  # type: ignore[union-attr]
    key, colon, rest = text.partition(": ")
    is_key = colon and re.fullmatch(KEY, key)
    rest = rest.strip() if is_key else text.strip()
    outer, inner = rest[:1] + rest[-1:], rest[1:-1]
    if len(rest) > 1 and outer in ("''", '""', "“”", "\u2018\u2019"):
        # An apostrophe may end a word, as in `teachers' room`. It never begins a word.
        other = rf"(?:^|\s)[{outer}]" if outer[1] in "'\u2019" else rf"[{outer}]"
        # A spreadsheet doubles each quote in a text.
        rest = inner.replace('""', '"') if re.fullmatch(r'[^"]*(?:""[^"]*)+', inner) else rest
        rest = rest if re.search(other, inner) else inner
    return f"{lead}{key}: {quoted(rest)}" if is_key else f"{lead}{quoted(rest)}"


def with_quotes_around_number_sign(line: str) -> str:
    """A line with quotes around each text in brackets that has a number sign: `join: {contact: chat #tea}`."""
    text = rf"(?<=[{{,\[])(\s*(?:{KEY}: +)?)([^\s,{{}}\[\]\"'#][^,{{}}\[\]\"'#]* #[^,{{}}\[\]\"']*?)(?=\s*[,}}\]])"
    return re.sub(text, lambda found: f"{found[1]}{quoted(found[2])}", line)


def _in_brackets(line: str, change: Callable[[str], str]) -> str:
    """A line with a mapping in brackets, with each part between commas changed."""
    found = re.fullmatch(r"([^{}\"']*\{)([^{}\"']*)(\}[^{}\"']*)", line)
    return f"{found[1]}{','.join(map(change, found[2].split(',')))}{found[3]}" if found else line


_HOLDS_LISTS: Final = "skip|changes|milestones|earlier|links|offers|figures"
_HOLDS_VALUES: Final = (
    "was|aliases|subjects|words|sources|groups|partners|facilitators|findings|measures|heard_from|part_of"
)
_HOLDS_KEYS: Final = "place|join|consent|register|confidentiality|organization|nondiscrimination"


def with_braces(line: str) -> str:
    """A line with keys in place of text, such as `place: name: Hall, address: Town`, with brackets around them.

    Empty if the line has no such keys.
    """
    found = re.fullmatch(
        rf"(\s*(?:- )?(?:{_HOLDS_KEYS}|{_HOLDS_LISTS}):|\s*-)\s+(\(?)((?:{IN_ONE_LINE}): .*?)(\)?)\s*", line
    )
    if not found or (found[2] and not found[4]):
        return ""
    inner = found[3] if found[2] else found[3] + found[4]
    inner = inner[:-1].rstrip() if inner.endswith("}") and "{" not in inner else inner
    parts = re.split(rf",\s*(?=(?:{IN_ONE_LINE}): )", inner)
    if found[1].strip() == "-" and len(parts) < 2 and not found[2]:
        return ""
    pairs = [part.partition(": ") for part in parts]
    special = re.compile(r"[,:{}]|^[\[&*!]")
    inside = ", ".join(f"{key}: {quoted(text) if special.search(text) else text}" for key, _, text in pairs)
    is_list = re.search(rf"\b(?:{_HOLDS_LISTS}):$", found[1])
    return f"{found[1]} [{{{inside}}}]" if is_list else f"{found[1]} {{{inside}}}"


def as_list(line: str) -> str:
    """A line with entries, such as `skip: {date: …}, {date: …}` or `groups: - tea`, as a list; empty if it has no such
    entries."""
    if dashed := re.fullmatch(rf"(\s*(?:- )?(?:{_HOLDS_VALUES}):)\s+- +(\S.*?)\s*", line):
        return f"{dashed[1]} [{', '.join(map(scalar, re.split(',? +- +', dashed[2])))}]"
    found = re.fullmatch(rf"(\s*(?:- )?(?:{_HOLDS_LISTS}):|\s*-)\s+(\[?\{{.*\}}\]?)\s*", line)
    entries = re.findall(r"\{[^{}]*\}", found[2]) if found else []
    if not found or len(entries) < 2 or re.search(r"[^\s,;\[\]]", re.sub(r"\{[^{}]*\}", "", found[2])):
        return ""
    if found[1].strip() == "-":
        return "\n".join(f"{found[1]} {entry}" for entry in entries)
    return f"{found[1]} [{', '.join(entries)}]"


def with_commas(line: str) -> str:
    """A line with a comma before each known key that follows text in brackets. A semicolon is not a comma."""
    between = rf"(?<=[^\s:;\uff0c\u3001])(?:\s*[;\uff0c\u3001]\s*|\s+)(?=(?:{IN_ONE_LINE}): )"
    return _in_brackets(line, lambda part: re.sub(between, ", ", part))


def with_inner_quotes(line: str) -> str:
    """A line with quotes around each text in brackets that has a colon followed by a space, or a square bracket."""

    def change(part: str) -> str:
        found = re.fullmatch(rf"(\s*{KEY}: )(.*: .*?|[^\s\[][^\[\]]*[\[\]].*?)(\s*)", part)
        return f"{found[1]}{quoted(found[2])}{found[3]}" if found else part

    return _in_brackets(line, change)
