"""Makes the font of the site again: `python tools/font.py 'PublicSans[wght].ttf'`.

The file is `fonts/variable/PublicSans[wght].ttf` of Public Sans 2.001 (github.com/uswds/public-sans, SIL Open Font
License). The program needs fonttools 4.68.0 and brotli 1.2.1. Nothing else needs them, so they are in no lock file. The
same file and versions make the same bytes.

We compared fonts at 16 px, with the letters of the style sheet, in at most 35 kB. Public Sans has wide, open letters
and a large x-height. Its l has a tail, its 1 has a flag, and its 0 is narrower than its O. It has the letters of
Vietnamese and the okina (U+02BB), and its license allows a smaller file to keep the name. Inter draws I and l alike.
Source Sans 3 is small at 16 px, and a smaller file may not keep its name. Atkinson Hyperlegible Next has no ō and no
ŋ, and no okina. Figtree, Hanken Grotesk, and Instrument Sans have no okina either.
"""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ASSETS: Final = Path(__file__).resolve().parents[1] / "overrides" / "assets"
UPSTREAM: Final = "d75a7dc1a27eb9e336d5b33f55489d2ecb5621bf694d5c43b2415bce2ca830a8"
# The lightest and the heaviest weight in hub.css.
WEIGHTS: Final = (400, 700)
# Kerning, accents on any letter, the forms that some languages need, and digits of one width.
FEATURES: Final = ("kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum")
MOST_BYTES: Final = 35_000


def letters(style: str) -> list[int]:
    """The letters of the first `unicode-range` in a style sheet. No other file lists them."""
    listed = style.partition("unicode-range:")[2].partition(";")[0]
    ends = [part.strip().removeprefix("U+").split("-") for part in listed.split(",")]
    return [letter for end in ends for letter in range(int(end[0], 16), int(end[-1], 16) + 1)]


def smaller(upstream: bytes, wanted: list[int]) -> bytes:
    """The font as WOFF2, with the wanted letters and weights, and without hints, which no phone uses."""
    font = TTFont(io.BytesIO(upstream), recalcTimestamp=False)
    if missing := set(wanted) - set(font.getBestCmap()):
        sys.exit(f"The font has no {', '.join(f'U+{letter:04X}' for letter in sorted(missing))}.")
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True, name_IDs=["*"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": WEIGHTS}, updateFontNames=True)
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def main() -> None:
    """Writes the font, and prints its size."""
    if len(sys.argv) != 2:
        sys.exit("Name the file of the upstream font: python tools/font.py 'PublicSans[wght].ttf'")
    upstream = Path(sys.argv[1]).read_bytes()
    if hashlib.sha256(upstream).hexdigest() != UPSTREAM:
        sys.exit("This is not the upright variable font of Public Sans 2.001.")
    made = smaller(upstream, letters((ASSETS / "hub.css").read_text("utf-8")))
    if len(made) > MOST_BYTES:
        sys.exit(f"The font has {len(made)} bytes, and there is room for {MOST_BYTES}. List fewer letters in hub.css.")
    (ASSETS / "public-sans.woff2").write_bytes(made)
    print(f"overrides/assets/public-sans.woff2 has {len(made)} bytes.")


if __name__ == "__main__":
    main()
