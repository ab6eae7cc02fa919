"""The MkDocs edge of the preview: `affinity_hub.preview` decides what is made anew, and here it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from affinity_hub import preview
from affinity_hub.load import PROJECT, data_files
from affinity_hub.output import Output
from jinja2 import Environment
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs_files import Written, generated, source
from watchdog.observers.polling import PollingObserver

# How often the data is looked at, in seconds: there are few files. MkDocs looks at the others twice a second.
LOOKS = 0.1


def on_startup(command: str, dirty: bool) -> None:
    """Before the first build."""
    if command == "serve":
        preview.start()


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


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Follows the data closely: `affinity_hub.preview`."""
    settings = Path(config.config_file_path)
    watched = [Path(config.docs_dir), PROJECT / "overrides"]
    shown = preview.Preview(
        read=config.extra["hub"]["read"],
        build_all=builder,
        answer=server.serve_request,
        watched=lambda: [settings, *(path for place in watched for path in place.rglob("*"))],
        mount=server.mount_path,
    )
    server.builder = shown.build
    server.set_app(shown.application)
    server.watch(str(PROJECT / "overrides"))
    slow, server.observer = server.observer, PollingObserver(timeout=LOOKS)
    for path in data_files(settings.parent / str(config.extra["data"])):
        server.watch(str(path))
    server.observer.start()
    server.observer = slow
    return server


def _put(env: Environment, config: MkDocsConfig, files: Files, output: Output) -> None:
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
