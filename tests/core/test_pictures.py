"""Untrusted pictures: small copies without hidden data, and messages for files that cannot be used."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from affinity_hub import load
from affinity_hub.core.pictures import COPY_HEIGHT, COPY_WIDTH, MAX_PICTURE_BYTES, PictureError, small_copy
from affinity_hub.environment import make
from affinity_hub.pages.pictures import pictures
from affinity_hub.views.site import Site
from PIL import Image
from PIL.ExifTags import Base

from tests.conftest import NOW, Run


def photo(size: tuple[int, int] = (3000, 1500), form: str = "JPEG") -> bytes:
    """A picture as a phone takes it: turned on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Make] = "A phone"
    exif[Base.ImageDescription] = "Room 12, with Ada"
    file = BytesIO()
    Image.new("RGB", size, "#d9653b").save(file, form, exif=exif, comment=b"Room 12")
    return file.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def bomb() -> bytes:
    """A PNG of a few kB that claims to have 60,000 by 60,000 pixels."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_copy_is_small_and_upright_and_has_no_hidden_data(form: str) -> None:
    copy = small_copy(photo(form=form))
    with Image.open(BytesIO(copy.encoded())) as image:
        assert image.format == "WEBP"
        assert image.size == (copy.width, copy.height) == (COPY_HEIGHT // 2, COPY_HEIGHT), (
            "the picture is upright, as the phone was held"
        )
        assert not image.getexif()
        assert set(image.info) <= {"loop", "background"}
    for hidden in (b"A phone", b"Room 12", b"Ada", b"EXIF", b"XMP "):
        assert hidden not in copy.encoded()
    assert len(copy.encoded()) < 100_000


def test_a_scan_with_many_shades_of_gray_keeps_them() -> None:
    file = BytesIO()
    Image.new("I;16", (60, 40), 30_000).save(file, "PNG")
    with Image.open(BytesIO(small_copy(file.getvalue()).encoded())) as image:
        assert all(abs(shade - 117) < 4 for shade in image.convert("RGB").getpixel((9, 9)))  # type: ignore[union-attr]


def test_a_small_picture_keeps_its_size_and_its_transparency() -> None:
    file = BytesIO()
    Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(file, "PNG")
    with Image.open(BytesIO(small_copy(file.getvalue()).encoded())) as image:
        assert (image.size, image.mode) == ((60, 40), "RGBA")
    assert small_copy(photo((2 * COPY_WIDTH, 10), "PNG")).height == COPY_HEIGHT


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "not a JPEG, PNG, or WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a JPEG, PNG, or WebP"),
        (b"GIF89a" + bytes(40), "not a JPEG, PNG, or WebP"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "not a JPEG, PNG, or WebP"),
        (photo()[:2000], "not a JPEG, PNG, or WebP"),
        (bytes(MAX_PICTURE_BYTES + 1), "larger than 10 MB"),
        (bomb(), "more than 40 million pixels"),
    ],
    ids=["empty", "SVG", "GIF", "PostScript", "cut off", "too large", "bomb"],
)
def test_a_file_that_is_not_a_picture_is_refused_with_a_message(content: bytes, said: str) -> None:
    with pytest.raises(PictureError, match=said):
        small_copy(content)


GROUPS = """groups:
  - id: tea-circle
    name: Tea Circle
    kind: networking
    summary: Tea and talk after school.
    open_to: All staff.
    image: {file: FILE, alt: ALT, consent: CONSENT}
"""


def checked(
    district: Callable[..., Path], run: Callable[..., Run], name: str, *, alt: str = "Tea.", consent: str = ""
) -> tuple[Run, Path]:
    text = GROUPS.replace("FILE", name).replace("ALT", alt).replace("CONSENT", consent or "{shows: nobody}")
    folder = district(groups=text)
    (folder / "images").mkdir(exist_ok=True)
    (folder / "images" / "tea.jpg").write_bytes(photo((90, 60)))
    return run("check", folder), folder


@pytest.mark.parametrize("name", ["../tea.jpg", "/etc/tea.jpg", "images/../../tea.jpg", "C:/tea.png", "~/tea.png"])
def test_a_picture_outside_the_folder_is_refused(
    name: str, district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    done, _ = checked(district, run, name)
    assert (done.status, done.out.count("[E135]")) == (1, 1)
    assert "is not in the data folder" in done.out
    assert "images/tea-circle.jpg" in done.out


def test_a_symbolic_link_is_not_a_picture(
    district: Callable[..., Path], run: Callable[..., Run], tmp_path: Path
) -> None:
    outside = tmp_path / "outside.jpg"
    outside.write_bytes(photo((90, 60)))
    _, folder = checked(district, run, "images/link.jpg")
    (folder / "images" / "link.jpg").symlink_to(outside)
    assert "A symbolic link does not count as a file." in run("check", folder).out


def test_a_picture_needs_a_description(district: Callable[..., Path], run: Callable[..., Run]) -> None:
    done, _ = checked(district, run, "images/tea.jpg", alt='""')
    assert done.status == 1
    assert "groups.yml:7:" in done.out


@pytest.mark.parametrize(
    "consent, is_shown",
    [
        ("{shows: nobody}", True),
        ("{given_on: 2026-09-01}", True),
        ("{given_on: 2026-09-01, expires_on: 2026-10-01}", False),
        ("{given_on: 2025-11-01}", False),
        ("{given_on: 2027-01-01}", False),
        ("{shows: people}", False),
    ],
)
def test_a_picture_is_published_only_while_the_consent_is_valid(
    consent: str, is_shown: bool, district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    done, folder = checked(district, run, "images/tea.jpg", consent=consent)
    assert (done.status, "[W505]" in done.out) == (0, not is_shown)
    site = Site(load(folder, NOW)[0], NOW)
    assert list(site.pictures) == [artifact.path for artifact in pictures(site) if artifact.path.startswith("images/")]
    assert bool(site.pictures) == bool(site.group_pages[0].image) == is_shown


def test_cards_are_pictures_of_rings_and_the_same_in_every_build(
    district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    _, folder = checked(district, run, "images/tea.jpg")
    site = Site(load(folder, NOW)[0], NOW)
    cards = {artifact.path: artifact.content for artifact in pictures(site) if artifact.path.startswith("cards/")}
    assert "cards/groups/tea-circle.png" in cards
    assert "cards/kinds/gathering.png" in cards
    assert len(set(cards.values())) == len(cards), "each group and kind has its own card"
    assert max(map(len, cards.values())) < 25_000
    assert cards == {
        artifact.path: artifact.content for artifact in pictures(site) if artifact.path.startswith("cards/")
    }
    with Image.open(BytesIO(cards["cards/groups/tea-circle.png"])) as image:
        assert image.size == (600, 315)


def test_the_name_of_the_file_and_the_consent_are_in_no_generated_file(district: Callable[..., Path]) -> None:
    consent = "{shows: people, given_on: 2026-10-21, expires_on: 2027-02-23}"
    text = GROUPS.replace("FILE", "images/ada-and-bo.jpg").replace("ALT", "Cups of tea.").replace("CONSENT", consent)
    folder = district(groups=text)
    (folder / "images").mkdir(exist_ok=True)
    (folder / "images" / "ada-and-bo.jpg").write_bytes(photo((90, 60)))
    files = {file.path: file.content for file in make(folder, NOW).files}
    page = files["groups/tea-circle/index.html"].decode()
    assert "Cups of tea." in page
    files = {path: content for path, content in files.items() if not path.startswith("help/")}
    for hidden in (b"ada-and-bo", b"2026-10-21", b"2027-02-23", b"October 21", b"February 23", b"A phone"):
        assert [path for path, content in files.items() if hidden in content or hidden.decode() in path] == []
