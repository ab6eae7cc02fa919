"""iCalendar text (RFC 5545, RFC 7986): the lines, the time zones, and the entries of a calendar.

In come schedules and the texts of events. Out come bytes. No module here reads a clock or a file, or decides which
calendars there are.
"""
