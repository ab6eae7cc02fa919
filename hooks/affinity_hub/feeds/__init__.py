"""Files to follow or download besides calendars and the API: upcoming dates and updates as Atom and JSON Feed, and
measures as CSV.

Takes views and returns artifacts. `calendars` makes the calendars, including the calendars of the command `affinity-hub
feeds`.
"""
