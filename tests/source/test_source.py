"""The reader of YAML: a text keeps its typed characters, or there is a problem with its place."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import Any

import pytest
from affinity_hub.core.yaml_text import MAX_FILE_BYTES
from affinity_hub.source.reader import parse, read
from affinity_hub.source.tree import YamlList, YamlMapping, position_in_tree


def tree(text: str) -> Any:
    node, problems = parse(text, "a.yml")
    assert problems == []
    return node


def codes(text: str) -> list[str]:
    return [problem.code for problem in parse(text, "a.yml")[1]]


@pytest.mark.parametrize(
    "typed",
    [
        "18:30",
        "9:30",
        "09:30",
        "24:00",
        "4:60",
        "5:00pm",
        "NO",
        "no",
        "on",
        "off",
        "yes",
        "y",
        "true",
        "010",
        "0644",
        "098031",
        "3.10",
        "1_000",
        "1e3",
        ".inf",
        "0x1F",
        "0b11",
        "2026-02-30",
        "2026-9-1",
        "2026-09-01T18:30:00Z",
        "=",
        "<<",
        "NULL",
        "Null",
        "“quoted” words",
        "it’s",
        "Q&A",
        "50% off",
        "a@b.org",
        "C#",
        "née Nguyễn",
        "🙂",
    ],
)
def test_a_text_is_the_characters_that_were_typed(typed: str) -> None:
    assert tree(f"key: {typed}\n") == {"key": typed}


@pytest.mark.parametrize("typed", ["on", "yes", "no", "12", "2026-01-01", "="])
def test_a_key_is_the_characters_that_were_typed(typed: str) -> None:
    assert tree(f"{typed}: text\n") == {typed: "text"}


@pytest.mark.parametrize("typed", ["", "~", "null", "# a note"])
def test_an_empty_value_has_a_place_and_no_text(typed: str) -> None:
    node = tree(f"first: text\nkey: {typed}\n")
    assert node.get("key") is None
    assert position_in_tree(node, ("key",))[0] == 2


@pytest.mark.parametrize("typed, text", [('"null"', "null"), ("'~'", "~"), ('""', ""), ("''", "")])
def test_a_quoted_text_is_never_empty(typed: str, text: str) -> None:
    assert tree(f"key: {typed}\n") == {"key": text}


@pytest.mark.parametrize(
    "typed, text",
    [
        ('"Room #12"', "Room #12"),
        ("'Room #12'", "Room #12"),
        ('"Book club: chapter 2"', "Book club: chapter 2"),
        ("Book club:chapter 2", "Book club:chapter 2"),
        ("Room#12", "Room#12"),
        ("tea  # a note after two spaces", "tea"),
        ('"tea" # a note after a quoted text', "tea"),
        ("|\n  Room #12\n", "Room #12\n"),
        (">-\n  two\n  lines\n", "two lines"),
        ("tea and\n  talk", "tea and talk"),
    ],
)
def test_quotes_and_blocks_keep_their_content(typed: str, text: str) -> None:
    assert tree(f"key: {typed}\n") == {"key": text}


@pytest.mark.parametrize(
    "typed, code",
    [
        ("Room #12", "E009"),
        ("Room  #12", "E009"),
        ("tea # a note", "W009"),
        ("[tea, Room #12\n  ]", "E009"),
        ("tea and\n  Room #12", "E009"),
    ],
)
def test_a_text_that_a_number_sign_would_cut_is_reported(typed: str, code: str) -> None:
    assert codes(f"key: {typed}\n") == [code]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_lines_may_end_in_any_way(newline: str, tmp_path: Any) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(newline.join(["key: text", "more: |", "  one", "  two", ""]).encode())
    node, problems = read(path, "a.yml")
    assert (node, problems) == ({"key": "text", "more": "one\ntwo\n"}, [])
    assert position_in_tree(node, ("more",)) == (2, 7)


def test_a_byte_order_mark_is_not_part_of_the_text(tmp_path: Any) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(b"\xef\xbb\xbfkey: text\n")
    assert read(path, "a.yml") == ({"key": "text"}, [])


@pytest.mark.parametrize(
    "content, code, place",
    [
        (b"key: caf\xe9\n", "E002", (1, 9)),
        (b"key: text\nmore: \xff\n", "E002", (2, 7)),
        ("key: text\n".encode("utf-16"), "E002", (1, 1)),
        (b"key: te\x00xt\n", "E004", (1, 8)),
        (b"a: b\nkey: \x1b[31mred\n", "E004", (2, 6)),
        ("key: \u202egnp.exe\n".encode(), "E004", (1, 6)),
        ("key: a\u2028b\n".encode(), "E004", (1, 7)),
    ],
)
def test_bytes_that_are_not_text_are_shown_with_their_place(
    content: bytes, code: str, place: tuple[int, int], tmp_path: Any
) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(content)
    node, (problem,) = read(path, "a.yml")
    assert node is None
    assert (problem.code, (problem.position.line, problem.position.column)) == (code, place)


def test_a_message_names_the_encoding_of_a_file_that_is_not_utf_8(tmp_path: Any) -> None:
    path = tmp_path / "a.yml"
    for encoding in ("utf-16", "utf-16-be"):
        path.write_bytes("\ufeff".encode(encoding)[:2] + "key: text\n".encode(encoding))
        _, (problem,) = read(path, "a.yml")
        assert "UTF-16" in problem.message


@pytest.mark.parametrize(
    "name, advice",
    [
        ("events.yml", "Rename it: the folder that continues the file is called events/."),
        ("hub.yml", "Put a text file in its place."),
        ("events/tea.yml", "Put a text file in its place."),
    ],
)
def test_only_a_file_that_a_folder_continues_may_become_a_folder(name: str, advice: str, tmp_path: Any) -> None:
    (tmp_path / name).mkdir(parents=True)
    assert [problem.hint for problem in read(tmp_path / name, name)[1]] == [advice]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_the_reader_never_waits_for_a_pipe(tmp_path: Any) -> None:
    os.mkfifo(tmp_path / "a.yml")
    node, (problem,) = read(tmp_path / "a.yml", "a.yml")
    assert (node, problem.code) == (None, "E001")


@pytest.mark.parametrize("extra, accepted", [(0, True), (1, False)])
def test_a_file_may_have_a_mebibyte_and_no_more(extra: int, accepted: bool, tmp_path: Any) -> None:
    path = tmp_path / "a.yml"
    start = b"key: text\n"
    path.write_bytes(start + b"#" * (MAX_FILE_BYTES - len(start) + extra))
    node, problems = read(path, "a.yml")
    assert (node is not None, [problem.code for problem in problems]) == (accepted, [] if accepted else ["E003"])


@pytest.mark.parametrize(
    "text",
    [
        "key: &name text",
        "key: *name",
        "&name key: text",
        "*name : text",
        "a: &a [x]\nb: [*a, *a]",
        "<<: *name",
        "- &name text",
        "&name\nkey: text",
    ],
)
def test_anchors_and_aliases_are_refused(text: str) -> None:
    assert codes(text + "\n") == ["E007"]


@pytest.mark.parametrize(
    "text", ["key: !tag text", "key: !!str text", "!tag\nkey: text", "key: !!python/object:os.x {}"]
)
def test_tags_are_refused(text: str) -> None:
    assert codes(text + "\n") == ["E008"]


def test_a_billion_laughs_attack_is_refused() -> None:
    names = "abcdefghi"
    lines = ['a: &a ["lol", "lol"]']
    lines += [f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in pairwise(names)]
    assert codes("\n".join(lines)) == ["E007"]


@pytest.mark.parametrize("deep", [19, 20, 21, 5_000, 100_000])
@pytest.mark.parametrize("opening, closing", [("[", "]"), ("{a: ", "}"), ("- ", "")])
def test_the_depth_of_nesting_is_limited(deep: int, opening: str, closing: str) -> None:
    text = opening * (deep - 1) + ("[]" if opening == "[" else "x") + closing * (deep - 1) + "\n"
    assert codes(text) == ([] if deep <= 20 else ["E006"])


@pytest.mark.parametrize(
    "text, place",
    [
        ("key: one\nkey: two\n", (2, 1)),
        ("{key: one, key: two}\n", (1, 12)),
        ("key: one\n'key': two\n", (2, 1)),
        ("key:\nkey: two\n", (2, 1)),
        ("a:\n  key: one\n  other: x\n  key: two\n", (4, 3)),
    ],
)
def test_a_key_given_twice_is_an_error_at_the_second_place(text: str, place: tuple[int, int]) -> None:
    (problem,) = parse(text, "a.yml")[1]
    assert (problem.code, (problem.position.line, problem.position.column)) == ("E011", place)


@pytest.mark.parametrize(
    "text, code",
    [
        ("a: b\n---\nc: d\n", "E005"),
        ("? [a, b]\n: c\n", "E010"),
        ("{[a]: b}\n", "E010"),
        ("a:\n\tb: c\n", "E012"),
        ("\ta: b\n", "E012"),
        ("a: Book club: chapter 2\n", "E013"),
        ("a: @handle\n", "E014"),
        ("a: `code`\n", "E014"),
        ("a: %x\n", "E014"),
        ("a: [b\n", "E015"),
        ('a: "b\n', "E015"),
        ("a: b\n c: d\n", "E015"),
        ("a: b\nc\n", "E015"),
        ("%YAML 9.9 nonsense\na: b\n", "E015"),
    ],
)
def test_text_that_yaml_cannot_read_is_explained(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text, line, advice",
    [
        ("```yaml\na: 1\n```\n", 1, "Delete this line."),
        ("a: 1\n```\n", 2, "Delete this line."),
        ("a: 1\n-----\nb: 2\n", 2, "Delete this line."),
        ("a: 1\n...\nb: 2\n", 2, "Delete this line."),
        ("events:\n  - id: tea\nwalk\tThe walk\tgathering\n", 3, "Write each cell on its own line"),
        ("a: 1\ndetails: Bring\n  - tea\n  - cake\n", 3, "If the text has a list, write  details: |  and"),
        ("a: 1\ndetails:\n  Bring\n  - tea\n", 4, "If the text has a list, write  details: |  and"),
        ("a: 1\ndetails: >\n  Bring\n  - tea\n  - cake\n", 4, "If the text has a list, write  details: |  and"),
        ("a: 1\nreason: #snow\n", 2, 'If it belongs to the text, put all of it in quotes:  "#snow"'),
    ],
)
def test_pasted_lines_are_explained_at_their_place(text: str, line: int, advice: str) -> None:
    problem = parse(text, "a.yml")[1][0]
    assert problem.position.line == line
    assert problem.hint.startswith(advice)
    assert not problem.fix


@pytest.mark.parametrize(
    "text, wrong",
    [
        ("- id: tea\n  details: |\n  Come\n  all\n", {3: 4, 4: 4}),
        ("- id: tea\n  details: |\nCome\n\nall of you\n  place: Hall\n", {3: 4, 5: 4}),
        ("- id: tea\n  details: >\n    Come\n  all of you\n  place: Hall\n", {4: 4}),
        ("- details: |-\n  Come, all\n  id: tea\n", {2: 4}),
        ("details: |\nCome, all\n", {2: 2}),
    ],
)
def test_a_text_below_its_key_must_begin_farther_right(text: str, wrong: dict[int, int]) -> None:
    problems = [problem for problem in parse(text, "a.yml")[1] if "belongs to the text of `details`" in problem.message]
    assert {problem.position.line: problem.hint for problem in problems} == {
        line: f"Begin each line of the text with {spaces} spaces." for line, spaces in wrong.items()
    }


SIGNS = ("-", "*", "+", "1.", "1)", "(1)", "a)", "\N{BULLET}", "\N{EN DASH}", "\N{CHECK MARK}")
STARTS = {"folded": "details: >\n", "bare": "details: Tea\n", "quoted": 'details: "Tea\n'}


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("style", STARTS)
@pytest.mark.parametrize("above", ["", "  Bring\n"])
def test_a_list_that_would_become_a_sentence_is_reported(sign: str, style: str, above: str) -> None:
    second = sign.replace("1", "2").replace("a", "b")
    text = f"{STARTS[style]}{above}  {sign} tea\n  {second} cake" + '"\n' * (style == "quoted")
    (problem,) = parse(text, "a.yml")[1]
    assert (problem.code, problem.hint.split("  and ")[0]) == ("E015", "If the text has a list, write  details: |")
    assert ("Leave out the quotes" in problem.hint) == (style == "quoted")
    assert ("with a dash in place of" in problem.hint) == (sign not in ("-", "*", "+", "1.", "1)"))


@pytest.mark.parametrize(
    "text",
    [
        "details: >\n  We meet on Oct\n  1. Come.\n",
        "details: >\n  We meet on Oct\n  1. and Nov\n  12. Come.\n",
        "details: >\n  We need 4\n  * 5 chairs.\n",
        "details: >\n  All of us\n  \N{EM DASH} yes, all \N{EM DASH} come.\n",
        'details: "All of us\n  - yes, all - come."\n',
        "details: >\n  Intro\n\n  1. Tea\n\n  2. Cake\n",
        "details: >\n  Intro\n    * tea\n    * cake\n",
        "details: |\n  Bring:\n  * tea\n  * cake\n",
    ],
)
def test_a_sentence_and_a_list_that_stays_a_list_are_accepted(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("entry", ["  - tea", "- tea", "  * tea", "\n  1. tea"])
def test_a_list_after_text_with_a_colon_keeps_the_colon(entry: str) -> None:
    (problem,) = parse(f"a: 1\ndetails: Please bring:\n{entry}\n", "a.yml")[1]
    assert problem.hint.startswith(
        "Write  details: |  and begin the text on the next line.\nBegin each line of the text"
    )
    assert (problem.code, problem.position[1:], problem.fix) == ("E013", (2, 22), ())


@pytest.mark.parametrize(
    "text", ["a: # later\n", "a: one\n  two - three\n", "a: |\n  one\n  - two\n", "a: >\n  one\n    - two\n"]
)
def test_lines_that_lose_nothing_are_accepted(text: str) -> None:
    assert parse(text, "a.yml")[1] == []


@pytest.mark.parametrize(
    "text, expected",
    [
        ("details: Welcome\n  # Agenda\nurl: x\n", [("W009", 2)]),
        ("- details: Welcome\n    and more\n    # Agenda\n", [("W009", 3)]),
        ("details: Welcome\n\n  # Agenda\nurl: x\n", [("W009", 3)]),
        ("- summary: Welcome\n  # a note\n", []),
        ("- id: tea\n    # a note\n  kind: networking\n", []),
        ("- status: active\n\n    # since fall\n", []),
        ("list:\n  - Welcome to tea\n    # and cake\n  - Bye\n", [("W009", 3)]),
        ("list:\n  - Welcome to tea\n\n    # and cake\n", [("W009", 4)]),
        ("list:\n  - Welcome to tea\n  # and cake\n", []),
        ("list:\n  - tea\n    # a note\n", []),
        ("details: Room\n  #4 of the library\n  at four.\n", [("W009", 2), ("E015", 3)]),
        ("details: Welcome\n# a note\nurl: x\n", []),
        ("- details: Welcome\n  # a note\n  url: x\n", []),
        ("details: |\n  Welcome\n  # Agenda\n", []),
        ("details: 'Welcome'\n  # a note\n", []),
    ],
)
def test_a_line_of_a_text_that_begins_with_a_number_sign_is_reported(
    text: str, expected: list[tuple[str, int]]
) -> None:
    problems = parse(text, "a.yml")[1]
    assert [(problem.code, problem.position.line) for problem in problems] == expected
    block = "write  details: |  and begin the text on the next line"
    advice = "put the whole text in quotes on one line" if "list:" in text else block
    assert all(advice in problem.hint for problem in problems)


@pytest.mark.parametrize("text", ["", "\n", "# only a note\n", "---\n", "~\n"])
def test_a_file_without_content_is_empty(text: str) -> None:
    assert parse(text, "a.yml") == (None, [])


def test_the_place_of_every_value_is_known() -> None:
    node = tree("list:\n  - id: a\n    names: [one, two]\n  - id: b\n")
    assert isinstance(node, YamlMapping)
    assert isinstance(node["list"], YamlList)
    assert position_in_tree(node, ("list",)) == (2, 3)
    assert position_in_tree(node, ("list", 0)) == (2, 5)
    assert position_in_tree(node, ("list", 0, "names", 1)) == (3, 18)
    assert position_in_tree(node, ("list", 1, "id")) == (4, 9)
    assert position_in_tree(node, ("list", 1, "id"), key=True) == (4, 5)
    assert position_in_tree(node, ("list", 1, "missing")) == (4, 5), (
        "a missing key has the place of the entry around it"
    )
    assert position_in_tree(node, ("list", 9)) == (2, 3)


def test_a_mark_is_never_past_the_end_of_the_text() -> None:
    for text in ('a: "b\n', "a: [b\n", "a: b\nc\n"):
        (problem,) = parse(text, "a.yml")[1]
        assert problem.position.line <= text.count("\n"), f"{text!r} has no line {problem.position.line}"
