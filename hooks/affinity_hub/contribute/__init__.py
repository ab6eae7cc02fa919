"""For people who propose and approve changes: the effects of a change, forms on GitHub, code owners, and dead links.

In come two states of the data, or the body of an issue. Out come Markdown comments and changed data files. Nothing here
runs when the site is built.
"""
