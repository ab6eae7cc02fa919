"""How problems are reported: in a terminal, as annotations and comments on GitHub, and as JSON.

In come problems. Out comes text that is safe to print anywhere. `help/` explains each code. No module here finds
problems.
"""
