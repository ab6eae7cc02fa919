"""Explains why text is not YAML, and what to type.

Takes the error of the parser and the text. Returns a problem at the place of the mistake, if possible with a corrected
line that the parser can read past.
"""
