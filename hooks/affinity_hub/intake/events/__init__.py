"""Turns the entries of a foreign calendar into events in the form of the data files. Takes entries and returns blocks
of keys and texts, verified against the dates of the entries, and a list of the entries that were left out. No module
here knows what the hub already has.
"""
