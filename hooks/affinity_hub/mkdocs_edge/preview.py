"""Runs MkDocs' server as a live preview. `affinity_hub.site.preview` decides which files are out of date, and this
module makes them again.

The server starts before the first build, so that it can show why a build fails. Until then, MkDocs gets an empty site.
"""

from __future__ import annotations

import itertools
import posixpath
import threading
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import urlsplit

from click import ClickException, get_current_context
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from affinity_hub import environment
from affinity_hub.core.artifact import Artifact
from affinity_hub.hub.files import PROJECT
from affinity_hub.site import preview, shell

from . import generated
from .generated import Written, file_of, made, source

# How often to look at the files, in seconds. There are few files. By itself, MkDocs looks twice a second.
LOOKS: Final = 0.1
log = get_plugin_logger("affinity_hub")
_watches: Final[list[_Watch]] = []


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


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Keeps for the preview what it takes to make one file of the site again."""
    hub = config.extra["hub"]
    others = frozenset(file.dest_uri for file in files if file.src_uri not in hub["outputs"])
    preview.keep(preview.Built(hub["site"], Path(config.site_dir), others, partial(_put, env, config, files)))
    return env


def on_page_context(context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Keeps what a template of MkDocs gets. It is the same for all pages, apart from the page itself and its place."""
    if preview.is_on():
        config.extra["hub"]["context"] = context


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Answers with a server that follows the data closely: `affinity_hub.site.preview`."""
    if not preview.is_on():
        return server
    settings, staff = Path(config.config_file_path), environment.staff_edition()
    data = settings.parent / str(config.extra["data"])
    folders = [Path(config.docs_dir), PROJECT / "overrides"]
    (host, port), mount = config.dev_addr, urlsplit(config.site_url or "/").path
    follower = LiveReloadServer(lambda: shown.build(), host, port, config.site_dir, mount, polling_interval=LOOKS)
    follower.error_handler = server.error_handler
    files = follower.get_app()
    assert files
    shown = preview.Preview(
        read=partial(made, data),
        build_all=builder,
        explain=_explain,
        answer=files,
        data=lambda: [path for folder in filter(None, (data, staff)) for path in preview.watched(folder)],
        around=lambda: [settings, *(path for folder in folders for path in folder.rglob("*"))],
        mount=mount,
    )
    follower.set_app(shown.application)
    server.server_close()
    _watches.append(watch := _Watch(shown))
    follower.watch(watch.folder)
    watch.start()
    log.info("The preview follows your edits of the data, the pages in docs/, the templates, and mkdocs.yml.")
    return follower


def on_shutdown() -> None:
    """Stops looking at the files."""
    while _watches:
        _watches.pop().stop()


class _Watch(threading.Thread):
    """Looks at the files, and changes a file in `folder` whenever the preview is older than they are.

    MkDocs' server watches `folder`, and builds after a change there. It could watch the data itself, but looks at all
    files of a folder, and the data may be in a folder with many others.
    """

    def __init__(self, shown: preview.Preview) -> None:
        super().__init__(daemon=True)
        self._shown, self._ended = shown, threading.Event()
        self._place = TemporaryDirectory(prefix="affinity-hub-preview-")
        self.folder = self._place.name

    def run(self) -> None:
        """Looks until the server stops."""
        for number in itertools.count():
            if self._ended.wait(LOOKS):
                return
            # The server misses a change that comes before it watches: so the first change is repeated.
            if self._shown.is_stale() or (number % 10 == 0 and not self._shown.has_begun):
                Path(self.folder, "changed").write_text(str(number), "utf-8")

    def stop(self) -> None:
        """Ends the thread, and removes the folder."""
        self._ended.set()
        if self.is_alive():
            self.join()
        self._place.cleanup()


def _explain(error: Exception) -> str:
    """The reason why the site cannot be built, for the page. Also logs the reason in the terminal."""
    if isinstance(error, ClickException):
        log.error(error.format_message())
        return error.format_message()
    log.error("The site cannot be built.", exc_info=error)
    return f"{type(error).__name__}: {error}"


def _put(env: Environment, config: MkDocsConfig, files: Files, output: Artifact) -> None:
    """Makes one file of a built site again, as a build does."""
    hub = config.extra["hub"]
    hub["outputs"][uri := source(output)] = output
    if (file := files.get_file_from_path(uri)) is None:
        files.append(file := file_of(output, config))
    if isinstance(file, Written):
        file.output = output
        file.write(output.content)
        return
    page = file.page
    assert page
    page.markdown, page.meta = "", {}
    generated.on_page_markdown("", page, config, files)
    page.content = generated.on_page_content("", page, config, files)
    page.active = True  # the theme marks the page in the menu
    try:
        context = hub["context"] | {"page": page, "base_url": posixpath.relpath(".", page.url or ".")}
        text = env.get_template(page.meta.get("template", "main.html")).render(context)
    finally:
        page.active = False
    place = Path(config.site_dir, file.dest_uri)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(generated.on_post_page(text, page, config), "utf-8", newline="\n")
