"""The command line: what may be typed, and what each command does.

In come arguments and the environment. Out come an exit status and text. Only this package prints.
"""
