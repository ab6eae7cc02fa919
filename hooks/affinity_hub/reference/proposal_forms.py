"""The forms with which people propose a change: their questions, and the lines that someone fills in by hand.

This is the only description of the forms. The pages under `/propose/`, the receiver, and `affinity-hub form-template`
use this description; a test compares the forms on GitHub (`.github/ISSUE_TEMPLATE/`) with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from affinity_hub.core.i18n import noop
from affinity_hub.core.text import listed
from affinity_hub.schema import EventKind, GroupKind, OpportunityKind

Keyboard = Literal["text", "date", "time", "email", "url"]
Records = Literal["", "groups", "owners", "events", "dates", "entries", "roles", "helped", "places"]
FIRST_LINE: Final = "Affinity Hub form: {form}"
LAST_LINE: Final = "End of the form"
# Answers under “What happens?” that decide which other answers count.
CANCELLED: Final = noop("It is cancelled")
MOVED: Final = noop("It moves to another day or time")
POSTPONED: Final = noop("It is postponed, and the new date is not known yet")
DIFFERENT: Final = noop("Something else is different, such as the place or the title")


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. `kind` is input, textarea, dropdown, or checkboxes, as on GitHub."""

    id: str
    label: str
    kind: str
    required: bool = False
    options: tuple[str, ...] = ()
    hint: str = ""
    """The text below the label on the page. On the site, a field needs less explanation than on GitHub."""
    keyboard: Keyboard = "text"
    most: int = 0
    """The largest number of characters; 0 if only the whole proposal has a limit."""
    records: Records = ""
    """Which entries of the site the answer names."""
    default: str = ""
    if_what: tuple[str, ...] = ()
    """The answers to “What happens?” after which the question is asked; always if empty."""
    is_private: bool = False
    """Whether only a person who looks after the site reads the answer."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its name, its title, what it is for, and its questions."""

    name: str
    title: str
    about: str
    fields: tuple[Field, ...]


def _line(name: str, label: str, required: bool = False, **more: object) -> Field:
    return Field(name, label, "input", required, **more)  # type: ignore[arg-type] # the keywords of Field


def _text(name: str, label: str, required: bool = False, **more: object) -> Field:
    return Field(name, label, "textarea", required, **more)  # type: ignore[arg-type]


def _choice(name: str, label: str, options: tuple[str, ...], required: bool = False, **more: object) -> Field:
    return Field(name, label, "dropdown", required, options, **more)  # type: ignore[arg-type]


def _agreed(statement: str) -> Field:
    return Field("agreed", noop("Before you send it"), "checkboxes", True, hint=statement, is_private=True)


_TITLE: Final = _line("title", noop("Title"), True, most=300)
_SUMMARY: Final = _line("summary", noop("In one sentence"), most=160)
_OPEN_TO: Final = noop("Who is it open to?")
_DETAILS: Final = _text("details", noop("More about it"), most=20_000)
_CONTACT: Final = _line(
    "contact",
    noop("Who to write to"),
    keyboard="email",
    hint=noop("A role mailbox, or the address of a web form that begins with https. Never a personal address."),
)
_OWNER: Final = _line("owner", noop("Group or partner"), records="owners")
_GROUP_STATUSES: Final = ("exploring", "forming", "active", "resting", "unknown")

FORMS: Final = (
    Form(
        "add-event",
        noop("Add an event"),
        noop("A meeting, training, convening, or day to remember that should be on this site."),
        (
            _TITLE,
            _choice("kind", noop("Kind"), get_args(EventKind), True),
            _OWNER,
            _line("date", noop("Date"), True, keyboard="date", hint=noop("The first date, if there are several.")),
            _line(
                "start",
                noop("Start time"),
                keyboard="time",
                hint=noop("Leave it empty for an all-day event."),
            ),
            _line("end", noop("End"), keyboard="time"),
            _line("repeats", noop("Repeats"), most=160),
            _line("until", noop("Last date of the series"), keyboard="date"),
            _choice(
                "days_off",
                noop("Dates on days off"),
                (noop("skip: there is no meeting on these days"), noop("keep: the meetings take place")),
                hint=noop("What happens if a date of the series falls in a break or on a holiday?"),
            ),
            _line(
                "place",
                noop("Place"),
                most=60,
                records="places",
                hint=noop("Only a place that everyone may know. For a members' meeting, write: %(private_place)s"),
            ),
            _choice("online", noop("Can people take part online?"), (noop("no"), noop("yes"))),
            _SUMMARY,
            _line(
                "open_to",
                _OPEN_TO,
                most=600,
                hint=noop("Leave it empty if it is open to the same people as the group."),
            ),
            _DETAILS,
            _agreed(
                noop("The organizers of the event know that it will be announced here, and I have not named anyone.")
            ),
        ),
    ),
    Form(
        "cancel-or-move",
        noop("Cancel, move, or change a date"),
        noop("A meeting is cancelled, moved, or postponed, or one date has a different place or title."),
        (
            _line("event", noop("Event"), True, records="events"),
            _line("date", noop("Date"), True, keyboard="date", records="dates"),
            _choice("what", noop("What happens?"), (CANCELLED, MOVED, POSTPONED, DIFFERENT), True),
            _choice(
                "reach",
                noop("Which dates?"),
                (noop("Only this date"), noop("This date and all later ones")),
                default="Only this date",
                if_what=(CANCELLED, MOVED),
            ),
            _line("new_date", noop("New date"), keyboard="date", if_what=(MOVED,)),
            _line("new_start", noop("New start time"), keyboard="time", if_what=(MOVED,)),
            _line("new_end", noop("New end"), keyboard="time", if_what=(MOVED,)),
            _line(
                "reason", noop("Reason"), most=60, hint=noop("A few words that people will see, such as “bad weather.”")
            ),
            _line("new_place", noop("New place"), most=60, records="places", if_what=(MOVED, DIFFERENT)),
            _choice(
                "new_online",
                noop("Online?"),
                (noop("Yes, people can take part online"), noop("No, not on this date")),
                if_what=(MOVED, DIFFERENT),
                hint=noop("Never give the link."),
            ),
            _line("new_title", noop("New title"), most=300, if_what=(MOVED, DIFFERENT)),
            _line("new_facilitator", noop("Who leads it?"), records="roles", if_what=(MOVED, DIFFERENT)),
            _text(
                "new_details",
                noop("More about it"),
                most=20_000,
                if_what=(MOVED, DIFFERENT),
                hint=noop("On this date, these details replace the details of the event."),
            ),
        ),
    ),
    Form(
        "new-group",
        noop("Add a group"),
        noop("A group that exists or is forming and should be on this site."),
        (
            _line("name", noop("Name of the group"), True, most=300),
            _line("short_name", noop("Short name"), most=60, hint=noop("Such as an acronym, if there is one.")),
            _choice("kind", noop("Kind"), get_args(GroupKind), True),
            _choice("status", noop("What is its status?"), _GROUP_STATUSES, True),
            _line("summary", noop("In one sentence"), True, most=160),
            _line("open_to", _OPEN_TO, True, most=600, hint=noop("If the group has not said yet, write: unknown")),
            _CONTACT,
            _line("meets", noop("How often does it meet?"), most=600),
            _text("purpose", noop("What is it for?"), most=20_000, hint=noop("In the group's own words.")),
            _agreed(noop("The group agrees to be listed, and I have not named anyone.")),
        ),
    ),
    Form(
        "fix-a-mistake",
        noop("Fix a mistake"),
        noop("Something on this site is wrong."),
        (
            _line("entry", noop("Which entry?"), True, records="entries"),
            _choice(
                "part",
                noop("What is wrong?"),
                (
                    noop("Name or title"),
                    noop("In one sentence"),
                    noop("Who it is open to"),
                    noop("How often it meets"),
                    noop("Place"),
                    noop("Web address"),
                    noop("Something else"),
                ),
                True,
            ),
            _text("text", noop("What should it say?"), True, most=20_000),
            _line(
                "source",
                noop("How do you know?"),
                most=600,
                is_private=True,
                hint=noop("A role is enough, such as the group's facilitator. No names."),
            ),
        ),
    ),
    Form(
        "become-a-facilitator",
        noop("Become a facilitator"),
        noop("Ask about an open role, or offer to help a group."),
        (
            _line("role", noop("Which role or group?"), True, records="helped", is_private=True),
            _text("question", noop("What would you like to know first?"), most=20_000, is_private=True),
            _agreed(noop("I know who can read this, and I have not named anyone.")),
        ),
    ),
    Form(
        "add-opportunity",
        noop("Add an opportunity"),
        noop("Mentoring, a training, or another offer that people can apply for or take part in."),
        (
            _TITLE,
            _choice("kind", noop("Kind"), get_args(OpportunityKind), True),
            _OWNER,
            _line("open_to", _OPEN_TO, True, most=600, hint=noop("If that is not decided yet, write: unknown")),
            _SUMMARY,
            _line("apply_by", noop("Last day to apply"), keyboard="date"),
            _line("starts", noop("First day"), keyboard="date"),
            _line("ends", noop("Last day"), keyboard="date"),
            _line("commitment", noop("How much time does it take?"), most=600),
            _CONTACT,
            _line("url", noop("Web address"), keyboard="url", hint=noop("Where to apply, or the page about it.")),
            _DETAILS,
            _agreed(
                noop("The people who make the offer know that it will be announced here, and I have not named anyone.")
            ),
        ),
    ),
    Form(
        "confirm",
        noop("Confirm a group's entry"),
        noop("What this site says about a group is still right."),
        (
            _line("group", noop("Group"), True, records="groups"),
            _agreed(noop("Someone who leads the group has read its page, and what the page says is right.")),
        ),
    ),
)
NAMES: Final = tuple(form.name for form in FORMS)


def fields(form: str) -> tuple[Field, ...]:
    """The questions of a form."""
    return FORMS[NAMES.index(form)].fields


def template(form: str) -> str:
    """The lines that a person without scripts fills in."""
    lines = (f"{field.label}: {'yes or no' if field.kind == 'checkboxes' else ''}".rstrip() for field in fields(form))
    return "\n".join([FIRST_LINE.format(form=form), *lines, LAST_LINE])


def explained(asked: Iterable[Field]) -> str:
    """The instructions for a template: the required answers and the choices."""
    asked = tuple(asked)
    needed = listed([f"“{field.label}”" for field in asked if field.required])
    choices = (f"“{field.label}” is one of: {'; '.join(field.options)}." for field in asked if field.options)
    first = f"Fill in the lines below, and send all of them. Required: {needed}. You can leave the other lines empty."
    return "\n".join([first, *choices])
