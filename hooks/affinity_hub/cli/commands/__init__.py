"""The commands, a module for each: its help text, its arguments, and what it does.

In come the arguments that were typed. Out comes an answer: an exit status, and text for the terminal. No module here
prints, and no command uses another.
"""
