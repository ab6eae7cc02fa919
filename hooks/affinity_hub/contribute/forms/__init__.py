"""Proposing a change without git: forms, and how their answers become lines in the data files.

In comes the text of an issue or of a mail, or JSON. Out comes a changed data file, or a comment that says why not. No
module here lets a change through that damages a file or that touches a second record.
"""
