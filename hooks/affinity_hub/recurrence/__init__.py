"""When an event takes place: from its timing and its rule to a schedule, and from a schedule to a sentence.

Takes anything that has the timing of an event (`EventTiming`) and returns a schedule, or the problem with it and what
to write instead. No module here knows the record of an event.
"""
