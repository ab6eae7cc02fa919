"""The commands, a module for each: its help text, its arguments, and what it does.

Takes the arguments that were typed and returns an answer: an exit status, and text for the terminal. No module here
prints, and no command uses another.
"""
