"""Handles the hand-written pages during a build. `affinity_hub.checks.handwritten` holds the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from affinity_hub.checks import handwritten
from affinity_hub.checks.handwritten import markup
from affinity_hub.checks.handwritten.settings import in_mkdocs
from affinity_hub.checks.texts.forbidden_texts import AllowedTexts, replaced_names
from affinity_hub.core import symlinks
from affinity_hub.core.file_names import DOCS
from affinity_hub.core.problems import DataError, errors
from affinity_hub.rendering.jinja import scrollable

from .generated import BadInput

# Settings that pages show. The hub's own settings are already checked.
_SHOWN: Final = ("nav", "site_author", "repo_name", "repo_url")
log = get_plugin_logger("affinity_hub")


def check(config: MkDocsConfig, known: AllowedTexts) -> None:
    """Checks the settings of MkDocs and the folder that it publishes, which may not be the `docs/` beside the data.

    `known` has the mailboxes and people that they may name. Raises `Abort` with all problems.
    """
    docs, home = Path(config.docs_dir), Path(config.config_file_path).parent
    settings = Path(config.config_file_path)
    name = docs.relative_to(home).as_posix() if docs.is_relative_to(home) else docs.name
    found = [
        *symlinks.refuse(docs.parent, [docs.name.lower()]),
        *handwritten.check(docs, name, known),
        *in_mkdocs(settings, settings.name, known, [*(config[key] for key in _SHOWN), _extra(config)]),
    ]
    if errors(found):
        raise BadInput(docs.parent, DataError(found))
    for warning in found:
        log.info(str(warning))


def add_pages_of_data(files: Files, config: MkDocsConfig, data: Path) -> None:
    """Adds the files in `docs/` of a data folder elsewhere. They replace files with the same name in our own `docs/`.

    The check of the data has read them already, and refuses links.
    """
    docs = data / DOCS
    if not docs.is_dir() or docs.samefile(config.docs_dir):
        return
    for path in sorted(docs.rglob("*")):
        name = path.relative_to(docs).as_posix()
        if path.is_file() and not any(part.startswith(".") for part in name.split("/")):
            if generated := files.get_file_from_path(name):
                files.remove(generated)
            files.append(File(name, str(docs), config.site_dir, config.use_directory_urls))


def replace_names(files: Files, known: AllowedTexts) -> None:
    """Replaces names without valid consent today with roles, in each hand-written file with text."""
    if not (roles := replaced_names(known)):
        return
    for file in files:
        path = Path(file.src_uri)
        if not file.generated_by and path.suffix.lower() in handwritten.PAGE_SUFFIXES | handwritten.TEXTS:
            text = file.content_string
            if (put := roles.without_all(text)) != text:
                file.content_string = put


def _extra(config: MkDocsConfig) -> dict[str, object]:
    return {key: value for key, value in config.extra.items() if key != "data"}


def report_missing_in_menu(nav: Navigation, files: Files) -> None:
    """Names each hand-written page that no menu leads to. The page is still published."""
    in_menus = {page.file.src_uri for page in nav.pages}
    for file in files.documentation_pages(inclusion=InclusionLevel.is_in_nav):
        if file.src_uri not in in_menus:
            log.info(
                "docs/%s is published, but it is not in the menu.\n"
                "    To add it to the menu, write under `nav:` in mkdocs.yml:  - %s: %s\n"
                "    If it needs no place in the menu, write under `not_in_nav:` in mkdocs.yml:  /%s",
                *(file.src_uri, Path(file.name).stem.capitalize(), file.src_uri, file.src_uri),
            )


def clean(html: str, page: Page) -> str:
    """Removes everything that is not on the allow-list from a hand-written page, for any Markdown extension."""
    if found := markup.refused(html):
        raise Abort(f"docs/{page.file.src_uri}: {found[0].message} [E025]\n{found[0].hint}")
    return scrollable(markup.clean(html))
