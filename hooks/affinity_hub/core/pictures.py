"""Pictures that people add: the faults of a file, and a small copy of it without the data that cameras add.

A picture may come from anyone, so it is read with limits: few formats, few bytes, and few pixels, which are counted
before they are unpacked.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from io import BytesIO
from typing import TYPE_CHECKING, Final

from .digests import digest

if TYPE_CHECKING:
    from PIL import Image

PICTURE_SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".webp")
MAX_PICTURE_BYTES: Final = 10_000_000
MAX_PIXELS: Final = 40_000_000
# Twice the size at which a page shows a picture, for screens with small pixels.
COPY_WIDTH, COPY_HEIGHT = 960, 640
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_QUALITY: Final = 78


class PictureError(Exception):
    """The file can't be shown as a picture. The message says why, in a sentence."""


@dataclass(frozen=True, slots=True)
class SmallCopy:
    """A small copy of a picture in the format WebP. `width` and `height` are its pixels."""

    width: int
    height: int
    _source: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """The name of the copy's file. Every copy has a different name."""
        source = blake2b(self._source).digest()
        return f"{digest(source, COPY_WIDTH, COPY_HEIGHT, _QUALITY).hex()[:16]}.webp"

    def encoded(self) -> bytes:
        """The bytes of the copy. Encoding takes time, and a check does not need it."""
        file = BytesIO()
        _shrunk(self._source).save(file, "WEBP", quality=_QUALITY, method=4)
        return file.getvalue()


@lru_cache(maxsize=32)
def small_copy(content: bytes) -> SmallCopy:
    """A copy with at most `COPY_WIDTH` by `COPY_HEIGHT` pixels. The copy has only pixels: no place, no camera, and no
    names.

    Raises `PictureError` if the file is too large, or not a picture.
    """
    if len(content) > MAX_PICTURE_BYTES:
        raise PictureError(f"The file is larger than {MAX_PICTURE_BYTES // 1_000_000} MB.")
    return SmallCopy(*_shrunk(content).size, content)


def _shrunk(content: bytes) -> Image.Image:
    """The pixels of the small copy. Raises `PictureError` if the file is not a picture."""
    # Imported here, because most data has no pictures, and the library takes time to load. It loads only the formats
    # that are imported by name.
    from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the pixels are counted below
            image = Image.open(BytesIO(content), formats=_FORMATS)
        if image.width * image.height > MAX_PIXELS:
            raise _too_many_pixels()
        image.draft("RGB", (2 * COPY_WIDTH, 2 * COPY_HEIGHT))  # a JPEG is unpacked at a fraction of its size
        upright = ImageOps.exif_transpose(image)
        if upright.mode.startswith("I;16"):  # 65,536 shades of gray, of which Pillow would keep the darkest 256
            upright = upright.convert("I").point(lambda shade: shade * (1 / 256)).convert("L")
        clear = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        clear.thumbnail((COPY_WIDTH, COPY_HEIGHT))
        copy = Image.new(clear.mode, clear.size)
        copy.paste(clear)  # the pixels alone
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise PictureError("The file is damaged, or it is not a JPEG, PNG, or WebP picture.") from error
    return copy


def _too_many_pixels() -> PictureError:
    return PictureError(f"The picture has more than {MAX_PIXELS // 1_000_000} million pixels.")
