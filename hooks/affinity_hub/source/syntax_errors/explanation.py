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
from .diagnosis import Diagnosis, Mistake, key_of
from .foreign_syntax import foreign_syntax
from .likely_mistakes import certain_mistakes, diagnose_line, possible_mistakes
from .misplaced_lines import misplaced_line
from .missing_values import missing_values
from .parse_trial import WHOLE_TEXT, Trial


def explain_syntax_error(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """The problem at which the parser gave up, at the place of the mistake."""
    parser_message = f"{error.context or ''} {error.problem or ''}"
    lines = text.split("\n")
    last = len(text.rstrip().split("\n")) - 1
    at = error.problem_mark or error.context_mark
    stop_index = min(at.line, last) if at else 0
    # The problem is where the bracket or quote was opened, not where the file ends.
    opened = re.match("while (scanning a quoted|scanning a simple key|parsing a flow)", parser_message)
    mark = (error.context_mark if opened else None) or at
    mark_index, column = (mark.line, mark.column) if mark and mark.line <= last else (last, len(lines[last]))
    trial, keys = Trial(text, lines, stop_index), _known_keys(text, key_of(lines[stop_index]))
    if found := _certain_mistake(trial, lines, mark_index, stop_index, keys):
        return _problem(name, lines, found, found.line_instead, found.hint)
    for diagnosis, new in foreign_syntax(lines, (mark_index, max(0, mark_index - 1), stop_index), keys):
        if not new or trial.line_reached(diagnosis.line, new) > stop_index:
            return _problem(name, lines, diagnosis, new)
    likeliest = diagnose_line(parser_message, lines, mark_index, column)
    for diagnosis, new in certain_mistakes(lines, mark_index, stop_index):
        if trial.line_reached(diagnosis.line, new) > stop_index:
            return _problem(name, lines, diagnosis, new)
        likeliest = diagnosis
    corrected, best = "", (0, False)
    for diagnosis, new in possible_mistakes(parser_message, lines, mark_index, column, stop_index):
        if _invents_key(lines[diagnosis.line], new, keys):
            continue
        score = (trial.line_reached_beyond_stop(diagnosis.line, new), key_of(new) in keys)
        if score[0] and score > best:
            likeliest, corrected, best = diagnosis, new, score
        if best == (WHOLE_TEXT, True):
            break
    return _problem(name, lines, likeliest, corrected)


def _known_keys(text: str, without: str) -> set[str]:
    """The keys in the text, and the keys that this program knows, except the key in the line of the error."""
    typed = re.findall(rf"^ *(?:- )?({KEY}):", text, re.MULTILINE)
    return {*typed, *IN_ONE_LINE.split("|")} - {without} | {key.key for key in vocabulary().keys}


def _certain_mistake(
    trial: Trial, lines: list[str], mark_index: int, stop_index: int, keys: Collection[str]
) -> Diagnosis | None:
    """A sign in place of a value; or a mistake in the layout, unless brackets around the keys of a line correct it."""
    for diagnosis, new in missing_values(lines, (mark_index, stop_index)):
        if trial.line_reached(diagnosis.line, new) > stop_index:
            return diagnosis._replace(line_instead=new)
    if (keyed := with_braces(lines[mark_index])) and trial.line_reached_beyond_stop(mark_index, keyed):
        return None
    return misplaced_line(
        lines, mark_index, stop_index, keys, lambda index, new: bool(trial.line_reached_beyond_stop(index, new))
    )


def _invents_key(old: str, new: str, keys: Collection[str]) -> bool:
    """Whether a corrected line makes a key of the first word of the text."""
    return bool(key_of(new)) and not key_of(old) and key_of(new) not in keys and not slips(key_of(new), keys)


def _problem(name: str, lines: list[str], diagnosis: Diagnosis, new: str, advice: str = "") -> Problem:
    """A problem at the place of a mistake, with the corrected line if there is one."""
    old = lines[diagnosis.line]
    advice = advice or (_advice(diagnosis.mistake, old, new) if new else diagnosis.hint)
    # A line such as `Ask the office` may be a note, so only a line that continues in lowercase letters is joined.
    is_certain = diagnosis.mistake is not Mistake.NO_KEY or new.strip()[:1].islower()
    fix = Fix(name, diagnosis.line + 1, 1, len(old) + 1, new) if new and is_certain else ()
    position = Position(name, diagnosis.line + 1, diagnosis.column + 1)
    return Problem(position, diagnosis.code, diagnosis.message, advice, fix)


def _advice(mistake: Mistake, old: str, new: str) -> str:
    """The corrected line, or words if only the spaces of the line change."""
    if old.strip() != new.strip():
        return f"Write:  {new.strip()}"
    begin = f"begin the line with {len(new) - len(new.lstrip())} spaces."
    if mistake is Mistake.NO_KEY:
        return f"If this continues the line above, {begin.replace('the line', 'it', 1)}"
    return f"Delete the tab and {begin}" if mistake is Mistake.TAB else begin.capitalize()


def corrected_line(text: str, lines: list[str], index: int) -> str:
    """A line with its text in quotes, or without the character before its key, if the parser then continues.

    Empty otherwise. `index` counts from 0.
    """
    before_key = re.sub(rf"^(\s*(?:- )?)[&*!]+\S*\s+(?={KEY}:)", r"\1", lines[index])
    corrected = (before_key, with_inner_quotes(lines[index]), with_quotes(lines[index]))
    trial = Trial(text, lines, index)
    return next((new for new in corrected if trial.line_reached_beyond_stop(index, new) == WHOLE_TEXT), "")
