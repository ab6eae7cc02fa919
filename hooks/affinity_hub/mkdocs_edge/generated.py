"""Tells MkDocs about the generated files, and puts the layout around hand-written pages.

MkDocs knows the address of each generated file, so that hand-written pages, the navigation, and other plugins can refer
to it. `affinity_hub.site.site_files` writes these files, and MkDocs never reads them as Markdown.
"""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from click import echo
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from affinity_hub import environment
from affinity_hub.core.artifact import Artifact, PageMeta
from affinity_hub.core.problems import DataError
from affinity_hub.rendering import assets
from affinity_hub.rendering.layout import NOT_FOUND, MenuEntry
from affinity_hub.site.generated_site import GeneratedSite
from affinity_hub.site.site_files import SiteFiles

# Parts of the theme that no page uses: its scripts, and the script of its search.
SCRIPTS: Final = "assets/javascripts/"
STYLES: Final = "assets/stylesheets/main."
SITEMAP: Final = "sitemap.xml"
log = get_plugin_logger("affinity_hub")


class GeneratedFile(File):
    """A file that this program writes. MkDocs knows its address."""

    def __init__(self, config: MkDocsConfig, artifact: Artifact) -> None:
        # Links of hand-written pages name the source of a page: groups/index.md
        source = artifact.path.removesuffix(".html") + ".md" if artifact.is_page else artifact.path
        super().__init__(
            source, None, config.site_dir, True, dest_uri=artifact.path, inclusion=InclusionLevel.NOT_IN_NAV
        )
        self.generated_by = "affinity_hub"

    def is_documentation_page(self) -> bool:
        """Whether MkDocs reads the file as Markdown and puts the theme around it."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Does nothing, because `SiteFiles.write` has written the file."""


class BadInput(Abort):
    """The data or the hand-written pages have errors: prints all of them to standard error and exits with status 1."""

    def __init__(self, folder: Path, error: DataError) -> None:
        self._report = environment.report_of(folder, error)
        super().__init__(self._report.text())

    def show(self, *args: object, **kwargs: object) -> None:
        """Prints the errors."""
        echo(self._report.text(in_color=environment.shows_color(sys.stderr)), err=True)


def made(folder: Path) -> GeneratedSite:
    """The site for a folder's data. Logs its warnings. Raises `Abort` with all problems if there are errors."""
    try:
        site = environment.make(folder, environment.now(), staff=environment.staff_edition())
    except DataError as error:
        raise BadInput(folder, error) from None
    for warning in site.warnings:
        log.info(str(warning))
    return site


class GeneratedPages:
    """The generated files of one build.

    Checks the data before MkDocs writes anything. Raises `BadInput` with all problems.
    """

    def __init__(self, config: MkDocsConfig, *, in_preview: bool) -> None:
        self.data = Path(config.config_file_path).parent / str(config.extra["data"])
        self.site, self._in_preview = made(self.data), in_preview
        self.files = SiteFiles(self.site)
        settings = self.site.settings
        config.site_name, config.site_description = settings.name, settings.summary or settings.name
        config.site_url = settings.url.rstrip("/") + "/"

    def add_to(self, files: Files, config: MkDocsConfig) -> Files:
        """Adds every generated file, removes the theme's scripts, and gives our own scripts and styles their addresses.

        Raises `Abort` if a hand-written page has the address of a generated page.
        """
        styles = [file.src_uri for file in files if file.src_uri.startswith(STYLES) and file.src_uri.endswith(".css")]
        self.files = SiteFiles(self.site, styles, in_preview=self._in_preview)
        for file in list(files):
            folder, asset = posixpath.split(file.src_uri)
            if file.src_uri.startswith(SCRIPTS):
                files.remove(file)
            elif folder == "assets" and (assets.SOURCE / asset).is_file():
                file.dest_uri = assets.address(asset)
        # By address, because `groups.md` and `groups/index.md` are two files with one address.
        typed = {file.dest_uri: file.src_uri for file in files}
        for artifact in self.files:
            if name := typed.get(artifact.path):
                raise Abort(f"docs/{name} has the address of a generated page. Give it another name.")
            files.append(GeneratedFile(config, artifact))
        return files

    def take_menu(self, nav: Navigation) -> None:
        """Takes the navigation for the header and the footer of each page."""
        self.files.menu = tuple(_entries(nav.items))

    def write(self, files: Files, config: MkDocsConfig) -> None:
        """Writes the generated files. By now, MkDocs knows the texts of the hand-written pages, which the search
        needs."""
        for file in files.documentation_pages():
            assert file.page
            self.files.add_handwritten(file.dest_uri, _meta(file.page, config), file.page.content or "")
        with closing(environment.TerminalProgress(sys.stderr)) as progress:
            self.files.write(Path(config.site_dir), progress)

    def with_layout(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Puts the layout of the site around a hand-written page."""
        layout = self.files.layout
        body = output + (layout.whom_to_tell() if page.meta.get("contact") else "")
        return layout.page(page.file.dest_uri, _meta(page, config), body, is_markdown=True).decode()

    def static_template(self, output_content: str, template_name: str) -> str:
        """Makes the page for unknown addresses and the sitemap in place of the theme."""
        if template_name == NOT_FOUND:
            return self.files.layout.not_found().decode()
        return self.files.sitemap() if template_name == SITEMAP else output_content


def _meta(page: Page, config: MkDocsConfig) -> PageMeta:
    """The head of a hand-written page, for the layout and the search."""
    title = str(Markup(page.title or "").striptags())  # noqa: S704 - a title from Markdown can have tags
    in_sitemap, search = not page.meta.get("hidden"), page.meta.get("search")
    found = not (isinstance(search, dict) and search.get("exclude"))
    return PageMeta(
        title, page.meta.get("description") or config.site_description or "", in_sitemap=in_sitemap, searched=found
    )


def _entries(items: Iterable[StructureItem]) -> Iterator[MenuEntry]:
    """The navigation in mkdocs.yml."""
    for item in items:
        if isinstance(item, Page | Link):
            yield MenuEntry(item.title or "", item.url)
        elif isinstance(item, Section) and item.children:
            yield MenuEntry(item.title, "", tuple(_entries(item.children)))
