"""The views of single records: the public fields with types, in words and as HTML, and the place of a record on the
site.

Takes records and their schedules. Returns frozen dataclasses. No module here knows the hub: `views.from_records` makes
the views and connects them.
"""
