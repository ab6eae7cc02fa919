"""Affinity Hub: from YAML that volunteers edit to pages, embeds and calendars.

Data goes one way:  source -> model -> rules -> Hub -> views -> outputs.

    yaml_text   YAML as text
    problems    what is wrong, where, and what to type instead
    codes       what each problem code means; its texts are in help/
    report, excerpt, mask    how problems are told, the line each of them is about, and what is never repeated
    syntax, source    YAML text as typed, with lines and columns
    zone_names    the names that people use for time zones
    values      the kinds of value a volunteer types
    model, progress, settings    the records
    hints, fixes    what to type instead, made from what was typed; the same as changes that a program can make
    typed_moments, vocabulary    dates and words that people type in other forms, and what they mean
    invisible   characters that nobody can see, and letters that only look like Latin letters
    schedule, days, repeats    rules, the days they give, and the words for them
    recurrence_words, recurrence_phrases, suggest, recurrence_advice    recurrences in other words, and advice
    timing      what a schedule needs to know about an event
    calendar_days    weekdays, months, and moments
    describe    schedules in words
    recurrence, planning, doubts, zones    dates, and what forbids them; time zones
    vtimezone, offsets    the VTIMEZONE of a zone; offsets from UTC in calendar entries
    substitution    roles in place of names without consent
    guard, privacy, consent    what must never be published, and whose name may be
    symlinks    refuses symbolic links, so that the program reads and publishes no file through a link
    handwritten, blocks    checks of the pages in docs/; texts in blocks, with the position of each word
    policy      the content security policy, for headers and for pages
    overlay     what only staff may see, from a folder outside the repository
    spreadsheets    text in CSV files
    counts, suppression, figures    raw counts of people, what may be shown of them, rules for what is shown
    likeness    names that are probably one
    data_files    files that hold data, and files that only look like data
    checked     a folder with everything that is wrong there
    loader, explain, rules, clashes, hub    a folder of files, checked, as one frozen Hub
    references    ids in records, and the present ones in place of earlier ones
    defaults       settings that hub.yml should not leave to their default
    stewardship    what nobody has confirmed for too long, and what runs out
    noted       rules for days that somebody noted
    misread     series that many people mean otherwise
    notes       what is right and worth knowing: days without school, how series are understood
    view, views, instances, wording, markdown    what the public may see, in words; the dates of an event
    opportunities, deadlines    what one can take part in and until when; what must hold of such days
    pages, paging, months, charts, render    pages, made from the views; long lists in parts
    templates   the templates, with the names that know about records
    acronyms    links from running text to the glossary
    letters     how wide letters are, in the widest of the fonts that people have
    room, entries, widgets, widget_sizes    the contents and the heights of frames
    embeds, contract    the pages for frames, and the addresses that were handed out
    handouts    what is handed out on paper, as much as has room there
    reference, samples, schemas    every key with an example, for people; the same for editors, as JSON Schema
    updates     progress updates, newest first, and as feeds to follow
    where, placed    where on the site an entry of progress.yml is, long lists too, and what a link to it says
    milestones, inquiry, news, measures    what progress.yml says, joined: by strand, as a loop, by month, as a table
    linked      what search engines are told
    calendars, feeds, contentlines, discreet, subscribe    calendars, and the ways to them
    api    data for other programs; the same in parts, where there is much
    revisions, ledger    which version of each calendar entry is published
    aftermath    which published dates must be cancelled, because the schedule no longer has them
    versions, continuity    what the next build makes of that, and when it may not
    calendar_files    the calendar files of a site, with their ledger
    output, edition    one generated file; everything generated, in one iterator
    shell    the fast path: the theme filled in instead of rendered
    sections    what the search is told of each page
    ahead, preview, known    a second process; pages made when somebody looks at them, from what was read
    destination, staging, exchange    which folders a build may replace; builds beside the old folder; the swap
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

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .checked import load
    from .edition import outputs

__all__ = ["load", "outputs"]


def __getattr__(name: str) -> Any:
    """`load` and `outputs`, when first asked for: importing the package takes no time, so Ctrl-C finds its handler."""
    if name == "outputs":
        from .edition import outputs

        return outputs
    if name == "load":
        from .checked import load

        return load
    raise AttributeError(name)
