"""The parts of a whole hub that an audience may see: `Site` with the views of all records, lists over them, and
widgets.

Takes a hub and returns views. The views of single records are classes in `record_views`. Private fields end here: no
template, calendar, or API sees a record.
"""
