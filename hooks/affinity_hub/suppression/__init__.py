"""The command `suppress`: from a table of raw counts of people to a table that may be published.

In comes a CSV file that is never part of the data. Out comes a CSV text without small numbers. Nothing else uses the
raw counts.
"""
