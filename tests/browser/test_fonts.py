"""The pages in the fonts that people have: nothing scrolls in a frame, needs a second sheet of paper, or becomes too
small.

The tests that measure pages run again on a machine that has only the fonts of one family.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT, lacking

pytestmark = [pytest.mark.long, pytest.mark.browser]


class Font(NamedTuple):
    """A family of fonts: its folder, its Debian package, and the families that this machine shows as serif and as
    monospace."""

    folder: str
    package: str
    serif: str
    mono: str


FONTS = {
    "DejaVu Sans": Font("dejavu", "fonts-dejavu-core", "DejaVu Serif", "DejaVu Sans Mono"),
    "Noto Sans": Font("noto", "fonts-noto-core", "Noto Serif", "Noto Sans"),
    "Roboto": Font("roboto", "fonts-roboto-unhinted", "Roboto", "Roboto"),
    "Liberation Sans": Font("liberation", "fonts-liberation", "Liberation Serif", "Liberation Mono"),
    "Open Sans": Font("open-sans", "fonts-open-sans", "Open Sans", "Open Sans"),
}
# The files with tests that are marked any_font. pytest does not collect the first file, because its tests need
# a machine with one font.
MEASURING = (
    *("tests/browser/one_font.py", "tests/browser/test_preferences.py", "tests/embeds/test_embeds.py"),
    *("tests/pages/test_handouts_browser.py", "tests/pages/test_look_browser.py"),
)
# fontconfig's own language: one folder of fonts, and no others. Chromium requests the system font without a name, so
# the last rule gives every request a family. Without the rule, fontconfig answers with any font of the folder.
CONFIGURATION = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>{folder}</dir><cachedir>{cache}</cachedir>
{aliases}
<match target="pattern"><edit name="family" mode="append_last"><string>{font}</string></edit></match>
</fontconfig>
"""
ALIAS = "<alias><family>{}</family><prefer><family>{}</family></prefer></alias>"


def configuration(name: str, folder: Path, cache: Path) -> str:
    """The text of a fonts.conf for a machine that has only the fonts of one folder."""
    font = FONTS[name]
    families = {"sans-serif": name, "system-ui": name, "serif": font.serif, "monospace": font.mono}
    aliases = "".join(ALIAS.format(*pair) for pair in families.items())
    return CONFIGURATION.format(folder=folder, cache=cache, aliases=aliases, font=name)


@pytest.mark.parametrize("name", FONTS)
def test_the_pages_measure_the_same_with_any_font(name: str, tmp_path: Path, shared_folder: Path) -> None:
    font = FONTS[name]
    folder = Path("/usr/share/fonts/truetype") / font.folder
    if not folder.is_dir():
        lacking(f"no {name}: install {font.package}")
    (tmp_path / "fonts.conf").write_text(configuration(name, folder, tmp_path / "cache"), "utf-8")
    environment = os.environ | {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "ONE_FONT": name}
    environment["SITES_OF_TESTS"] = str(shared_folder)  # the sites are the same with every font
    known = subprocess.run(["fc-list", ":", "family"], env=environment, capture_output=True, text=True, check=True)
    assert name in known.stdout
    assert all(line.startswith(name.split()[0]) for line in known.stdout.splitlines())
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-m", "any_font", f"--basetemp={tmp_path / 'run'}"]
    environment.pop("PYTEST_XDIST_WORKER", None)
    done = subprocess.run(
        [*command, *MEASURING], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:]
    assert "skipped" not in done.stdout.splitlines()[-1]
