"""Puts the artifacts of all packages together, and writes them so that a site is replaced as a whole or not at all.

Takes a checked hub and writes a folder. No module here makes the content of a page, except the page on which a preview
shows the problems with the data. The class `Site` is not here: it has the views of a hub, and is in `views.site`.
"""
