"""YAML text as typed: a tree of texts, lists and mappings in which every entry remembers its line and column.

No implicit types: `18:30`, `NO`, `010` and `2026-02-30` stay the characters that were typed. Anchors, aliases, tags and
repeated keys are refused, and depth and size are capped, so that a data file can neither surprise nor exhaust a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

from .problems import Position, Problem

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20

Mark: TypeAlias = tuple[int, int]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_CUT = re.compile(r"( +)#(.?)")


class Mapping(dict[str, Any]):
    """A YAML mapping. `marks[key]` holds the places of the key and of its value; an empty value is `None`."""

    __slots__ = ("mark", "marks")

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.marks: dict[str, tuple[Mark, Mark]] = {}


class Items(list[Any]):
    """A YAML list. `marks[index]` holds the place of each item."""

    __slots__ = ("mark", "marks")

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.marks: list[Mark] = []


Node: TypeAlias = Mapping | Items | str | None


class SourceError(Exception):
    """The file cannot be read as plain YAML; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read(path: Path, name: str) -> tuple[Node, list[Problem]]:
    """The tree in a file, with what was found wrong on the way. `name` is how messages call the file.

    Returns `(None, problems)` when the text cannot be read at all.
    """
    try:
        return parse(_decode(path, name), name)
    except SourceError as error:
        return None, [error.problem]


def parse(text: str, name: str) -> tuple[Node, list[Problem]]:
    """The tree in a YAML text, with what was found wrong on the way."""
    builder = _Builder(text, name)
    try:
        return builder.document(), builder.problems
    except SourceError as error:
        return None, [*builder.problems, error.problem]
    except yaml.MarkedYAMLError as error:
        return None, [*builder.problems, _syntax(error, text, name)]
    except yaml.YAMLError as error:
        return None, [
            Problem(Position(name), "error", "E015", f"This is not YAML: {error}.", "Compare it with another file.")
        ]


def at(node: Node, path: tuple[str | int, ...], *, key: bool = False) -> Mark:
    """The line and column of the value (or key) that `path` leads to, or of the nearest thing around it."""
    mark: Mark = getattr(node, "mark", (1, 1))
    for step in path:
        if isinstance(node, Mapping) and step in node.marks:
            name = str(step)
            mark = node.marks[name][0 if key or name not in node else 1]
            node = node.get(name)
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node):
            mark, node = node.marks[step], node[step]
        else:
            break
    return mark


def _decode(path: Path, name: str) -> str:
    def fail(code: str, message: str, hint: str, line: int = 1, column: int = 1) -> SourceError:
        return SourceError(Problem(Position(name, line, column), "error", code, message, hint))

    try:
        if path.is_dir():
            hint = f"Rename it: the folder that continues the file is called {Path(name).stem}/."
            raise fail("E001", f"{name} is a folder, not a file.", hint)
        size = path.stat().st_size
        if size > MAX_BYTES:
            hint = f"Split it: move some entries to a new file in the folder {Path(name).with_suffix('')}/."
            raise fail("E003", f"The file is too large ({size:,} bytes; at most {MAX_BYTES:,} are read).", hint)
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise fail("E001", f"The file cannot be read: {reason}.", "Check that it is an ordinary file.") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        hint = "Open the file in your editor and save it again with the encoding UTF-8."
        raise fail("E002", f"This is not UTF-8 text (byte 0x{data[error.start]:02x}).", hint, line, column) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := FORBIDDEN.search(text):
        line, column = _place(text, found.start())
        message = f"There is an invisible control character here (U+{ord(found.group()):04X})."
        raise fail("E004", message, "Delete it: put the cursor behind it and press Backspace once.", line, column)
    return text


def _place(text: str, index: int) -> Mark:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


class _Builder:
    """Builds the tree from YAML events, so that what a node was written like is known when it is judged."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.name = name
        self.problems: list[Problem] = []
        self.events: Iterator[Any] = yaml.parse(text, Loader=_Loader)

    def document(self) -> Node:
        node: Node = None
        seen = False
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    hint = "Delete the line with the three dashes (---), or put the second part in a file of its own."
                    raise self.fail(event, "E005", "A second document starts here; one file holds one.", hint)
                seen = True
                node = self.node(next(self.events), 1)
        return node

    def node(self, event: Any, depth: int) -> Node:
        if depth > MAX_DEPTH:
            hint = "Check the brackets and the spaces at the start of the lines."
            raise self.fail(event, "E006", f"The entries are nested more than {MAX_DEPTH} levels deep.", hint)
        self.refuse_cleverness(event)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(event, depth)
        return self.mapping(event, depth)

    def refuse_cleverness(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            hint = f'Write the text out in full. If it really starts with {sign}, quote it: "{sign}{event.anchor}".'
            raise self.fail(
                event, "E007", f"The sign {sign} has a special meaning in YAML that is not used here.", hint
            )
        if event.tag is not None:
            hint = f"Delete {event.tag.replace('tag:yaml.org,2002:', '!!')}, or put the text in quotes."
            raise self.fail(event, "E008", "The sign ! has a special meaning in YAML that is not used here.", hint)

    def scalar(self, event: Any) -> str | None:
        value: str = event.value
        if event.style is None or event.implicit[0]:
            if value in ("", "~", "null"):
                return None
            self.look_for_cut(event)
        return value

    def look_for_cut(self, event: Any) -> None:
        """A ` #` starts a comment: `room: Room #12` would silently be `Room`."""
        end = event.end_mark
        found = _CUT.match(self.lines[end.line], end.column) if end.line < len(self.lines) else None
        if not found:
            return
        spaces, after = found.groups()
        whole = self.lines[end.line][event.start_mark.column if event.start_mark.line == end.line else 0 :].rstrip()
        if after.strip():
            hint = f'Quote the whole text if it belongs to it: "{whole}"\nIf it is a note, put a space behind the #.'
            self.problem(end, "error", "E009", "Everything from # on is dropped here.", hint, len(spaces))
        elif len(spaces) == 1:
            hint = f'Quote the whole text if it belongs to it: "{whole}"\nIf it is a note, put two spaces before the #.'
            self.problem(end, "warning", "W009", "Everything from # on is dropped here.", hint, 1)

    def items(self, event: Any, depth: int) -> Items:
        result = Items(_mark(event))
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            result.marks.append(_mark(event))
            result.append(self.node(event, depth + 1))
        return result

    def mapping(self, event: Any, depth: int) -> Mapping:
        result = Mapping(_mark(event))
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            self.refuse_cleverness(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise self.fail(event, "E010", "A key must be a single word.", "Write it like this:  name: Our group")
            key: str = event.value
            start = _mark(event)
            value_event = next(self.events)
            value = self.node(value_event, depth + 1)
            if key in result.marks:
                first = result.marks[key][0][0]
                message = f'"{key}" is given twice: in line {first} and here.'
                hint = "Keep one of the two lines and delete the other."
                if depth == 1:
                    hint = f"Delete this second line `{key}:`; the entries under it then belong to the first."
                self.problem(event.start_mark, "error", "E011", message, hint)
                continue
            result.marks[key] = (start, _mark(value_event))
            result[key] = value
        return result

    def problem(self, mark: Any, severity: Any, code: str, message: str, hint: str, shift: int = 0) -> None:
        position = Position(self.name, mark.line + 1, mark.column + 1 + shift)
        self.problems.append(Problem(position, severity, code, message, hint))

    def fail(self, event: Any, code: str, message: str, hint: str) -> SourceError:
        return SourceError(Problem(Position(self.name, *_mark(event)), "error", code, message, hint))


def _mark(event: Any) -> Mark:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _syntax(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """What the YAML parser stumbled over, in words that say what to type."""
    said = f"{error.context or ''} {error.problem or ''}"
    # What was left open is where it was opened, not where the file ends.
    opened = re.match("while (scanning a quoted|scanning a simple key|parsing a flow)", said)
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    lines = text.rstrip().split("\n")
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if line > len(lines):
        line, column = len(lines), len(lines[-1]) + 1
    shown = lines[line - 1]
    if any("\t" in row for row in lines[max(0, line - 2) : line]):
        line, column = next((n + 1, row.index("\t") + 1) for n, row in enumerate(lines) if "\t" in row)
        code, message, hint = (
            "E012",
            "There is a tab here; YAML wants spaces.",
            "Delete the tab and press the space bar.",
        )
    elif "mapping values are not allowed" in said and ": " in shown[: column - 1]:
        message = "A colon followed by a space must be in quotes when it is part of a text."
        code, hint = "E013", f"Write:  {_quoted(shown)}"
    elif "cannot start any token" in said:
        message = f"A text cannot start with {shown[column - 1 : column]} unless it is in quotes."
        code, hint = "E014", f"Write:  {_quoted(shown)}"
    else:
        code, (message, hint) = "E015", next(advice for words, advice in _ADVICE.items() if words in said)
    return Problem(Position(name, line, column), "error", code, message, hint)


def _quoted(shown: str) -> str:
    """A line with its text in quotes: what stands behind its key, or the whole item of a list."""
    item, text = re.fullmatch(r"\s*(- )?(.*)", shown).groups(default="")  # type: ignore[union-attr]
    key, colon, rest = text.partition(": ")
    is_key = colon and re.fullmatch(r"[a-z_]+", key)
    return f'{item}{key}: "{rest.strip()}"' if is_key else f'{item}"{text.strip()}"'


# What the parser says, and what a person should hear instead; the last one fits everything.
_ADVICE: Final = {
    "quoted scalar": (
        "The quote that opens here is never closed.",
        'Put the same sign at the end of the text:  name: "Our group"',
    ),
    "flow": ("The bracket that opens here is never closed.", "Close it behind the last entry:  aliases: [One, Two]"),
    "could not find expected ':'": (
        "There is no colon behind the key in this line.",
        "Write the key, a colon, a space and the text:  meets: weekly",
    ),
    "": (
        "This line does not fit the lines around it.",
        "Start it in the same column as the other keys of its entry, and write a space behind each colon.",
    ),
}
