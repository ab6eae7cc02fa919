"""The content security policy of each page, for the headers of a web host and for the pages themselves.

Some hosts send no headers, GitHub Pages among them. So every page also says in a `<meta>` what it may load and run
(CSP 3, 3.3). Browsers ignore `frame-ancestors` there: who may frame a page is for headers alone.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final

# No script, style or event handler may be in a page; everything comes from the site itself, small pictures from its
# style sheet too. What is not named is forbidden.
PAGES: Final = (
    "default-src 'none'; script-src 'self'; {styles}; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'"
)
# One request each: their style is in the page, and known by its hash. The page that fits its frame frames another one.
FRAMED: Final = (
    "default-src 'none'; script-src 'self'; {styles}; img-src 'self' data:; frame-src 'self'; form-action 'none'; "
    "base-uri 'none'"
)
# A widget runs no script and frames nothing, and says so itself: headers are shared with the page that frames it.
WIDGET: Final = "default-src 'none'; {styles}; img-src data:; form-action 'none'; base-uri 'none'"
OWN_STYLES: Final = "style-src 'self'"
_META: Final = '<meta http-equiv="Content-Security-Policy" content="{}">'


def style_source(style: bytes) -> str:
    """A style in a page as a policy names it (CSP 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style).digest()).decode()}'"


def page_meta() -> str:
    """The policy of a page as HTML, to stand in front of everything that it is about."""
    return _META.format(PAGES.format(styles=OWN_STYLES))


def framed_meta() -> str:
    """The policy of the page that fits its frame."""
    return _META.format(FRAMED.format(styles=OWN_STYLES))


def widget_meta(style: str) -> str:
    """The policy of a widget whose only style is the text `style`."""
    return _META.format(WIDGET.format(styles=f"style-src {style_source(style.encode())}"))
