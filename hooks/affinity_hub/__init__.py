"""Affinity Hub: turns YAML that volunteers edit into pages, embeds, and calendars.

Data flows in one direction, and each package is a stage:

    source, values -> schema -> hub -> checks, views -> calendars, pages, embeds, api, feeds -> site

`recurrence`, `repeats`, `messages`, `suppression`, `wording`, `privacy`, and `core` serve several stages.
`record_views` has the classes that `views` fills. `ical` knows the calendar format, `history` the published calendars,
`rendering` the templates, and `reference` the keys of the data files. `contribute` is for changes to the data, `cli` is
the command line, and `mkdocs_edge` is the only package that imports mkdocs. Only `environment` reads the clock and the
environment. The docstring of each package says what the package takes and what it returns. `lint-imports` checks the
order of the packages (see pyproject.toml).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from affinity_hub.checks.checked_hub import load
    from affinity_hub.site.assemble import outputs

__all__ = ["load", "outputs"]


def __getattr__(name: str) -> Any:
    """`load` and `outputs`, imported on first use, so that importing the package takes no time and the handler of
    Ctrl-C is ready at once."""
    if name == "outputs":
        from affinity_hub.site.assemble import outputs

        return outputs
    if name == "load":
        from affinity_hub.checks.checked_hub import load

        return load
    raise AttributeError(name)
