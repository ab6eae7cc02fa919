"""Reads a proposal: an issue, an email, or JSON becomes the answers to the questions of one form.

Takes text from anyone and returns the answers, and complaints about answers that do not fit the form. No module here
reads or changes data files.
"""
