"""Corrects lines in the wrong place: a misaligned entry, several keys in one line, or text that continues on the
next line.

A file with such a mistake is often valid YAML up to a line far below. Often, a corrected line satisfies the parser but
means something else. So the program looks for these mistakes first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import Final

from affinity_hub.core.yaml_text import KEY
from affinity_hub.source.text_problems import LISTED, as_block, block_at

from .diagnosis import Diagnosis

_ENTRY: Final = re.compile(r"( *)- id:\s")
_EMPTY_LIST: Final = re.compile(rf"(\s*{KEY}:)\s*(?:\[\s*\]|\{{\s*\}}|none|null|~)(\s+#.*)?\s*", re.IGNORECASE)
_KEYED: Final = re.compile(rf"(\s*(?:- )?)({KEY}): +(?=[^\s\"'|>\[{{#])(.+)")
_BLOCK: Final = re.compile(rf"(\s*(?:- )?)({KEY}):\s+[|>][+-]?\s*")

Reads = Callable[[int, str], bool]
"""Whether the parser gets past the error if the line with an index (from 0) is replaced by the text."""


def misplaced_line(
    lines: list[str], mark_index: int, stop_index: int, keys: Collection[str], reads: Reads
) -> Diagnosis | None:
    """The layout mistake that stops the parser at line `stop_index`, or None if the layout is right.

    `mark_index` is the line that the parser complains about, and `keys` are the known keys. Lines count from 0.
    """
    return (
        _under_an_empty_list(lines, stop_index, reads)
        or _key_in_first_column(lines, stop_index, keys)
        or _entry_out_of_line(lines, stop_index, reads)
        or _text_before_its_column(lines, (mark_index, stop_index - 1, stop_index))
        or _several_keys(lines[mark_index], mark_index, keys)
        or _note_in_text(lines, stop_index)
        or _list_after_text(lines, mark_index)
        or _continued_text(lines, mark_index)
    )


def _under_an_empty_list(lines: list[str], stop_index: int, reads: Reads) -> Diagnosis | None:
    """An entry under `opportunities: []`."""
    above = [n for n in range(stop_index) if lines[n].strip() and not lines[n].lstrip().startswith("#")]
    found = _EMPTY_LIST.fullmatch(lines[above[-1]]) if above else None
    if not found or not lines[stop_index].lstrip().startswith("- "):
        return None
    index, new = above[-1], f"{found[1]}{found[2] or ''}"
    key = found[1].strip()
    typed = lines[index][len(found[1]) :].split("#")[0].strip()
    message = f"This line says that the list is empty, but line {stop_index + 1} adds an entry to it."
    hint = f"Delete the {typed} after `{key}`."
    return Diagnosis(message, index, len(found[1]) + 1, hint, new if reads(index, new) else "")


def _note_in_text(lines: list[str], stop_index: int) -> Diagnosis | None:
    """A line of text under a note that begins farther right than the key above it."""
    index = stop_index - (not lines[stop_index].strip() or lines[stop_index].lstrip().startswith("#"))
    first = index
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    found = _KEYED.fullmatch(lines[first - 1]) if first else None
    note, line = lines[index - 1], lines[index]
    spaces = len(note) - len(note.lstrip())
    if first == index or not found or spaces <= len(found[1]) or not line.startswith(" " * (len(found[1]) + 1)):
        return None
    message = "This line cannot continue the text, because YAML reads the line above, which begins with #, as a note."
    hint = f"If both lines belong to the text, {block_at(found[2], 'write')}"
    hint += f"\nIf this line belongs to the note, write:  # {line.strip()}"
    return Diagnosis(message, index, len(line) - len(line.lstrip()), hint)


def _key_in_first_column(lines: list[str], stop_index: int, keys: Collection[str]) -> Diagnosis | None:
    """A key of an entry in the first column, where only the names of lists begin."""
    typed = [n for n in range(stop_index + 1) if lines[n].strip() and not lines[n].lstrip().startswith("#")]
    outer = [n for n in typed if lines[n][0] not in " -"]
    # The first of several such lines. The next line is found after this line is corrected.
    while len(outer) > 1 and outer[-2] == typed[typed.index(outer[-1]) - 1]:
        outer.pop()
    found = re.match(rf"({KEY}):\s+[^\s#]", lines[outer[-1]]) if len(outer) > 1 else None
    if not found or found[1] not in keys:
        return None
    index = outer[-1]
    before = lines[typed[typed.index(index) - 1]]
    entry = next((n for n in range(index, outer[-2], -1) if re.match(rf" *- {KEY}:", lines[n])), -1)
    if entry < 0 or not before.startswith(" "):
        return None
    spaces = lines[entry].index("- ") + 2
    message = (
        "This key belongs to the entry above, but does not begin in the same column as the other keys of the entry."
    )
    new = " " * spaces + lines[index]
    return Diagnosis(message, index, 0, f"Begin the line with {_spaces(spaces)}.", new)


def _entry_out_of_line(lines: list[str], stop_index: int, reads: Reads) -> Diagnosis | None:
    """An entry that begins in a different column than the entries above it."""
    index = next((n for n in range(stop_index, -1, -1) if _ENTRY.match(lines[n])), -1)
    head = next((n for n in range(index, -1, -1) if re.match(rf"{KEY}:\s*(?:#.*)?$", lines[n])), -1)
    first = next((n for n in range(head + 1, index) if _ENTRY.match(lines[n])), -1) if head >= 0 else -1
    if index < 0 or first < 0:
        return None
    typed, spaces = (len(_ENTRY.match(lines[n])[1]) for n in (index, first))  # type: ignore[index]
    if typed == spaces:
        return None
    new = " " * spaces + lines[index].lstrip()
    is_alone = reads(index, new)
    message = f"This entry does not begin in the same column as the entry on line {first + 1}."
    what = "this line" if is_alone else "this entry"
    hint = f"Begin {what} with {_spaces(spaces)}, like the entries above."
    if not is_alone:
        way = "left" if typed > spaces else "right"
        hint += f"\nMove all lines of the entry {_spaces(abs(typed - spaces))} to the {way}."
    return Diagnosis(message, index, typed, hint, new if is_alone else "")


def _text_before_its_column(lines: list[str], indexes: Iterable[int]) -> Diagnosis | None:
    """A line of text under `details: |` that does not begin farther right than the key."""
    for index in indexes:
        line = lines[index] if index > 0 else ""
        if not line.strip() or re.match(rf"\s*(?:-|#|{KEY}:)", line):
            continue
        before = (lines[n] for n in range(index - 1, -1, -1) if lines[n].strip())
        columns: list[int] = []
        for row in before:
            if found := _BLOCK.fullmatch(row):
                spaces = len(found[1]) + 2
                typed = len(line) - len(line.lstrip())
                if typed >= spaces - 1 or any(column < spaces - 1 for column in columns):
                    break
                message = f"This line belongs to the text of `{found[2]}`, so it must begin farther right than the key."
                hint = f"Begin each line of the text with {_spaces(spaces)}."
                return Diagnosis(message, index, typed, hint, " " * spaces + line.lstrip())
            columns.append(len(row) - len(row.lstrip()))
    return None


def _spaces(number: int) -> str:
    return f"{number or 'no'} space{'s' * (number != 1)}"


def _several_keys(line: str, index: int, keys: Collection[str]) -> Diagnosis | None:
    """`title: Picnic, kind: gathering`: keys that belong on separate lines."""
    found = _KEYED.fullmatch(line)
    if not found or found[2] not in keys:
        return None
    key = rf"({'|'.join(sorted(keys, key=len, reverse=True))}): "
    separated = re.split(rf"[,;]\s*{key}", found[3])
    parts = separated if len(separated) > 1 else re.split(rf"\s+{key}", found[3])
    if len(parts) < 3 or (parts is not separated and len(parts) < 5):
        return None
    named = [found[2], *parts[1::2]]
    listed = "\n".join(f"{name}: {text.strip()}" for name, text in zip(named, parts[::2], strict=True))
    message = f"This line has {len(named)} keys ({', '.join(named)}), but there is room for only one key."
    return Diagnosis(message, index, len(found[1]), f"Write each key on its own line:\n{listed}", code="E013")


def _list_after_text(lines: list[str], index: int) -> Diagnosis | None:
    """A list under text that ends with a colon: `details: Please bring:`."""
    found = _KEYED.fullmatch(lines[index].rstrip())
    below = next((row for row in lines[index + 1 :] if row.strip()), "")
    is_list = LISTED.match(below) and not re.match(rf"\s*- {KEY}:", below)
    if not found or not found[3].endswith(":") or not is_list or len(below) - len(below.lstrip()) < len(found[1]):
        return None
    message = "Text of several lines that has a colon or a list must be a block."
    hint = f"{as_block(found[2], below)}\nBegin each line of the text with {len(found[1]) + 2} spaces."
    return Diagnosis(message, index, len(lines[index].rstrip()) - 1, hint, code="E013")


def _continued_text(lines: list[str], index: int) -> Diagnosis | None:
    """Text with a colon that continues on the next line, so that quotes around its first line would cut it off."""
    found = _KEYED.fullmatch(lines[index])
    colon = re.search(r":(?:\s|$)", found[3]) if found else None
    if not found or not colon:
        return None
    spaces, end = len(found[1]), index
    for n in range(index + 1, len(lines)):
        row = lines[n]
        deeper = len(row) - len(row.lstrip()) > spaces
        if not row.strip() or not (deeper or not re.match(rf"\s*(?:-|#|{KEY}:|{KEY}$)", row)):
            break
        end = n
    if end == index:
        return None
    message = (
        f"A colon followed by a space must be in quotes when it is part of text. This text ends on line {end + 1}."
    )
    hint = f"Write a quote before the text, and another quote at the end of line {end + 1}."
    if any(len(lines[n]) - len(lines[n].lstrip()) <= spaces for n in range(index + 1, end + 1)):
        hint += f"\nBegin each further line of the text with {spaces + 2} spaces."
    return Diagnosis(message, index, found.start(3) + colon.start(), hint, code="E013")
