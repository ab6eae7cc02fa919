"""Reads YAML text as typed into a tree of texts, lists, and mappings.

No implicit types: `18:30`, `NO`, `010`, and `2026-02-30` stay the typed characters. Anchors, aliases, tags, and
repeated keys are refused, and depth and size are limited, so that a data file can neither surprise nor exhaust a
reader.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import yaml

from affinity_hub.core import symlinks
from affinity_hub.core.problems import Fix, Position, Problem, severity_of
from affinity_hub.core.yaml_text import KEY, LOADER, MAX_FILE_BYTES, quoted

from .tree import Document, Mark, Node, YamlList, YamlMapping, mark_of

MAX_DEPTH = 20
NO_YAML: Final = "E012 E013 E014 E015"
"""The codes of problems that keep the parser from reading on."""
# The most problems that are reported for one file, and for one list in it. After the first problems are corrected,
# there are fewer.
MAX_PROBLEMS: Final = 100

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_CUT = re.compile(r"( +)#(.?)")
_SIGN: Final = re.compile(r"(?<!\S)#")
_NOTHING: Final = frozenset(("", "~", "null"))


class SourceError(Exception):
    """The file cannot be read as plain YAML; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


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


def decode(path: Path, name: str) -> str:
    """The text of a file, with `\\n` at the end of each line. `name` is the name of the file in messages.

    Raises `SourceError` if the file is a symbolic link, is too large, is not UTF-8, or contains control characters.
    """

    def fail(code: str, message: str, hint: str, line: int = 1, column: int = 1) -> SourceError:
        return SourceError(Problem(Position(name, line, column), code, message, hint))

    try:
        if path.is_symlink():
            raise SourceError(symlinks.problem(name))
        if path.is_dir():
            hint = f"Rename it: the folder that continues the file is called {Path(name).stem}/."
            hint = "Put a text file in its place." if "/" in name or name == "hub.yml" else hint
            raise fail("E001", f"{name} is a folder, not a file.", hint)
        if not path.is_file():  # reading a pipe would wait
            raise fail("E001", f"{name} is not an ordinary file.", "Put a text file in its place.")
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            hint = f"Split the file: move some entries to a new file in the folder {Path(name).with_suffix('')}/."
            raise fail("E003", f"The file is too large ({size:,} bytes; at most {MAX_FILE_BYTES:,} are read).", hint)
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise fail("E001", f"The file cannot be read: {reason}.", "Check that it is an ordinary file.") from None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        hint = "Save the file again in UTF-8 encoding. Some editors use the name Unicode for UTF-16."
        raise fail("E002", "The file is saved in UTF-16 encoding, so it cannot be read.", hint)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        before = data[data.rfind(b"\n", 0, error.start) + 1 : error.start]
        column = len(before.decode("utf-8-sig", "replace")) + 1
        message = f"The letter here is saved in an old encoding (byte 0x{data[error.start]:02X}), so it cannot be read."
        meant = data[error.start : error.start + 1].decode("cp1252", "replace")
        hint = f"Write:  {meant}  or the letter that you mean, and save the file in UTF-8 encoding."
        raise fail("E002", message, hint, line, column) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := FORBIDDEN.search(text):
        line, column = _place(text, found.start())
        message = f"There is an invisible control character here (U+{ord(found.group()):04X})."
        hint = "Delete it: put the cursor after it and press Backspace once."
        fix = Fix(name, line, column, column + 1, "")
        raise SourceError(Problem(Position(name, line, column), "E004", message, hint, fix))
    return text


def _place(text: str, index: int) -> Mark:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


class _Builder:
    """Builds the tree from YAML events, which show how each node was written. This runs for every word of every file.
    So it takes the events directly from the parser, keeps the parser's marks, and looks for cut-off texts only in lines
    that may have one.
    """

    def __init__(self, text: str, name: str) -> None:
        self.name, self.text = name, text
        self.problems: list[Problem] = []
        self.numbers: Counter[str] = Counter()
        self.next: Callable[[], Any] = LOADER(text).get_event
        rows = enumerate(text.split("\n")) if "#" in text else ()
        self.signs = {n: row for n, row in rows if _SIGN.search(row)}
        self.cuts = {n: row for n, row in self.signs.items() if " #" in row}
        self.spans: list[tuple[tuple[int, int], tuple[int, int]]] = []
        """The positions of texts in which # does not begin a comment."""

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def document(self) -> Node:
        node: Node = None
        seen = False
        while not isinstance(event := self.next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    again = next((row for row in self.lines[mark_of(event.start_mark)[0] :] if row.strip()), "")
                    too = f" and the line `{again.strip()}` under it" if re.fullmatch(r"\w+:\s*", again) else ""
                    hint = f"Delete this line{too}, or put the second part in its own file."
                    raise self.fail(
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
            for found in _SIGN.finditer(row):
                column = found.start()
                while span and span[1] <= (line, column):
                    span = next(inside)
                if not span or (line, column) < span[0]:
                    yield line + 1, column + 2, row[column + 1 :]
                    break

    def node(self, event: Any, depth: int) -> Node:
        if depth > MAX_DEPTH:
            hint = "Check the brackets and the spaces at the start of the lines."
            raise self.fail(event, "E006", f"The entries are nested more than {MAX_DEPTH} levels deep.", hint)
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
                if self.cuts and event.end_mark.line in self.cuts:
                    self.warn_of_cut_text(event)
                if value in _NOTHING:
                    return None
                if "- " in value or value[0] == "“":
                    self.warn_of_copied_text(event, value)
            return value
        return self.items(event, depth) if kind is yaml.SequenceStartEvent else self.mapping(event, depth)

    def refuse_advanced_yaml(self, event: Any) -> None:
        sign = "!" if not event.anchor else "*" if isinstance(event, yaml.AliasEvent) else "&"
        code, index = "E007" if event.anchor else "E008", event.start_mark.line
        from .syntax_errors.explanation import whole_line  # imported here, because few texts have this character

        line = whole_line(self.text, self.lines, index)
        hint = f"If you want the text to start with {sign}, put it in quotes."
        hint = f"{hint}  Write:  {line.strip()}" if line else hint
        more = "If you want to repeat another part of the file, write that part out in full."
        hint += f"\n{more}" if event.anchor else "\nOr delete the word with the exclamation mark."
        message = f"The character {sign} has a special meaning in YAML that is not used here."
        raise self.fail(event, code, message, hint, line)

    def warn_of_copied_text(self, event: Any, value: str) -> None:
        if value[0] != "“" and event.end_mark.line > event.start_mark.line:
            self.refuse_joined_list(event)
        elif value[0] == "“":
            self.warn_of_curly_quotes(event, value)

    def refuse_joined_list(self, event: Any) -> None:
        """YAML joins the lines of a text without quotes, so a list in it would silently become a sentence."""
        begin, end = event.start_mark, event.end_mark
        index = next((n for n in range(begin.line + 1, end.line + 1) if self.lines[n].lstrip().startswith("- ")), 0)
        key = re.match(rf"\s*(?:- )?({KEY}):", self.lines[begin.line]) or re.match(
            rf"\s*(?:- )?({KEY}):", self.lines[max(0, begin.line - 1)]
        )
        if index and key:
            message = "This line looks like an entry of a list, but YAML joins it to the text above."
            hint = f"If the text has a list, write  {key[1]}: |  and begin the text in the next line."
            hint += "\nIf it is a sentence, move the dash to the end of the line above."
            place = Position(self.name, index + 1, len(self.lines[index]) - len(self.lines[index].lstrip()) + 1)
            self.problems.append(Problem(place, "E015", message, hint))

    def warn_of_curly_quotes(self, event: Any, value: str) -> None:
        if value[-1] in '”"' and len(value) > 2 and not set('“”"') & set(value[1:-1]):
            message = "These curly quotes are part of the text, so the site shows them."
            hint = f"Write straight quotes:  {quoted(value[1:-1])}\nOr no quotes at all."
            self.problem(event.start_mark, "W016", message, hint, fix=(event.end_mark, quoted(value[1:-1])))

    def warn_of_cut_text(self, event: Any) -> None:
        """A ` #` starts a comment: `room: Room #12` would silently be `Room`."""
        end = event.end_mark
        line = self.cuts[end.line]
        found = _CUT.match(line, end.column)
        if not found:
            return
        spaces, after = found.groups()
        whole = line[event.start_mark.column if event.start_mark.line == end.line else 0 :].strip()
        if after.strip():
            hint = f"If it belongs to the text, put all of it in quotes:  {quoted(whole)}"
            hint += "\nIf it is a note, put a space after the #."
            self.problem(end, "E009", "YAML ignores everything from the # to the end of this line.", hint, len(spaces))
        elif len(spaces) == 1 and event.value:
            hint = f"If it belongs to the text, put all of it in quotes:  {quoted(whole)}"
            hint += "\nIf it is a note, put two spaces before the #."
            self.problem(end, "W009", "YAML ignores everything from the # to the end of this line.", hint, 1)

    def items(self, event: Any, depth: int) -> YamlList:
        result = YamlList(event.start_mark)
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            result.raws.append(event.start_mark)
            result.append(self.node(event, depth + 1))
        return result

    def mapping(self, event: Any, depth: int) -> YamlMapping:
        result = Document(event.start_mark) if depth == 1 else YamlMapping(event.start_mark)
        raws, following = result.raws, self.next
        while type(event := following()) is not yaml.MappingEndEvent:
            if event.anchor or event.tag is not None:
                self.refuse_advanced_yaml(event)
            if type(event) is not yaml.ScalarEvent:
                message = "A key must be one word, but this is not one word."
                raise self.fail(event, "E010", message, "Write it like this:  name: Our group")
            key: str = event.value
            value_event = following()
            value = self.node(value_event, depth + 1)
            if key in raws:
                if line := self.entry_without_dash(key, event.start_mark, raws):
                    message = "An entry begins here, but the dash before its first key is missing."
                    raise self.fail(event, "E015", message, f"Write:  {line.strip()}", line)
                message = f'"{key}" is given twice: in line {raws[key][0].line + 1} and here.'
                hint = "Keep one of the two lines and delete the other."
                same = value == result[key] and self.fills_line(event.start_mark, value_event)
                if depth == 1:
                    hint = f"Delete this second line `{key}:`; the entries under it then belong to the first line."
                elif same:
                    hint = "Both lines are the same. Delete this line."
                self.problem(event.start_mark, "E011", message, hint)
                if same:
                    fix = self.line_instead(self.problems[-1].position.line - 1, "")
                    self.problems[-1] = self.problems[-1]._replace(fix=fix)
                continue
            raws[key] = event.start_mark, value_event.start_mark
            result[key] = value
        return result

    def entry_without_dash(self, key: str, mark: Any, raws: Mapping[str, Any]) -> str:
        """The line with a dash, if a second `id` is not a mistyped id but begins the next entry; empty otherwise."""
        first = raws["id"][0] if key == "id" and len(raws) > 1 else None
        if (
            not first
            or self.lines[first.line][: first.column].strip() != "-"
            or self.lines[mark.line][: mark.column].strip()
        ):
            return ""
        below = next((row for row in self.lines[mark.line + 1 :] if row.strip()), "")
        following = re.match(rf" {{{mark.column}}}({KEY}):", below)
        if not following or following[1] not in raws:
            return ""
        return f"{self.lines[first.line][: first.column]}{self.lines[mark.line][mark.column :]}"

    def fills_line(self, mark: Any, value: Any) -> bool:
        """Whether a line contains exactly a key and its whole value (a scalar)."""
        line = self.lines[mark.line]
        whole = mark.line == value.end_mark.line and type(value) is yaml.ScalarEvent
        return whole and not line[: mark.column].strip() and not line[value.end_mark.column :].strip()

    def problem(
        self,
        mark: Any,
        code: str,
        message: str,
        hint: str,
        shift: int = 0,
        fix: tuple[Any, str] | None = None,
    ) -> None:
        severity = severity_of(code)
        self.numbers[severity] += 1
        if self.numbers[severity] > MAX_PROBLEMS:
            if severity == "error":
                raise SourceError(too_many(self.name, mark_of(mark)))
            return
        position = Position(self.name, mark.line + 1, mark.column + 1 + shift)
        end, text = fix or (mark, "")
        change = Fix(*position, end.column + 1, text) if text and end.line == mark.line else ()
        self.problems.append(Problem(position, code, message, hint, change))

    def fail(self, event: Any, code: str, message: str, hint: str, line: str = "") -> SourceError:
        fix = self.line_instead(event.start_mark.line, line) if line else ()
        return SourceError(Problem(Position(self.name, *mark_of(event.start_mark)), code, message, hint, fix))

    def line_instead(self, index: int, new: str) -> Fix:
        """The fix that puts text in place of a whole line."""
        return Fix(self.name, index + 1, 1, len(self.lines[index]) + 1, new)


def too_many(name: str, mark: Mark) -> Problem:
    """The problem that ends the check of a file with too many problems."""
    message = f"There are more than {MAX_PROBLEMS} mistakes. The check did not read the rest."
    hint = "Correct the first errors and check again: one error often causes many others."
    return Problem(Position(name, *mark), "E124", message, hint)
