"""Reads YAML text into a tree that remembers the line and column of each value.

Takes a file and returns mappings and lists of texts, and problems with the syntax, each with a corrected line if one is
certain. No module here decides which keys an entry may have. Only `syntax_errors` knows keys, because it must guess
where a line was meant to begin.
"""
