"""The content security policy of each page, for web server headers and for the pages themselves.

Some hosts, such as GitHub Pages, send no headers. So every page also has its policy in a `<meta>` tag (CSP 3, section
3.3). Browsers ignore `frame-ancestors` there, so only headers can say which sites may frame a page.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final
from urllib.parse import urlsplit

# A page must not contain a script, style, or event handler. Everything comes from the site itself, and small pictures
# may also come from its style sheet. Anything that the policy does not name is forbidden.
PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; {styles}; img-src 'self' data:; font-src 'self'; connect-src {connect}; "
    "worker-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'"
)
# The policy of pages in frames. In headers, `styles` also has the hash of the style inside each widget.
FRAMED: Final = (
    "default-src 'none'; script-src 'self'; {styles}; img-src 'self' data:; frame-src 'self'; form-action 'none'; "
    "base-uri 'none'"
)
# A widget runs no script and frames nothing. Its `<meta>` tag says so, because its headers must also fit `embed/auto/`,
# which does both.
WIDGET: Final = "default-src 'none'; {styles}; img-src data:; form-action 'none'; base-uri 'none'"
OWN_STYLES: Final = "style-src 'self'"
OWN_SITE: Final = "'self'"
# Google answers a web app's callers from another host, and browsers apply the policy to that host, too.
_ANSWERS_FROM: Final = {"https://script.google.com": "https://script.googleusercontent.com"}
_META: Final = '<meta http-equiv="Content-Security-Policy" content="{}">'


def style_source(style: bytes) -> str:
    """The hash source that allows a style in a page (CSP 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style).digest()).decode()}'"


def connections(endpoint: str | None) -> str:
    """The hosts that pages with a form may send a proposal to: the site itself, and the host of the endpoint if there
    is one."""
    if not endpoint:
        return OWN_SITE
    parts = urlsplit(endpoint)
    host = f"{parts.scheme}://{parts.netloc}"
    return " ".join(filter(None, (OWN_SITE, host, _ANSWERS_FROM.get(host))))


def page_meta(endpoint: str | None = None) -> str:
    """The policy of a page as HTML. It must come before everything that it controls."""
    return _META.format(PAGE_POLICY.format(styles=OWN_STYLES, connect=connections(endpoint)))


def framed_meta() -> str:
    """The policy of `embed/auto/`, the page that resizes its frame."""
    return _META.format(FRAMED.format(styles=OWN_STYLES))


def widget_meta(style: str) -> str:
    """The policy of a widget whose only style is the text `style`."""
    return _META.format(WIDGET.format(styles=f"style-src {style_source(style.encode())}"))
