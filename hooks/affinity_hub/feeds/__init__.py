"""Files to follow or to download beside calendars and the API: updates as Atom and JSON Feed, measures as CSV.

In come views. Out come artifacts. Calendars are in `calendars`, and so is the work of the command `affinity-hub feeds`.
"""
