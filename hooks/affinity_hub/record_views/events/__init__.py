"""The views of events with their dates, and of opportunities.

Takes a record with its schedule. Returns frozen dataclasses, and plain objects for dates, of which there
are many. Here, groups and partners are organizers: these modules
know their names and contacts, but not their dates.
"""
