"""The iCalendar files (RFC 5545), and the versions of their entries.

In come schedules and views. Out come artifacts. No module here decides what an event is called or when it takes place.
"""
