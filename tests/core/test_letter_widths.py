"""The widths of letters, which the program uses to measure a page before a browser shows it."""

from __future__ import annotations

import pytest
from affinity_hub.core.letter_widths import FACES, Face
from affinity_hub.core.textfit import lines

FACE_NAMES: tuple[Face, ...] = ("text", "bold", "heading")


@pytest.mark.parametrize("face", FACE_NAMES)
def test_every_letter_of_plain_english_is_measured(face: Face) -> None:
    printable = {chr(number) for number in range(32, 127)}
    assert printable | set("·–—…’“”") <= FACES[face].measured


@pytest.mark.parametrize("face", FACE_NAMES)
@pytest.mark.parametrize("accented, plain", [("éèêë", "eeee"), ("ắẶ", "aA"), ("n\u0303o", "no"), ("a\u200d", "a")])
def test_an_accent_takes_no_room(accented: str, plain: str, face: Face) -> None:
    assert FACES[face].of(accented) == FACES[face].of(plain)


@pytest.mark.parametrize("face", FACE_NAMES)
def test_letters_of_other_scripts_are_wider_than_most_letters_and_emoji_are_widest(face: Face) -> None:
    widths = FACES[face]
    assert widths["ш"] == widths["ش"] > widths["n"]
    assert widths["中"] == widths["🌈"] > max(widths[letter] for letter in widths.measured)


def test_bold_letters_and_headings_take_more_lines_than_plain_text() -> None:
    plain, bold, heading = (lines("Hope" * 100, 15, 294, face) for face in FACE_NAMES)
    assert plain < bold < heading
