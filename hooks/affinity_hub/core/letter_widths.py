"""The widths of letters: at least as wide as in the fonts that people have.

A widget or a sheet of paper is measured without a browser. It has the font of the reader's device, which is unknown.
Each letter therefore has the width of the widest of DejaVu Sans, Noto Sans, Roboto, Liberation Sans (as wide as Arial
and Helvetica), and Open Sans. Headings of widgets once had serif fonts, and the heights of published widgets must not
change, so these widths also cover DejaVu Serif, Noto Serif, and Liberation Serif (as wide as Times). Text then takes at
most as many lines in a browser as here. `tests/browser/one_font.py` measures every letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final, Literal

Face = Literal["text", "bold", "heading"]
"""How letters are drawn: in plain type, in bold type, or as in a heading (bold, with serifs or without)."""

# The advance widths in em, rounded up, from the tables `hmtx` of the fonts.
_TEXT: Final = {
    0.28: "'ijl",
    0.32: " ,.·’\u2018",
    0.34: ":;I",
    0.36: "f",
    0.37: "-",
    0.40: "()[]t",
    0.41: "!",
    0.42: "/\\r",
    0.46: '"',
    0.52: "“”",
    0.53: "sz",
    0.55: "c",
    0.56: "*?JL_|",
    0.58: "`k",
    0.60: "vxy",
    0.62: "FTaeo",
    0.64: "$0123456789bdghnpqu{}",
    0.66: "–",
    0.67: "EKPSY",
    0.69: "ABVXZ",
    0.73: "CR",
    0.74: "U",
    0.76: "HN",
    0.78: "&DG",
    0.79: "OQ",
    0.82: "w",
    0.84: "#+<=>^~",
    0.91: "M",
    0.96: "%",
    0.98: "m",
    0.99: "W",
    1.00: "—…",
    1.02: "@",
}
_BOLD: Final = {
    0.31: "'",
    0.35: " ijl",
    0.38: ",.·’\u2018",
    0.39: "I",
    0.40: ":;",
    0.42: "-/",
    0.43: "\\",
    0.44: "f",
    0.46: "!()[]",
    0.48: "t",
    0.50: "r",
    0.53: '"',
    0.55: "*",
    0.56: "J_|",
    0.59: "z",
    0.60: "cs",
    0.61: "`",
    0.62: "?",
    0.64: "L–",
    0.65: "x",
    0.66: "vy“”",
    0.67: "k",
    0.68: "ae",
    0.69: "EFTo",
    0.70: "$0123456789",
    0.72: "bdghnpqu{}",
    0.73: "SYZ",
    0.74: "CP",
    0.77: "B",
    0.78: "AKRVX",
    0.82: "U",
    0.83: "G",
    0.84: "#+<=>DHN^~",
    0.86: "OQ",
    0.88: "&",
    0.93: "w",
    1.00: "@M—…",
    1.01: "%",
    1.05: "m",
    1.11: "W",
}
_HEADING: Final = {
    0.31: "'",
    0.35: " ",
    0.37: "j",
    0.38: ",.il·’\u2018",
    0.40: ":;",
    0.42: "-/",
    0.43: "\\",
    0.44: "f",
    0.46: "!",
    0.47: "I",
    0.48: "()[]t",
    0.53: "r",
    0.55: "*",
    0.56: '"J_|',
    0.59: "z",
    0.60: "s",
    0.61: "`c",
    0.62: "?",
    0.64: "–",
    0.65: "x",
    0.66: "vy“”",
    0.68: "ae",
    0.69: "o",
    0.70: "$0123456789k",
    0.71: "FL",
    0.72: "bdgpq{}",
    0.73: "SYZhnu",
    0.75: "T",
    0.76: "P",
    0.77: "E",
    0.78: "AVX",
    0.80: "C",
    0.84: "#+<=>R^~",
    0.85: "B",
    0.86: "G",
    0.87: "DK",
    0.88: "OQU",
    0.91: "&",
    0.92: "N",
    0.93: "w",
    0.95: "H",
    1.00: "@—…",
    1.01: "%",
    1.06: "m",
    1.11: "M",
    1.13: "W",
}
# The widths of letters of other scripts, and of characters that are as wide as they are high.
_OTHER, _OTHER_BOLD, _WIDE = 0.85, 0.96, 1.4


class Widths(dict[str, float]):
    """The widths of characters in em. `measured` are the characters whose widths come from the fonts.

    A letter with an accent is as wide as the letter without it, and a mark that joins another character has no width.
    The other widths are estimates: 1.4 em for emoji and East Asian wide characters (UAX 11), and `other` em for the
    rest.
    """

    def __init__(self, table: dict[float, str], other: float) -> None:
        super().__init__((letter, width) for width, letters in table.items() for letter in letters)
        self.measured: Final = frozenset(self)
        self._other = other

    def __missing__(self, letter: str) -> float:
        self[letter] = width = self._estimate(letter)
        return width

    def _estimate(self, letter: str) -> float:
        if unicodedata.category(letter) in ("Mn", "Cf"):
            return 0.0
        if unicodedata.east_asian_width(letter) in "WF" or unicodedata.category(letter) == "So":
            return _WIDE
        base = unicodedata.normalize("NFD", letter)[0]
        return self[base] if base in self.measured else self._other

    def of(self, text: str) -> float:
        """The width of the text in one line."""
        return sum(map(self.__getitem__, text))


FACES: Final[Mapping[Face, Widths]] = {
    "text": Widths(_TEXT, _OTHER),
    "bold": Widths(_BOLD, _OTHER_BOLD),
    "heading": Widths(_HEADING, _OTHER_BOLD),
}
