"""Proposing a change without git: forms, and how their answers become lines in the data files.

Takes the text of an issue or of an email, or JSON. Returns a changed data file, or a comment that tells the
sender why the change was not made. No module here allows a change that damages a file or touches a second record.
"""
