"""Turns an error of pydantic, or a list item that is not an entry, into a problem."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic_core import ErrorDetails

from affinity_hub.core.problems import Fix, Position, Problem
from affinity_hub.core.suggest import identifier
from affinity_hub.core.text import latin
from affinity_hub.core.vocabulary import keys_meant
from affinity_hub.core.yaml_text import scalar
from affinity_hub.core.zone_names import cities_for
from affinity_hub.core.zone_names import hint as zone_hint
from affinity_hub.schema.record import DataModel, choices
from affinity_hub.source.tree import Node, YamlMapping, position_in_tree, within
from affinity_hub.values.lists import OTHERS, ids_meant
from affinity_hub.values.word_meanings import DAY, names_other_dates

from . import vacancies
from .dates_in_words import LATER_DATES_ADVICE, advice_for_change, says_from_then_on
from .entry_keys import Reply, by_key, fields_at, mapping_with, sibling_keys
from .keys import missing, unknown_key, unknown_word
from .misplaced_keys import KeyAbove, beside_an_entry, key_above, under_its_key, with_advice_for_another_name
from .no_answers import with_advice_for_no_answer
from .other_names import advice_for_value
from .series_ends import advice_for_end
from .shapes import keys_under_another_name, wrong_shape
from .skipped_dates import skip_advice
from .split_values import in_one_value


class AdviceContext(NamedTuple):
    """The data besides the entry that advice needs: the lines of a file, all ids of the hub, the day of the check,
    and the time zone of the site.

    `named` returns the ids of the records that a name or an alias belongs to; `breaks` returns the name, the first day,
    and the last day of each school break.
    """

    lines: Callable[[str], list[str]]
    ids: Callable[[], Collection[str]]
    today: dt.date | None
    named: Callable[[str], Collection[str]]
    breaks: Callable[[], Sequence[tuple[str, str, str]]]
    zone: Callable[[], str]


def explain_error(
    detail: ErrorDetails, model: type[DataModel], node: Node, name: str, noun: str, context: AdviceContext
) -> Problem:
    """A pydantic error in a volunteer's words, at its line."""
    path, kind = detail["loc"], detail["type"]
    if misplaced := _misplaced(detail, model, node):
        reply = under_its_key(str(path[-1]), *misplaced, context.lines(name))
        first = misplaced[0].run[0] if path[-1] in misplaced[0].run else path[-1]
        return Problem(Position(name, *position_in_tree(node, (*path[:-1], first), key=True)), *reply[:3])
    mark = position_in_tree(node, path, key=kind in ("extra_forbidden", "missing"))
    parent_key, fields = fields_at(model, path)
    if kind == "missing":
        reply = missing(path, node, fields)
    elif kind == "extra_forbidden":
        of = (
            f"of `{parent_key}`" if len(path) > 1 else f"of {with_article(noun)}" if noun != "setting" else "of hub.yml"
        )
        rest = "".join(context.lines(name)[mark[0] - 1 : mark[0]])[mark[1] - 1 :]
        reply = _answer_to_unknown_key(detail, of, node, fields, rest)
    elif kind == "literal_error":
        reply = unknown_word(
            str(path[-1]), detail, choices(fields[str(path[-1])].annotation), sibling_keys(node, path).keys()
        )
    elif kind.startswith("E"):
        reply = _answer_to_value(detail, node, context)
    else:
        line = "".join(context.lines(name)[mark[0] - 1 : mark[0]])
        reply = wrong_shape(detail, model, parent_key, fields, is_flow=line[mark[1] - 1 : mark[1]] == "{")
    if (index := detail.get("ctx", {}).get("index")) is not None:
        mark = position_in_tree(node, (*path, index))
    if isinstance(ids := detail.get("ctx", {}).get("ids"), str) and path[-1] != "was":
        lead = context.lines(name)[mark[0] - 1][: mark[1] - 1] if index is not None else None
        reply = _with_advice_for_ids(reply, ids, lead, context)
    reply = _with_advice_for_skip(reply, detail, node, context)
    reply = with_advice_for_no_answer(reply, detail, fields, sibling_keys(node, path) if path else {})
    parent = mapping_with(node, path)
    if path and parent is not None and path[-1] in parent.parser_marks and kind != "missing":
        reply = beside_an_entry(str(path[-1]), reply, parent, fields, is_known=path[-1] in fields)
    if sign := detail.get("ctx", {}).get("sign"):
        mark = within(context.lines(name), mark, sign)
    fix = Fix(name, *mark, 0, reply.instead) if reply.instead else ()
    return Problem(Position(name, *mark), reply.code, reply.message, reply.hint.strip(), fix)


def _misplaced(detail: ErrorDetails, model: type[DataModel], node: Node) -> tuple[KeyAbove, YamlMapping] | None:
    """The key above whose value should contain the key of an error, and the mapping that has both keys; None if the key
    is where it belongs."""
    path = detail["loc"]
    parent = mapping_with(node, path) if path else None
    if parent is None or path[-1] not in parent.parser_marks or detail["type"] == "missing":
        return None
    above = key_above(str(path[-1]), parent, fields_at(model, path)[1])
    is_below = above and (detail["type"] == "extra_forbidden" or (above.is_certain and path[-1] in above.run))
    return (above, parent) if above and is_below else None


def _answer_to_unknown_key(
    detail: ErrorDetails,
    of: str,
    node: Node,
    fields: Mapping[str, Any],
    rest: str,
) -> Reply:
    """The answer to a key that does not exist. `rest` is its line from the key on."""
    key, is_empty = str(detail["loc"][-1]), detail["input"] is None
    siblings, parent = sibling_keys(node, detail["loc"]), mapping_with(node, detail["loc"])
    is_bare = is_empty and not rest.strip("\"'").removeprefix(key).lstrip("\"' ").startswith(":")
    no_space = "There is no space after the colon here."
    if (brace := re.match(r"([a-z_]+):([{\[].*)", rest)) and brace[1] in fields and brace[1] not in siblings:
        return Reply("E202", no_space, f"Write:  {brace[1]}: {brace[2]}")
    glued = re.fullmatch(r"([a-z_]+)(:|\s*[=\uff1a]\s*|\s+)(\S.*)", key) if is_empty else None
    if glued and glued[1] in fields and (not glued[2].isspace() or (is_bare and glued[1] not in siblings)):
        instead = f"{glued[1]}: {scalar(glued[3])}"
        message = no_space if glued[2] == ":" else "There is no colon after the key here."
        return Reply("E202", message, f"Write:  {instead}", instead)
    known = list(fields)
    meant = keys_meant(latin(key), known)
    value_hint = in_one_value(key, parent, fields) if parent is not None and key not in fields else ""
    value_hint = value_hint or advice_for_value(siblings.get(key), meant, fields, siblings)
    value_hint = value_hint or keys_under_another_name(key, meant, fields, siblings)
    value_hint = value_hint or vacancies.advice_for_misplaced_vacancy(key, siblings.get(key), fields)
    reply = unknown_key(key, of, known, siblings, value_hint, is_bare=is_bare)
    is_private_key = reply.code != "E202"
    return reply if parent is None or is_private_key else with_advice_for_another_name(key, reply, parent, fields)


def _answer_to_value(detail: ErrorDetails, node: Node, context: AdviceContext) -> Reply:
    """The answer of the parser of a value, completed with the surroundings."""
    said, path, typed = detail.get("ctx", {}), detail["loc"], detail["input"]
    key, siblings = (str(path[-1]), sibling_keys(node, path)) if path else ("", {})
    if moment := said.get("moment"):
        text, form = moment
        from affinity_hub.values.date_advice import about_other_end, in_another_form  # imported here: few are wrong

        own = node.get("zone") if isinstance(node, YamlMapping) else None
        said = in_another_form(text, form, context.today, own if isinstance(own, str) else context.zone()).context or {}
        if other_end := about_other_end(key, text, form):
            said = {**said, "hint": other_end, "instead": ""}
        elif key == "date" and says_from_then_on(text):
            said = {
                **said,
                "hint": f"Write:  {said.get('instead') or 'YYYY-MM-DD'}{LATER_DATES_ADVICE}",
                "instead": "",
            }
    elif (name := said.get("zone")) and (cities := cities_for(name, context.zone())):
        instead = cities[0] if len(cities) == 1 else ""
        said = {**said, "hint": zone_hint(name, context.zone()) or f"Write:  {instead}", "instead": instead}
    if end := advice_for_end(key, str(typed), siblings):
        said = {**said, "hint": end, "instead": ""}
    hint = str(said.get("hint", "")).replace("{next_day}", _next_day(node, path))
    if key == "cancelled" and isinstance(typed, str) and not said.get("instead"):
        own = "" if "reason" in siblings else f"\nIf it is the reason, give it its own line:  reason: {scalar(typed)}"
        if names_other_dates(typed) and "and_later" not in siblings:
            own += LATER_DATES_ADVICE
        hint = advice_for_change("cancelled", typed, siblings) or hint + own
    return Reply(detail["type"], str(said.get("said", detail["msg"])), hint, str(said.get("instead", "")))


def _next_day(node: Node, path: tuple[int | str, ...]) -> str:
    """The day after the start of an event or its changed date, if the start can be read."""
    parent: Mapping[str, Any] = mapping_with(node, path) or {}
    typed = parent.get("starts") or parent.get("date")
    found = DAY.match(typed) if isinstance(typed, str) else None
    try:
        return f"{dt.date.fromisoformat(found[0]) + dt.timedelta(days=1)}" if found else "YYYY-MM-DD"
    except (ValueError, OverflowError):
        return "YYYY-MM-DD"


def _with_advice_for_ids(reply: Reply, typed: str, lead: str | None, context: AdviceContext) -> Reply:
    """The answer to text in a list of ids, or in place of the list, with the records that it may mean."""
    if identifier(typed) not in context.ids() and len(named := list(context.named(typed))) == 1:
        instead = named[0] if lead is not None else f"[{named[0]}]"
        return reply._replace(hint=f"Write:  {instead}", instead=instead)
    meant = ids_meant(typed, context.ids(), lead)
    # Commas already divide the ids, even if an id is unknown.
    if meant and (meant.instead or lead is not None or "," not in typed):
        return reply._replace(hint=meant.hint, instead=meant.instead)
    return reply


def _with_advice_for_skip(reply: Reply, detail: ErrorDetails, node: Node, context: AdviceContext) -> Reply:
    """The answer to words in place of a skipped date, with the days of the break that the words name."""
    typed, key = detail["input"], str(detail["loc"][-1] if detail["loc"] else "")
    if isinstance(typed, YamlMapping) and len(typed) == 1 and isinstance(next(iter(typed.values())), str):
        key, typed = next(iter(typed.items()))
    typed = f"{key} {typed}" if DAY.search(key) and isinstance(typed, str) else typed
    if "skip" not in detail["loc"] or reply.instead or "no_school" in reply.hint or not isinstance(typed, str):
        return reply
    entry = node if isinstance(node, YamlMapping) else {}
    return reply._replace(hint=skip_advice(typed, entry, context.breaks()) or reply.hint)


def errors_to_explain(details: Sequence[ErrorDetails], model: type[DataModel], node: Node) -> Iterator[ErrorDetails]:
    """The errors of an entry, except for a missing key that the entry has under another name, and for further keys that
    belong to the same line above them. The error about a list comes with the errors about its other entries."""
    told = set[tuple[tuple[int | str, ...], str]]()
    others = set[tuple[tuple[int | str, ...], str]]()
    for path in (detail["loc"] for detail in details if detail["type"] == "extra_forbidden"):
        known = list(fields_at(model, path)[1])
        typed = str(path[-1])
        meant = [("date", "")] if DAY.search(typed) else keys_meant(latin(typed), known)
        others.update((path[:-1], name) for name, _ in meant)
    for detail in details:
        if misplaced := _misplaced(detail, model, node):
            others.update(((*detail["loc"][:-1], misplaced[0].key), name) for name in misplaced[0].run)
    for detail in details:
        *parent, key = detail["loc"] or ("",)
        if (misplaced := _misplaced(detail, model, node)) and key in misplaced[0].run:
            if (above := (tuple(parent), misplaced[0].key)) in told:
                continue
            told.add(above)
        if detail["type"] != "missing" or (tuple(parent), key) not in others:
            yield detail
            for code, context in detail.get("ctx", {}).get(OTHERS, ()):
                yield {**detail, "type": code, "msg": "", "ctx": context}


def not_an_entry(item: object, model: type[DataModel], noun: str, position: Position) -> Problem:
    """The problem with a list item that is text where an entry with keys belongs."""
    glued = re.fullmatch(r"([a-z_]+):(\S.*)", item) if isinstance(item, str) else None
    if glued and glued[1] in by_key(model):
        instead = f"{glued[1]}: {glued[2]}"
        message, fix = "There is no space after the colon on this line.", Fix(*position, 0, instead)
        return Problem(position, "E021", message, f"Write:  - {instead}", fix)
    message = f"Expected {with_article(noun)} with keys, but found no keys."
    return Problem(position, "E021", message, f"Begin the entry with its keys:\n{beginning(model)}")


def beginning(model: type[DataModel]) -> str:
    """How an entry starts: its required keys."""
    required = [key for key, info in by_key(model).items() if info.is_required()]
    return "\n".join(f"  {' ' if index else '-'} {key}: …" for index, key in enumerate(required))


def with_article(noun: str) -> str:
    """A noun with its article, such as `a group` or `an event`."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
