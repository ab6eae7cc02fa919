"""Turns a hint for a data file into the words of a form: “Write `17:30` in the field “End”” for `ends: 17:30`.

Hints put two spaces or more around text to type, such as `Write:  ends: 17:30   or:  ends: 18:00`. Here,
each of these pieces becomes a field and its value. A line of a hint about a key that the form does not ask for is left
out, and the answer says that a person can add it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from affinity_hub.core.suggest import IF_NO_ANSWER
from affinity_hub.messages.github_markdown import code, words
from affinity_hub.recurrence.plan import ONLY_FOR_SERIES

_KEYED: Final = re.compile(r"([a-z_]+): (\S.*)")
_DELETE: Final = re.compile(
    rf"({IF_NO_ANSWER}|If [^\n]+?(?=, delete  \w+: (?!.*, and write))), delete .*$", re.MULTILINE
)
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)")
# The start of a web address alone, which GitHub's Markdown would drop.
_SCHEME: Final = re.compile(r"https://(?=[.,](?:\s|$))")
_TIME: Final = re.compile(r"\d\d:\d\d")
# Example addresses, which no one should type.
_SAMPLES: Final = ("affinity@example.org", "https://www.example.org/join", "https://www.example.org/page")
_REST: Final = (
    "The form has no field for another part of the answer. "
    "If you need that part, ask for it in a comment or a reply, so that a person can add it."
)

# Keys of the data files for single dates of a series. No form for a new event asks for them.
_OF_DATES: Final = re.compile(r"\b(?:skip|no_school|changes)\b")
_DATES: Final = (
    "This form has no field for dates that are left out or differ. Leave them out here, and write them in a comment or "
    "a reply, so that a person can add them. Once the event is on the site, you can also cancel or move a date with "
    "the link on its page."
)


@dataclass(frozen=True, slots=True)
class FormFields:
    """The fields of a form that ask for each key. `ids` has the ids of the fields by key, `labels` the labels by id.

    Two fields ask for one key if one of them takes the date and the other takes the time.
    """

    ids: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The answers that a field takes, by its id; none if the field takes any text."""

    def option(self, name: str, typed: str) -> str:
        """The answer that a value means in a field: `Yes, people can take part online` for `yes`."""
        same = (option for option in self.options.get(name, ()) if option.lower().startswith(typed.lower()))
        return next(same, typed)

    def label(self, key: str) -> str:
        """The labels of a key, in quotes; empty if the form does not ask for it."""
        return " and ".join(f"“{self.labels[name]}”" for name in self.ids.get(key, ()))


def reason(asked: FormFields, key: str, problem_code: str, message: str, hint: str) -> str:
    """A problem with the value of a key, as Markdown for the person who filled in the form."""
    label = asked.label(key)
    message, hint = (_SCHEME.sub("https", text) for text in (message, hint))
    named = re.sub(r"`(\w+)`", lambda found: asked.label(found[1]) or found[1], message)
    if key == "no_school" and "calendar.yml" in message:
        return f"{label}: The site has no list of days off yet. Leave this field empty."
    if problem_code == ONLY_FOR_SERIES:
        return f"{label}: This is for events that repeat. Leave it empty, or fill in {asked.label('repeats')}, too."
    hint = hint.replace("Delete this line.", "Leave this field empty.")
    hint = hint.replace("belongs on its own line:", "belongs in its own field:")
    typed = _DELETE.sub(r"\1, leave this field empty.", hint).splitlines()
    lines = [_line(line, asked, key) for line in typed]
    # A line that announces the next line is useless without it.
    following = [*lines[1:], "."]
    lines = ["" if line.endswith(":") and not after else line for line, after in zip(lines, following, strict=True)]
    kept = [line for line in lines if line]
    left_out = [said for said, line in zip(typed, lines, strict=True) if not line]
    rest = [] if not left_out else [_DATES if any(map(_OF_DATES.search, left_out)) else _REST]
    said = _sentences([*kept, *rest])
    return " ".join(filter(None, (label and f"{label}:", words(named, 200), *said)))


def _sentences(said: list[str]) -> list[str]:
    """The lines of a hint, with a period after each value that a new sentence follows."""
    pairs = zip(said, [*said[1:], ""], strict=True)
    return [f"{pair}." if after[:1].isupper() and pair.endswith(("`", "”")) else pair for pair, after in pairs]


def _line(line: str, asked: FormFields, key: str) -> str:
    """A line of a hint, or nothing if it names a key that the form does not ask for."""
    named = re.findall(r"`(\w+)`", line)
    if re.search(r"\b(?:this|the) entry\b", line) or not all(map(asked.label, named)):
        return ""  # about a list in the file, or a key, for which the form has no field
    made: list[str] = []
    before = ""
    for piece in filter(None, re.split(r" {2,}", line)):
        if piece in _SAMPLES and made:
            made[-1], before = made[-1].rstrip(":"), ""
            continue
        typed = _typed(piece, before, asked, key)
        if typed is None:
            made.append(words(re.sub(r"`(\w+)`", lambda found: asked.label(found[1]), piece), 300))
            before = piece
        else:
            _join(made, typed)
            before = "" if _KEYED.fullmatch(piece) else piece
        if typed == "":
            return ""
    text = " ".join(made)
    return f"{text}." if text[-1:].isalnum() else text


def _typed(piece: str, before: str, asked: FormFields, key: str) -> str | None:
    """The field and the value for a piece that people type, empty if there is no such field; None for other words."""
    keyed = _KEYED.fullmatch(piece)
    if piece.startswith("{"):
        found = re.findall(r"(starts|ends): ([^,}]+)", piece)
        return ", and ".join(_value(asked, name, value) for name, value in found)
    if keyed and not piece.endswith(":"):
        return _value(asked, keyed[1], keyed[2])
    if before.endswith((":", " write")) and key in asked.ids:
        return _value(asked, key, piece) if len(asked.ids[key]) > 1 else code(piece)
    return None


def _join(made: list[str], typed: str) -> None:
    """Adds a field with its value to the words before it: `Write:` is not repeated."""
    if typed.startswith("write "):
        if re.fullmatch(r"(?:Write|Add a line)\b.*", made[-1] if made else "Write:"):
            made[-1:], typed = [], typed[0].upper() + typed[1:]
        elif made[-1].endswith(", write"):
            made[-1] = made[-1].removesuffix(" write")
    made.append(typed)


def _value(asked: FormFields, key: str, value: str) -> str:
    """The fields for a key, with what to write in each of them; empty if there is no field."""
    names = asked.ids.get(key, ())
    moment = _MOMENT.fullmatch(value)
    values = moment.groups() if moment and len(names) > 1 else (value,)
    if _TIME.fullmatch(value):
        names = tuple(name for name in names if name.endswith("start"))[:1] or names[-1:]  # the field for the time
    pairs = zip(names, values, strict=False)
    written = ((asked.labels[name], code(asked.option(name, typed))) for name, typed in pairs)
    return ", and ".join(f"write {value} in the field “{label}”" for label, value in written)
