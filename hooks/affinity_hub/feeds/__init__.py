"""Files to follow or download besides calendars and the API: updates as Atom and JSON Feed, measures as CSV.

Takes views and returns artifacts. `calendars` makes the calendars, including those for the command `affinity-hub
feeds`.
"""
