"""Finds private details in text by its words alone: meetings, numbers, mailboxes, places, names.

Takes text and returns the findings with their places in the text. No module here knows YAML or records; `checks`
decides what a finding means. `prefilter` says whether text needs a closer look, and `normalize` reads text as a
person does.
"""
