"""Reads a proposal, however it arrives: as the text of an issue, as JSON, or as the text of an email. Only the
answers to the questions of the form are kept. An email's headers, addresses, and signature are ignored.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from affinity_hub.core.text import in_one_case
from affinity_hub.messages.github_markdown import words
from affinity_hub.reference.proposal_forms import NAMES, Field, fields

from . import mail_text
from .issue_body import RefusedError, accepted_answers, answers, clean, refuse_long

AUTO: Final = "auto"
PROPOSAL_VERSION: Final = 1
_NONE_FOUND: Final = (
    "The text contains no proposal. Copy the block from “[affinity-hub” to “]”, or the whole form that was filled in."
)
_OLDER: Final = (
    "This question is from an older version of the form, or from another form. "
    "Open the form again and fill it in there."
)
_DAMAGED: Final = "The text is not a proposal that the form wrote. Open the form again and send it from there."


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal: the form, the answers by the ids of its fields, and complaints about other answers."""

    form: str
    answers: dict[str, str]
    complaints: list[str]
    is_issue: bool = False


def received(form: str, text: str) -> Proposal:
    """The proposal in the text, however it arrived. `form` is the name of a form, or `auto`.

    Raises `RefusedError` if the text contains no proposal, or a proposal for another form.
    """
    bare = text.lstrip("\ufeff \t\r\n")
    if bare.startswith("{"):
        return _expected(form, _from_json(bare))
    if form != AUTO and _looks_like_an_issue(bare, form):
        return Proposal(form, *answers(form, text), is_issue=True)
    found = _in_mail(mail_text.unquoted(text))
    if any(proposal != found[0] for proposal in found):
        raise RefusedError(mail_text.SEVERAL)
    if found:
        return _expected(form, found[0])
    if form != AUTO:
        return Proposal(form, *answers(form, text), is_issue=True)
    fitting = [name for name in NAMES if _looks_like_an_issue(bare, name)]
    if len(fitting) == 1:
        return Proposal(fitting[0], *answers(fitting[0], text), is_issue=True)
    raise RefusedError(_NONE_FOUND)


def _in_mail(readable: str) -> list[Proposal]:
    """The proposals in the text of an email: its block, and the forms that someone filled in by hand."""
    content = mail_text.in_block(readable)
    found = [] if content is None else [_from_json(content)]
    for name in dict.fromkeys(mail_text.forms_in(readable)):
        if name not in NAMES:
            raise RefusedError(_OLDER)
        if filled := mail_text.in_template(readable, name, fields(name)):
            found.append(_proposal(name, filled, []))
    return found


def _expected(form: str, found: Proposal) -> Proposal:
    if form not in (AUTO, found.form):
        raise RefusedError(f"This is a proposal from the form {found.form}, not from the form {form}.")
    return found


def _looks_like_an_issue(text: str, form: str) -> bool:
    """Whether all headings of a form are in the text, as GitHub writes them."""
    headings = {found.strip() for found in re.findall(r"^### (.+)$", text, re.MULTILINE)}
    return {field.label for field in fields(form)} <= headings


def _from_json(text: str) -> Proposal:
    refuse_long(text)
    twice: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in found]
        twice.extend(name for name in dict.fromkeys(names) if names.count(name) > 1)
        return dict(found)

    try:
        content = json.loads(text, object_pairs_hook=pairs)
    except (ValueError, RecursionError):
        raise RefusedError(_DAMAGED) from None
    given = content.get("answers") if isinstance(content, dict) else None
    if not isinstance(given, dict) or content.keys() != {"form", "version", "answers"}:
        raise RefusedError(_DAMAGED)
    form = content["form"]
    if content["version"] != PROPOSAL_VERSION or form not in NAMES:
        raise RefusedError(_OLDER)
    labels = {field.id: field.label for field in fields(form)}
    wrong = [f"“{labels[name]}” is answered twice. Leave one answer." for name in twice if name in labels]
    if set(twice) - set(labels):
        raise RefusedError(_DAMAGED)
    for name, answer in given.items():
        if name not in labels:
            wrong.append(f"“{words(clean(name), 40)}” is not a field of this form. {_OLDER}")
        elif not isinstance(answer, str):
            raise RefusedError(_DAMAGED)
    kept = {name: [clean(answer).strip()] for name, answer in given.items() if name in labels and name not in twice}
    made = _proposal(form, kept, wrong)
    if not twice:
        return made
    # An answer that was given twice is named once, and is not called empty, too.
    empty = {f"“{labels[name]}” is empty. Please fill it in." for name in twice}
    return Proposal(form, made.answers, [complaint for complaint in made.complaints if complaint not in empty])


def _proposal(form: str, filled: dict[str, list[str]], wrong: list[str]) -> Proposal:
    asked = fields(form)
    by_id = {field.id: field for field in asked}
    typed = {name: [_typed(by_id[name], answer) for answer in found] for name, found in filled.items()}
    given, complaints = accepted_answers(asked, typed)
    return Proposal(form, given, [*wrong, *complaints])


def _typed(field: Field, answer: str) -> str:
    """The answer in the form's own words. Capitals in a choice are ignored. A checked box is `yes`."""
    if field.kind == "checkboxes":
        agreed = in_one_case(answer).removeprefix("yes or no").strip(" .:!")
        return "- [x] yes" if agreed in ("yes", "true", "x", "y") else ""
    return next((option for option in field.options if in_one_case(option) == in_one_case(answer)), answer)
