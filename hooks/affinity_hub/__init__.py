"""Affinity Hub: from YAML that volunteers edit to pages, embeds and calendars.

Data goes one way:  source -> model -> rules -> Hub -> views -> outputs.

    problems    what is wrong, where, and what to type instead
    source      YAML text as typed, with lines and columns
    values      the kinds of value a volunteer types
    model, progress, settings    the records
    schedule, repeats, suggest    rules, and the words for them
    recurrence, planning, zones    dates, and what forbids them; time zones
    counts, suppression, figures    raw counts of people, what may be shown of them, rules for what is shown
    stewardship    what nobody has confirmed for too long
    load, explain, privacy, rules, clashes, hub    a folder of files, checked, as one frozen Hub
    notes       what is right and worth knowing: days without school, how series are understood
    views, wording, markdown    what the public may see, in words
    pages, reference, charts, embeds, render    pages and widgets, made from the views
    updates     progress updates, newest first, and as feeds to follow
    calendars, feeds, discreet, subscribe, api    calendars, the ways to them, and data for other programs
    revisions, ledger, continuity    what is published of each calendar entry, and what the next build makes of it
    output, outputs    one generated file; everything generated, in one iterator
    published   reads the ledger of the published site, from a folder or over the network
    cli         the command line

No module here imports mkdocs or reads the clock, only `published` uses the network, and only `cli` prints.
"""

from .load import load
from .outputs import outputs

__all__ = ["load", "outputs"]
