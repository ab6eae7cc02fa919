"""Tries corrected lines: how far the parser can read with each of them."""

from __future__ import annotations

from typing import Final

import yaml

from affinity_hub.core.yaml_text import LOADER

_MAX_TRIAL_LENGTH: Final = 256 * 1024
"""Characters of the largest text for which corrected lines are tried, because each trial reads the whole text."""
WHOLE_TEXT: Final = 1 << 30
"""The line that the parser reaches if it reads the whole text."""


class Trial:
    """Tries corrected lines in text that the parser cannot read past line `stop_index` (from 0)."""

    def __init__(self, text: str, lines: list[str], stop_index: int) -> None:
        self.lines, self.stop_index, self.is_small = lines, stop_index, len(text) <= _MAX_TRIAL_LENGTH

    def line_reached(self, index: int, new: str) -> int:
        """The line that the parser reaches with a corrected line, or `WHOLE_TEXT`."""
        if new == self.lines[index] or not self.is_small:
            return 0
        text = "\n".join((*self.lines[:index], new, *self.lines[index + 1 :]))
        try:
            for _ in yaml.parse(text, LOADER):
                pass
        except yaml.MarkedYAMLError as error:
            return error.problem_mark.line if error.problem_mark else 0
        except yaml.YAMLError:
            return 0
        return WHOLE_TEXT

    def line_reached_beyond_stop(self, index: int, new: str) -> int:
        """The line that the parser reaches, or 0 if it gets no farther than the line after `stop_index`."""
        far = self.line_reached(index, new)
        return far if far > self.stop_index + 1 else 0
