"""Finds private details in a text by its words alone: meetings, numbers, mailboxes, places, names.

Takes a text and returns the findings with their places in the text. No module here knows YAML or records; `checks`
decides what a finding means. `prefilter` says whether a text needs a closer look, and `normalize` reads a text as a
person does.
"""
