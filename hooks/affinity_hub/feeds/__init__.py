"""Files to follow or to download beside calendars and the API: measures as CSV.

In come views. Out come artifacts.
"""
