"""The MkDocs edge of the hand-written pages: `affinity_hub.handwritten` judges them, and here MkDocs is told."""

from __future__ import annotations

from pathlib import Path

from affinity_hub import environment, handwritten, render, symlinks
from affinity_hub.handwritten import markup
from affinity_hub.problems import DataError, errors
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

log = get_plugin_logger("affinity_hub")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Checks the folder that MkDocs publishes, which need not be the one beside the data."""
    docs, home = Path(config.docs_dir), Path(config.config_file_path).parent
    name = docs.relative_to(home).as_posix() if docs.is_relative_to(home) else docs.name
    found = [
        *symlinks.refuse(docs.parent, [docs.name.lower()]),
        *handwritten.check(docs, name, config.extra["hub"]["site"].known),
    ]
    if errors(found):
        raise Abort(environment.report_of(docs.parent, DataError(found)).text())
    for warning in found:
        log.info(str(warning))
    return config


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Leaves in a hand-written page only what the allow-list has, whatever extensions of Markdown are in use."""
    if page.file.src_uri in config.extra["hub"]["outputs"]:
        return html
    if found := markup.refused(html):
        raise Abort(f"docs/{page.file.src_uri}: {found[0].message} [E025]\n{found[0].hint}")
    return render.scrollable(markup.clean(html))
