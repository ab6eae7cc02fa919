"""Which calendars a site has, and their files, with versions that continue the published calendars.

Takes views, schedules, and the ledger of the published site. Returns artifacts. No module here decides what an event is
called or when it takes place.
"""
