"""Links that do not go where they seem to go, and links that need a second look: forms, social media, shared files."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from .meetings import is_short
from .normalize import NormalizedText, is_all_lookalike
from .patterns import lazy

_HOST: Final = lazy(r"https?://([^\s/?#()\[\]<>\"']+)", re.IGNORECASE)
_FORM: Final = lazy(
    r"""(?<![\w@-])(?:[\w-]+\.)*(?:forms\.gle/\w | docs\.google\.com/(?:a/[\w.-]+/)?forms/ | forms\.(?:office|
        microsoft|cloud\.microsoft)\.?(?:com)?/\w
    | surveymonkey\.com/r/ | surveys?\.\w[\w.-]*/\w | typeform\.com/to/ | jotform\.com/\w | airtable\.com/(?:shr|app|
        embed) | qualtrics\.com/jfe
    | signupgenius\.com/go | cognitoforms\.com/\w | wufoo\.com/forms | formstack\.com/forms | tally\.so/r |
        formfacade\.com/\w
    | smartsheet\.com/b/form | zohopublic\.com/\w | doodle\.com/(?:poll|meeting|bp|sign) | when2meet\.com/\? |
        calendly\.com/\w
    | slido\.com/\w | sli\.do/\w | mentimeter\.com/\w | menti\.com/\w | padlet\.com/\w |
        survey123\.arcgis\.com/share | kobotoolbox\.org/x
    | outlook\.office(?:365)?\.com/book )""",
    re.IGNORECASE | re.VERBOSE,
)
# A quick prefilter: every address has a dot in its host.
_NEAR_LINK: Final = re.compile(r"\w\.[\w.-]")
# Anyone with the address may read the file, which often names everyone who edited it.
_FILE: Final = lazy(
    r"(?<![\w@-])(?:docs\.google\.com/(?:a/[\w.-]+/)?(?:document|spreadsheets|presentation)/|drive\.google\.com/|"
    r"1drv\.ms/|"
    r"(?:www\.)?dropbox\.com/(?:s|scl)/|[\w-]+\.sharepoint\.com/:|(?:www\.)?canva\.com/design/|"
    r"calendar\.(?:google\.com/calendar/(?!ical/[^/\s]+/public/)|app\.google/))",
    re.IGNORECASE,
)
_GROUP: Final = lazy(
    r"""(?<![\w@-])(?:[\w-]+\.)*(?:facebook\.com/\w | (?:instagram|twitter|x|tiktok)\.com/\w | fb\.(?:me|com|watch|
        gg)/\w |
        linkedin\.com/groups/ | reddit\.com/r/
    | meetup\.com/(?!about)\w | groups\.google\.com/ | groups\.io/g/ | nextdoor\.com/(?:g|groups?)/ | linktr\.ee/\w |
        mobilize\.io/\w | mightynetworks\.com
    | circle\.so/c | vk\.com/\w | threads\.net/\w | bsky\.app/ | instagram\.com/(?:channel|j)/ | snapchat\.com/(?:add|
        invite) | patreon\.com/\w
    | [\w-]+\.slack\.com | discord\.com/servers )""",
    re.IGNORECASE | re.VERBOSE,
)


def debatable(reading: NormalizedText) -> Iterator[tuple[str, str]]:
    """Each kind of link in the text that needs a second look: the description of the link, and why it matters."""
    texts = tuple(text for text in dict.fromkeys(reading) if _NEAR_LINK.search(text))
    if any(_FORM.search(text) for text in texts):
        yield (
            "leads to a form that another company runs",
            "The form may ask for names and store the answers where your organization cannot see who reads them.",
        )
    if any(_FILE.search(text) for text in texts):
        yield (
            "leads to a shared file",
            "Anyone with the address may read the file, and it often names everyone who edited it.",
        )
    if any(_GROUP.search(text) for text in texts):
        yield "leads to a group or page on social media", "Everyone there can see who belongs to it."
    if is_short(reading):
        yield "is a short link", "A short link hides its destination, which its owner can change at any time."


def is_lookalike(text: str) -> bool:
    """Whether a link goes to a host with a word in mixed scripts, or a Latin word in letters of another script."""
    for host in _HOST.findall(unquote(html.unescape(text))):
        for label in host.split("."):
            scripts = {unicodedata.name(char, "?").split()[0] for char in _readable(label) if char.isalpha()}
            if len(scripts - {"HIRAGANA", "KATAKANA", "CJK"}) > 1 or is_all_lookalike(_readable(label)):
                return True
    return False


def _readable(label: str) -> str:
    """A part of a host name, as browsers may show it."""
    try:
        return label.encode("ascii").decode("idna") if label.lower().startswith("xn--") else label
    except UnicodeError:
        return label
