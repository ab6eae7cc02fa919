"""The hooks in mkdocs.yml: the events of MkDocs, which `affinity_hub.mkdocs_edge` handles."""

from affinity_hub.mkdocs_edge.plugin import *  # noqa: F403 - MkDocs takes every name that begins with `on_`
