"""How problems are reported: in a terminal, as annotations and comments on GitHub, and as JSON.

Takes problems and returns text that is safe to print anywhere. `help/` explains each code. No module here finds
problems.
"""
