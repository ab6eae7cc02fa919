"""Advice never repeats private words: an error on the same line may quote them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from affinity_hub.core.problems import Problem
from affinity_hub.messages.codes import code_to_tell
from affinity_hub.messages.excerpt import HIDDEN


def without_private_words(problems: Iterable[Problem], lines: Callable[[str], list[str]]) -> Iterator[Problem]:
    """The problems, without the words from a private detail to the end of its line, and without fixes there.

    `lines` returns the lines of a file.
    """
    problems = list(problems)
    private: dict[tuple[str, int], int] = {}
    for problem in problems:
        if _is_private(problem):
            line = problem.position[:2]
            private[line] = min(problem.position.column, private.get(line, problem.position.column))
    for problem in problems:
        column = private.get(problem.position[:2])
        if column is None or _is_private(problem):
            yield problem
            continue
        typed = "".join(lines(problem.position.file)[problem.position.line - 1 :][:1])[column - 1 :]
        hide = _hiding(typed)
        yield problem._replace(message=hide(problem.message), hint=hide(problem.hint), fix=())


def _is_private(problem: Problem) -> bool:
    """Whether the problem is about something that no report may show."""
    return code_to_tell(problem.code).line == "masked"


def _hiding(typed: str) -> Callable[[str], str]:
    """A function that hides each run of typed words in a text. Single words in lowercase remain."""
    words = sorted(set(re.findall(r"[^\s{}\[\]()<>,:;\"'“”]+", typed)), key=len, reverse=True)
    word = "|".join(map(re.escape, words))
    run = re.compile(rf"(?<!\w)(?:{word})(?:\W+(?:{word}))*(?!\w)")
    is_telling = re.compile(r"[^a-z]")
    return lambda text: (
        run.sub(lambda found: HIDDEN if is_telling.search(found[0]) else found[0], text) if word else text
    )
