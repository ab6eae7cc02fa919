"""The MkDocs hooks for the preview server, which starts before the first build to show why a build fails.

Before the server starts, these hooks give MkDocs an empty site to build.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, cast

from click import ClickException, get_current_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from watchdog.events import FileModifiedEvent
from watchdog.observers.api import BaseObserver, EventEmitter

from affinity_hub import environment
from affinity_hub.hub.loader import PROJECT
from affinity_hub.site import preview, shell

from .files import made

# How often to look at the files, in seconds. There are few files. MkDocs looks at its own files twice a second.
LOOKS = 0.1
log = get_plugin_logger("affinity_hub")


def on_startup(command: str, dirty: bool) -> None:
    """Before the first build."""
    if command == "serve":
        typed = get_current_context(silent=True)
        preview.start(follows=typed is None or typed.params.get("livereload", True))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Removes the menu and the pages of the theme for the empty first build."""
    if preview.is_starting():
        if why := preview.taken(*config.dev_addr):
            raise Abort(why)
        config.nav = None
        config.theme.static_templates.clear()
        config.extra["hub"] = {"site": None, "outputs": {}, "shells": shell.Shells([], [])}
    return config


@event_priority(100)  # before generated files are added
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Removes all files for the empty first build."""
    return Files([]) if preview.is_starting() else files


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Follows the data closely: `affinity_hub.site.preview`."""
    if not preview.is_on():
        return server
    settings, staff = Path(config.config_file_path), environment.staff_edition()
    data = settings.parent / str(config.extra["data"])
    folders = [Path(config.docs_dir), PROJECT / "overrides"]
    shown = preview.Preview(
        read=partial(made, data),
        build_all=builder,
        explain=_explain,
        answer=server.serve_request,
        data=lambda: [path for folder in filter(None, (data, staff)) for path in preview.watched(folder)],
        around=lambda: [settings, *(path for folder in folders for path in folder.rglob("*"))],
        mount=server.mount_path,
    )
    server.builder = shown.build
    server.set_app(shown.application)
    slow, quick = server.observer, BaseObserver(_following(shown), timeout=LOOKS)
    server.observer = cast(Any, quick)  # MkDocs uses only methods that every observer has
    server.watch(str(data))
    quick.start()
    server.observer = slow
    return server


def _following(shown: preview.Preview) -> type[EventEmitter]:
    """An emitter that makes MkDocs' server build whenever the preview is older than the files."""

    class Following(EventEmitter):
        def queue_events(self, timeout: float) -> None:
            """Waits, and then looks at the files."""
            if not self.stopped_event.wait(timeout) and shown.is_stale():
                self.queue_event(FileModifiedEvent(self.watch.path))

    return Following


def _explain(error: Exception) -> str:
    """The reason why the site cannot be built, for the page. Also logs the reason in the terminal."""
    if isinstance(error, ClickException):
        log.error(error.format_message())
        return error.format_message()
    log.error("The site cannot be built.", exc_info=error)
    return f"{type(error).__name__}: {error}"
