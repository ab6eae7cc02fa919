"""Words for dates, times, kinds, and statuses, as people read them.

Takes values, not records. Returns words. No module here looks at the locale of the machine.
"""
