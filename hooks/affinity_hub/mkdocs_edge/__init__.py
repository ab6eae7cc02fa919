"""The edge to MkDocs 1.6 and to its successor ProperDocs: the only package that imports mkdocs.

In come the events of a build or of a preview. Out go the pages and files that `affinity_hub` makes, or the reason why a
site can't be built. No module here reads a data file or decides what is on a page. No other package imports this one:
MkDocs gets it from `hooks/mkdocs_hooks.py`.
"""
