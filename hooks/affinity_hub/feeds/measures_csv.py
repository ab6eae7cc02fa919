"""The measures as a table for spreadsheets. It has the figures that the page shows, and the same word for withheld
figures.
"""

from __future__ import annotations

import csv
import io
from typing import Final

from affinity_hub.core.artifact import Artifact
from affinity_hub.core.text import WITHHELD, csv_cell
from affinity_hub.record_views.addresses import MEASURES_CSV
from affinity_hub.views.site import Site
from affinity_hub.wording import organization

NONE: Final = "not yet published"
HEAD: Final = ("id", "measure", "school year", "count", "percent", "percent of", "unit", "day of the count", "source")


def table(site: Site) -> Artifact:
    """`/progress/measures.csv`: a line for each figure. A measure without figures has a line that says so."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([organization.current().year_label.lower() if name == "school year" else name for name in HEAD])
    for measure in site.progress.measures:
        whole = measure.out_of.title if measure.out_of else ""
        ends = [csv_cell(text) for text in (whole, measure.unit, measure.snapshot, measure.source)]
        begins = [measure.id, csv_cell(measure.title)]
        for figure in measure.figures:
            rate = _shown(figure.rate) if measure.out_of else ""
            writer.writerow([*begins, figure.year, _shown(figure.count), rate, *ends])
        if not measure.figures:
            writer.writerow([*begins, "", NONE, "", *ends])
    return Artifact(MEASURES_CSV, out.getvalue().encode())


def _shown(number: int | None) -> str:
    return WITHHELD if number is None else str(number)
