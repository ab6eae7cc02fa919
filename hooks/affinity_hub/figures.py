"""Rules about published figures: nothing small, neither as typed nor by subtracting one figure from another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from .hub import Hub
from .model.progress import Measure
from .problems import Problem
from .suppression import THRESHOLD

ASKED: Final = ("definition", "snapshot", "source", "counted_by")


def figures_are_safe(hub: Hub, _: dt.date) -> Iterator[Problem]:
    """No figure, and no difference of figures, is a number of people small enough to point at somebody."""
    measures = {measure.id: measure for measure in hub.progress.measures}
    for measure in measures.values():
        yield from _own(measure)
        wholes = [measures[name] for name in _wholes(measure) if name in measures]
        for whole in wholes:
            if whole is measure:
                hint = "Name the measure that it is a part of, or delete the line."
                yield _error(
                    measure,
                    ("out_of" if measure.out_of == measure.id else "part_of",),
                    "E443",
                    "A measure cannot be a part of itself.",
                    hint,
                )
                continue
            yield from _rest(measure, whole)
            if whole.id == measure.out_of:
                yield from _came(measure, whole)
        for one, other in combinations(wholes, 2):
            for top in (measures[name] for name in _wholes(one) if name in _wholes(other) and name in measures):
                yield from _neither(measure, one, other, top)


def _wholes(measure: Measure) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*([measure.out_of] if measure.out_of else []), *measure.part_of]))


def _own(measure: Measure) -> Iterator[Problem]:
    seen = set[str]()
    for index, figure in enumerate(measure.figures):
        if figure.count is not None and figure.count < THRESHOLD:
            message = f"A number of people below {THRESHOLD} can point at somebody, so it is not published."
            yield _error(measure, ("figures", index, "count"), "E440", message, "Write:  count: withheld")
        if figure.year in seen:
            hint = "Keep one figure for each school year, and delete the other."
            yield _error(measure, ("figures", index, "year"), "E444", f"{figure.year} is given twice.", hint)
        seen.add(figure.year)
    missing = [key for key in ASKED if getattr(measure, key) is None]
    if measure.figures and missing:
        message = f"There are figures, but nobody can tell what they mean without: {', '.join(missing)}."
        hint = f"Add a line:  {missing[0]}: …\nDelete the figures if it is not known yet."
        yield Problem(measure.position("figures"), "warning", "W445", message, hint)


def _rest(part: Measure, whole: Measure) -> Iterator[Problem]:
    """Who is counted in the whole and not in the part."""
    counts = _counts(whole)
    for index, figure in enumerate(part.figures):
        total = counts.get(figure.year)
        if figure.count is None or total is None:
            continue
        path = ("figures", index, "count")
        if figure.count > total:
            message = (
                f"{figure.count} people are counted here, and only {total} in `{whole.id}`, which is to include them."
            )
            yield _error(part, path, "E442", message, f"Correct one of the two, or take {whole.id} out of `part_of`.")
        elif total - figure.count < THRESHOLD:
            message = f"Subtracted from `{whole.id}`, it tells a number of people below {THRESHOLD}."
            yield _error(part, path, "E441", message, "Write:  count: withheld")


def _came(stayed: Measure, there: Measure) -> Iterator[Problem]:
    """Who is there a year later and is not among those who stayed: they have come."""
    counts = _counts(there)
    for index, figure in enumerate(stayed.figures):
        following = f"{int(figure.year[:4]) + 1}-{(int(figure.year[5:]) + 1) % 100:02}"
        later = counts.get(following)
        if figure.count is not None and later is not None and later - figure.count < THRESHOLD:
            message = f"With `{there.id}` of {following}, it tells that fewer than {THRESHOLD} people have come."
            yield _error(stayed, ("figures", index, "count"), "E441", message, "Write:  count: withheld")


def _neither(both: Measure, one: Measure, other: Measure, top: Measure) -> Iterator[Problem]:
    """Who is in the top measure and in neither of two parts of it, which share those counted here."""
    rest = (_counts(one), _counts(other), _counts(top))
    for index, figure in enumerate(both.figures):
        first, second, whole = (counts.get(figure.year) for counts in rest)
        if figure.count is None or first is None or second is None or whole is None:
            continue
        if 0 <= whole - first - second + figure.count < THRESHOLD:
            message = f"With `{one.id}`, `{other.id}` and `{top.id}`, it tells a number of people below {THRESHOLD}."
            yield _error(both, ("figures", index, "count"), "E441", message, "Write:  count: withheld")


def _counts(measure: Measure) -> dict[str, int]:
    return {figure.year: figure.count for figure in measure.figures if figure.count is not None}


def _error(measure: Measure, path: tuple[str | int, ...], code: str, message: str, hint: str) -> Problem:
    return Problem(measure.position(*path), "error", code, message, hint)
