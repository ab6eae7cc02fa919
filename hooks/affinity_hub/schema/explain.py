"""Turns an error of pydantic into a problem at its line, in a volunteer's words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Annotated, Any, Final, NamedTuple

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from affinity_hub.core.problems import Fix, Position, Problem
from affinity_hub.core.suggest import identifier
from affinity_hub.core.text import code_point, latin, lookalikes, shorten, without_invisible
from affinity_hub.core.vocabulary import keys_meant, meanings, meant
from affinity_hub.core.yaml_text import scalar
from affinity_hub.source.tree import Node, YamlList, YamlMapping, at, within
from affinity_hub.values.dates import TO_BE_ANNOUNCED
from affinity_hub.values.lists import OTHERS, ids_meant

from .record import Part, choices, part_in

_OVERLAY: Final = "Delete it here. Put details for staff only into the staff overlay, outside this repository:  "
_ONLY_STAFF: Final = f"{_OVERLAY}a separate entry there is for staff only."
_NOWHERE: Final = "Delete this key, because everyone can read these files. The group can tell people who write to it."
# Keys that people expect but that do not exist, with the alternative.
FOR_STAFF: Final = {
    **dict.fromkeys(("room", "staff_place"), f"{_OVERLAY}place: {{name: Room 12}}"),
    **dict.fromkeys(("staff", "staff_only", "staff_name", "visibility", "internal", "private"), _ONLY_STAFF),
    **dict.fromkeys(("phone", "mobile", "email", "home_address", "members", "attendees", "attendance"), _NOWHERE),
    **dict.fromkeys(("video", "video_link", "meeting_link", "zoom", "teams", "passcode", "dial_in"), _NOWHERE),
}

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_RANGE: Final = re.compile(
    rf"(?:from )?({_DAY.pattern})\s*(?:to|through|thru|until|till|[-\u2013\u2014])\s*({_DAY.pattern})",
    re.IGNORECASE,
)
# Words in the names of several breaks, or that people add to the name of a break.
_COMMON: Final = frozenset(
    ("break", "day", "days", "week", "weeks", "holiday", "holidays", "recess", "vacation", "school", "observed")
) | {"the", "of", "and", "jr", "no"}
_SINGLE: Final = "write an entry for each date of the series:  - {date: YYYY-MM-DD}"


class _Answer(NamedTuple):
    """The mistake, and what to type instead. `instead` (YAML) replaces the scalar that the problem is about."""

    code: str
    message: str
    hint: str
    instead: str = ""


class Surroundings(NamedTuple):
    """The data besides the entry that advice needs: the lines of a file, all ids of the hub, and the day of the check.

    `named` returns the ids of the records that a name or an alias belongs to; `breaks` are the names, first days, and
    last days in calendar.yml.
    """

    lines: Callable[[str], list[str]]
    ids: Callable[[], Collection[str]]
    today: dt.date | None
    named: Callable[[str], Collection[str]]
    breaks: Callable[[], Sequence[tuple[str, str, str]]]


def explain(detail: ErrorDetails, model: type[Part], node: Node, name: str, noun: str, beside: Surroundings) -> Problem:
    """A pydantic error in a volunteer's words, at its line."""
    path, kind = detail["loc"], detail["type"]
    mark = at(node, path, key=kind in ("extra_forbidden", "missing"))
    around, fields = _fields(model, path)
    if kind == "missing":
        answer = _missing(path, node, fields)
    elif kind == "extra_forbidden":
        of = f"of `{around}`" if len(path) > 1 else f"of {with_article(noun)}" if noun != "setting" else "of hub.yml"
        key = str(path[-1])
        glued = re.fullmatch(r"([a-z_]+):(\S.*)", key) if detail["input"] is None else None
        if glued and glued[1] in fields:
            instead = f"{glued[1]}: {scalar(glued[2])}"
            answer = _Answer("E202", "There is no space after the colon here.", f"Write:  {instead}", instead)
        else:
            answer = _unknown_key(key, of, list(fields), _keys_beside(node, path))
    elif kind == "literal_error":
        answer = _unknown_word(str(path[-1]), detail, choices(fields[str(path[-1])].annotation))
    elif kind.startswith("E"):
        answer = _of_value(detail, node, beside.today)
    else:
        line = "".join(beside.lines(name)[mark[0] - 1 : mark[0]])
        answer = _wrong_shape(detail, model, around, fields, is_flow=line[mark[1] - 1 : mark[1]] == "{")
    if (index := detail.get("ctx", {}).get("index")) is not None:
        mark = at(node, (*path, index))
    if isinstance(ids := detail.get("ctx", {}).get("ids"), str) and path[-1] != "was":
        lead = beside.lines(name)[mark[0] - 1][: mark[1] - 1] if index is not None else None
        answer = _of_ids(answer, ids, lead, beside)
    answer = _of_skip(answer, detail, node, beside)
    if sign := detail.get("ctx", {}).get("sign"):
        mark = within(beside.lines(name), mark, sign)
    fix = Fix(name, *mark, 0, answer.instead) if answer.instead else ()
    return Problem(Position(name, *mark), answer.code, answer.message, answer.hint.strip(), fix)


def _of_value(detail: ErrorDetails, node: Node, today: dt.date | None) -> _Answer:
    """The answer of the parser of a value, completed with the surroundings."""
    said = detail.get("ctx", {})
    if moment := said.get("moment"):
        text, form = moment
        from affinity_hub.values.date_advice import in_another_form  # imported here: few dates are wrong

        said = in_another_form(text, form, today).context or {}
    hint = str(said.get("hint", "")).replace("{next_day}", _next_day(node, detail["loc"]))
    return _Answer(detail["type"], str(said.get("said", detail["msg"])), hint, str(said.get("instead", "")))


def _missing(path: tuple[int | str, ...], node: Node, fields: dict[str, FieldInfo]) -> _Answer:
    key = str(path[-1]) if path else ""
    info = fields.get(key)
    typed = _is_typed(node, path)
    hint = f"{'Write a value:' if typed else 'Add a line:'}  {key}: {_example(key, fields, node, path)}"
    hint += f"\n{info.description}" if info else ""
    return _Answer("E201", f"`{key}` is {'empty' if typed else 'missing'}.", hint)


def _unknown_key(key: str, of: str, known: list[str], beside: Mapping[str | int, Any]) -> _Answer:
    """The answer to a key that does not exist: the intended key, if it is certain, or all keys."""
    if key.lower() in FOR_STAFF and key not in known:
        message = f'"{key}" does not belong in a file that everyone can read.'
        return _Answer("E520", message, FOR_STAFF[key.lower()])
    message = f'"{shorten(key)}" is not a key {of}.'
    if " " in key and not keys_meant(key, known):
        return _Answer(
            "E202",
            message,
            "If it belongs to the text before it, put that whole text in quotes: a comma ends text inside { }.",
        )
    meant = keys_meant(latin(key), known)
    if len(meant) == 1 and meant[0][0] in beside and not meant[0][1]:
        return _Answer("E202", message, f"The entry also has the key `{meant[0][0]}`. Keep only one of the two lines.")
    if len(meant) == 1 and (other := _same_key(key, meant[0][0], known, beside)):
        sample = _whole_moment(beside[other], beside[key]) if meant[0][0] == "starts" else meant[0][1]
        hint = f"This belongs to the line with `{other}`. In place of the two lines, write:\n"
        hint += sample or f"{meant[0][0]}: …"
        return _Answer("E202", message, hint)
    if len(meant) == 1 and not meant[0][1]:
        return _Answer("E202", message, f"Did you mean  {meant[0][0]}  ?", meant[0][0])
    if meant:
        samples = "\n".join(sample or f"{name}: …" for name, sample in meant)
        which = "Write it like this:" if len(meant) == 1 else "Write the line that you mean:"
        return _Answer("E202", message, f"{which}\n{samples}")
    return _Answer("E202", message, f"Delete the line, or use one of these keys:  {', '.join(known)}")


def _same_key(key: str, name: str, known: list[str], beside: Mapping[str | int, Any]) -> str:
    """The key beside an unknown key that is, or may also mean, the known key `name`; empty if there is none.

    Of several unknown keys with the same meaning, the first has the advice to rename it.
    """
    earlier = takewhile(lambda one: one != key, map(str, beside))
    same = (one for one in earlier if one not in known and [name] == [each for each, _ in keys_meant(one, known)])
    return name if name in beside else next(iter(same), "")


def _whole_moment(date: Any, time: Any) -> str:
    """The line of a start whose date and time were typed in two lines, and the line of the end, if it was typed."""
    from affinity_hub.values.typed_moments import readings  # imported here: few dates are wrong

    found = readings(f"{date} {time}") if isinstance(date, str) and isinstance(time, str) else ()
    if len(found) != 1 or not (found[0].date and found[0].start):
        return "starts: YYYY-MM-DD HH:MM"
    ends = f"\nends: {found[0].end:%H:%M}" if found[0].end else ""
    return f"starts: {found[0].date} {found[0].start:%H:%M}{ends}"


def _unknown_word(key: str, detail: ErrorDetails, allowed: list[str]) -> _Answer:
    """The answer to a word that is not in a list: the intended word, if it is certain, or all words with meanings."""
    given = detail["input"] if isinstance(detail["input"], str) else "this"
    message = f'"{shorten(given)}" is not one of the words for `{key}`.'
    if alike := lookalikes(given):
        names = ", ".join(map(code_point, alike))
        message += f" It has letters that only look like Latin letters: {names}."
    found = meant(latin(without_invisible(given)), allowed)
    if len(found) == 1:
        return _Answer("E203", message, f"Did you mean  {found[0]}  ?", found[0])
    known = meanings(allowed)
    lines = [f"{word}: {known[word]}" if word in known else word for word in found or allowed]
    return _Answer("E203", message, "Write one of these words:\n" + "\n".join(lines))


def kind_typed(value: object) -> str:
    """The wrong value in the file, as the end of a sentence."""
    if value is None or value == "":
        return "the file has nothing there"
    kinds = ((dict, "keys with values"), (YamlMapping, "keys with values"), (list, "a list"), (YamlList, "a list"))
    return f"the file has {next((words for kind, words in kinds if isinstance(value, kind)), 'text')} there"


def _wrong_shape(
    detail: ErrorDetails, model: type[Part], around: str, fields: dict[str, FieldInfo], *, is_flow: bool
) -> _Answer:
    """The answer to text in place of a list or keys, or to a list or keys in place of text. `is_flow`: braces are
    around the value."""
    path, given = detail["loc"], detail["input"]
    key, typed = str(path[-1]) if path else "", given if isinstance(given, str) else "…"
    if detail["type"] in ("tuple_type", "list_type"):
        if key == "skip" and keys_meant(typed, ["no_school"]):
            hint = "Days without school have their own key. Delete this line, and write:  no_school: skip"
            return _Answer("E120", "The dates to leave out belong under `skip:`.", hint)
        message = f"`{key}:` needs a list, but {kind_typed(given)}."
        if instead := _as_entries(given, fields[key], is_flow):
            return _Answer("E120", message, f"Write:  {key}: {instead}", instead)
        return _Answer("E120", message, f"Each entry starts with a dash:\n{key}:\n  - {_first(fields[key], given)}")
    inner = list(_fields(model, (*path, ""))[1])
    others = f"\nOther keys are: {', '.join(inner[1:6])}" if inner[1:] else ""
    value, advice = _as_value(_fields(model, (*path, ""))[1][inner[0]], typed) if typed != "…" else (typed, "")
    value = value if value == "…" else scalar(value)
    more = f"\nFor `{inner[0]}`: {advice}" if advice else ""
    if path and isinstance(path[-1], int):
        instead = f"{{{inner[0]}: {value}}}"
        message = f"Each entry of `{around}:` has keys with values, but this entry has none."
        return _Answer("E204", message, f"Write:  {instead}{more}{others}", instead if value != "…" else "")
    hint = "Write one of its keys before the text:"
    hint += f"  {key}: {{{inner[0]}: {value}}}{more}\nIts keys are: {', '.join(inner[:6])}"
    return _Answer("E204", f"`{key}:` needs keys with values, but {kind_typed(given)}.", hint)


def _as_value(info: FieldInfo, typed: str) -> tuple[str, str]:
    """A typed text as the value of a key, or a value that the key accepts instead, with advice about it."""
    annotated: Any = Annotated[info.annotation, *info.metadata]
    try:
        TypeAdapter(annotated).validate_python(typed)
    except ValidationError as error:
        said = error.errors(include_url=False)[0].get("ctx", {})
        if instead := said.get("instead"):
            return str(instead), ""
        return "…", " ".join(str(said.get("hint", "")).split("\n"))
    return typed, ""


def _of_ids(answer: _Answer, typed: str, lead: str | None, beside: Surroundings) -> _Answer:
    """The answer to text in a list of ids, or in place of the list, with the records that it may mean."""
    if identifier(typed) not in beside.ids() and len(named := list(beside.named(typed))) == 1:
        instead = named[0] if lead is not None else f"[{named[0]}]"
        return answer._replace(hint=f"Write:  {instead}", instead=instead)
    if meant := ids_meant(typed, beside.ids(), lead):
        return answer._replace(hint=meant.hint, instead=meant.instead)
    return answer


def _of_skip(answer: _Answer, detail: ErrorDetails, node: Node, beside: Surroundings) -> _Answer:
    """The answer to words in place of a skipped date, with the days of the break that the words name."""
    typed = detail["input"]
    if "skip" not in detail["loc"] or answer.instead or "no_school" in answer.hint or not isinstance(typed, str):
        return answer
    entry = node if isinstance(node, YamlMapping) else {}
    return answer._replace(hint=_left_out(typed, entry, beside.breaks()) or answer.hint)


def _left_out(typed: str, event: Mapping[str, Any], breaks: Sequence[tuple[str, str, str]]) -> str:
    """The advice for words in place of a date of an event; empty if the words name no break and no range.

    `breaks` are the names, first days, and last days in calendar.yml, as typed.
    """
    words = _words(typed)
    named = [one for one in breaks if (name := _words(one[0]) - _COMMON) and name <= words]
    first, last = (str(event.get(key) or "")[:10] for key in ("starts", "until"))
    found = [one for one in named if one[2] >= first and not (_DAY.fullmatch(last) and one[1] > last)] or named
    days = _RANGE.fullmatch(typed)
    if not found:
        return f"An entry leaves out one date. From {days[1]} to {days[2]}, {_SINGLE}" if days else ""
    when = ", ".join(begin if begin == end else f"{begin} to {end}" for _, begin, end in found)
    told = f"calendar.yml has “{found[0][0]}”: {when}."
    if event.get("no_school") == "skip":
        return f"{told}\nThe series leaves these days out already, because of `no_school: skip`. Delete this entry."
    every = "To leave out all days in calendar.yml, delete this entry and write:  no_school: skip"
    return f"{told}\n{every}\nTo leave out only these days, {_SINGLE}"


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", latin(text).lower()))


def once(details: Sequence[ErrorDetails], model: type[Part]) -> Iterator[ErrorDetails]:
    """The errors of an entry, except for a missing key that the entry has under another name."""
    others = set[tuple[tuple[int | str, ...], str]]()
    for path in (detail["loc"] for detail in details if detail["type"] == "extra_forbidden"):
        known = list(_fields(model, path)[1])
        others.update((path[:-1], name) for name, _ in keys_meant(latin(str(path[-1])), known))
    for detail in details:
        *around, key = detail["loc"] or ("",)
        if detail["type"] != "missing" or (tuple(around), key) not in others:
            yield detail
            for code, context in detail.get("ctx", {}).get(OTHERS, ()):
                yield {**detail, "type": code, "msg": "", "ctx": context}


def no_entry(item: object, model: type[Part], noun: str, position: Position) -> Problem:
    """The problem with a list item that is text where an entry with keys belongs."""
    glued = re.fullmatch(r"([a-z_]+):(\S.*)", item) if isinstance(item, str) else None
    if glued and glued[1] in _by_key(model):
        instead = f"{glued[1]}: {glued[2]}"
        message, fix = "There is no space after the colon in this line.", Fix(*position, 0, instead)
        return Problem(position, "E021", message, f"Write:  - {instead}", fix)
    message = f"Expected {with_article(noun)} with keys, but found no keys."
    return Problem(position, "E021", message, f"Begin the entry with its keys:\n{beginning(model)}")


def beginning(model: type[Part]) -> str:
    """How an entry starts: its required keys."""
    required = [key for key, info in _by_key(model).items() if info.is_required()]
    return "\n".join(f"  {' ' if index else '-'} {key}: …" for index, key in enumerate(required))


def _is_typed(node: Node, path: tuple[int | str, ...]) -> bool:
    """Whether the key that `path` leads to is in the file, even without a value."""
    return path[-1] in _keys_beside(node, path)


def _keys_beside(node: Node, path: tuple[int | str, ...]) -> Mapping[str | int, Any]:
    """All keys of the mapping with the key that `path` leads to, and their values."""
    around = _around(node, path)
    return {key: around.get(key) for key in around.raws} if around else {}


def _around(node: Node, path: tuple[int | str, ...]) -> YamlMapping | None:
    """The mapping with the key that `path` leads to."""
    for step in path[:-1]:
        node = node[step] if isinstance(node, YamlMapping | YamlList) else None  # type: ignore[index]
    return node if isinstance(node, YamlMapping) else None


def _fields(model: type[BaseModel], path: tuple[int | str, ...]) -> tuple[str, dict[str, Any]]:
    """The allowed keys at the end of `path`, and the name of the key around them."""
    around, fields = "", _by_key(model)
    for step in path[:-1]:
        if isinstance(step, int):
            continue
        around = step
        inner = part_in(fields[step].annotation) if step in fields else None
        fields = _by_key(inner) if inner else {}
    return around, fields


def _by_key(model: type[BaseModel]) -> dict[str, Any]:
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _example(key: str, fields: dict[str, FieldInfo], node: Node, path: tuple[int | str, ...]) -> str:
    """A value for a missing key: it follows from the entry, or says that the answer is unknown."""
    info = fields.get(key)
    if key == "id" and (around := _around(node, path)) is not None:
        # An id is public. The name of an entry with a role is the name of a person.
        named_by = ("role",) if "role" in fields else ("name", "title")
        return identifier(next((str(around[key]) for key in named_by if around.get(key)), "")) or "…"
    words = choices(info.annotation) if info else []
    if words:
        return "   or:  ".join(words)
    # The unknown value of a key is in its description, if it has one.
    unsaid = {"open_to": "unknown", "starts": TO_BE_ANNOUNCED}.get(key, "…")
    return unsaid if key != "starts" or (info and unsaid in (info.description or "")) else "…"


def _first(info: FieldInfo, given: Any) -> str:
    """The first entry of a list, from the text or the keys in its place."""
    if isinstance(given, YamlMapping | dict) and all(isinstance(value, str) for value in given.values()):
        return "\n    ".join(f"{key}: {scalar(value)}" for key, value in given.items())
    model = part_in(info.annotation)
    key = next(iter(_by_key(model)), "") if model else ""
    if not model or not key:
        return "…"
    is_plain = isinstance(given, str) and not re.search(r"[{}\[\]\n]", given)
    value, advice = _as_value(_by_key(model)[key], given) if is_plain else ("…", "")
    return f"{key}: {value if value == '…' else scalar(value)}" + (f"\nFor `{key}`: {advice}" if advice else "")


def _as_entries(given: Any, info: FieldInfo, is_flow: bool) -> str:
    """The list (YAML) for dates, or a single entry in braces, that were typed in place of a list; empty if it is not
    clear."""
    if is_flow and isinstance(given, YamlMapping | dict):
        if all(isinstance(value, str) for value in given.values()):
            return f"[{{{', '.join(f'{key}: {scalar(value)}' for key, value in given.items())}}}]"
        return ""
    model = part_in(info.annotation)
    dates = re.split(r"\s*[,;]\s*|\s+and\s+", given.strip()) if isinstance(given, str) else []
    if not (model and "date" in _by_key(model) and dates and all(map(_DAY.fullmatch, dates))):
        return ""
    others = [key for key, field in _by_key(model).items() if field.is_required() and key != "date"]
    return "" if others else f"[{', '.join(f'{{date: {date}}}' for date in dates)}]"


def _next_day(node: Node, path: tuple[int | str, ...]) -> str:
    """The day after the start of an event or its changed date, if the start can be read."""
    around: Mapping[str, Any] = _around(node, path) or {}
    typed = around.get("starts") or around.get("date")
    found = _DAY.match(typed) if isinstance(typed, str) else None
    try:
        return f"{dt.date.fromisoformat(found[0]) + dt.timedelta(days=1)}" if found else "YYYY-MM-DD"
    except (ValueError, OverflowError):
        return "YYYY-MM-DD"


def with_article(noun: str) -> str:
    """a group, an event"""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
