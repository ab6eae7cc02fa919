"""Dates from groups' own calendars: fetched, read with suspicion, and written as data files. Takes the address of a
calendar that someone else edits. Writes files in `imported/`, questions for people, and a state file that records when
each calendar was read. Only properties on an allow-list are read, and an entry that is not understood is refused with a
sentence. Nothing here runs when the site is built.
"""
