"""Decides which warnings a change causes: warnings about records that it touches, and warnings that are new.
`without_known` has only the new warnings.

A consent that expired last night must not block a person who moves a meeting today.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from affinity_hub.core.problems import Problem
from affinity_hub.hub.hub import Hub
from affinity_hub.schema import Record

RecordKey: TypeAlias = tuple[str, str]
Identity: TypeAlias = tuple[str, str, str, RecordKey | None]


def split_by_cause(
    found: Sequence[Problem], new: Hub, known: Iterable[Problem], old: Hub
) -> tuple[list[Problem], list[Problem]]:
    """The problems of `new` that a change from `old` causes, and the other problems. `known` are the problems of `old`.
    All errors count as caused by the change.
    """
    before = {_key(record): record for record in old.records()}
    after = {_key(record): record for record in new.records()}
    same = {key for key in before.keys() & after.keys() if before[key].model_dump() == after[key].model_dump()}
    there = _identities(known, old)
    answerable: list[Problem] = []
    others: list[Problem] = []
    for problem, key in _with_keys(found, new):
        is_old = problem.severity == "warning" and _identity(problem, key) in there
        (others if is_old and (key is None or key in same) else answerable).append(problem)
    return answerable, others


def without_known(found: Sequence[Problem], new: Hub, known: Sequence[Problem], old: Hub) -> list[Problem]:
    """The problems of `new` that are not among `known`, the problems of `old`."""
    there = _identities(known, old)
    return [problem for problem, key in _with_keys(found, new) if _identity(problem, key) not in there]


def _key(record: Record) -> RecordKey:
    return record.noun, record.first_id


def _with_keys(found: Iterable[Problem], hub: Hub) -> Iterable[tuple[Problem, RecordKey | None]]:
    """Each problem with the record that contains it; None for a problem outside of all records."""
    starts: dict[str, list[tuple[int, RecordKey]]] = {}
    for record in hub.records():
        starts.setdefault(record.file, []).append((record.position().line, _key(record)))
    for places in starts.values():
        places.sort()
    for problem in found:
        places = starts.get(problem.position.file, [])
        number = bisect_right(places, problem.position.line, key=lambda place: place[0])
        yield problem, places[number - 1][1] if number else None


def _identities(problems: Iterable[Problem], hub: Hub) -> set[Identity]:
    """The identities of all problems of a hub."""
    return {_identity(problem, key) for problem, key in _with_keys(problems, hub)}


def _identity(problem: Problem, key: RecordKey | None) -> Identity:
    """The parts of a problem that stay the same when lines are added above it."""
    return problem.position.file, problem.code, re.sub(r"line \d+", "line", problem.message), key
