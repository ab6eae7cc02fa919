"""The views of events with their dates, and of opportunities.

These modules define the classes, and `views.from_records` fills them: frozen dataclasses, and plain objects for
dates, of which there are many. Here, groups and partners are organizers: these modules know their names and contacts,
but not their dates.
"""
