"""The records of `library.yml` and the reading list, in the form for other programs."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from affinity_hub.views.site import Site

from .model import ApiModel, fill, ids


class ApiQuestion(ApiModel):
    """A difficult question and its answer."""

    id: str
    question: str
    short_answer: str | None
    answer: str | None = Field(description="HTML.")
    basis: Literal["general-advice", "district"]
    sources: list[str] = Field(description="Ids of claims and of reading.")
    reviewed_by: str | None
    reviewed_on: dt.date | None
    url: str


class ApiClaim(ApiModel):
    """A claim about effects, with its source."""

    id: str
    claim: str
    citation: str | None = Field(description="Null: no source is named, so do not rely on the claim.")
    kind: str
    strength: str
    limits: str | None
    website: str | None = Field(description="Where the source can be read.")


class ApiReading(ApiModel):
    """A book, an article, or a study."""

    id: str
    title: str
    author: str | None
    published: str | None
    why: str | None
    website: str | None


class ApiTerm(ApiModel):
    """A word or an acronym."""

    id: str
    term: str
    expansion: str | None
    meaning: str | None
    aliases: list[str]


def questions(site: Site) -> list[ApiQuestion]:
    """The difficult questions, with the ids of the claims and books that support their answers."""
    return [
        fill(ApiQuestion, question, sources=ids(question.sources), url=site.address(question.url))
        for question in site.library.difficult_questions
    ]
