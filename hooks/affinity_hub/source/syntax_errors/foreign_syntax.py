"""Lines that people copied from another program or typed in another language, each with what to type."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from affinity_hub.core.yaml_text import KEY

from .diagnosis import END_OF_DATA, NO_COLON, Correction, Diagnosis, key_of

_DASHED: Final = re.compile(
    rf"(?:--+ *|\d{{1,2}}[.)] +|-(?=\S)|[\u2010-\u2015\u2212\u2022\u2023\u25aa\u25cf\u25e6\u00b7*+]\s*)\{{?({KEY}): "
)
"""A line with a bullet, a number, another dash, or a dash without a space before its key."""
_BLOCK: Final = re.compile(rf"((?:- )?{KEY}: +)([|>][+-]?) +([^\s#].*)")
"""A line with a block of text that begins in the line of its key."""
_NO_DATA: Final = "This line does not belong to the data."


def _superfluous(line: str) -> str:
    """The message about a line of Markdown, a line of dashes, or three dots; empty for other lines."""
    if re.match(r"\s*(?:```|~~~)|([-=*_~])\1{3,}\s*$", line):
        return _NO_DATA
    return END_OF_DATA if line.strip() == "..." else ""


def _is_deeper(lines: list[str], index: int) -> bool:
    """Whether the next line begins in a later column than this line."""
    following = next(iter(lines[index + 1 : index + 2]), "")
    this = lines[index]
    return bool(following.strip()) and len(following) - len(following.lstrip()) > len(this) - len(this.lstrip())


def foreign_syntax(lines: list[str], places: Iterable[int], keys: Collection[str]) -> Iterator[Correction]:
    """Lines in the syntax of another program or another language, each with the corresponding line of YAML."""
    for index in dict.fromkeys(places):
        line, plain = lines[index], lines[index].strip()
        lead = line[: len(line) - len(line.lstrip())]
        if re.match(r"<{7}|>{7}|={7}$|\|{7}", plain):
            message = "Git wrote this line, because two people changed the same lines."
            choice = "Keep one of the two versions, and delete the lines that begin with <<<<<<<, =======, and >>>>>>>."
            yield Diagnosis(message, index, len(lead), choice), ""
        elif superfluous := _superfluous(line):
            yield Diagnosis(superfluous, index, len(lead), "Delete this line."), ""
        elif not lead and plain.count("\t") > 1 and not key_of(plain):
            message = "This line is a row of a table, so its cells have no keys."
            hint = "Write each cell on its own line, after its key, a colon, and a space:\ntitle: …"
            yield Diagnosis(message, index, 0, hint), ""
        elif (typed := _BLOCK.fullmatch(plain)) and not _is_deeper(lines, index):
            message = f"After {typed[2]}, the text begins on the next line. A text of one line does not need it."
            yield Diagnosis(message, index, len(lead) + len(typed[1])), f"{lead}{typed[1]}{typed[3]}"
        elif (listed := _DASHED.match(plain)) and (listed[1] == "id" or line[len(lead)] != "-"):
            message = "An entry of a list begins with a dash and a space."
            rest = re.sub(r"^(?:--+|\d+[.)]|.)\s*", "", plain)
            yield Diagnosis(message, index, len(lead)), f"{lead}- {rest}"
        elif starred := re.fullmatch(r"\* +(\S.*)", plain):
            message = "An entry of a list begins with a dash and a space."
            yield Diagnosis(message, index, len(lead)), f"{lead}- {starred[1]}"
        elif note := re.match(r"(?://|<!--)\s*(.*?)\s*(?:-->)?$", plain):
            diagnosis = Diagnosis("A note in this file begins with #.", index, len(lead))
            yield diagnosis, f"{lead}# {note[1]}"
        elif (typed := re.fullmatch(rf"(- )?({KEY})\s*(?:=>|->|[-=?\u2013\u2014])\s+(.*)", plain)) and typed[2] in keys:
            diagnosis = Diagnosis(NO_COLON, index, len(lead))
            yield diagnosis, f"{lead}{typed[1] or ''}{typed[2]}: {typed[3]}"
