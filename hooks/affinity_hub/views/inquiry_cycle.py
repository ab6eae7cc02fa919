"""The cycle of inquiry: the steps in their order, the entries of each step, and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from affinity_hub.core.i18n import Labels, gettext, ngettext, noop
from affinity_hub.record_views.charts import CHART_WIDTH
from affinity_hub.record_views.progress_and_library import InquiryEntryView
from affinity_hub.schema.progress import STEPS

from .site import Site

# The activity at each step.
STEP_NAMES: Final = Labels(
    {
        "research": noop("Gather research"),
        "understanding": noop("Understand"),
        "goals": noop("Know the goals"),
        "questions": noop("Ask questions"),
        "learning-from-others": noop("Learn from others"),
        "gathering": noop("Gather answers"),
        "reflecting": noop("Reflect"),
        "acting": noop("Act"),
    }
)
# Two columns, clockwise from the upper left.
BOX, TALL, GAP = 148, 48, 30
_PLACES: Final = ((0, 0), (1, 0), (1, 1), (1, 2), (1, 3), (0, 3), (0, 2), (0, 1))


@dataclass(frozen=True, slots=True)
class Step:
    """A step with its entries, and the upper left corner of its box in the picture."""

    id: str
    name: str
    entries: list[InquiryEntryView]
    x: int
    y: int

    @property
    def count(self) -> str:
        """The number of entries, in words."""
        number = len(self.entries)
        return ngettext("%(number)s entry", "%(number)s entries", number) if number else gettext("no entries yet")


@dataclass(frozen=True, slots=True)
class Loop:
    """The steps, the line that joins them, the tips of its arrows, and the sizes of the picture and of a box."""

    steps: list[Step]
    line: str
    arrows: list[str]
    width: int
    height: int
    box: int = BOX
    tall: int = TALL


def loop(site: Site) -> Loop:
    """The cycle with the entries of each step, in the order of the file."""
    steps = [
        Step(
            step,
            STEP_NAMES[step],
            [entry for entry in site.progress.inquiry if entry.step == step],
            2 + column * (CHART_WIDTH - BOX - 4),
            2 + row * (TALL + GAP),
        )
        for step, (column, row) in zip(STEPS, _PLACES, strict=True)
    ]
    left, right, top, low = _middle(steps[0].x), _middle(steps[1].x), 2 + TALL // 2, steps[4].y + TALL // 2
    beside = [steps[at].y + TALL + GAP // 2 for at in (1, 2, 3)]
    arrows = [_tip(CHART_WIDTH // 2, top, 6, 0), _tip(CHART_WIDTH // 2, low, -6, 0)]
    arrows += [_tip(right, y, 0, 6) for y in beside] + [_tip(left, y, 0, -6) for y in beside]
    return Loop(steps, f"M{left} {top}H{right}V{low}H{left}Z", arrows, CHART_WIDTH, steps[4].y + TALL + 2)


def by_step(entries: Sequence[InquiryEntryView]) -> list[tuple[str, list[InquiryEntryView]]]:
    """Entries by step, in the order of the steps, without steps that have no entries."""
    every = [(step, [entry for entry in entries if entry.step == step]) for step in STEPS]
    return [(step, own) for step, own in every if own]


def _middle(x: int) -> int:
    return x + BOX // 2


def _tip(x: int, y: int, right: int, down: int) -> str:
    """A triangle around a point that shows the direction of the line."""
    return f"M{x + right} {y + down}L{x - right - down} {y - down - right}L{x - right + down} {y - down + right}Z"
