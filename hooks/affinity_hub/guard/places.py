"""Where a meeting is: the number of a room or of a house in a street, which a meeting with a private place keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .reading import Reading, has

_COMPASS: Final = r"(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\.?"
_NUMBER: Final = rf"(?<![\w$.,:/-])(?!(?:19|20)\d\d\s(?!{_COMPASS}\s))\d{{1,5}}(?:-\d{{1,5}})?[A-Z]?"
_NAME: Final = (
    r"(?:(?!(?:the|a|an|of|in|on|at|from|to|and|or|for|people|staff|minutes?|blocks?|miles?|hours?|days?)\b)[\w'.-]+\s)"
)
_STREET: Final = re.compile(
    rf"""{_NUMBER}\s(?:{_COMPASS}\s)?{_NAME}{{1,3}}
        (?:st(?:reet)?|ave(?:nue)?|r(?:oa)?d|blvd|boulevard|pkwy|parkway|hwy|highway|terrace)\b
    | {_NUMBER}\s(?:{_COMPASS}\s{_NAME}{{1,3}}|{_NAME}{{1,2}})
        (?<!\bFederal\s)(?-i:Dr|Drive|Ln|Lane|Way|Ct|Court|Pl|Place|Loop|Trail|Ter)\b
    | \bP\.?\s?O\.?\sBox\s\d+""",
    re.IGNORECASE | re.VERBOSE,
)
# What is no number of a room: times, sums, and how many or how far.
_ELSE: Final = (
    r"(?![\w:%]|[.,]\d|\s(?:people|persons|guests|seats|minutes|chairs|staff|times|of\sus|feet|foot|by|years|steps)\b)"
)
_ROOM: Final = re.compile(
    rf"""\b(?:(?:class)?room|rm|portable|suite|ste|apt|apartment|building|bldg|annex)(?![A-Z])[.:]?\s?
        (?:no\.?\s?|number\s|\#\s?|is\s)?(?:[A-Z]-?)?\d{{1,4}}[A-Z]?{_ELSE}
    | \b(?:(?:class)?rooms|portables|suites|buildings)\s\d{{1,4}}[A-Z]?\s?(?:and|or|to|&|-)\s?\d{{1,4}}[A-Z]?{_ELSE}
    | \b(?:room|rm|portable|suite|building|bldg|wing|annex)\s(?-i:[A-H])\b(?!['’])
    | \b\w+\sfloor,?\s(?:of|in|at)\sthe\s\w+""",
    re.IGNORECASE | re.VERBOSE,
)


# One of these is in whatever the two above find: quick to look for.
_NEAR_STREETS: Final = (
    *(
        " st",
        " av",
        " rd",
        "road",
        "blvd",
        "boulevard",
        "pkwy",
        "parkway",
        "hwy",
        "highway",
        "terrace",
        " dr",
        " ln",
        " lane",
    ),
    *(" way", " ct", " court", " pl", " loop", " trail", " ter", "box"),
)
_NEAR_ROOMS: Final = (
    "room",
    "rm",
    "portable",
    "suite",
    "ste",
    "apt",
    "apartment",
    "building",
    "bldg",
    "annex",
    "wing",
    "floor",
)


def places(reading: Reading) -> Iterator[str]:
    """Every street with its number and every room with its own, in lower case."""
    low = reading.seen.lower()
    for pattern, signs in ((_STREET, _NEAR_STREETS), (_ROOM, _NEAR_ROOMS)):
        if has(low, signs):
            for found in pattern.finditer(reading.seen):
                yield " ".join(found[0].lower().split())
