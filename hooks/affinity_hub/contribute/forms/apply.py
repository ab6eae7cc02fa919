"""Turns a filled-in form into a changed data file, or into a comment that tells the sender why the change was not made.
Nothing is written until the changed data has been read again, checked, and found to differ in only one record.
"""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NamedTuple

from affinity_hub.checks.checked_hub import load
from affinity_hub.contribute.diff import report
from affinity_hub.core.problems import DataError, Position, Problem, errors
from affinity_hub.core.text import plural
from affinity_hub.hub.files import copy_data
from affinity_hub.hub.hub import Hub
from affinity_hub.messages.github_markdown import capped, words
from affinity_hub.reference.proposal_forms import fields

from .advice import FormFields, reason
from .answer_checks import complaints, without_faulty
from .confirmations import about_a_moved_date, about_a_new_event, about_names, new_warnings
from .date_edits import cancel_or_move, coming_dates
from .incoming.issue_body import Answers, NothingToDoError, RefusedError
from .incoming.received import received
from .record_edits import add_event, add_group, add_opportunity, confirm, fix_mistake, offer_to_facilitate
from .yaml_patch import ByHandError, Draft

CHANGED: Final = 0
REFUSED: Final = 1
BY_HAND: Final = 3
FormStatus = Literal[0, 1, 3]


class FormResult(NamedTuple):
    """The result of a form. The status is 0 if a file was changed, 1 if the answers must be corrected first, and 3 if a
    person must decide.
    """

    status: FormStatus
    answer: str
    """The answer to the person, as Markdown."""
    needs_yes: bool = False
    """Whether the answer has a question, so that nobody may publish the change before the person says yes."""


_EDIT: Final = (
    "Edit the issue above (the three dots, then “Edit”) and correct it there. The program then updates this answer."
)
_SEND_AGAIN: Final = "Correct it in the form and send it again."
# The change that the answers to each form ask for. All answers that the form requires are given; their dates are valid.
_DRAFTS: Final[Mapping[str, Callable[[Answers, Hub, dt.date], Draft]]] = {
    "add-event": add_event,
    "cancel-or-move": cancel_or_move,
    "new-group": add_group,
    "fix-a-mistake": fix_mistake,
    "become-a-facilitator": offer_to_facilitate,
    "add-opportunity": add_opportunity,
    "confirm": confirm,
}


def apply(
    form: str, body: str, folder: Path, now: dt.datetime, *, is_public: bool = False, **settings: str
) -> FormResult:
    """Makes the change that a filled-in form asks for in the data in `folder`.

    `form` is the name of a form or `auto`; `body` is the text of an issue, JSON, or the text of an email. If
    `is_public`, everyone may read the answer, so a refusal names the fields at fault and repeats nothing that was
    typed.
    """
    then, labels = _SEND_AGAIN, list[str]()
    try:
        proposal = received(form, body)
        then = _EDIT if proposal.is_issue else _SEND_AGAIN
        labels = [field.label for field in fields(proposal.form)]
        hub, warnings = load(folder, now, None, **settings)
        attempt = _Attempt(proposal.form, hub, tuple(warnings), folder, now, settings, proposal.is_issue)
        return attempt.made(proposal.answers, proposal.complaints)
    except RefusedError as error:
        # Before the form is known, the reasons contain no typed text.
        public = is_public and labels
        reasons = _fields_at_fault(error.reasons, labels) if public else error.reasons
        return FormResult(REFUSED, _comment("Nothing was changed yet.", reasons, _PRIVATE if public else then))
    except NothingToDoError as error:
        return FormResult(BY_HAND, _comment(str(error)))
    except ByHandError:
        return FormResult(BY_HAND, _comment("A program cannot safely change this part of the file.", (), _HAND))
    except DataError as error:
        number = len(errors(error.problems))
        what = (
            f"The data of the site has {number} error{'s' * (number != 1)} at the moment. "
            "Your answers did not cause this."
        )
        return FormResult(BY_HAND, _comment(what, (), _HAND))


_PRIVATE: Final = "To read the whole answer, run `affinity-hub apply-form FILE` on your own computer."
_IS_IT_MEANT: Final = "Is this what you mean? If so, answer yes. If not, correct the form."
_IMPORTED: Final = (
    "This event comes from the calendar of {}. Please change it in that calendar, and the site will follow within a "
    "day. A change here would be lost."
)
_HAND: Final = "A person who looks after the site will take care of it."


def _fields_at_fault(reasons: Sequence[str], labels: Sequence[str]) -> tuple[str, ...]:
    """The labels of the fields that the reasons are about, for readers who must not see what was typed."""
    about = [next((label for label in labels if reason.startswith(f"“{label}”")), "") for reason in reasons]
    sentences = (f"“{label}” needs a correction." if label else "Another answer needs a correction." for label in about)
    return tuple(dict.fromkeys(sentences))


@dataclass(frozen=True)
class _Attempt:
    """A form, and the data that its answers are to change."""

    form: str
    hub: Hub
    warnings: tuple[Problem, ...]
    folder: Path
    now: dt.datetime
    settings: Mapping[str, str]
    is_issue: bool

    def made(self, given: Mapping[str, str], reasons: Sequence[str]) -> FormResult:
        """Makes the change, and describes its effects for people. Raises `RefusedError` with every reason against it.

        After a fault, the other answers are checked without the faulty answer, so that all faults are named at once.
        """
        labels = {field.id: field.label for field in fields(self.form)}
        found, coming = [*reasons], list[dt.date]()
        if "event" in given:
            try:
                coming = coming_dates(given["event"], self.hub, self.hub.date_at(self.now))
            except RefusedError as error:
                found += error.reasons
        single = dict(complaints(self.form, given, labels, coming))
        faulty, found = set(single), [*found, *single.values()]
        while True:
            rest = without_faulty(self.form, given, faulty) if found else given
            try:
                self._needs(rest)
                made, text, questions, effects = self._tried(rest, labels)
            except RefusedError as error:
                found += error.reasons
                if faulty.issuperset(error.fields):
                    raise RefusedError(*dict.fromkeys(found)) from None
                faulty.update(error.fields)
            except (NothingToDoError, ByHandError):
                if found:
                    raise RefusedError(*dict.fromkeys(found)) from None
                raise
            else:
                if found:
                    raise RefusedError(*dict.fromkeys(found))
                _replace(self.folder / made.file, text.encode())
                what = f"This became a proposal: {made.noun} {words(made.title)}."
                return FormResult(CHANGED, _comment(what, (), "\n".join([*questions, effects])), bool(questions))

    def _needs(self, given: Mapping[str, str]) -> None:
        """Raises `RefusedError` if an answer is missing that all other checks need."""
        if any(field.required and field.kind != "checkboxes" and field.id not in given for field in fields(self.form)):
            raise RefusedError

    def _tried(self, given: Mapping[str, str], labels: Mapping[str, str]) -> tuple[Draft, str, list[str], str]:
        """The draft, the changed text of its file, lines with questions, and what changes for people. Raises
        `RefusedError`."""
        made = _DRAFTS[self.form](given, self.hub, self.hub.date_at(self.now))
        if owner := self.hub.owners_by_file.get(made.file):
            raise NothingToDoError(_IMPORTED.format(words(owner.short_name or owner.name)))
        path = self.folder / made.file
        text = path.read_bytes().decode("utf-8") if path.exists() else f"{plural(made.noun, 2)}: []\n"
        for edit in made.edits:
            text = edit(text)
        with tempfile.TemporaryDirectory() as temporary:
            copy = Path(temporary) / "data"
            copy_data(self.folder, copy, self.hub.pictures, follow_links=True)
            (copy / made.file).write_bytes(text.encode())
            options = {field.id: field.options for field in fields(self.form)}
            asked = FormFields(made.asked, labels, options)
            try:
                after, warnings = load(copy, self.now, None, **self.settings)
            except DataError as error:
                raise _refused(errors(error.problems), text, made, asked, self.is_issue) from None
            differ = _differ(self.hub, after)
            if not differ:
                raise NothingToDoError("The site already says this, so there is nothing to change.")
            if differ != {(made.noun, made.record)} or self.hub.no_school != after.no_school:
                raise ByHandError
            effects = report.between(self.hub, after, self.now)
            return made, text, self._to_confirm(made, text, after, warnings, asked, given), effects

    def _to_confirm(
        self,
        made: Draft,
        text: str,
        after: Hub,
        warnings: Sequence[Problem],
        asked: FormFields,
        given: Mapping[str, str],
    ) -> list[str]:
        """Possible mistakes in the change, as lines of Markdown before the summary for people."""
        lines = text.splitlines()
        today = self.hub.date_at(self.now)
        found = [*about_a_new_event(made, after, self.hub, today), *about_a_moved_date(made, after, self.hub, today)]
        found += about_names(
            {asked.labels[field.id]: given.get(field.id, "") for field in fields(self.form)}, self.hub, today
        )
        found += [
            reason(asked, _key(lines, problem.position, made), problem.code, problem.message, problem.hint)
            for problem in new_warnings(warnings, after, self.warnings, self.hub, made)
        ]
        listed = [f"- {text}" for text in dict.fromkeys(found)]
        return [f"**{_IS_IT_MEANT}**", "", *listed, ""] if listed else []


def _differ(before: Hub, after: Hub) -> set[tuple[str, str]]:
    """The records that differ between two hubs, by kind and id; the settings count as a record."""
    old, new = (
        {(record.noun, record.id): record.model_dump() for record in hub.records()}
        | {("settings", ""): hub.settings.model_dump()}
        for hub in (before, after)
    )
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def _refused(problems: list[Problem], text: str, made: Draft, asked: FormFields, everyone_reads: bool) -> RefusedError:
    """The mistakes in the answers, in the words of the form; each sentence once."""
    lines = text.splitlines()
    said: dict[str, None] = {}
    faulty = set[str]()
    for problem in problems:
        key = _key(lines, problem.position, made)
        faulty.update(made.asked.get(key, ()))
        said[reason(asked, key, problem.code, problem.message, problem.hint)] = None
        if everyone_reads and problem.code.startswith("E51"):
            said["Everyone can read this issue, so please delete the private text from the issue, too."] = None
    return RefusedError(*said, fields=tuple(faulty))


def _key(lines: list[str], position: Position, made: Draft) -> str:
    """The key of the value at a position, in a line, in braces, or in a block of several lines."""
    if position.file != made.file or position.line > len(lines):
        return ""
    line = lines[position.line - 1]
    keys = [*re.finditer(r"(?:^ *(?:- )?|[{,] *)(\w+):", line)]
    before = [found for found in keys if found.end() < position.column]
    if keys and (before or not line.lstrip(" -").startswith("{")):
        return (before or keys)[-1 if before else 0][1]
    indent = len(line) - len(line.lstrip())
    for above in reversed(lines[: position.line - 1]):
        found = re.match(r" *(?:- )?(\w+):", above)
        if found and found.start(1) < indent:
            return found[1]
    return ""


def _replace(path: Path, content: bytes) -> None:
    """Writes a file atomically: it is always either the old file or the new file."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)


def _comment(what: str, reasons: tuple[str, ...] = (), then: str = "") -> str:
    listed = [f"- {reason}" for reason in reasons]
    return capped(
        [f"**{what}**" if reasons or then else what, *([""] if listed else []), *listed, *(["", then] if then else [])]
    )
