"""The parts of a whole hub that an audience may see: `Site` with the views of all records, lists over them, and
widgets.

In comes a hub. Out come views; the views of single records are classes of `record_views`. Private fields end here: no
template, calendar, or API sees a record.
"""
