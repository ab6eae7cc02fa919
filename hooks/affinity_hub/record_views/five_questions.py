"""The five questions for every group, and the view of a group's answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from affinity_hub.core.i18n import Labels, noop
from affinity_hub.schema import Answer, EarlierAnswer, Inquiry
from affinity_hub.wording import dates, organization

QUESTIONS: Final = Labels(
    {
        "leadership": noop("What is the leadership structure?"),
        "membership": noop("How does the group find and invite members?"),
        "facilitator_training": noop("What training do facilitators get?"),
        "meetings": noop("How often does the group meet?"),
        "district_support": noop("What could formal support from the %(organization)s look like?"),
    }
)


def questions() -> dict[str, str]:
    """The five questions for every group, by key, in the current language."""
    noun = organization.current().organization
    return {key: text % {"organization": noun} for key, text in QUESTIONS.items()}


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The answer of a group to a question. `state` is `answered`, `declined`, or `unknown`."""

    state: str
    answer: str | None
    asked_on: str | None
    answered_by: str | None


@dataclass(frozen=True, slots=True)
class QuestionView(AnswerView):
    """One of the five questions for a group, with its answer and the earlier answers."""

    key: str
    question: str
    earlier: tuple[AnswerView, ...]


def answers(inquiry: Inquiry) -> Iterator[QuestionView]:
    """The answers of a group to the five questions."""
    for key, question in questions().items():
        given: Answer = getattr(inquiry, key)
        earlier = tuple(_answer(answer) for answer in given.earlier)
        now = _answer(given)
        yield QuestionView(now.state, now.answer, now.asked_on, now.answered_by, key, question, earlier)


def _answer(answer: EarlierAnswer) -> AnswerView:
    state = "declined" if answer.declined else "answered" if answer.answer else "unknown"
    asked = dates.when(answer.asked_on) if answer.asked_on else None
    return AnswerView(state, answer.answer, asked, answer.answered_by)
