"""The records of `library.yml`: what helps to talk about the work, to weigh what is said, and to know the words."""

from typing import ClassVar, Literal

from pydantic import Field

from .record import Lists, Part, Record
from .values import Date, Ids, Markdown, Sentence, Short, Text, Texts, Title, Url

Basis = Literal["general-advice", "district"]
ClaimKind = Literal["study", "review", "report", "opinion", "other", "unknown"]
Strength = Literal["strong", "some", "weak", "unknown"]


class Link(Part):
    """A page of another site."""

    title: Title = Field(description="What one finds there.")
    url: Url = Field(description="Its address.")


class DifficultQuestion(Record):
    """A question that comes up when people talk about the work, with an answer to lean on."""

    noun: ClassVar[str] = "difficult question"

    question: Title = Field(description="The question, in the words people use.")
    short_answer: Text = Field(None, description="The answer in two or three sentences.")
    answer: Markdown = Field(None, description="The longer answer.")
    basis: Basis = Field(
        "general-advice", description="Whose answer it is: advice of the editors of the hub, or the district's own."
    )
    sources: Ids = Field((), description="Ids of the claims and of the reading that it rests on.")
    links: tuple[Link, ...] = Field((), description="Pages of other sites that it rests on.")
    reviewed_by: Short = Field(None, description="The role that looked it over, never a name.")
    reviewed_on: Date | None = Field(None, description="The day of that review.")


class Claim(Record):
    """Something that is said about the effects of the work, and where it is from."""

    noun: ClassVar[str] = "claim"

    claim: Text = Field(description="What is said, in one sentence.")
    citation: Text = Field(None, description="Author, title, year and place; without it, nobody can look it up.")
    kind: ClaimKind = Field("unknown", description="What sort of source it is.")
    strength: Strength = Field("unknown", description="How far the source carries the claim, as the editors see it.")
    limits: Text = Field(None, description="What the source does not show.")
    url: Url | None = Field(None, description="Where to read it.")


class Term(Record):
    """A word or an acronym, and what it means here."""

    noun: ClassVar[str] = "glossary entry"

    term: Title = Field(description="The word, as it is written on this site.")
    expansion: Sentence = Field(None, description="What the letters of an acronym stand for.")
    meaning: Text = Field(None, description="What it means here, in a sentence or two.")
    aliases: Texts = Field((), description="Other spellings of it.")


class Library(Lists):
    """The lists of `library.yml`, each of which may be left out."""

    difficult_questions: tuple[DifficultQuestion, ...] = Field((), description="What comes up, and what to answer.")
    claims: tuple[Claim, ...] = Field((), description="What is said about effects, with citations.")
    glossary: tuple[Term, ...] = Field((), description="Words and acronyms.")
