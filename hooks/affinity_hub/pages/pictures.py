"""The pictures of a site: small copies of the pictures that people added, and the cards that chats show for links.

A card has no words and no faces: rings for a group or for a kind of event, as on its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, partial
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

from affinity_hub.core.artifact import Artifact
from affinity_hub.core.digests import digest
from affinity_hub.record_views.addresses import kind_card
from affinity_hub.record_views.charts import RINGS, Ring, motif
from affinity_hub.views.site import Site
from affinity_hub.wording.labels import EVENT_KINDS

CARD_WIDTH, CARD_HEIGHT = 600, 315
GROUND: Final = "#123b32"
# The motif in the middle, and the small rings along the lower edge. Each is drawn larger and made smaller, which
# smooths its edges.
MOTIF, EDGE, TIMES = 230, 24, 3
COLORS: Final = 64


def pictures(site: Site) -> Iterator[Artifact]:
    """The pictures of a site, and the cards of its groups and of the kinds of its events."""
    for url, copy in site.pictures.items():
        # The address has a digest of the values that the bytes depend on.
        yield Artifact(url, copy.encoded, inputs_digest=partial(digest, url))
    for kind in EVENT_KINDS:
        yield _card(kind_card(kind), kind)
    for group in site.groups:
        yield _card(group.card, group.first_id)


def _card(path: str, name: str) -> Artifact:
    return Artifact(path, partial(_drawn, name), inputs_digest=partial(digest, name))


def _drawn(name: str) -> bytes:
    card = _ground().copy()
    picture = _rings(motif(name), MOTIF, MOTIF, MOTIF / 64)
    card.paste(picture, ((CARD_WIDTH - MOTIF) // 2, (CARD_HEIGHT - EDGE - MOTIF) // 2))
    file = BytesIO()
    # The best palette and the smallest file would take six times as long, and no eye sees the difference.
    card.quantize(COLORS, method=Image.Quantize.FASTOCTREE).save(file, "PNG")
    return file.getvalue()


@cache
def _ground() -> Image.Image:
    """The common part of all cards."""
    ground = Image.new("RGB", (CARD_WIDTH, CARD_HEIGHT), GROUND)
    weave = (Ring(7.5 * number, 6, 4.6, RINGS[number % len(RINGS)]) for number in range(CARD_WIDTH // 15 + 1))
    ground.paste(_rings(weave, CARD_WIDTH, EDGE, EDGE / 12), (0, CARD_HEIGHT - EDGE))
    return ground


def _rings(rings: Iterable[Ring], width: int, height: int, scale: float) -> Image.Image:
    large = Image.new("RGB", (width * TIMES, height * TIMES), GROUND)
    draw = ImageDraw.Draw(large)
    for ring in rings:
        x, y, radius = (value * scale * TIMES for value in (ring.x, ring.y, ring.radius))
        box = (x - radius, y - radius, x + radius, y + radius)
        draw.ellipse(box, outline=ring.color, width=max(1, round(0.3 * radius)))
    return large.reduce(TIMES)
