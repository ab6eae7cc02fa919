"""Reads YAML text as typed into a tree of texts, lists, and mappings.

No implicit types: `18:30`, `NO`, `010`, and `2026-02-30` stay the typed characters. Anchors, aliases, tags, and
repeated keys are refused, and depth and size are limited, so that a data file can neither surprise nor exhaust a
reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from affinity_hub.core.problems import Position, Problem
from affinity_hub.core.yaml_text import KEY, LOADER

from .decoding import SourceError, decode
from .text_problems import NUMBER_SIGN, TextProblems
from .tree import Document, Node, YamlList, YamlMapping, line_column

MAX_DEPTH = 20
_SYNTAX_ERRORS: Final = "E012 E013 E014 E015"
SYNTAX_ERROR_CODES: Final = frozenset(_SYNTAX_ERRORS.split())
"""The codes of problems that keep the parser from reading on."""

_RECORD_DEPTH: Final = 3  # a record is in a list, which is in the mapping of its file
_NOTHING: Final = frozenset(("", "~", "null"))


def read(path: Path, name: str) -> tuple[Node, list[Problem]]:
    """The tree in a file, with the problems. `name` is the name of the file in messages. Returns `(None, problems)` if
    the text cannot be read at all.
    """
    try:
        return parse(decode(path, name), name)
    except SourceError as error:
        return None, [error.problem]


def parse(text: str, name: str) -> tuple[Node, list[Problem]]:
    """The tree in a YAML text, with the problems. A line that is not YAML is read with its fix, so that one check also
    reports the other problems of the file. The problem stays, so no site is built from such a tree.
    """
    corrected_problems: list[Problem] = []
    corrected = text
    while True:
        builder = _Builder(corrected, name)
        try:
            return builder.document(), [*builder.problems, *corrected_problems]
        except SourceError as error:
            found = error.problem
            if found.code != "E015":
                return None, [*builder.problems, *corrected_problems, found]
        except yaml.MarkedYAMLError as error:
            from .syntax_errors.explanation import explain_syntax_error  # imported here: nearly every file is YAML

            found = explain_syntax_error(error, corrected, name)
        except yaml.YAMLError as error:
            found = Problem(Position(name), "E015", f"This is not YAML: {error}.", "Compare it with another file.")
            return None, [*corrected_problems, found]
        seen = {problem.position.line for problem in corrected_problems}
        if found.position.line in seen or (found.fix and found.fix.line in seen):
            return None, corrected_problems  # a second fix would not fit the line as it was typed
        corrected_problems.append(found)
        again = _with_fix(corrected, found)
        if again == corrected or len(corrected_problems) > _MAX_CORRECTED_LINES:
            return None, [*builder.problems, *corrected_problems]
        corrected = again


_MAX_CORRECTED_LINES: Final = 20
"""Lines of a file that are not YAML and are read with their fix. Each costs several readings of the file."""


def _with_fix(text: str, problem: Problem) -> str:
    """Text with the fix of one line, or the text itself if other lines would move or the fix is not a whole line."""
    lines, fix = text.split("\n"), problem.fix
    if not fix or fix.column != 1 or fix.end != len(lines[fix.line - 1]) + 1 or "\n" in fix.text:
        return text
    lines[fix.line - 1] = fix.text
    return "\n".join(lines)


class _Builder(TextProblems):
    """Builds the tree from YAML events, which show how each node was written. This runs for every word of every file.
    So it takes the events directly from the parser, keeps the parser's marks, and looks for cut-off texts only in lines
    that may have one.
    """

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text, name)
        self.next: Callable[[], Any] = LOADER(text).get_event
        self.spans: list[tuple[tuple[int, int], tuple[int, int]]] = []
        """The positions of texts in which # does not begin a comment."""

    def document(self) -> Node:
        node: Node = None
        seen = False
        while not isinstance(event := self.next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    again = next((row for row in self.lines[line_column(event.start_mark)[0] :] if row.strip()), "")
                    too = f" and the line `{again.strip()}` under it" if re.fullmatch(r"\w+:\s*", again) else ""
                    hint = f"Delete this line{too}, or put the second part in its own file."
                    raise self.error_at(
                        event, "E005", "A second document starts here, but a file can hold only one document.", hint
                    )
                seen = True
                node = self.node(self.next(), 1)
        if isinstance(node, Document) and self.signs:
            node.comments = tuple(self.comments())
        return node

    def comments(self) -> Iterator[tuple[int, int, str]]:
        """The line, column, and text of each comment."""
        inside = iter([*self.spans, None])
        span = next(inside)
        for line, row in self.signs.items():
            for found in NUMBER_SIGN.finditer(row):
                column = found.start()
                while span and span[1] <= (line, column):
                    span = next(inside)
                if not span or (line, column) < span[0]:
                    yield line + 1, column + 2, row[column + 1 :]
                    break

    def node(self, event: Any, depth: int) -> Node:
        if depth > MAX_DEPTH:
            hint = "Check the brackets and the spaces at the start of the lines."
            raise self.error_at(event, "E006", f"The entries are nested more than {MAX_DEPTH} levels deep.", hint)
        if event.anchor or event.tag is not None:
            self.refuse_advanced_yaml(event)
        kind = type(event)
        if kind is yaml.ScalarEvent:
            value: str = event.value
            if self.signs and event.style:
                begin, end = event.start_mark, event.end_mark
                # The text of a block begins under its indicator: `details: |  # a comment`
                start = (begin.line + 1, 0) if event.style in "|>" else (begin.line, begin.column)
                self.spans.append((start, (end.line, end.column)))
            if event.implicit[0] or event.style is None:
                if self.signs:
                    self.warn_of_notes(event)
                if value in _NOTHING:
                    return None
                if value[0] == "“":
                    self.warn_of_curly_quotes(event, value)
            if event.style != "|" and event.start_mark.line != event.end_mark.line:
                self.refuse_joined_list(event)
            return value
        return self.items(event, depth) if kind is yaml.SequenceStartEvent else self.mapping(event, depth)

    def refuse_advanced_yaml(self, event: Any) -> None:
        sign = "!" if not event.anchor else "*" if isinstance(event, yaml.AliasEvent) else "&"
        code, index = "E007" if event.anchor else "E008", event.start_mark.line
        from .syntax_errors.explanation import corrected_line  # imported here, because few texts have this character

        line = corrected_line(self.text, self.lines, index)
        hint = f"If you want the text to start with {sign}, put it in quotes."
        hint = f"{hint}  Write:  {line.strip()}" if line else hint
        more = "If you want to repeat another part of the file, write that part out in full."
        hint += f"\n{more}" if event.anchor else "\nOr delete the word with the exclamation mark."
        message = f"The character {sign} has a special meaning in YAML that is not used here."
        raise self.error_at(event, code, message, hint, line)

    def items(self, event: Any, depth: int) -> YamlList:
        result = YamlList(event.start_mark)
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            result.parser_marks.append(event.start_mark)
            result.append(self.node(event, depth + 1))
        return result

    def mapping(self, event: Any, depth: int) -> YamlMapping:
        result = Document(event.start_mark) if depth == 1 else YamlMapping(event.start_mark)
        parser_marks, following = result.parser_marks, self.next
        while type(event := following()) is not yaml.MappingEndEvent:
            if event.anchor or event.tag is not None:
                self.refuse_advanced_yaml(event)
            if type(event) is not yaml.ScalarEvent:
                message = "A key must be one word, but this is not one word."
                raise self.error_at(event, "E010", message, "Write it like this:  name: Our group")
            key: str = event.value
            mark: Any = event.start_mark
            if not key and self.lines[mark.line][: mark.column].endswith("?"):
                raise yaml.MarkedYAMLError(problem_mark=mark)  # `- ?`, in place of a value
            value_event = following()
            value = self.node(value_event, depth + 1)
            if key in parser_marks:
                self.add_repeated_key(event, value_event, result, value, depth)
                continue
            parser_marks[key] = event.start_mark, value_event.start_mark
            result[key] = value
        return result

    def add_repeated_key(self, event: Any, value_event: Any, result: YamlMapping, value: Node, depth: int) -> None:
        """Adds the problem with a key that its mapping already has, or raises it if a new entry begins with the key."""
        key, parser_marks = event.value, result.parser_marks
        line, is_certain = self.entry_without_dash(
            key, event.start_mark, parser_marks, is_record=depth <= _RECORD_DEPTH
        )
        if is_certain:
            message = "An entry begins here, but the dash before its first key is missing."
            raise self.error_at(event, "E015", message, f"B{_as_entry(line)}", line)
        message = f'"{key}" is given twice: on line {parser_marks[key][0].line + 1} and here.'
        hint = "Keep one of the two lines and delete the other."
        if above := _key_above(event.start_mark, key, result):
            hint = f"If this line belongs to the line `{above[0]}:` above, begin this line with {above[1]} spaces.\n"
            hint += "Otherwise, keep one of the two lines and delete the other."
        elif line:
            hint = f"If a second entry begins here, b{_as_entry(line)}\n"
            hint += "Otherwise, keep one of the two lines and delete the other."
        same = value == result[key] and self.fills_line(event.start_mark, value_event)
        if depth == 1 and not isinstance(value, str):
            hint = f"Delete this second line `{key}:`; the entries under it then belong to the first line."
        elif same:
            hint = "Both lines are the same. Delete this line."
        self.add_problem(event.start_mark, "E011", message, hint)
        if same:
            fix = self.line_instead(self.problems[-1].position.line - 1, "")
            self.problems[-1] = self.problems[-1]._replace(fix=fix)

    def entry_without_dash(
        self, key: str, mark: Any, parser_marks: Mapping[str, Any], *, is_record: bool
    ) -> tuple[str, bool]:
        """The line with a dash, if a repeated key may begin the next entry of a list, and whether it certainly does.
        The line is empty if it cannot begin an entry. A second `id` alone is a mistyped id."""
        first = parser_marks[key][0]
        if (
            key != next(iter(parser_marks))
            or self.lines[first.line][: first.column].strip() != "-"
            or self.lines[mark.line][: mark.column].strip()
        ):
            return "", False
        below = next((row for row in self.lines[mark.line + 1 :] if row.strip()), "")
        following = re.match(rf" {{{mark.column}}}({KEY}):", below)
        is_certain = bool(following and len(parser_marks) > 1 and (not is_record or following[1] in parser_marks))
        line = f"{self.lines[first.line][: first.column]}{self.lines[mark.line][mark.column :]}"
        return (line if is_certain or key != "id" else ""), is_certain

    def fills_line(self, mark: Any, value: Any) -> bool:
        """Whether a line contains exactly a key and its whole value (a scalar)."""
        line = self.lines[mark.line]
        whole = mark.line == value.end_mark.line and type(value) is yaml.ScalarEvent
        return whole and not line[: mark.column].strip() and not line[value.end_mark.column :].strip()


def _as_entry(line: str) -> str:
    """How to type the line of an entry, without the first letter of the sentence."""
    return f"egin the line with {len(line) - len(line.lstrip()) or 'no'} spaces, and write:  {line.strip()}"


def _key_above(mark: Any, key: str, mapping: YamlMapping) -> tuple[str, int] | None:
    """The key whose value a repeated key may belong to, and the spaces before the keys of its value: the key above, if
    the last entry of its list has a single key; or the last key between the two lines of the repeated key that is
    empty, or whose list begins in the same column. None if there is no such key."""
    keys = list(mapping.parser_marks)
    last = mapping.get(keys[-1])
    entry = last[-1] if isinstance(last, YamlList) and last else None
    if isinstance(entry, YamlMapping) and len(entry.parser_marks) == 1 and key not in entry:
        ((begin, _),) = entry.parser_marks.values()
        if begin.column == entry.parser_mark.column:  # otherwise, the entry is in braces
            return keys[-1], begin.column
    values = ((above, mapping.get(above)) for above in reversed(keys[keys.index(key) + 1 :]))
    empty = next((above for above, value in values if value is None or _has_entries_in(mark.column, value)), "")
    return (empty, mark.column + 2) if empty else None


def _has_entries_in(column: int, value: Node) -> bool:
    is_here = isinstance(value, YamlList) and value.parser_mark.column == column
    return is_here and any(isinstance(item, YamlMapping) for item in value or ())
