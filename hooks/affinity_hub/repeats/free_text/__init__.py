"""Advice on a `repeats` text that is not a rule: the words in it, the rules that they may mean, and what to write.

Takes text and returns sentences. Nothing here decides which dates an event has.
"""
