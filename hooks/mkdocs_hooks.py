"""The MkDocs edge, the only module that imports mkdocs. It hands over what `affinity_hub` generates.

Documented events only: https://www.mkdocs.org/dev-guide/plugins/#events
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from affinity_hub import render, shell
from affinity_hub.environment import fills_pages, made, report_of
from affinity_hub.load import PROJECT, data_files
from affinity_hub.output import Output
from affinity_hub.problems import DataError
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

log = get_plugin_logger("affinity_hub")


class Filled(Page):
    """A generated page that the fast path fills (`affinity_hub.shell`)."""

    def render(self, *_: object) -> None:
        """Nothing: it was never Markdown."""
        self.content, self.present_anchor_ids = "", set()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Checks the data and renders everything before MkDocs clears the old site: bad data leaves it untouched."""
    try:
        site = made(_folder(config))
    except DataError as error:
        raise Abort(report_of(_folder(config), error).text()) from None
    for warning in site.warnings:
        log.info(str(warning))
    settings = site.settings
    # The theme's templates do not escape what they are given; what is escaped here stays as it is where they do.
    config.site_name, config.site_description = escape(settings.name), escape(settings.summary or settings.name)
    config.site_url = settings.url.rstrip("/") + "/"
    config.copyright = escape(settings.nondiscrimination.statement or "")
    shared = {"settings": settings, "outputs": {_source(one): one for one in site.files}, "is_staff": site.is_staff}
    config.extra["hub"] = shared | {"approval": site.approval}
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds every generated file; one that a hand-written page stands in the way of is an error."""
    in_nav, filled = set(shell.sources(config.nav)), []
    for uri, output in config.extra["hub"]["outputs"].items():
        if files.get_file_from_path(uri) is not None:
            raise Abort(f"docs/{uri} has the address of a generated page. Give it another name.")
        content = "" if output.page else output.content
        files.append(file := File.generated(config, uri, content=content, inclusion=InclusionLevel.NOT_IN_NAV))
        if output.page and uri not in in_nav and fills_pages():
            Filled(None, file, config)
            filled.append(output)
    config.extra["hub"]["shells"] = shell.Shells(filled)
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Gives a generated page its title and description, and keeps it from search where it is not to be found."""
    if (output := _output(page, config)) and output.page:
        page.meta.update(shell.meta(output.page, is_home=page.is_homepage, is_filled=isinstance(page, Filled)))
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Gives a generated page its body and table of contents; it never was Markdown."""
    if isinstance(page, Filled):
        return html
    if not ((output := _output(page, config)) and output.page):
        return render.scrollable(html)
    html = output.content.decode()
    page.toc = get_toc([{"level": 2, "id": one.id, "name": one.name, "children": []} for one in render.headings(html)])
    return html


def on_post_build(config: MkDocsConfig) -> None:
    """Ends what is no longer needed."""
    config.extra["hub"]["shells"].bodies.close()


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Rebuilds the preview when a data file or a template changes."""
    for path in [*data_files(_folder(config)), PROJECT / "overrides"]:
        server.watch(str(path))
    return server


def _folder(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent / str(config.extra["data"])


def _source(output: Output) -> str:
    return output.path.removesuffix(".html") + ".md" if output.page else output.path


def _output(page: Page, config: MkDocsConfig) -> Any:
    return config.extra["hub"]["outputs"].get(page.file.src_uri)
