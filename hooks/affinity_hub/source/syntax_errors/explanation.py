"""Explains why text is not YAML, and what to type. Every corrected line has been tried: the parser can read past
it."""

from __future__ import annotations

import re
from collections.abc import Collection

import yaml

from affinity_hub.core.problems import Fix, Position, Problem
from affinity_hub.core.vocabulary import slips, vocabulary
from affinity_hub.core.yaml_text import KEY

from .corrections import IN_ONE_LINE, with_braces, with_inner_quotes, with_quotes
from .likely_mistakes import answers, certain, judge, key_of, other_signs
from .misplaced_lines import Diagnosis, diagnose
from .parse_trial import WHOLE_TEXT, Trial


def explain(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """The problem at which the parser gave up, at the place of the mistake."""
    said = f"{error.context or ''} {error.problem or ''}"
    lines = text.split("\n")
    last = len(text.rstrip().split("\n")) - 1
    at = error.problem_mark or error.context_mark
    stuck = min(at.line, last) if at else 0
    # The problem is where the bracket or quote was opened, not where the file ends.
    opened = re.match("while (scanning a quoted|scanning a simple key|parsing a flow)", said)
    mark = (error.context_mark if opened else None) or at
    line, column = (mark.line, mark.column) if mark and mark.line <= last else (last, len(lines[last]))
    trial, answer, corrected, best = Trial(text, lines, stuck), judge(said, lines, line, column), "", (0, False)
    keys = set(re.findall(rf"^ *(?:- )?({KEY}):", text, re.MULTILINE))
    keys |= set(IN_ONE_LINE.split("|"))
    keys.discard(key_of(lines[stuck]))
    keys |= {one.key for one in vocabulary().keys}
    if found := _in_layout(trial, lines, line, stuck, keys):
        old = lines[found.line] if found.line_instead else ""
        return _problem(found, "", name, old, found.line_instead)
    for other, new in other_signs(lines, (line, max(0, line - 1), stuck), keys):
        if not new or trial.farthest(other.line, new) > stuck:
            return _problem(other, _hint(other, lines[other.line], new) if new else "", name, lines[other.line], new)
    for other, new in certain(lines, line, stuck):
        if trial.farthest(other.line, new) > stuck:
            return _problem(other, _hint(other, lines[other.line], new), name, lines[other.line], new)
        answer = other
    for other, new in answers(said, lines, line, column, stuck):
        if _invents_key(lines[other.line], new, keys):
            continue
        score = (trial.reached(other.line, new), key_of(new) in keys)
        if score[0] and score > best:
            answer, corrected, best = other, new, score
        if best == (WHOLE_TEXT, True):
            break
    old = lines[answer.line] if corrected else ""
    return _problem(answer, _hint(answer, old, corrected) if corrected else "", name, old, corrected)


def _in_layout(trial: Trial, lines: list[str], line: int, stuck: int, keys: Collection[str]) -> Diagnosis | None:
    """A mistake in the layout, unless brackets around the keys of a line correct it."""
    if (keyed := with_braces(lines[line])) and trial.reached(line, keyed):
        return None
    return diagnose(lines, line, stuck, keys, lambda index, new: bool(trial.reached(index, new)))


def _invents_key(old: str, new: str, keys: Collection[str]) -> bool:
    """Whether a corrected line makes a key of the first word of the text."""
    return bool(key_of(new)) and not key_of(old) and key_of(new) not in keys and not slips(key_of(new), keys)


def _hint(answer: Diagnosis, old: str, new: str) -> str:
    """The advice, in words if only the spaces of the line change."""
    if old.strip() != new.strip():
        return f"Write:  {new.strip()}"
    begin = f"begin the line with {len(new) - len(new.lstrip())} spaces."
    if "no key" in answer.message:
        return f"If this continues the line above, {begin.replace('the line', 'it', 1)}"
    return f"Delete the tab and {begin}" if "tab" in answer.message else begin.capitalize()


def _problem(answer: Diagnosis, hint: str, name: str, old: str = "", new: str = "") -> Problem:
    # A line such as `Ask the office` may be a note, so only a line that continues in lowercase letters is joined.
    is_certain = "no key" not in answer.message or new.strip()[:1].islower()
    fix = Fix(name, answer.line + 1, 1, len(old) + 1, new) if new and is_certain else ()
    position = Position(name, answer.line + 1, answer.column + 1)
    return Problem(position, answer.code, answer.message, hint or answer.otherwise, fix)


def whole_line(text: str, lines: list[str], index: int) -> str:
    """A line with its text in quotes, or without the character before its key, if the parser then continues.

    Empty otherwise. `index` counts from 0.
    """
    before_key = re.sub(rf"^(\s*(?:- )?)[&*!]+\S*\s+(?={KEY}:)", r"\1", lines[index])
    corrected = (before_key, with_inner_quotes(lines[index]), with_quotes(lines[index]))
    trial = Trial(text, lines, index)
    return next((new for new in corrected if trial.reached(index, new) == WHOLE_TEXT), "")
