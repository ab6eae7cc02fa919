"""Turns five typed answers into the files of a new hub."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any, Final, NamedTuple, get_args
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from affinity_hub.core.vocabulary import meanings, meant
from affinity_hub.core.yaml_text import scalar
from affinity_hub.hub import embed_contract
from affinity_hub.schema.event import EventKind
from affinity_hub.schema.group import GroupKind
from affinity_hub.schema.opportunity import OpportunityKind
from affinity_hub.schema.partner import PartnerKind
from affinity_hub.schema.settings import OrganizationKind
from affinity_hub.values.contacts import SiteUrl
from affinity_hub.values.dates import ZoneName
from affinity_hub.values.text import Title
from affinity_hub.wording.organization import BY_KIND

_FILES: Final = Path(__file__).with_name("files")
KIND_CHOICES: Final[tuple[str, ...]] = get_args(OrganizationKind)


class Answers(NamedTuple):
    """The answers that a new hub needs. `url` is an https address, and `time_zone` a name of the tz database."""

    name: str
    organization: str
    kind: str
    url: str
    time_zone: str


@dataclass(frozen=True)
class Question:
    """One answer that someone gives: an example of it, and the parser that accepts or refuses it."""

    example: str
    parser: Any
    """None for the kind, which is one of `KIND_CHOICES`."""


SETUP_QUESTIONS: Final[Mapping[str, Question]] = {
    "name": Question("Community Hub", Title),
    "organization": Question("Acme Corporation", Title),
    "kind": Question("company", None),
    "url": Question("https://groups.acme.com/", SiteUrl),
    "time_zone": Question("America/Chicago", ZoneName),
}


class WrongAnswer(NamedTuple):
    """An answer that can't be used: the field of `Answers`, a sentence, and lines that say what to type.

    `instead` is the right answer, if there is only one.
    """

    field: str
    message: str
    hint: str = ""
    instead: str = ""


def read(typed: Mapping[str, str | None]) -> Answers | list[WrongAnswer]:
    """The answers, or all mistakes in them. `typed` has a text for each field of `Answers`."""
    wrong: list[WrongAnswer] = []
    answers: dict[str, str] = {}
    for field, question in SETUP_QUESTIONS.items():
        text = (typed.get(field) or "").strip()
        if not text:
            wrong.append(WrongAnswer(field, "This is missing.", instead=question.example))
        elif question.parser is None:
            if problem := _wrong_kind(text):
                wrong.append(problem)
            answers[field] = text
        else:
            try:
                answers[field] = TypeAdapter(question.parser).validate_python(text)
            except ValidationError as error:
                said = error.errors(include_url=False)[0]["ctx"]
                hint = "\n".join(row for row in said["hint"].split("\n") if not row.startswith("Write:  "))
                instead = said["instead"]
                if not (hint or instead):
                    hint = said["hint"]
                wrong.append(WrongAnswer(field, said["said"], hint, instead))
    return wrong or Answers(**answers)


def _wrong_kind(typed: str) -> WrongAnswer | None:
    if typed in KIND_CHOICES:
        return None
    found = meant(typed, KIND_CHOICES)
    if len(found) == 1:
        return WrongAnswer("kind", f'"{typed}" is not a kind of organization.', instead=found[0])
    width = max(map(len, KIND_CHOICES))
    rows = [f"{word:{width}}  {meaning}" for word, meaning in meanings(KIND_CHOICES).items()]
    return WrongAnswer("kind", f'"{typed}" is not a kind of organization.', "\n".join(("The kinds are:", *rows)))


def files(answers: Answers, *, schema_folder: str = "") -> dict[str, str]:
    """The texts of the files, by their paths in the data folder.

    `schema_folder` leads from the data to the schemas for editors, such as `schema/`; empty if there are none nearby.
    """
    words = BY_KIND[answers.kind]
    is_school = answers.kind == "school-district"
    fields = {
        **{field: scalar(value) for field, value in answers._asdict().items()},
        "domain": scalar(urlsplit(answers.url).hostname or ""),
        "noun": words.noun,
        "people": words.people,
        "days_off": words.days_off,
        "key_of_days_off": "" if is_school else "# The key is called `no_school` at every organization.\n",
        "group_kinds": _others(GroupKind, "networking"),
        "event_kinds": _others(EventKind, "gathering"),
        "partner_kinds": _others(PartnerKind, "community"),
        "opportunity_kinds": _others(OpportunityKind, "mentoring"),
    }
    made = {}
    for path in sorted(_FILES.rglob("*.*")):
        name = path.relative_to(_FILES).as_posix()
        made[name] = Template(path.read_text("utf-8")).substitute(fields)
        if schema_folder and name.endswith(".yml"):
            schema = f"{schema_folder}{path.stem}.schema.json"
            made[name] = f"# yaml-language-server: $schema={schema}\n{made[name]}"
    made[embed_contract.NAME] = embed_contract.dump(embed_contract.Contract())
    return made


def _others(kinds: Any, shown: str) -> str:
    return ", ".join(kind for kind in get_args(kinds) if kind != shown)


def write(texts: Mapping[str, str], folder: Path) -> None:
    """Writes the files into a folder, and creates the folder if it does not exist."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
