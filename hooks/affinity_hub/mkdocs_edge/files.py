"""The generated files as MkDocs has them, for its two hooks."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page

from affinity_hub import environment
from affinity_hub.core.artifact import Artifact
from affinity_hub.core.problems import DataError
from affinity_hub.site.assemble import Made

log = get_plugin_logger("affinity_hub")
_NO_ANCHORS: Final[set[str]] = set()


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
