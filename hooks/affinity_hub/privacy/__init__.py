"""Finds private details in a text by its words alone: meetings, numbers, mailboxes, places, names.

In comes a text. Out come the findings with their places in the text. No module here knows YAML or records; `checks`
decides what a finding means. `prefilter` says whether to look closer at all, `normalize` reads a text as a person does.
"""
