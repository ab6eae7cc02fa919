"""The `repeats` language: from the timing of an event to its dates, and back to a sentence.

In comes anything that has the timing of an event (`timing`). Out comes a schedule, or what forbids it and what to write
instead. No module here knows the record of an event.
"""
