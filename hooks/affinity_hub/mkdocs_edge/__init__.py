"""The edge to MkDocs 1.6 and to its successor ProperDocs: the only package that imports mkdocs.

Takes the events of a build or of a preview. Returns the pages and files that `affinity_hub` makes, or the reason why a
site can't be built. No module here reads a data file or decides what is on a page. No other package imports this one:
MkDocs gets it from `hooks/mkdocs_hooks.py`.
"""
