"""The meaning of each problem code. Each code has a file in `help/`, which gives its title and its page on the site.

    # A tab where spaces belong
    line: hidden          (only if the line says nothing; `masked` if the line may have private text)

    Why it is a problem, in Markdown.

    ```yaml wrong groups.yml          the example: the keys of an entry, or a whole file
    ```yaml right groups.yml          the same, corrected; `text` if it is not YAML

If you add a code, add its file. The tests compare the examples with `check`.

`AREAS` explains the first digit of a code. The second digit is a subject of that area:

- 0: files and bytes (0); keys, quotes, and indentation (1); entries, names of files, and hand-written pages (2)
- 1: texts and words (0); dates, times, and addresses (1); lists, Markdown, and calendar sources (2); places, breaks,
  settings, and pictures (3); zones (4)
- 3: rules for repeating (0); starts and ends (1); changes and days off (2); series that may be mistakes (3); sizes (4)
- 4: ids (0); claims, answers, who may come, closed groups, vacancies, and lists in texts (1); discreet titles (2);
  clashes (3); figures (4); tables of counts (5); confirmation, statements, and the time zone (6); deadlines (7); days,
  and resources that run out (8); sources and similar names (9)
- 5: consent, homes, and people named in another way (0); private details (1); the staff overlay (2); days of consent
  (3)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, cast

from affinity_hub.core.problems import Severity, severity_of

HELP_TEXTS: Final = Path(__file__).parent / "help"
ADDRESS: Final = "help/"
AREAS: Final = {
    "0": "Reading a file",
    "1": "Values",
    "2": "Keys",
    "3": "Dates and series",
    "4": "Facts and references",
    "5": "What stays private",
    "6": "What was published before",
    "7": "Widgets that intranets show",
}
LineDisplay = Literal["whole", "masked", "hidden"]
_ENTRY = re.compile(
    r"# (?P<title>[^\n]+)\n(?:line: (?P<line>hidden|masked)\n)?\n(?P<why>.+?)\n\n(?P<examples>```.+)", re.DOTALL
)
_EXAMPLE = re.compile(r"^```(?:yaml|text) (wrong|right)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """Lines to type, or to avoid. `file` is the data file they belong to; empty if they are not YAML."""

    right: bool
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code: its title, why it is a problem (Markdown), and examples.

    `line` says how much of the offending line is shown with a problem: all of it, nothing from the caret on, or none.
    """

    name: str
    title: str
    why: str
    line: LineDisplay
    examples: tuple[Example, ...]

    @property
    def severity(self) -> Severity:
        """Errors stop the build of a site; warnings do not."""
        return severity_of(self.name)

    @property
    def area(self) -> str:
        """The subject of the codes with the same first digit."""
        return AREAS[self.name[1]]

    @property
    def url(self) -> str:
        """The address of its page under the site's root."""
        return f"{ADDRESS}{self.name}/"


@cache
def code(name: str) -> Code:
    """The code with this name. Raises `FileNotFoundError` or `ValueError` if it has no correct help file."""
    found = _ENTRY.fullmatch((HELP_TEXTS / f"{name}.md").read_text("utf-8"))
    if not found:
        raise ValueError(f"help/{name}.md is not written as {Path(__file__).name} describes")
    examples = tuple(Example(kind == "right", file, text) for kind, file, text in _EXAMPLE.findall(found["examples"]))
    return Code(name, found["title"], found["why"], cast(LineDisplay, found["line"] or "whole"), examples)


def code_to_tell(name: str) -> Code:
    """The code for a report. The line of a code without a readable help file is masked, because the line may be
    private. A new code might not have a file yet.
    """
    try:
        return code(name)
    except (OSError, ValueError):
        return Code(name, name, "", "masked", ())


def codes() -> list[Code]:
    """Every code, in the order of the numbers, so that errors and warnings are mixed."""
    names = (path.stem for path in HELP_TEXTS.glob("*.md"))
    return [code(name) for name in sorted(names, key=lambda name: (name[1:], name))]
