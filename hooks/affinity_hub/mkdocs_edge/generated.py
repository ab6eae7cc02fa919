"""The MkDocs hooks for generated pages and files. MkDocs puts the theme around the pages and writes the files."""

from __future__ import annotations

from itertools import takewhile
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from affinity_hub import environment
from affinity_hub.core.artifact import Artifact
from affinity_hub.core.problems import DataError
from affinity_hub.rendering import security_policy
from affinity_hub.rendering.jinja import headings
from affinity_hub.site import preview, search_index, shell
from affinity_hub.site.assemble import Made

# The theme's scripts are for a search of its own and for features that are not used: no page asks for them.
SCRIPTS: Final = "assets/javascripts/"
_NO_ANCHORS: Final[set[str]] = set()
log = get_plugin_logger("affinity_hub")


class Filled(Page):
    """A generated page that the fast path fills (`affinity_hub.site.shell`)."""

    def render(self, *_: object) -> None:
        """Nothing: it was never Markdown."""
        self.content, self.present_anchor_ids = "", _NO_ANCHORS

    def written(self, text: str) -> str:
        """Its text again. Lets go of what the theme was told of it: MkDocs keeps all pages to the end."""
        self.meta = {}
        return text


class Written(File):
    """A generated file that is no page."""

    output: Artifact

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: it is written last, when its bytes are made."""

    def write(self, content: bytes) -> None:
        """Puts it into the site."""
        path = Path(self.dest_dir, self.src_uri)  # `abs_dest_path` would be kept, of ten thousand files
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def source(output: Artifact) -> str:
    """The name by which MkDocs knows a file: it takes pages for Markdown."""
    return output.path.removesuffix(".html") + ".md" if output.is_page else output.path


def is_filled(output: Artifact, config: MkDocsConfig) -> bool:
    """Whether a page takes the fast path. One that is in MkDocs' navigation is left to the theme."""
    return environment.fills_pages() and source(output) not in config.extra["hub"]["in_nav"]


def file_of(output: Artifact, config: MkDocsConfig) -> File:
    """A file for MkDocs."""
    kind = File if output.is_page else Written
    file = kind.generated(config, source(output), content=b"", inclusion=InclusionLevel.NOT_IN_NAV)
    if isinstance(file, Written):
        file.output = output
    elif is_filled(output, config):
        Filled(None, file, config)
    return file


def made(folder: Path) -> Made:
    """The site for a folder's data. Logs its warnings. Raises `Abort` with all problems if there are errors."""
    try:
        site = environment.made(folder)
    except DataError as error:
        raise Abort(environment.report_of(folder, error).text()) from None
    for warning in site.warnings:
        log.info(str(warning))
    return site


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Checks the data before MkDocs clears the old site: bad data leaves it untouched."""
    if preview.is_starting():
        return config
    site = made(Path(config.config_file_path).parent / str(config.extra["data"]))
    settings = site.settings
    # The theme's templates do not escape what they are given; what is escaped here stays as it is where they do.
    config.site_name, config.site_description = escape(settings.name), escape(settings.summary or settings.name)
    config.site_url = settings.url.rstrip("/") + "/"
    config.copyright = escape(settings.nondiscrimination.statement or "")
    shared = {"settings": settings, "is_staff": site.is_staff, "approval": site.approval, "site": site}
    # The preview adds a script to each page, which reloads the page after a change. A policy would block the script.
    shared["policy"] = "" if preview.is_on() else security_policy.page_meta()
    config.extra["hub"] = hub = shared | {"in_nav": set(shell.sources(config.nav))}
    pages = list(takewhile(attrgetter("is_page"), site.files))
    others = (one for one in site.files if not one.is_page)
    hub["shells"] = shells = shell.Shells([page for page in pages if is_filled(page, config)], others)
    hub["outputs"] = {source(one): one for one in (*pages, *shells.contents.others)}
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds every generated file; one that a hand-written page stands in the way of is an error."""
    hub = config.extra["hub"]
    # By address, because `groups.md` and `groups/index.md` are two files with one address.
    typed = {file.dest_uri: file.src_uri for file in files}
    for output in hub["outputs"].values():
        file = file_of(output, config)
        if name := typed.get(file.dest_uri):
            raise Abort(f"docs/{name} has the address of a generated page. Give it another name.")
        files.append(file)
    hub["written"] = [file for file in files if isinstance(file, Written)]
    return files


def on_files_for_search(files: Files, config: MkDocsConfig) -> Files:
    """Adds the index of the search, and takes away the theme's scripts."""
    hub = config.extra["hub"]
    # It is one of the generated files: the preview must not take it for one that never changes.
    hub["outputs"][search_index.INDEX] = output = Artifact(
        search_index.INDEX, lambda: search_index.index(hub["shells"].found)
    )
    files.append(index := file_of(output, config))
    hub["written"].append(index)
    for file in [file for file in files if file.src_uri.startswith(SCRIPTS)]:
        files.remove(file)
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Gives a generated page its title and description."""
    if (output := _output(page, config)) and (head := output.page):
        page.meta.update(shell.meta(head, is_home=page.is_homepage, is_filled=isinstance(page, Filled)))
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Gives a generated page its body and table of contents; it never was Markdown."""
    if isinstance(page, Filled) or not ((output := _output(page, config)) and output.is_page):
        return html
    html = output.content.decode()
    page.toc = TableOfContents([AnchorLink(one.name, one.id, 2) for one in headings(html)])
    return html


def on_page_context(context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Tells the search of a page. Of one that is filled, `affinity_hub.site.shell` does."""
    if isinstance(page, Filled) or page.content is None:
        return
    if output := _output(page, config):
        found = search_index.told(output, page.content.encode())
    elif page.meta.get("search", {}).get("exclude"):
        return
    else:
        found = search_index.written(search_index.entries(page.url, page.title or "", page.content))
    config.extra["hub"]["shells"].found.append(found)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Has a page that is written let go of what it needs no more."""
    return page.written(output) if isinstance(page, Filled) else output


def on_post_build(config: MkDocsConfig) -> None:
    """Writes what is no page: by now, most of it is made."""
    hub = config.extra["hub"]
    for file in hub["written"]:
        file.write(file.output.content)
    hub["shells"].contents.close()


def _output(page: Page, config: MkDocsConfig) -> Any:
    return config.extra["hub"]["outputs"].get(page.file.src_uri)
