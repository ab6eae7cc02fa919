"""The guard against what must never be published, compared with sentences that people at a school district write.
tests/guard/ has the sentences that must pass and the sentences that must be refused, including disguised sentences. All
of them go through `affinity-hub check`: each as the details of an event, as a comment in the file if it begins with
`comment:`, or as the mailbox of a facilitator if it begins with `contact:`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from affinity_hub.checks.texts.forbidden_texts import AllowedTexts, forbidden
from affinity_hub.privacy.normalize import PIECE, pieces, read
from affinity_hub.privacy.places import places
from affinity_hub.privacy.prefilter import is_suspect
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples

if TYPE_CHECKING:
    from tests.conftest import Run

SENTENCES = Path(__file__).parents[1] / "guard"

HUB = """\
name: Cedar Hollow
organization: {name: Cedar Hollow School District, url: "https://www.cedarhollow.example/"}
url: https://hub.cedarhollow.example/
"""
PARTNERS = "partners: [{id: union, name: Union, kind: union, url: 'https://www.union.example/'}]\n"
PEOPLE = """\
facilitators:
  - {id: one, role: First host, name: Ada Lovelace, consent: {name: none, given_on: 2026-09-01}}
  - {id: two, role: Second host, name: José Núñez-Peña, consent: {name: public, given_on: 2025-09-01}}
  - {id: three, role: Third host, name: Grace}
  - {id: four, role: Fourth host, name: Ben Agreed, consent: {name: public, given_on: 2026-09-01}}
  - {id: five, role: Fifth host, name: Inés María Aguilar, consent: {name: public, given_on: 2026-09-01}}
  - {id: seven, role: Seventh host, name: Ana Beispiel}
  - {id: nine, role: Ninth host, name: Eva de la Sonne, consent: {name: public, given_on: 2026-09-01}}
  - {id: eight, role: Eighth host, name: Kim Müllerlein-Ohm}
  - {id: six, role: Sixth host, name: 李明, consent: {name: public, given_on: 2026-09-01}}
"""


class Sentence(NamedTuple):
    code: str
    text: str
    is_public: bool = False


def allowed() -> list[Sentence]:
    before, _, after = (SENTENCES / "allowed.txt").read_text("utf-8").partition("# Where the place is public\n")
    return [
        Sentence("", line, is_public)
        for part, is_public in ((before, False), (after, True))
        for line in part.splitlines()
        if line and not line.startswith("#")
    ]


def refused() -> list[Sentence]:
    lines = (SENTENCES / "refused.txt").read_text("utf-8").splitlines()
    pairs = (line.split(" ", 1) for line in lines if line and not line.startswith("#"))
    # Only escapes change; typed letters stay the same.
    return [Sentence(code, json.loads(f'"{_quoted(text)}"')) for code, text in pairs]


def _quoted(text: str) -> str:
    return text.replace('"', '\\"')


SENTENCES_TO_REFUSE = [sentence for sentence in refused() if sentence.code != "E515"]
KNOWN = AllowedTexts(("cedarhollow.example", "union.example"))


@pytest.fixture
def judge(district: Callable[..., Path], run: Callable[..., Run]) -> Callable[[list[Sentence]], list[set[str]]]:
    """The codes in the answer of `check` to each sentence."""

    def answers(sentences: list[Sentence]) -> list[set[str]]:
        rows: dict[tuple[str, int], int] = {}
        lines = ["events:"]
        people = PEOPLE.splitlines()
        for number, sentence in enumerate(sentences):
            if sentence.text.startswith("contact: "):
                people.append(f"  - {{id: f{number}, role: Host, {sentence.text}}}")
                rows["facilitators.yml", len(people)] = number
                continue
            rows["events.yml", len(lines) + 1] = number
            if sentence.text.startswith("comment: "):
                lines.append(sentence.text.replace("comment:", "  #", 1))
                continue
            place = '{name: "Oak Hall"}' if sentence.is_public else "shared after you write to us"
            head = f"id: e{number}, title: Tea, kind: gathering, groups: [tea-circle], starts: to be announced"
            lines.append(f"  - {{{head}, place: {place}, details: {json.dumps(sentence.text)}}}")
        folder = district(events="\n".join(lines), hub=HUB, partners=PARTNERS, facilitators="\n".join(people))
        found: list[set[str]] = [set() for _ in sentences]
        for problem in json.loads(run("check", folder, "--format", "json").out)["problems"]:
            if (row := (problem["file"], problem["line"])) in rows:
                found[rows[row]].add(problem["code"])
        return found

    return answers


def test_each_sentence_is_refused_or_passed(judge: Callable[[list[Sentence]], list[set[str]]]) -> None:
    """A sentence may get other codes besides its own: a link with ten digits also looks like a telephone number."""
    sentences = [*allowed(), *refused()]
    assert len(sentences) >= 700
    rows = list(zip(sentences, judge(sentences), strict=True))
    missed = [
        (sentence.code, sorted(got), sentence.text)
        for sentence, got in rows
        if sentence.code and sentence.code not in got
    ]
    alarms = [(sorted(got), sentence.text) for sentence, got in rows if got and not sentence.code]
    assert (missed, alarms) == ([], [])


@given(st.data())
@settings(max_examples=examples(300), deadline=None)
def test_no_text_that_would_be_refused_skips_the_closer_look(data: st.DataObject) -> None:
    """`is_suspect` skips the closer look, so it must suspect everything that the closer look would find, in any
    disguise."""
    words = [word for sentence in SENTENCES_TO_REFUSE for word in sentence.text.split(" ")]
    whole = st.sampled_from([sentence.text.removeprefix("comment: ") for sentence in SENTENCES_TO_REFUSE])
    mixed = st.lists(st.sampled_from(words), min_size=1, max_size=8).map(" ".join)
    text = data.draw(
        st.one_of(whole, mixed, whole.map(str.lower), whole.map(str.upper), st.tuples(mixed, whole).map(" ".join))
    )
    if forbidden(text, KNOWN):
        assert is_suspect(text), text


@pytest.mark.slow
@pytest.mark.parametrize(
    "sign",
    [
        "x.",
        "12 a a ",
        "a at b dot ",
        "code is ",
        "1 ",
        "j a n e ",
        "Mr. ",
        "in the a ",
        "Dr. Ada ",
        "TS. ",
        "Bà Ada de ",
        "Ada's old ",
        "Ada M. ",
        "Ada's Kitchen (bar), ",
    ],
)
def test_a_long_text_is_checked_in_time(sign: str) -> None:
    """A text may have at most twenty thousand characters. Each of these texts once took minutes."""
    text = (sign * 20_000)[:20_000]
    started = time.process_time()
    assert is_suspect(text) in (True, False)
    forbidden(text, KNOWN)
    for piece in pieces(text):
        list(places(read(piece)))
    assert time.process_time() - started < 20


@pytest.mark.slow
def test_a_phrase_across_the_cut_of_a_long_text_is_found() -> None:
    for before in range(PIECE - 60, PIECE + 20):
        assert forbidden("a" * before + " call 253-555-0142 now " + "a" * 3_000, KNOWN)


def test_a_recorded_consent_allows_the_name_and_the_mailbox(
    judge: Callable[[list[Sentence]], list[set[str]]],
) -> None:
    texts = ("Mr. Agreed opens the door.", "ben.agreed@cedarhollow.example", "bagreed@cedarhollow.example")
    assert judge([Sentence("", text) for text in texts]) == [set(), set(), set()]
    assert judge([Sentence("", "Mr. Argreed"), Sentence("", "jagreed.smith@cedarhollow.example")]) == [
        {"E514"},
        {"E511"},
    ]


@pytest.mark.parametrize(
    "local, is_hers",
    [
        ("ines", True),
        ("ines.aguilar", True),
        ("aguilar.ines", True),
        ("iaguilar", True),
        ("ines.a", True),
        ("ines.maria.aguilar", True),
        ("aguilar.maria.ines", True),
        ("ines.aguilar2", True),
        ("maria", False),
        ("maria.aguilar", False),
        ("ines.m", False),
        ("maguilar", False),
        ("ines.aguilar.smith", False),
    ],
)
def test_a_mailbox_may_consist_of_the_names_of_a_person_who_agreed(
    local: str, is_hers: bool, judge: Callable[[list[Sentence]], list[set[str]]]
) -> None:
    assert judge([Sentence("", f"Write to {local}@cedarhollow.example.")]) == [set() if is_hers else {"E511"}]


# An area code begins with 2 to 9.
NOT_FIRST = ["oh", "one", "zero", "nought", "o", "cero", "uno", "không", "một"]


def test_every_number_in_words_is_read(judge: Callable[[list[Sentence]], list[set[str]]]) -> None:
    teens = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    tens = "twenty thirty forty fifty sixty seventy eighty ninety"
    digits = (
        "oh one two three four five six seven eight nine zero nought o cero uno dos tres cuatro cinco seis siete ocho"
    )
    digits += " nueve không một hai ba bốn năm sáu bảy tám chín"
    texts = [f"Dial two fifty three, five fifty five, {word} twenty one." for word in f"{teens} {tens}".split()]
    texts += [f"Dial two five three, five five five, {word} one four two." for word in digits.split()]
    texts += [" ".join([word] * 10) for word in digits.split() if word not in NOT_FIRST]
    answers = judge([Sentence("", text) for text in texts])
    assert [text for text, codes in zip(texts, answers, strict=True) if "E512" not in codes] == []


def test_a_word_before_a_provider_is_not_always_a_name(judge: Callable[[list[Sentence]], list[set[str]]]) -> None:
    plain = (
        "account accounts address calendar email free in is it log mail mailbox me on one page provider to up us yours"
    )
    texts = [f"Some people have {word} at gmail.com." for word in plain.split()]
    assert judge([Sentence("", text) for text in texts]) == [set() for _ in texts]
    assert judge([Sentence("", "Some people have teapot at gmail.com.")]) == [{"E511"}]


# --- Phrases that the author of the patterns did not see -------------------------------------------------------------

PASSED = {"ok", "okpublic", "okcomment", "okcontact"}
LEAST_RECALL, MOST_FALSE_ALARMS = 0.95, 0.02


def held_out() -> list[tuple[str, Sentence]]:
    """The kind of each phrase, and the phrase in the form that `judge` accepts."""
    lines = (SENTENCES / "held-out.txt").read_text("utf-8").splitlines()
    found = []
    for kind, text in (line.split("|", 1) for line in lines if not line.startswith("#")):
        prefix = f"{kind.removeprefix('ok')}: " if kind.endswith(("comment", "contact")) else ""
        found.append((kind, Sentence("", prefix + text, kind == "okpublic")))
    return found


def test_the_guard_generalizes_to_phrases_that_it_was_not_tuned_for(
    judge: Callable[[list[Sentence]], list[set[str]]],
) -> None:
    phrases = held_out()
    answers = judge([sentence for _, sentence in phrases])
    rows = [
        (kind, sentence.text, {code for code in codes if code[1] == "5"})
        for (kind, sentence), codes in zip(phrases, answers, strict=True)
    ]
    to_refuse = [row for row in rows if row[0] not in PASSED | {"debatable"}]
    to_pass = [row for row in rows if row[0] in PASSED]
    assert len(to_refuse) + len(to_pass) >= 400
    # W504 says that a role takes the place of the name.
    missed = [row for row in to_refuse if not any(code.startswith("E") or code == "W504" for code in row[2])]
    alarms = [row for row in to_pass if row[2]]
    assert len(missed) <= (1 - LEAST_RECALL) * len(to_refuse), missed
    assert len(alarms) <= MOST_FALSE_ALARMS * len(to_pass), alarms


def test_a_debatable_phrase_is_a_warning(judge: Callable[[list[Sentence]], list[set[str]]]) -> None:
    phrases = [sentence for kind, sentence in held_out() if kind == "debatable"]
    found = [{code for code in codes if code[1] == "5"} for codes in judge(phrases)]
    assert [codes for codes in found if not codes or any(code.startswith("E") for code in codes)] == []


@pytest.mark.parametrize(
    "link, what, why",
    [
        ("https://docs.google.com/document/d/1a2b", "leads to a shared file", "Anyone with the address may read"),
        ("https://www.facebook.com/groups/tea", "leads to a group or page on social media", "Everyone there can see"),
        ("https://bit.ly/tea", "is a short link", "A short link hides its destination"),
    ],
)
def test_a_link_that_may_be_right_gets_its_reason(
    link: str, what: str, why: str, district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    partners = f"partners: [{{id: union, name: Union, kind: union, relationship: See {link}}}]\n"
    out = run("check", district(partners=partners)).out
    assert f"Check this link: it {what}. [W517]\n" in out
    assert f"    {why}" in out
