"""iCalendar text (RFC 5545, RFC 7986): the lines, the time zones, and the entries of a calendar.

Takes schedules and the texts of events. Returns bytes. No module here reads a clock or a file, or decides which
calendars there are.
"""
