"""The MkDocs edge of the preview: `affinity_hub.site.preview` decides what is made anew, and here it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from jinja2 import Environment
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from affinity_hub.core.artifact import Artifact
from affinity_hub.site import preview

from .files import Written, generated, source


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Keeps it for the preview."""
    config.extra["hub"]["nav"] = nav
    return nav


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Keeps for the preview what it takes to make one file of the site anew."""
    hub = config.extra["hub"]
    others = frozenset(file.dest_uri for file in files if file.src_uri not in hub["outputs"])
    preview.keep(preview.Built(hub["site"], Path(config.site_dir), others, partial(_put, env, config, files)))
    return env


def _put(env: Environment, config: MkDocsConfig, files: Files, output: Artifact) -> None:
    """Makes one file of a built site anew, as a build does."""
    hub = config.extra["hub"]
    hub["outputs"][uri := source(output)] = output
    if (file := files.get_file_from_path(uri)) is None:
        files.append(file := generated(output, config))
    if isinstance(file, Written):
        file.output = output
        file.write(output.content)
        return
    page = file.page
    assert page
    build._populate_page(page, config, files)
    build._build_page(page, config, files.documentation_pages(), hub["nav"], env)
