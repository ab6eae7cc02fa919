"""What may be right and should be looked at: forms, groups in social media, links that hide where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .meetings import is_short
from .reading import Reading

_FORM: Final = re.compile(
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
# Whoever has the address may read the file, and often everybody who wrote in it is named there.
_FILE: Final = re.compile(
    r"(?<![\w@-])(?:docs\.google\.com/(?:a/[\w.-]+/)?(?:document|spreadsheets|presentation)/|drive\.google\.com/|"
    r"1drv\.ms/|"
    r"(?:www\.)?dropbox\.com/(?:s|scl)/|[\w-]+\.sharepoint\.com/:|(?:www\.)?canva\.com/design/|"
    r"calendar\.(?:google\.com/calendar/|app\.google/))",
    re.IGNORECASE,
)
_GROUP: Final = re.compile(
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


def debatable(reading: Reading) -> Iterator[tuple[str, str]]:
    """What somebody should look at in a text: what it is, and why."""
    texts = tuple(dict.fromkeys(reading))
    if any(_FORM.search(text) for text in texts):
        yield (
            "a form of another company",
            "It may ask for names and keep the answers where the district cannot see who reads them.",
        )
    if any(_FILE.search(text) for text in texts):
        yield "a shared file", "Whoever has the address may read it, and often it names everybody who wrote in it."
    if any(_GROUP.search(text) for text in texts):
        yield "a group or page in social media", "There, everybody can see who belongs to it."
    if is_short(reading):
        yield "a short link", "It hides where it leads, and its owner can lead it elsewhere."
