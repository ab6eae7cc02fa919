"""Makes records from the entries of data files, and keeps the problems with the entries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from affinity_hub.core.file_names import SETTINGS, VARIABLES
from affinity_hub.core.problems import Fix, Position, Problem
from affinity_hub.core.suggest import nearest
from affinity_hub.core.text import shorten
from affinity_hub.schema import DataModel, Record
from affinity_hub.schema.explain.entry_keys import kind_typed
from affinity_hub.schema.explain.misplaced_keys import (
    doubtful_keys,
    doubtful_reason,
    entries_after_a_dash,
    entry_in_the_wrong_list,
)
from affinity_hub.schema.explain.pydantic_errors import (
    AdviceContext,
    beginning,
    errors_to_explain,
    explain_error,
    not_an_entry,
)
from affinity_hub.source.text_problems import MAX_PROBLEMS, too_many
from affinity_hub.source.tree import Node, YamlList, YamlMapping, file_at, line_column, position_in_tree

from .files import LIST_FILES

MAX_ENTRIES: Final = 20_000  # the most entries of a list: enough for any district
ModelType = TypeVar("ModelType", bound=DataModel)


@dataclass
class RecordMaker:
    """Makes records. `problems` and `unreadable` grow with each faulty entry."""

    context: AdviceContext
    merged: Callable[[str, YamlMapping], YamlMapping] = lambda _, item: item
    """An entry of a list with the values of the staff overlay."""
    problems: list[Problem] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    """Ids of records, and names of files' lists, that exist but could not be read."""
    shorter: dict[tuple[int, str | int], str | None] = field(default_factory=dict)
    """Shorter versions of texts in which roles replaced names, because such text may be too long for its key."""

    def _shorten(self, node: YamlMapping, path: Sequence[str | int]) -> bool:
        """Shortens the texts that roles made too long. Returns whether there were such texts."""
        parent: Any = node
        for step in path:
            if (id(parent), step) in self.shorter:
                parent[step] = self.shorter.pop((id(parent), step))
                return True
            is_here = step in parent if isinstance(parent, YamlMapping) else isinstance(parent, YamlList)
            parent = parent[step] if is_here else None
        # The errors of some lists name only the list.
        own = [step for where, step in self.shorter if where == id(parent)] if isinstance(parent, YamlList) else []
        for step in own:
            parent[step] = self.shorter.pop((id(parent), step))
        return bool(own)

    def of_list(self, node: YamlMapping, key: str, model: type[ModelType], name: str) -> Iterator[ModelType]:
        """The records of the list `key` in a file."""
        items = node.get(key)
        if not isinstance(items, YamlList):
            named = items.items() if isinstance(items, YamlMapping) else ()
            first = next((name for name, value in named if isinstance(value, YamlMapping)), "…")
            hint = f"Write  {key}: []  if there are none. Each entry starts with a dash:\n{key}:\n"
            hint += f"  - id: {first}" if "id" in model.model_fields else beginning(model)
            self.add_problem(
                name, position_in_tree(node, (key,)), "E021", f"`{key}:` needs a list, but {kind_typed(items)}.", hint
            )
            self.unreadable.add(key)
            return
        if len(items) > MAX_ENTRIES:
            hint = f"Split the file: move some entries to a new file in the folder {key}/."
            message = f"The list has {len(items):,} entries; there is room for {MAX_ENTRIES:,} in a file."
            self.add_problem(name, position_in_tree(node, (key,)), "E121", message, hint)
            self.unreadable.add(key)
            return
        noun, most = getattr(model, "noun", "entry"), len(self.problems) + MAX_PROBLEMS
        after_dashes = 0
        for index, item in enumerate(items):
            if after_dashes:
                after_dashes -= 1
                continue
            if len(self.problems) > most:
                self.problems.append(too_many(name, line_column(items.parser_marks[index])))
                self.unreadable.add(key)
                return
            if not isinstance(item, YamlMapping):
                position = line_column(items.parser_marks[index])
                self.problems.append(not_an_entry(item, model, noun, Position(name, *position)))
                continue
            if problem := entry_in_the_wrong_list(items, index, model, name):
                self.problems.append(problem)
                continue
            if found := entries_after_a_dash(items, index, model, name):
                self.problems.extend(found)
                self.unreadable.add(str(item.get("id")))
                after_dashes = len(found)
                continue
            yield from self.of_mapping(model, self.merged(key, item), name, noun)

    def of_mapping(self, model: type[ModelType], item: YamlMapping, name: str, noun: str) -> Iterator[ModelType]:
        """The record in an entry, unless something is wrong with it."""
        record = self.validated(model, item, name, noun)
        if record is None:
            earlier = item.get("was")
            self.unreadable.update(map(str, (item.get("id"), *(earlier if isinstance(earlier, YamlList) else ()))))
            return
        if isinstance(record, Record):
            record.from_source(name, item)
        yield record

    def validated(
        self, model: type[ModelType], node: YamlMapping | None, name: str, noun: str, overrides: Collection[str] = ()
    ) -> ModelType | None:
        """The record or settings in a mapping; None if something in it is wrong. Keeps the problems."""
        if node is None:
            return None
        try:
            record = model.model_validate(node)
        except ValidationError as error:
            paths = [detail["loc"] for detail in error.errors(include_url=False)] if self.shorter else []
            if [path for path in paths if self._shorten(node, path)]:
                return self.validated(model, node, name, noun, overrides)
            for detail in errors_to_explain(error.errors(include_url=False)[:MAX_PROBLEMS], model, node):
                file, key = file_at(node, detail["loc"], name), str(next(iter(detail["loc"]), ""))
                problem = explain_error(detail, model, node, file, noun, self.context)
                self.problems.append(_of_variable(problem, VARIABLES[key]) if key in overrides else problem)
            return None
        if None in node.values():
            self.problems += doubtful_keys(node, model, name, self.context.lines(name))
        self.problems += doubtful_reason(node, model, name)
        return record

    def refuse_other_keys(self, node: YamlMapping, keys: list[str], name: str) -> None:
        """Keeps a problem for each list that a file must not have, and for a file without a list."""
        for key, (position, _) in islice(node.positions.items(), MAX_PROBLEMS):
            if key not in keys:
                self.unreadable.update(keys)
                if spaces := _spaces_of_entry(node, key, keys):
                    line = self.context.lines(name)[position[0] - 1]
                    message = (
                        f'"{shorten(key)}" belongs to the entry above, but does not begin in the column of its keys.'
                    )
                    hint = f"Begin the line with {spaces} spaces."
                    fix = Fix(name, position[0], 1, len(line) + 1, " " * spaces + line)
                    self.problems.append(Problem(Position(name, *position), "E202", message, hint, fix))
                    continue
                file = LIST_FILES.get(key)
                hint = f"Move its entries to {file}, and delete the line here." if file else nearest(key, keys)
                self.add_problem(name, position, "E202", f'"{shorten(key)}" is not a list of this file.', hint)
        if len(keys) == 1 and not node.parser_marks:
            self.add_problem(name, node.start, "E020", f"The file has no line `{keys[0]}:`.", f"Write  {keys[0]}: []")

    def refuse_wrong_lists(self, node: Node, name: str) -> None:
        """Keeps problems with a file of the overlay: with lists that are not lists of entries, or belong elsewhere."""
        stem = Path(name).parts[1].removesuffix(".yml")
        keys = [key for key, file in LIST_FILES.items() if file == f"{stem}.yml"] or [stem]
        if not isinstance(node, YamlMapping):
            what = "The file is empty." if node is None else f"The file must start with the line `{keys[0]}:`."
            self.add_problem(
                name, position_in_tree(node, ()), "E020", what, f"Write  {keys[0]}: []  or delete the file."
            )
        elif stem != SETTINGS:
            self.refuse_other_keys(node, keys, name)
            for key in (key for key in keys if key in node.parser_marks):
                items = node[key]
                if not isinstance(items, YamlList) or not all(isinstance(item, YamlMapping) for item in items):
                    message = f"`{key}:` needs a list of entries with keys, but {kind_typed(items)}."
                    hint = f"Each entry starts with a dash:\n{key}:\n  - id: …"
                    self.add_problem(name, position_in_tree(node, (key,)), "E021", message, hint)

    def add_problem(self, name: str, position: tuple[int, int], code: str, message: str, hint: str) -> None:
        """Keeps a problem at a position in a file."""
        self.problems.append(Problem(Position(name, *position), code, message, hint))


def _spaces_of_entry(node: YamlMapping, key: str, lists: Collection[str]) -> int:
    """The spaces before the keys of the entry above, if a key in the first column can only belong to it; else 0."""
    above = [
        name
        for name in node.parser_marks
        if name in lists and node.parser_marks[name][0].line < node.parser_marks[key][0].line
    ]
    entries = node[above[-1]] if above else None
    entry = entries[-1] if isinstance(entries, YamlList) and entries else None
    value, (begin, valued) = node[key], node.parser_marks[key]
    is_value = isinstance(value, str) or (isinstance(value, YamlList) and all(isinstance(item, str) for item in value))
    if not isinstance(entry, YamlMapping) or key in entry or not is_value or begin.line != valued.line or begin.column:
        return 0
    return next((first.column for first, _ in entry.parser_marks.values()), 0)


def _of_variable(problem: Problem, name: str) -> Problem:
    """A problem with a setting from an environment variable. No line of hub.yml is wrong."""
    message = f"The environment variable {name} has an impossible value. {problem.message}"
    hint = problem.hint.replace("Write:  ", f"Set it to:  {name}=")
    return problem._replace(position=Position(name), message=message, hint=hint)
