"""The command line: the arguments and the action of each command.

Takes arguments and returns an exit status and text. Only `main` prints. No command does the work of another package: it
reads its arguments, calls the package, and writes the answer.
"""
