"""Rules about published figures: no small number, whether typed or found by subtraction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations, islice
from typing import Final, TypeAlias

from affinity_hub.core.problems import Problem
from affinity_hub.hub.hub import Hub
from affinity_hub.schema.progress import Measure
from affinity_hub.suppression.algorithm import THRESHOLD

# Enough for every sum of a dozen parts. With more parts, the check stops at this limit.
_MAX_SUMS: Final = 5_000
_MAX_LEVELS: Final = 8
Parts: TypeAlias = Mapping[str, tuple[Measure, frozenset[str]]]
EXPLAINING_KEYS: Final = ("definition", "snapshot", "source", "counted_by")


def figures_are_safe(hub: Hub, _: dt.date) -> Iterator[Problem]:
    """No figure, and no difference of figures, is a number of people small enough to identify a person. No part is
    larger than its whole, no year has two figures, and readers can tell what the figures mean."""
    measures = {measure.id: measure for measure in hub.progress.measures}
    parts = _parts(measures)
    for measure in measures.values():
        yield from _measure_alone(measure)
        wholes = [measures[name] for name in _wholes(measure) if name in measures]
        for whole in wholes:
            if whole is measure:
                hint = "Name the measure that it is a part of, or delete the line."
                yield Problem(
                    measure.position("out_of" if measure.out_of == measure.id else "part_of"),
                    "E443",
                    "A measure cannot be a part of itself.",
                    hint,
                )
                continue
            yield from _people_outside(measure, whole)
            if whole.id == measure.out_of:
                yield from _new_people(measure, whole)
        for whole, other in combinations(wholes, 2):
            for top in (measures[name] for name in _wholes(whole) if name in _wholes(other) and name in measures):
                yield from _neither(measure, whole, other, top)
        yield from _remainders(measure, parts[measure.id])


def _wholes(measure: Measure) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*([measure.out_of] if measure.out_of else []), *measure.part_of]))


def _measure_alone(measure: Measure) -> Iterator[Problem]:
    """Problems in the figures of one measure, without a comparison with other measures."""
    seen = set[str]()
    for index, figure in enumerate(measure.figures):
        if figure.count is not None and figure.count < THRESHOLD:
            message = f"A number of people below {THRESHOLD} can identify a person, so it is not published."
            yield Problem(measure.position("figures", index, "count"), "E440", message, "Write:  count: withheld")
        if figure.year in seen:
            hint = "Keep one figure for each school year, and delete the other."
            yield Problem(measure.position("figures", index, "year"), "E444", f"{figure.year} is given twice.", hint)
        seen.add(figure.year)
    missing = [key for key in EXPLAINING_KEYS if getattr(measure, key) is None]
    if measure.figures and missing:
        message = f"There are figures, but readers cannot tell what they mean without: {', '.join(missing)}."
        hint = f"Add a line:  {missing[0]}: …\nOr delete the figures until you can add this line."
        yield Problem(measure.position("figures"), "W445", message, hint)


def _people_outside(part: Measure, whole: Measure) -> Iterator[Problem]:
    """Problems if only a few people are in the whole but not in the part, or if the part is larger than the whole."""
    counts = _counts(whole)
    for index, figure in enumerate(part.figures):
        total = counts.get(figure.year)
        if figure.count is None or total is None:
            continue
        path = ("figures", index, "count")
        if figure.count > total:
            key = "out_of" if part.out_of == whole.id else "part_of"
            message = (
                f"{figure.count} people are counted here, but only {total} in `{whole.id}`, which should include them."
            )
            yield Problem(
                part.position(*path),
                "E442",
                message,
                f"Correct one of the two figures, or remove `{whole.id}` from `{key}`.",
            )
        elif total - figure.count < THRESHOLD:
            message = f"Subtracted from `{whole.id}`, this figure reveals a number of people below {THRESHOLD}."
            yield Problem(part.position(*path), "E441", message, "Write:  count: withheld")


def _new_people(stayed: Measure, there: Measure) -> Iterator[Problem]:
    """Problems if only a few people are new. New people are counted a year later, but are not among the people who
    stayed."""
    counts = _counts(there)
    for index, figure in enumerate(stayed.figures):
        following = f"{int(figure.year[:4]) + 1}-{(int(figure.year[5:]) + 1) % 100:02}"
        later = counts.get(following)
        if figure.count is not None and later is not None and 0 <= later - figure.count < THRESHOLD:
            message = (
                f"With `{there.id}` of {following}, this figure reveals that fewer than {THRESHOLD} people are new."
            )
            yield Problem(stayed.position("figures", index, "count"), "E441", message, "Write:  count: withheld")


def _neither(both: Measure, measure: Measure, other: Measure, top: Measure) -> Iterator[Problem]:
    """Problems if few people in the top measure are in neither of two of its parts. Both parts share the people who are
    counted here."""
    rest = (_counts(measure), _counts(other), _counts(top))
    for index, figure in enumerate(both.figures):
        first, second, whole = (counts.get(figure.year) for counts in rest)
        if figure.count is None or first is None or second is None or whole is None:
            continue
        if 0 <= whole - first - second + figure.count < THRESHOLD:
            message = (
                f"With `{measure.id}`, `{other.id}`, and `{top.id}`, this figure reveals fewer than {THRESHOLD} people."
            )
            yield Problem(both.position("figures", index, "count"), "E441", message, "Write:  count: withheld")


def _parts(measures: Mapping[str, Measure]) -> Mapping[str, Parts]:
    """For each measure id, the measures that count only people of that measure. Each part has the ids of its wholes.

    A part of a part is also a part of the whole. The number of such a part matters if the number in between is
    withheld.
    """
    found: dict[str, dict[str, tuple[Measure, frozenset[str]]]] = {name: {} for name in measures}
    for name, measure in measures.items():
        above, new = set[str](), {name}
        for _ in range(_MAX_LEVELS):
            new = {whole for measure_id in new for whole in _wholes(measures[measure_id]) if whole in measures} - above
            above |= new
        for whole in above - {name}:
            found[whole][name] = measure, frozenset(above)
    return found


def _remainders(whole: Measure, parts: Parts) -> Iterator[Problem]:
    """Problems if the parts of `whole` leave only a few people, provided that no one is in two parts.

    A reader can add up any of the parts. If the data does not say whether parts share people, the reader may assume
    that they do not, so a small remainder is a warning. If the data says `parts: disjoint`, it is an error.
    """
    if whole.parts == "overlapping":
        return
    for year, total in _counts(whole).items():
        counts = [(name, _counts(part).get(year)) for name, (part, _) in sorted(parts.items())]
        shown = [(name, count) for name, count in counts if count is not None]
        if whole.parts == "disjoint":
            yield from _too_many(whole, year, total, [(name, n) for name, n in shown if parts[name][1] == {whole.id}])
        if sums := _with_small_remainder(total, shown, parts):
            yield _small_remainder(whole, year, parts[sums[-1]][0], sums)


def _small_remainder(whole: Measure, year: str, last: Measure, sums: Sequence[str]) -> Problem:
    names = " and ".join(f"`{name}`" for name in sums)
    hint = "Write:  count: withheld"
    if whole.parts is None:
        hint += (
            f"\nIf a person can be counted in more than one of these measures, add to `{whole.id}`:  parts: overlapping"
        )
    condition = "A" if whole.parts else "If no one is counted twice, a"
    message = (
        f"{condition} reader can subtract {names} from `{whole.id}` in {year} "
        f"and learn that fewer than {THRESHOLD} people remain."
    )
    return Problem(last.position(*_path(last, year)), "E441" if whole.parts else "W446", message, hint)


def _too_many(whole: Measure, year: str, total: int, counts: Sequence[tuple[str, int]]) -> Iterator[Problem]:
    """A problem if disjoint parts have more people than their whole."""
    if len(counts) > 1 and (together := sum(count for _, count in counts)) > total:
        names = " and ".join(f"`{name}`" for name, _ in counts)
        message = f"{names} add up to {together} people in {year}, but `{whole.id}` has only {total}."
        hint = "Correct the figures. If a person can be counted in more than one of these measures, "
        hint += f"write in `{whole.id}`:  parts: overlapping"
        yield Problem(whole.position("parts"), "E442", message, hint)


def _path(measure: Measure, year: str) -> tuple[str | int, ...]:
    """The path to the typed number of people for a school year."""
    index = next(index for index, figure in enumerate(measure.figures) if figure.year == year)
    return ("figures", index, "count")


def _with_small_remainder(total: int, counts: Sequence[tuple[str, int]], parts: Parts) -> tuple[str, ...]:
    """The ids of parts that can be disjoint and add up to nearly `total`, or an empty tuple.

    Only sums of two or more parts: `_people_outside` compares a single part with its whole. A part shares people with
    its parts.
    """
    # Sums of few parts and of nearly all parts come first: there are far more sums of about half of the parts.
    sizes = sorted(range(2, len(counts) + 1), key=lambda size: min(size, len(counts) - size))
    several = chain.from_iterable(combinations(counts, size) for size in sizes)
    for chosen in islice(several, _MAX_SUMS):
        names = tuple(name for name, _ in chosen)
        if 0 <= total - sum(count for _, count in chosen) < THRESHOLD and not any(
            parts[name][1].intersection(names) for name in names
        ):
            return names
    return ()


def _counts(measure: Measure) -> dict[str, int]:
    return {figure.year: figure.count for figure in measure.figures if figure.count is not None}
