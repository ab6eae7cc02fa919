"""The command `suppress`: turns a table of raw counts of people into a table that may be published.

In comes a CSV file that is never part of the data. Out comes a CSV text without small numbers. Nothing else uses the
raw counts.
"""
