"""The MkDocs edge of the search: each page goes into its index, which is written last."""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from affinity_hub.core.artifact import Artifact
from affinity_hub.site import search_index

from .files import Filled, generated

# The theme's scripts are for a search of its own and for features that are not used: no page asks for them.
SCRIPTS = "assets/javascripts/"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the index, and takes away the theme's scripts."""
    hub = config.extra["hub"]
    # It is one of the generated files: the preview must not take it for one that never changes.
    hub["outputs"][search_index.INDEX] = output = Artifact(
        search_index.INDEX, lambda: search_index.index(hub["shells"].found)
    )
    files.append(index := generated(output, config))
    hub["written"].append(index)
    for file in [file for file in files if file.src_uri.startswith(SCRIPTS)]:
        files.remove(file)
    return files


def on_page_context(context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Tells the search of a page. Of one that is filled, `affinity_hub.site.shell` does."""
    if isinstance(page, Filled) or page.content is None:
        return
    hub = config.extra["hub"]
    if output := hub["outputs"].get(page.file.src_uri):
        found = search_index.told(output, page.content.encode())
    elif page.meta.get("search", {}).get("exclude"):
        return
    else:
        found = search_index.written(search_index.entries(page.url, page.title or "", page.content))
    hub["shells"].found.append(found)
