"""Turns an error of pydantic into a problem at its line, in a volunteer's words.

Takes the error, the entry as typed, and the class of its record. Returns a problem that says what to type instead.
"""
