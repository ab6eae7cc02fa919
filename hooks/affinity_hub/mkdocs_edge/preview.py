"""Runs MkDocs' server as a live preview. `affinity_hub.site.preview` decides which files are out of date, and this
module makes them again.

The server starts before the first build, so that it can show why a build fails. Until then, MkDocs gets an empty site.
"""

from __future__ import annotations

import gc
import itertools
import threading
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import urlsplit

from click import ClickException, get_current_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files

from affinity_hub import environment
from affinity_hub.core.file_names import PROJECT
from affinity_hub.site import preview
from affinity_hub.site.site_files import SiteFiles

from .generated import GeneratedFile, made

# How often to look at the files, in seconds. There are few files. By default, MkDocs looks twice a second.
LOOKS: Final = 0.1
# After a change, the preview looks this many times at the files before it frees the memory of the earlier data.
IDLE_LOOKS: Final = 20
log = get_plugin_logger("affinity_hub")


class LivePreview:
    """The preview of `mkdocs serve`. The preview with `--no-livereload` builds once and does not follow edits."""

    def __init__(self) -> None:
        typed = get_current_context(silent=True)
        self.is_starting = typed is None or typed.params.get("livereload", True)
        """Whether the server has not started yet. The first build waits for the server, so that it can show a
        failure."""
        self._built: preview.Built | None = None
        self._watch: _Watch | None = None

    def prepare(self, config: MkDocsConfig) -> None:
        """Removes the menu and the pages of the theme for the empty first build."""
        if why := preview.why_unavailable(*config.dev_addr):
            raise Abort(why)
        config.nav = None
        config.theme.static_templates.clear()

    def keep(self, files: SiteFiles, all_files: Files, config: MkDocsConfig) -> None:
        """Remembers a build, so that the preview can make one file of it again."""
        others = frozenset(file.dest_uri for file in all_files if not isinstance(file, GeneratedFile))
        self._built = preview.Built(files, Path(config.site_dir), others)

    def server(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """A server that follows the data closely, in place of MkDocs' own."""
        self.is_starting = False
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
            latest=lambda: self._built,
            explain=_explain,
            answer=files,
            data_files=lambda: [path for folder in filter(None, (data, staff)) for path in preview.watched(folder)],
            other_files=lambda: [settings, *(path for folder in folders for path in folder.rglob("*"))],
            mount=mount,
        )
        follower.set_app(shown.application)
        server.server_close()
        self._watch = _Watch(shown)
        follower.watch(self._watch.folder)
        self._watch.start()
        log.info("The preview follows your edits of the data, the pages in docs/, the templates, and mkdocs.yml.")
        return follower

    def stop(self) -> None:
        """Stops watching the files."""
        if self._watch:
            self._watch.stop()


class _Watch(threading.Thread):
    """Looks at the files, and changes a file in `folder` whenever the preview is older than the files.

    MkDocs' server watches `folder`, and builds after a change there. It could watch the data itself, but it looks at
    all files of a folder, and the data may be in a folder with many other files.
    """

    def __init__(self, shown: preview.Preview) -> None:
        super().__init__(daemon=True)
        self._shown, self._ended = shown, threading.Event()
        self._temporary = TemporaryDirectory(prefix="affinity-hub-preview-")
        self.folder = self._temporary.name

    def run(self) -> None:
        """Watches the files until the server stops."""
        collect_at = 0
        for number in itertools.count():
            if self._ended.wait(LOOKS):
                return
            # The server misses a change that comes before it watches, so the first change is repeated.
            if self._shown.notice_change() or (number % 10 == 0 and not self._shown.has_begun):
                Path(self.folder, "changed").write_text(str(number), "utf-8")
                collect_at = collect_at if collect_at > number else number + IDLE_LOOKS
                if self._shown.has_begun:
                    # The server builds after two delays, and then finds a finished build. So a page appears in 0.6 s
                    # instead of 0.9 s.
                    self._shown.build()
            elif number == collect_at:
                gc.collect()  # frees the earlier records; this takes half as long as reading the data

    def stop(self) -> None:
        """Ends the thread, and removes the folder."""
        self._ended.set()
        if self.is_alive():
            self.join(1)  # it may be building
        self._temporary.cleanup()


def _explain(error: Exception) -> str:
    """The reason why the site cannot be built, for the page. Also logs the reason in the terminal."""
    if isinstance(error, ClickException):
        log.error(error.format_message())
        return error.format_message()
    log.error("The site cannot be built.", exc_info=error)
    return f"{type(error).__name__}: {error}"
