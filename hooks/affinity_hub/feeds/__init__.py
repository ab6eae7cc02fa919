"""Files to follow or download besides calendars and the API: updates as Atom and JSON Feed, measures as CSV.

In come views. Out come artifacts. `calendars` makes the calendars, also for the command `affinity-hub feeds`.
"""
