"""The sample district in the pseudo-locale, where text is a third longer: nothing is cut off, and no page scrolls
sideways."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from affinity_hub.core import i18n
from affinity_hub.environment import load_hub
from affinity_hub.rendering import assets
from affinity_hub.site.assemble import generate_site
from affinity_hub.site.site_files import SiteFiles

from tests.browser import findings
from tests.browser.conftest import Open, Window
from tests.browser.pages import DESK, PHONE, one_of_each, report, without_twins
from tests.conftest import DEMO

pytestmark = pytest.mark.browser


def test_longer_texts_have_room(
    open_page: Open, serve: Callable[[Path], str], tmp_path: Path, now: dt.datetime
) -> None:
    hub, warnings = load_hub(DEMO, now)
    hub = replace(hub, settings=hub.settings.model_copy(update={"locale": i18n.PSEUDO}))
    SiteFiles(generate_site(hub, warnings, now)).write(tmp_path)
    for asset in assets.SOURCE.iterdir():
        place = tmp_path / assets.address(asset.name)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(asset, place)
    window, faults = Window(open_page("about:blank"), serve(tmp_path)), {}
    assert "⟦" in (tmp_path / "index.html").read_text("utf-8")
    for address in without_twins(one_of_each(tmp_path, hub)).values():
        window.show(address)
        window.unfold()
        found = {}
        for size in (DESK, PHONE):
            window.resize(size)
            found[f"sideways {size[0]}"] = findings.sideways(window.page)
            found[f"cut off {size[0]}"] = findings.clipped(window.page)
        if any(found.values()):
            faults[address] = found
    assert not faults, report(faults)
