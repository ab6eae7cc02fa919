"""The events of MkDocs and their handlers, in order: https://www.mkdocs.org/dev-guide/plugins/#events"""

from __future__ import annotations

import gc
import signal
from typing import Any, Final

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from affinity_hub.rendering import jinja

from . import handwritten
from .generated import GeneratedPages
from .preview import LivePreview
from .staging import StagedBuild


class Plugin:
    """The state of the builds of a process: a single build in `mkdocs build`, and one build after another in `mkdocs
    serve`."""

    def __init__(self) -> None:
        self._preview: LivePreview | None = None
        self._staged: StagedBuild | None = None
        self._generated: GeneratedPages | None = None

    def on_startup(self, command: str, dirty: bool) -> None:
        """Begins a preview or a build."""
        self._preview = LivePreview() if command == "serve" else None
        if self._preview:  # SIGTERM ends it like Ctrl-C, so that MkDocs removes its temporary folder
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        # The data that a build reads lives until the build ends, so garbage collection would find nothing. Without this
        # line and `freeze` below, the build of 10,000 records takes a fifth longer. A preview collects garbage while no
        # one waits.
        gc.disable()

    @event_priority(100)  # before other hooks, because an interrupted build may have left the ledger beside the site
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Prepares the folder for the new site, and checks the data and the hand-written pages."""
        self._close()  # an earlier build in this process may have ended without an event
        jinja.forget_templates()  # someone may have edited a template since then
        if self._preview and self._preview.is_starting:
            self._preview.prepare(config)
            return config
        if not self._preview:
            self._staged = StagedBuild(config)
        self._generated = GeneratedPages(config, in_preview=self._preview is not None)
        handwritten.check(config, self._generated.site.allowed_texts)
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Adds the generated files. A preview that has not started yet has no files."""
        if not self._generated:
            return Files([])
        handwritten.add_pages_of_data(files, config, self._generated.data)
        handwritten.replace_names(files, self._generated.site.allowed_texts)
        return self._generated.add_to(files, config)

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Takes the navigation for the pages."""
        if self._generated:
            handwritten.report_missing_in_menu(nav, files)
            self._generated.take_menu(nav)
        return nav

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Sanitizes a hand-written page."""
        return handwritten.clean(html, page)

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Writes the generated files, before MkDocs writes all others."""
        if not self._generated:
            return
        if not self._preview:
            gc.freeze()
            gc.enable()
        self._generated.write(files, config)
        if self._preview:
            self._preview.keep(self._generated.files, files, config)

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Puts the layout around a hand-written page."""
        return self._generated.with_layout(output, page, config) if self._generated else output

    def on_post_template(self, output_content: str, template_name: str, config: MkDocsConfig) -> str:
        """Makes the page for unknown addresses and the sitemap."""
        return self._generated.static_template(output_content, template_name) if self._generated else output_content

    @event_priority(-100)  # after everything is written
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Replaces the old site."""
        if self._staged:
            self._staged.publish(config)

    def on_build_error(self, error: Exception) -> None:
        """Keeps the old site."""
        if self._staged:
            self._staged.failed(error)

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Answers with a server that follows the data."""
        return self._preview.server(server, config, builder) if self._preview else server

    def on_shutdown(self) -> None:
        """Ends the preview, and removes the files of an unfinished build."""
        if self._preview:
            self._preview.stop()
        self._close()
        # The data stays frozen. Otherwise, Python would search it for garbage before it exits, which takes two seconds
        # with 10,000 records.
        gc.enable()

    def _close(self) -> None:
        if self._staged:
            self._staged.close()
        self._staged = self._generated = None


_plugin: Final = Plugin()
on_startup = _plugin.on_startup
on_config = _plugin.on_config
on_files = _plugin.on_files
on_nav = _plugin.on_nav
on_page_content = _plugin.on_page_content
on_env = _plugin.on_env
on_post_page = _plugin.on_post_page
on_post_template = _plugin.on_post_template
on_post_build = _plugin.on_post_build
on_build_error = _plugin.on_build_error
on_serve = _plugin.on_serve
on_shutdown = _plugin.on_shutdown
