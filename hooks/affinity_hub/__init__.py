"""Affinity Hub: from YAML that volunteers edit to pages, embeds and calendars.

Data goes one way:  source -> model -> rules -> Hub -> views -> outputs.

    problems    what is wrong, where, and what to type instead
    codes       what each problem code means; its texts are in help/
    report, excerpt, mask    how problems are told, the line each of them is about, and what is never repeated
    syntax, source    YAML text as typed, with lines and columns
    values      the kinds of value a volunteer types
    model, progress, settings    the records
    hints       what to type instead, made from what was typed
    schedule, days, repeats, suggest    rules, the days they give, and the words for them
    recurrence, planning, doubts, zones    dates, and what forbids them; time zones
    guard, privacy, consent    what must never be published, and whose name may be
    overlay     what only staff may see, from a folder outside the repository
    counts, suppression, figures    raw counts of people, what may be shown of them, rules for what is shown
    load, explain, rules, clashes, hub    a folder of files, checked, as one frozen Hub
    stewardship    what nobody has confirmed for too long
    notes       what is right and worth knowing: days without school, how series are understood
    views, wording, markdown    what the public may see, in words
    pages, months, charts, render    pages, made from the views
    room, entries, widgets, embeds, contract    pages for frames: heights, contents, addresses; which were handed out
    reference, samples, schemas    every key with an example, for people; the same for editors, as JSON Schema
    updates     progress updates, newest first, and as feeds to follow
    linked      what search engines are told
    calendars, feeds, contentlines, discreet, subscribe, api    calendars, the ways to them, and data for other programs
    revisions, ledger    which version of each calendar entry is published
    versions, continuity    what the next build makes of that, and when it may not
    output, outputs    one generated file; everything generated, in one iterator
    shell, sections    the fast path: the theme filled in instead of rendered, and what search is told
    headers    what a web host is to say about each file
    published   reads the ledger of the published site, from a folder or over the network
    changes     what a change of the data changes for people; comments makes any text safe to post on GitHub
    forms       proposing a change without git: links to forms, and what becomes of a filled-in one
    codeowners, touched, dead_links    who approves what, whose warning it is, links that lead nowhere for long
    editing     the commands for those who propose and accept changes
    environment    the clock, the environment variables, and what follows from them
    cli, options    the command line, and what may be typed there

No module here imports mkdocs. Only `environment` reads the clock, only `published` uses the network, only `cli` prints.
"""

from .load import load
from .outputs import outputs

__all__ = ["load", "outputs"]
