"""Words for dates, times, kinds, and statuses, as people read them.

In come values, not records. Out come words. No module here looks at the locale of the machine.
"""
