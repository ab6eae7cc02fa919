"""The words that the search knows on every site."""

from __future__ import annotations

import unicodedata

import pytest
from affinity_hub.wording import search_words


@pytest.mark.parametrize(
    "letter, plain",
    [*zip("đłøðŧħŋ", "dlodthn", strict=True), ("æ", "ae"), ("œ", "oe"), ("þ", "th"), ("\u0131", "i"), ("ß", "ss")],
)
def test_letters_without_a_removable_accent_are_read_as_people_type_them(letter: str, plain: str) -> None:
    assert letter in search_words.plain_letters()[plain]


def test_each_latin_letter_with_a_stroke_a_hook_or_a_tail_has_a_plain_letter() -> None:
    known = "".join(search_words.plain_letters().values())
    named = {chr(code): unicodedata.name(chr(code), "") for code in range(0x80, 0xA7CB)}
    missing = [
        letter
        for letter, name in named.items()
        if name.startswith("LATIN SMALL LETTER ")
        and len(name.split(" WITH ")[0].split()) == 4
        and len(name.split()[3]) == 1
        and unicodedata.normalize("NFKD", letter) == letter
        and letter not in known
    ]
    assert missing == []


def test_no_word_has_two_lists_of_the_same_synonyms() -> None:
    lists = [frozenset(map(str.casefold, words)) for words in search_words.SYNONYMS]
    assert len(set(lists)) == len(lists)
    assert all(len(words) > 1 for words in lists)


def test_the_words_name_no_kind_of_organization() -> None:
    words = " ".join(word for words in search_words.SYNONYMS for word in words).casefold()
    assert not [word for word in ("district", "school", "kent", "staff of color") if word in words]
