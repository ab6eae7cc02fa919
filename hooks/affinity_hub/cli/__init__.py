"""The command line: what may be typed, and what each command does.

In come arguments. Out come an exit status and text. Only `main` prints. No command does the work of another package: it
reads its arguments, calls the package, and writes the answer.
"""
