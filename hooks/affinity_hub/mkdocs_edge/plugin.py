"""The events of MkDocs and their handlers, in order: https://www.mkdocs.org/dev-guide/plugins/#events"""

from __future__ import annotations

from mkdocs.plugins import CombinedEvent

from . import generated, handwritten, preview, staging

on_startup = preview.on_startup
on_config = CombinedEvent(staging.on_config, generated.on_config, preview.on_config, handwritten.on_config)
on_files = CombinedEvent(preview.on_files, generated.on_files, handwritten.on_files, generated.on_files_for_search)
on_nav = handwritten.on_nav
on_page_markdown = generated.on_page_markdown
on_page_content = CombinedEvent(generated.on_page_content, handwritten.on_page_content)
on_env = preview.on_env
on_page_context = CombinedEvent(generated.on_page_context, preview.on_page_context)
on_post_page = generated.on_post_page
on_post_build = CombinedEvent(generated.on_post_build, staging.on_post_build)
on_build_error = staging.on_build_error
on_serve = preview.on_serve


def on_shutdown() -> None:
    """Ends the preview, and removes the files of an unfinished build."""
    preview.on_shutdown()
    staging.on_shutdown()
