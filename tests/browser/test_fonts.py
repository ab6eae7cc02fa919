"""The pages with the fonts that people have: nothing scrolls in a frame, needs a second sheet or becomes too small.

The tests that measure pages run again with each of five fonts as the only font on the machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, lacking

pytestmark = [pytest.mark.long, pytest.mark.browser]

# The folder of each font, and the Debian package that brings it.
FONTS = {
    "DejaVu Sans": ("dejavu", "fonts-dejavu-core"),
    "Noto Sans": ("noto", "fonts-noto-core"),
    "Roboto": ("roboto", "fonts-roboto-unhinted"),
    "Liberation Sans": ("liberation", "fonts-liberation"),
    "Open Sans": ("open-sans", "fonts-open-sans"),
}
# What measures pages.
MEASURING = (
    *("tests/test_embeds.py", "tests/test_handouts_browser.py", "tests/test_look_browser.py"),
    *("tests/browser/test_preferences.py", "tests/browser/test_sound.py"),
)
# fontconfig's own language: one folder of fonts, and no others.
CONFIGURATION = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>{folder}</dir><cachedir>{cache}</cachedir>
{aliases}
</fontconfig>
"""
ALIAS = "<alias><family>{}</family><prefer><family>{}</family></prefer></alias>"


@pytest.mark.parametrize("font", FONTS)
def test_the_pages_measure_the_same_with_any_font(font: str, tmp_path: Path) -> None:
    name, package = FONTS[font]
    folder = Path("/usr/share/fonts/truetype") / name
    if not folder.is_dir():
        lacking(f"no {font}: install {package}")
    aliases = "".join(ALIAS.format(generic, font) for generic in ("sans-serif", "serif", "system-ui", "monospace"))
    text = CONFIGURATION.format(folder=folder, cache=tmp_path / "cache", aliases=aliases)
    (tmp_path / "fonts.conf").write_text(text, "utf-8")
    environment = os.environ | {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    known = subprocess.run(["fc-list", ":", "family"], env=environment, capture_output=True, text=True, check=True)
    assert font in known.stdout
    assert all(line.startswith(font.split()[0]) for line in known.stdout.splitlines())
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-m", "browser", f"--basetemp={tmp_path / 'run'}"]
    environment.pop("PYTEST_XDIST_WORKER", None)
    done = subprocess.run(
        [*command, *MEASURING], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:]
    assert "skipped" not in done.stdout.splitlines()[-1]
