"""Which calendars a site has, and their files, with versions that continue the published calendars.

In come views, schedules, and the ledger of the published site. Out come artifacts. No module here decides what an event
is called or when it takes place.
"""
