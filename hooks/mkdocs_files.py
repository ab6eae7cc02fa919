"""The generated files as MkDocs has them, for its two hooks."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from affinity_hub import environment
from affinity_hub.output import Output
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page

_NO_ANCHORS: Final[set[str]] = set()


class Filled(Page):
    """A generated page that the fast path fills (`affinity_hub.shell`)."""

    def render(self, *_: object) -> None:
        """Nothing: it was never Markdown."""
        self.content, self.present_anchor_ids = "", _NO_ANCHORS

    def written(self, text: str) -> str:
        """Its text again. Lets go of what the theme was told of it: MkDocs keeps all pages to the end."""
        self.meta = {}
        return text


class Written(File):
    """A generated file that is no page."""

    output: Output

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: it is written last, when its bytes are made."""

    def write(self, content: bytes) -> None:
        """Puts it into the site."""
        path = Path(self.dest_dir, self.src_uri)  # `abs_dest_path` would be kept, of ten thousand files
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def source(output: Output) -> str:
    """The name by which MkDocs knows a file: it takes pages for Markdown."""
    return output.path.removesuffix(".html") + ".md" if output.is_page else output.path


def is_filled(output: Output, config: MkDocsConfig) -> bool:
    """Whether a page takes the fast path. One that is in MkDocs' navigation is left to the theme."""
    return environment.fills_pages() and source(output) not in config.extra["hub"]["in_nav"]


def generated(output: Output, config: MkDocsConfig) -> File:
    """A file for MkDocs."""
    kind = File if output.is_page else Written
    file = kind.generated(config, source(output), content=b"", inclusion=InclusionLevel.NOT_IN_NAV)
    if isinstance(file, Written):
        file.output = output
    elif is_filled(output, config):
        Filled(None, file, config)
    return file
