"""The views of single records: the public fields with types, in words and as HTML, and the place of a record on the
site.

In come records and their schedules. Out come frozen dataclasses. No module here knows the hub: `views.site` makes the
views and connects them.
"""
