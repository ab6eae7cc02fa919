"""The records of `library.yml`: difficult questions, claims with their sources, and words."""

from typing import ClassVar, Literal

from pydantic import Field

from affinity_hub.values.contacts import Url
from affinity_hub.values.dates import Date
from affinity_hub.values.lists import Ids, Texts
from affinity_hub.values.text import Markdown, Sentence, Short, Text, Title

from .record import DataModel, Lists, Public, Record

Basis = Literal["general-advice", "district"]
ClaimKind = Literal["study", "review", "report", "opinion", "other", "unknown"]
Strength = Literal["strong", "some", "weak", "unknown"]


class Link(DataModel):
    """A page of another site."""

    title: Public[Title] = Field(description="What readers find there.")
    url: Public[Url] = Field(description="Its address.")


class DifficultQuestion(Record):
    """A question that comes up when people talk about the work, with an answer."""

    noun: ClassVar[str] = "difficult question"

    question: Public[Title] = Field(description="The question, in the words that people use.")
    short_answer: Public[Text] = Field(None, description="The answer in two or three sentences.")
    answer: Public[Markdown] = Field(None, description="The longer answer.")
    basis: Public[Basis] = Field(
        "general-advice",
        description="Who gives the answer: the editors of the hub (`general-advice`), or the organization itself "
        "(`district`).",
    )
    sources: Public[Ids] = Field((), description="Ids of the claims and books that support the answer.")
    links: Public[tuple[Link, ...]] = Field((), description="Pages of other sites that support the answer.")
    reviewed_by: Public[Short] = Field(None, description="The role that reviewed the answer, never a name.")
    reviewed_on: Public[Date | None] = Field(None, description="The day of the review.")


class Claim(Record):
    """A claim about the effects of the work, and its source."""

    noun: ClassVar[str] = "claim"

    claim: Public[Text] = Field(description="The claim, in one sentence.")
    citation: Public[Text] = Field(
        None, description="Author, title, year, and place; without it, no one can look up the source."
    )
    kind: Public[ClaimKind] = Field("unknown", description="The kind of source.")
    strength: Public[Strength] = Field(
        "unknown", description="How well the source supports the claim, in the editors' judgment."
    )
    limits: Public[Text] = Field(None, description="What the source does not show.")
    url: Public[Url | None] = Field(None, description="Where to read it.")


class Term(Record):
    """A word or an acronym, and what it means here."""

    noun: ClassVar[str] = "glossary entry"

    term: Public[Title] = Field(description="The word, as it is written on this site.")
    expansion: Public[Sentence] = Field(None, description="What the letters of an acronym stand for.")
    meaning: Public[Text] = Field(None, description="The meaning of the word here, in a sentence or two.")
    aliases: Public[Texts] = Field((), description="Other spellings of it.")


class Synonyms(DataModel):
    """Words that visitors type for the same thing."""

    words: Public[Texts] = Field(description="The words or phrases. People who type one of them find all of them.")


class Library(Lists):
    """The lists of `library.yml`. You may leave out any of them."""

    difficult_questions: Public[tuple[DifficultQuestion, ...]] = Field(
        (), description="Questions that come up, with answers."
    )
    claims: Public[tuple[Claim, ...]] = Field((), description="Claims about effects, with citations.")
    glossary: Public[tuple[Term, ...]] = Field((), description="Words and acronyms.")
    synonyms: Public[tuple[Synonyms, ...]] = Field(
        (), description="Words that the search treats alike, in addition to the words that it knows on every site."
    )
