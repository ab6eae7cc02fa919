"""Dates from groups' own calendars: fetched, read with distrust, and written as data files of our own.

In comes the address of a calendar that somebody else edits. Out come files in `imported/`, questions for people, and a
note of what was read when. Only an allow-list of properties is ever looked at, and an entry that is not understood is
refused with a sentence. Nothing here runs when the site is built.
"""
