"""The command line: the arguments and the action of each command.

In come arguments. Out come an exit status and text. Only `main` prints. No command does the work of another package: it
reads its arguments, calls the package, and writes the answer.
"""
