"""Reads YAML text into a tree that remembers the line and column of each value.

In comes a file. Out come mappings and lists of texts, and problems with the syntax, each with a corrected line if one
is certain. No module here knows which keys there are.
"""
