"""Finishes the files of a site: puts the layout around pages, and collects the content of the search index and the
sitemap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Final
from urllib.parse import quote

from markupsafe import escape

from affinity_hub.core import processes
from affinity_hub.core.artifact import Artifact, PageMeta
from affinity_hub.core.digests import digest
from affinity_hub.core.progress_callback import TellProgress, silent
from affinity_hub.rendering.layout import Layout, MenuEntry

from . import search_index
from .artifact_cache import CACHE, ArtifactCache, FinishedFile
from .generated_site import GeneratedSite

# The number of files that a process makes at a time, and the number of batches from which a second process saves time.
BATCH_SIZE: Final = 32
MIN_BATCHES: Final = 16
SITEMAPS: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


class SiteFiles:
    """All generated files of a site in a stable order, with the layout around the pages. The search index is the last
    file.

    The hand-written pages, the sitemap, and the page for unknown addresses are not among them.

    `theme_styles` are the style sheets that hand-written pages load, as addresses under the site's root. Set `menu`
    (the navigation) before you call `write` or `final_content`, or read `layout`. `cached_at` is the file of the cache.
    """

    def __init__(
        self,
        generated: GeneratedSite,
        theme_styles: Iterable[str] = (),
        *,
        in_preview: bool = False,
        cached_at: Path = CACHE,
    ) -> None:
        self.generated, self.menu = generated, tuple[MenuEntry, ...]()
        self._theme_styles, self._in_preview = tuple(theme_styles), in_preview
        self._entries: dict[str, str] = {}
        """The entries in the search index (JSON text) of each finished file and each hand-written page; empty for other
        files."""
        self._handwritten: dict[str, PageMeta] = {}
        self._cached_at = cached_at
        self._cache: ArtifactCache | None = None

    def __iter__(self) -> Iterator[Artifact]:
        yield from self.generated.files
        yield self.search_index

    @property
    def search_index(self) -> Artifact:
        """The search index of the pages that are finished."""
        return Artifact(search_index.INDEX, lambda: search_index.index(self._entries.values(), self.generated.synonyms))

    @cached_property
    def layout(self) -> Layout:
        """The frame of all pages."""
        return Layout(
            self.generated.settings,
            tuple(_without(self.generated.empty, self.menu)),
            is_staff=self.generated.is_staff,
            approval=self.generated.approval,
            theme_styles=self._theme_styles,
            in_preview=self._in_preview,
        )

    @property
    def layout_digest(self) -> bytes:
        """A digest of the values that all pages have in common."""
        layout = self.layout
        shown = layout.menu, layout.is_staff, layout.approval, layout.theme_styles, layout.in_preview
        return digest(layout.settings, shown, self.generated.glossary)

    def with_site(self, generated: GeneratedSite) -> SiteFiles:
        """The files of the same site after a change to the data, with the same navigation and styles."""
        files = SiteFiles(generated, self._theme_styles, in_preview=self._in_preview)
        files.menu = self.menu
        return files

    def write(self, folder: Path, progress: TellProgress = silent) -> None:
        """Writes all files, and tells `progress` about them. A second process helps with many files."""
        artifacts = list(self.generated.files)
        if len(artifacts) >= MIN_BATCHES * BATCH_SIZE or self._cached_at != CACHE:
            self._cache = ArtifactCache(self._cached_at, self.layout_digest)
        batches = [artifacts[start : start + BATCH_SIZE] for start in range(0, len(artifacts), BATCH_SIZE)]
        write, tell, is_large = partial(self._write, folder), partial(progress, "Writing"), len(batches) >= MIN_BATCHES
        # The files that take longest are near the end, so the processes begin there.
        for entries in processes.map_batches(write, batches[::-1], tell, is_large=is_large)[::-1]:
            self._entries |= entries
        self._write(folder, [self.search_index])
        if self._cache:
            self._cache.tidy()

    def _write(self, folder: Path, artifacts: Sequence[Artifact]) -> dict[str, str]:
        """Writes some files. Returns the entries of the search index for the pages among them."""
        entries, cache = {}, self._cache
        for parent in {(folder / artifact.path).parent for artifact in artifacts}:
            parent.mkdir(parents=True, exist_ok=True)
        with self.generated.settings.voice():
            keys = (
                {
                    artifact.path: cache.key(artifact.path, artifact.inputs_digest())
                    for artifact in artifacts
                    if artifact.inputs_digest
                }
                if cache
                else {}
            )
            kept = cache.get(keys.values()) if cache else {}
            for artifact in artifacts:
                key = keys.get(artifact.path, b"")
                finished = kept.get(key) or self._made(artifact)
                if cache and key and key not in kept:
                    cache.keep(key, finished)
                content, entries[artifact.path] = finished
                (folder / artifact.path).write_bytes(content)
        if cache:
            cache.save()
        return entries

    def final_content(self, artifact: Artifact) -> bytes:
        """The bytes of a generated file that visitors get."""
        return self._made(artifact)[0]

    def _made(self, artifact: Artifact) -> FinishedFile:
        """The bytes of a file, and its entries in the search index as JSON text."""
        if not (meta := artifact.page_meta):
            return artifact.content, ""
        body = artifact.body
        return self.layout.page(artifact.path, meta, body.html), search_index.page_entries(artifact.path, meta, body)

    def add_handwritten(self, path: str, meta: PageMeta, html: str) -> None:
        """Adds a hand-written page to the search index and the sitemap."""
        self._handwritten[path] = meta
        if meta.searched:
            url = path.removesuffix("index.html")
            self._entries[path] = search_index.as_json(
                search_index.entries(url, meta.title, search_index.sections_of(html))
            )

    def sitemap(self) -> str:
        """The addresses of the pages that search engines may list (sitemaps.org); none in the staff edition."""
        pages = {
            artifact.path: artifact.page_meta for artifact in self.generated.files if artifact.is_page
        } | self._handwritten
        in_sitemap = [path for path, meta in pages.items() if meta and meta.in_sitemap and not self.generated.is_staff]
        addresses = (self.layout.site_url + quote(path.removesuffix("index.html")) for path in in_sitemap)
        entries = "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in addresses)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAPS}">\n{entries}</urlset>\n'


def _without(empty: frozenset[str], entries: Iterable[MenuEntry]) -> Iterator[MenuEntry]:
    """The navigation without the pages that have no content, and without sections of such pages only."""
    for entry in entries:
        if children := tuple(_without(empty, entry.children)):
            yield replace(entry, children=children)
        elif not entry.children and entry.url not in empty:
            yield entry
