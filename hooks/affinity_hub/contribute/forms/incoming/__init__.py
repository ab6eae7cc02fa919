"""Reads a proposal: an issue, an email, or JSON becomes the answers to the questions of one form.

In comes text from anyone. Out come the answers, and complaints about answers that do not fit the form. No module here
reads or changes data files.
"""
