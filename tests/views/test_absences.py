"""Sentences that deny something: each place that makes such a sentence is listed, with the reason why it is true.

A missing value does not mean "no". So a sentence with one of the words in `DENIES` must follow from what
someone wrote, be about the site's own lists, or be the same on every site. A new sentence makes this test fail until
it is listed in absences.yml with one of these reasons.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "hooks" / "affinity_hub"
TEMPLATES = ROOT / "overrides" / "hub"
LISTED: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parents[1] / "absences.yml").read_text("utf-8")
)
REASONS = {
    "unanswered": "it says that the answer is missing, and nothing else",
    "not listed": "it says what this site lists, announces, or was told, not what there is",
    "typed": "it follows from a value that someone typed, such as a status or a day",
    "fixed": "it is the same on every site, whatever the data",
}
DENIES = re.compile(
    r"\b(no|nobody|none|not|nothing|never|nowhere|without|ended|neither|longer|cannot)\b", re.IGNORECASE
)
# The packages that make words for the public. The answers of the check to volunteers are not included.
PACKAGES = ("calendars", "embeds", "feeds", "pages", "record_views", "views", "wording")
_LITERAL = re.compile(r"\"((?:[^\"\\\\]|\\\\.)*)\"")


def in_template(text: str) -> Iterator[str]:
    """The runs of text in a template, and the texts in its expressions."""
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    for code in re.findall(r"\{[{%].*?[%}]\}", text, re.DOTALL):
        yield from (found for found in _LITERAL.findall(code) if " " in found or found[:1].isupper())
    yield from re.split(r"<[^>]*>|\n", re.sub(r"\{[{%].*?[%}]\}", "<>", text, flags=re.DOTALL))


def in_module(path: Path) -> Iterator[str]:
    """The strings in a module that are not documentation."""
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


def denials() -> dict[str, set[str]]:
    """The sentences that deny something, by the file that makes them."""
    found: dict[str, set[str]] = {}
    sources = [(path, in_template(path.read_text("utf-8"))) for path in sorted(TEMPLATES.rglob("*.html"))]
    modules = (path for name in PACKAGES for path in sorted((LIBRARY / name).rglob("*.py")))
    sources += [(path, in_module(path)) for path in modules]
    for path, texts in sources:
        said = {" ".join(text.split()) for text in texts}
        if denying := {text for text in said if DENIES.search(text) and re.search("[a-z] |^[A-Z][a-z]", text)}:
            found[path.relative_to(ROOT).as_posix()] = denying
    return found


def test_every_sentence_that_denies_something_is_listed_with_its_reason() -> None:
    listed = {path: {text for texts in reasons.values() for text in texts} for path, reasons in LISTED.items()}
    assert denials() == listed


@pytest.mark.parametrize("path", LISTED)
def test_each_sentence_is_listed_once_under_a_reason(path: str) -> None:
    assert LISTED[path].keys() <= REASONS.keys()
    texts = [text for texts in LISTED[path].values() for text in texts]
    assert len(texts) == len(set(texts))


def test_a_new_sentence_would_be_found() -> None:
    assert "Nothing is planned." in {*in_template('<p>{{ "x" if y }}</p>\n<p>Nothing is planned.</p>')}
    assert "Nobody comes." in {*in_template('{{ rows or "Nobody comes." }}')}
