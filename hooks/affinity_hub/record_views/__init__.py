"""The views of single records: the public fields with types, in words and as HTML, and where a record is shown.

In come records and their schedules. Out come frozen dataclasses. No module here knows the hub: `views.site` makes the
views and leads them to one another.
"""
