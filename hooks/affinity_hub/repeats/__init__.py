"""The language of `repeats` and `rrule`: from typed text to a rule, and from a rule to its dates.

Takes text and returns a rule, or advice on what to write instead. No module here knows an event or a time zone.
"""
