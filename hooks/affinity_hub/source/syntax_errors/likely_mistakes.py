"""The likely mistakes in a line that is not YAML, each with a corrected line. `explanation` tries the lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from affinity_hub.core.text import visible
from affinity_hub.core.vocabulary import without_junk
from affinity_hub.core.yaml_text import KEY

from .corrections import (
    as_list,
    has_text,
    spaces_before,
    with_braces,
    with_closing_bracket,
    with_closing_quote,
    with_colon,
    with_commas,
    with_indent,
    with_inner_quotes,
    with_missing_brace,
    with_quotes,
    with_quotes_around_number_sign,
    with_spaces,
)
from .diagnosis import END_OF_DATA, NO_COLON, Correction, Diagnosis, Mistake, key_of

_AROUND = re.compile(rf"\s*(?:- )?{KEY}:\s+([\"']).*\1\s*[^\s#,\]}}].*")
_MAX_LINES_ABOVE: Final = 60
"""How many lines above an error an open quote may be."""
_IN_QUOTES: Final = "Put quotes around the whole text after the key."
_OPEN_QUOTE: Final = "The quote that opens here is never closed."
_COLON: Final = "A colon followed by a space must be in quotes when it is part of text."
_BRACKETS: Final = "A square bracket must be in quotes when it is part of text."
# Words in the message of the parser, the mistake, and its code, message, and advice.
_PARSER_MESSAGES: Final = (
    (
        "cannot start any token",
        Mistake.MISSING_QUOTES,
        "E014",
        "Text cannot start with {} unless it is in quotes.",
        _IN_QUOTES,
    ),
    (
        "escape",
        Mistake.MISSING_QUOTES,
        "E015",
        "A backslash between double quotes begins a code for another character.",
        "Write single quotes around the text.",
    ),
    (
        "quoted scalar",
        Mistake.OPEN_QUOTE,
        "E015",
        _OPEN_QUOTE,
        "Close it at the end of the text.",
    ),
    (
        "flow",
        Mistake.OPEN_BRACKET,
        "E015",
        "The bracket that opens here is never closed.",
        "Close it after the last entry.",
    ),
)


def certain_mistakes(lines: list[str], mark_index: int, stop_index: int) -> Iterator[Correction]:
    """Mistakes that can be nothing else, each with its corrected line, even if the next line has the same mistake."""
    for index in dict.fromkeys((mark_index, max(0, mark_index - 1), stop_index)):
        if (whole := with_quotes_around_number_sign(lines[index])) != lines[index]:
            message = "YAML ignores everything from the # to the end of this line."
            yield Diagnosis(message, index, lines[index].index(" #") + 1, code="E009"), whole
        if found := re.search(r"[^\S \n]", lines[index]):
            yield _space(lines, index, found.start()), with_spaces(lines, index)
        below = next((row for row in lines[index + 1 :] if row.strip() and not row.lstrip().startswith("#")), "")
        if re.fullmatch(rf" *{KEY} *", lines[index]) and re.match(r" *- ", below):
            indent = len(lines[index]) - len(lines[index].lstrip())
            diagnosis = Diagnosis(NO_COLON, index, indent)
            yield diagnosis, f"{lines[index].rstrip()}:"
        if found := re.match(r"(\s*)-(?=[a-z0-9]+(?:-[a-z0-9]+)*$)", lines[index]):
            diagnosis = Diagnosis("There is no space after the dash on this line.", index, found.end(1))
            spaces = spaces_before(lines, index) if not found[1] else len(found[1])
            yield diagnosis, f"{' ' * spaces}- {lines[index][found.end() :]}"


def possible_mistakes(
    parser_message: str, lines: list[str], mark_index: int, column: int, stop_index: int
) -> Iterator[Correction]:
    """The possible mistakes, the likeliest first, with the lines that correct them."""
    if found := re.match(rf"\s*(?:- )?{KEY}(\s*\uff1a|\s+:)", lines[mark_index]):
        message = "This key needs a colon directly after it, without a space or another character."
        diagnosis = Diagnosis(message, mark_index, found.start(1), "Write a colon directly after the key.")
        yield diagnosis, lines[mark_index][: found.start(1)] + ": " + lines[mark_index][found.end(1) :].lstrip()
    for index in dict.fromkeys((mark_index, max(0, mark_index - 1), max(0, stop_index - 1))):
        if index and lines[index - 1].lstrip().startswith("#") and not re.match(rf"\s*(?:-|#|{KEY}:)", lines[index]):
            diagnosis = Diagnosis("This line continues the note before it, but does not start with #.", index, 0)
            yield diagnosis, lines[index - 1][: lines[index - 1].index("#")] + "# " + lines[index].strip()
    yield from _without_brackets(lines, mark_index, column, stop_index)
    at_mark = diagnose_line(parser_message, lines, mark_index, column)
    yield from ((at_mark, new) for new in _corrected(at_mark, lines[mark_index], column))
    yield from _left_open(lines, stop_index)
    yield at_mark, with_indent(lines, mark_index)
    yield from _outside_of_block(lines, mark_index)
    if not re.match(rf"\s*(?:-|{KEY}:|{KEY}$)", lines[mark_index]):
        no_key = Diagnosis("This line has no key.", mark_index, 0, mistake=Mistake.NO_KEY)
        yield no_key, " " * (spaces_before(lines, mark_index) + 2) + lines[mark_index].strip()
    if re.search(r"(?::|-) +(?:\[.*\]|\{.*\}) *$", lines[mark_index]):
        yield from _too_much(lines, mark_index, column)
    if has_text(lines[mark_index]):
        yield at_mark, with_quotes(lines[mark_index])
    if mark_index != stop_index:
        at_end = diagnose_line(parser_message, lines, stop_index, 0)
        yield from ((at_end, new) for new in _corrected(at_end, lines[stop_index], 0))
        yield at_end, with_indent(lines, stop_index)
        if has_text(lines[stop_index]):
            yield at_end, with_quotes(lines[stop_index])
    for index in dict.fromkeys((mark_index, stop_index)):
        yield from _too_much(lines, index, column)


def _outside_of_block(lines: list[str], index: int) -> Iterator[Correction]:
    """An entry of a list in a block of text that begins between the key of the text and the column of the text."""
    typed = len(lines[index]) - len(lines[index].lstrip())
    above = [(row, len(row) - len(row.lstrip())) for row in lines[:index] if row.strip()]
    head = next((n for n in range(len(above) - 1, -1, -1) if above[n][1] <= typed), -1)
    is_block = 0 <= head < len(above) - 1 and re.search(rf"{KEY}:\s+[|>][+-]?\s*$", above[head][0])
    if is_block and lines[index].lstrip().startswith("- "):
        spaces = above[head + 1][1]
        message = "This line belongs to the text above, but begins before it."
        hint = f"Begin the line with {spaces} spaces."
        yield Diagnosis(message, index, 0, hint), f"{' ' * spaces}{lines[index].lstrip()}"


def _without_brackets(lines: list[str], mark_index: int, column: int, stop_index: int) -> Iterator[Correction]:
    """Missing brackets around keys or entries in one line."""
    if keyed := with_braces(lines[mark_index]):
        message = "Several keys on one line need curly brackets around them."
        yield Diagnosis(message, mark_index, column), keyed
    for index in dict.fromkeys((mark_index, stop_index)):
        if whole := with_missing_brace(lines[index]):
            message = "A curly bracket is missing on this line."
            diagnosis = Diagnosis(message, index, 0, "Write { before the keys and } after them.")
            yield from ((diagnosis, new) for new in whole)
    if listed := as_list(lines[mark_index]):
        message = "A list on one line needs square brackets around it."
        message = "Each entry of this list needs its own line." if "\n" in listed else message
        yield Diagnosis(message, mark_index, column), listed


def diagnose_line(parser_message: str, lines: list[str], index: int, column: int) -> Diagnosis:
    """The mistake in a line, by the line and the message of the parser."""
    line = lines[index]
    diagnosis = partial(Diagnosis, line=index, column=column)
    in_quotes = partial(diagnosis, hint=_IN_QUOTES, mistake=Mistake.MISSING_QUOTES)
    if "{" in line and with_commas(line) != line:
        message = "A comma is missing between two of the keys on this line."
        return diagnosis(message, hint="Put commas between the keys.", mistake=Mistake.MISSING_COMMA)
    if "{" in line and with_inner_quotes(line) != line:
        is_colon = re.search(rf"{KEY}: [^,]*: ", line)
        return in_quotes(_COLON, code="E013") if is_colon else in_quotes(_BRACKETS)
    if "mapping values are not allowed" in parser_message and ": " in line[:column]:
        return in_quotes(_COLON, code="E013")
    if found := _AROUND.fullmatch(line):
        return in_quotes(f"The text ends at the second {found[1]}, but more text follows.")
    if "could not find expected ':'" in parser_message:
        return _without_colon(line.strip(), index, column)
    sign = visible(line[column : column + 1])
    for words, mistake, code, message, hint in _PARSER_MESSAGES:
        if words in parser_message:
            return diagnosis(message.format(sign), hint=hint, code=code, mistake=mistake)
    if spaces_before(lines, index) != len(line) - len(line.lstrip()):
        message = "This line does not begin in the same column as the lines that it belongs with."
        return diagnosis(message, hint=f"Begin the line with {spaces_before(lines, index)} spaces.")
    message = "This line does not fit the lines around it."
    return diagnosis(message, hint="Write the line as a key, a colon, a space, and text.")


def _corrected(diagnosis: Diagnosis, line: str, column: int) -> Iterator[str]:
    """The corrected lines for a diagnosis, the likeliest first."""
    match diagnosis.mistake:
        case Mistake.MISSING_COMMA:
            yield with_commas(line)
        case Mistake.MISSING_QUOTES:
            yield from (with_inner_quotes(line), with_quotes(line))
        case Mistake.OPEN_QUOTE:
            yield from with_closing_quote(line, column)
        case Mistake.OPEN_BRACKET:
            yield from with_closing_bracket(line, column)
        case Mistake.MISSING_COLON:
            yield from with_colon(line)


def _without_colon(plain: str, index: int, column: int) -> Diagnosis:
    """A line without a colon and a space between its key and its text."""
    found = re.fullmatch(rf"(- )?({KEY})(:?)\s*(.*)", plain)
    key, colon, rest = (found[2], found[3], found[4]) if found else ("", "", "")
    message, hint = NO_COLON, "Write the line as a key, a colon, a space, and text."
    if colon and rest:
        message, hint = "There is no space after the colon on this line.", "Put a space after the colon."
    elif key and not rest:
        hint = f"Write a colon, a space, and the text:  {key}: …\nIf nobody knows yet, write:  {key}: unknown"
    return Diagnosis(message, index, column, hint, mistake=Mistake.MISSING_COLON)


def _left_open(lines: list[str], stop_index: int) -> Iterator[Correction]:
    """Quotes above an error that were opened but not closed in their line, the nearest first."""
    for index in range(stop_index, max(-1, stop_index - _MAX_LINES_ABOVE), -1):
        found = re.match(rf"\s*(?:- )?(?:{KEY}:\s+)?([\"'])(?!.*\1\s*(?:#.*)?$)", lines[index])
        if found and lines[index].strip() not in ('"', "'"):
            place = found.start(1)
            diagnosis = Diagnosis(_OPEN_QUOTE, index, place, "Close it at the end of the text.")
            yield diagnosis, f"{lines[index].rstrip()}{found[1]}"


def _too_much(lines: list[str], index: int, column: int) -> Iterator[Correction]:
    """A bracket, quote, or other character in a wrong place."""
    line = lines[index]
    signs = [n for n, sign in enumerate(line[:400]) if sign in "[]{}\"'"]
    # The outermost brackets or quotes are most likely intended.
    for place in dict.fromkeys((column, column - 1, *signs[1:-1], *signs)):
        if 0 <= place < len(line) and line[place] in "[]{}\"',?|>%\\":
            message = f"Either the character {line[place]} does not belong here, or its partner is missing."
            diagnosis = Diagnosis(message, index, place)
            yield diagnosis, line[:place] + line[place + 1 :]
    diagnosis = Diagnosis("Something on this line does not belong here.", index, column)
    if leads := re.match(r"(\s*(?:- )?)[^\w\s-]+\s*(?=\w)(?:: )?", line):
        yield diagnosis, leads[1] + line[leads.end() :].lstrip()
    lead, rest = line[: len(line) - len(line.lstrip())], line.lstrip()
    without = [lead + text for text in (re.sub(r"[&*!]+\w*\s*", "", rest, count=1), *without_junk(rest))]
    if ": " in rest:
        # Neither the colon after a key nor a colon in the text after that key is a mistake.
        colons = line.count(": ")
        without = [
            quoted
            for quoted in without
            if key_of(quoted) and (key_of(quoted) != key_of(line) or quoted.count(": ") == colons)
        ]
    indented = [with_indent([*lines[:index], quoted], index) for quoted in without]
    yield from ((diagnosis, new) for new in (*without, *indented))
    if re.match(r"\s*(?:---|\.\.\.)", line):
        yield Diagnosis(END_OF_DATA, index, 0), "#"


def _space(lines: list[str], index: int, column: int) -> Diagnosis:
    """A tab, or another character that looks like a space, in a line."""
    sign = lines[index][column]
    is_tab = sign == "\t"
    leads = not lines[index][:column].strip()
    message = "There is a tab here. Only spaces are allowed."
    if not is_tab:
        message = f"There is a character here that looks like a space, but is not a space: {visible(sign)}."
    hint = f"Delete {'the tab' if is_tab else 'it'} and {{}}."
    hint = hint.format(
        f"begin the line with {spaces_before(lines, index)} spaces" if leads else "press the space bar once"
    )
    mistake = Mistake.TAB if is_tab else Mistake.OTHER
    return Diagnosis(message, index, column, hint, code="E012", mistake=mistake)
