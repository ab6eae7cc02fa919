"""The command `suppress`: turns a table of raw counts of people into a table that may be published.

Takes a CSV file that is never part of the data and returns CSV text without small numbers. Nothing else uses the raw
counts.
"""
