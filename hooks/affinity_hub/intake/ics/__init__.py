"""Reads the text of one foreign calendar: its lines, time zones, rules, and entries.

Takes bytes from elsewhere and returns entries with the allowed properties only, or an error that says why the calendar
or an entry is not clear. No module here knows a group or the hub.
"""
