"""The pages under `/propose/`: a form for each kind of change, and the ways to send it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final
from urllib.parse import quote, urlencode

from affinity_hub.core.artifact import Artifact
from affinity_hub.core.calendar_days import school_ends
from affinity_hub.core.i18n import Labels, current, gettext, noop
from affinity_hub.record_views.events.event import EventView
from affinity_hub.record_views.events.offered import OfferedView
from affinity_hub.record_views.groups import OwnerView
from affinity_hub.reference.proposal_forms import DIFFERENT, FORMS, MOVED, Field, Form, template
from affinity_hub.schema import PRIVATE_PLACE
from affinity_hub.views import edit_links
from affinity_hub.views.site import Site
from affinity_hub.wording import labels

from .page_spec import PageSpec

FORMS_JSON: Final = "propose/forms.json"
VERSION: Final = 1
MAX_DATES_OFFERED: Final = 24
YEARS: Final = 4
# What scripts say. `%(…)s` are fields that the script fills in.
_WORDS: Final = Labels(
    {
        "missing": noop("Fill in “%(label)s”."),
        "missing_choice": noop("Choose an answer under “%(label)s”."),
        "missing_tick": noop("Check the box under “%(label)s”."),
        "long": noop("“%(label)s” is too long: %(number)s characters. The limit is %(most)s."),
        "invalid": noop("“%(label)s” is incomplete or not valid. Check it."),
        "order": noop("“%(label)s” is before the first date. Choose a later day."),
        "wrong": noop("%(number)s answers need a correction"),
        "wrong_one": noop("An answer needs a correction"),
        "subject": noop("Proposal: %(title)s"),
        "mail_top": noop("Please keep the block at the end of this email as it is. A program reads it."),
        "sending": noop("Sending…"),
        "sent": noop("Sent. Thank you. A person reviews your proposal before it appears on this site."),
        "failed": noop(
            "Your proposal could not be sent. Your text is still here. Try again later, or send it another way."
        ),
        "refused": noop(
            "The server did not accept your proposal (%(status)s). Your text is still here. Send it another way."
        ),
        "weekly": noop("Every week on %(weekday)s"),
        "fortnightly": noop("Every 2 weeks on %(weekday)s"),
        "nth1": noop("Every month on the 1st %(weekday)s"),
        "nth2": noop("Every month on the 2nd %(weekday)s"),
        "nth3": noop("Every month on the 3rd %(weekday)s"),
        "nth4": noop("Every month on the 4th %(weekday)s"),
        "last": noop("Every month on the last %(weekday)s"),
        "next": noop("Next dates:"),
        "off_skipped": noop("Left out because of days off:"),
        "off_kept": noop("On days off:"),
        "none_left": noop("No dates are left. Check the last date."),
    }
)
_ANSWERS: Final = Labels(
    {
        "skip: there is no meeting on these days": noop("There is no meeting on these days"),
        "keep: the meetings take place": noop("The meetings take place"),
        "yes": noop("Yes"),
        "no": noop("No"),
        "unknown": noop("Not yet answered"),
    }
)


def proposal_pages(site: Site) -> Iterator[PageSpec]:
    """The list of forms, and a page for each form. None if `hub.yml` names no way to send a proposal."""
    if not site.settings.proposals:
        return
    template_values = {"forms": FORMS, "ways": site.settings.proposals.by}
    description = gettext("Add, correct, or cancel something on this site.")
    yield PageSpec("propose/", "propose.html", gettext("Propose a change"), description, template_values)
    for form in FORMS:
        own: dict[str, Any] = {
            "form": form,
            "ways": site.settings.proposals.by,
            "answer": answer_label,
            "hint": _hint,
            "control": _control,
            "lines": template(form.name),
            "mail": mail_address(site, form),
            "github": edit_links.on_github(site.settings, form.name),
            "whats": (MOVED, DIFFERENT),
        }
        description = gettext(form.about)
        title = gettext(form.title)
        yield PageSpec(
            f"propose/{form.name}/", "propose-form.html", title, description, own, in_sitemap=False, searched=False
        )


def answer_label(form: Form, field: Field, option: str) -> str:
    """The label of an answer on the page."""
    if field.id == "kind":
        return labels.group_kind(option) if form.name == "new-group" else labels.kind(option)
    if field.id == "status" and option != "unknown":
        return labels.GROUP_STATUSES[option]
    return str(_ANSWERS.get(option)) if option in _ANSWERS else gettext(option)


def _hint(field: Field) -> str:
    if "%(" in field.hint:
        return gettext(field.hint, private_place=PRIVATE_PLACE)
    return gettext(field.hint) if field.hint else ""


def _control(field: Field) -> str:
    """The form of the question on the page: `select`, `radios`, `box`, `area`, `rhythm`, or `input`."""
    if field.kind in ("textarea", "checkboxes"):
        return "area" if field.kind == "textarea" else "box"
    if field.id == "repeats":
        return "rhythm"
    if field.records not in ("", "places") or len(field.options) > 7 or field.id == "new_online":
        return "select"
    return "radios" if field.options else "input"


def mail_address(site: Site, form: Form) -> str:
    """The link to an email with the lines to fill in, for browsers without scripts."""
    ways = site.settings.proposals
    text = template(form.name).replace("\n", "\r\n")
    subject = gettext("Proposal: %(title)s", title=gettext(form.title))
    query = urlencode({"subject": subject, "body": text}, quote_via=quote)
    address = ways.address("mail") if ways else None
    return f"mailto:{address}?{query}" if address else ""


def proposal_data(site: Site) -> Iterator[Artifact]:
    """`/propose/forms.json`: the data about this site and its forms, for the script of the forms."""
    if site.settings.proposals:
        yield Artifact(FORMS_JSON, lambda: json.dumps(_known(site), ensure_ascii=False, separators=(",", ":")).encode())


def _known(site: Site) -> dict[str, Any]:
    ways = site.settings.proposals
    assert ways
    events = [event for event in site.events if event.has_form]
    dates = {event.id: found for event in events if (found := list(_dates(event)))}
    return {
        "version": VERSION,
        "language": current().tag,
        "ways": {
            "mail": ways.address("mail"),
            "endpoint": ways.address("endpoint"),
            "github": f"{site.settings.github}/issues/new" if "github" in ways.by else None,
        },
        "forms": {form.name: _form(form) for form in FORMS},
        "records": _records(site, events, dates),
        "places": _places(site),
        "dates": dates,
        "days_off": [
            [f"{day_off.starts}", f"{day_off.ends or day_off.starts}", day_off.name] for day_off in site.days_off
        ],
        "year_ends": [f"{school_ends(site.today + dt.timedelta(days=365 * year))}" for year in range(YEARS)],
        "words": dict(_WORDS.items()),
    }


def _places(site: Site) -> list[str]:
    """The places to choose from. The staff edition has none, because its places may be for staff only, and a proposal
    may become public."""
    places = [event.place for event in site.events if event.place and not site.is_staff]
    return sorted({place.name for place in places if place.name})


def _form(form: Form) -> dict[str, Any]:
    return {
        "title": gettext(form.title),
        "fields": [
            {
                "id": field.id,
                "label": gettext(field.label),
                "kind": field.kind,
                "control": _control(field),
                "required": field.required,
                "most": field.most,
                "options": field.options,
                "records": field.records,
                "if_what": field.if_what,
            }
            for field in form.fields
        ],
    }


def _records(site: Site, own: Sequence[EventView], dates: Container[str]) -> dict[str, Any]:
    """The entries that answers can name: for each kind of question, lists with a title and the ids and names."""
    groups = (gettext("Groups"), _named(site.groups))
    partners = (gettext("Partners"), _named(site.partners))
    roles = (gettext("Facilitators"), [(person.id, person.role) for person in site.roles if person.has_form])
    dated = (gettext("Events"), _named(event for event in own if event.id in dates))
    events = (gettext("Events"), _named(own))
    offers = (gettext("Opportunities"), _named(site.opportunities))
    asked = [(question.id, question.question) for question in site.library.difficult_questions if question.has_form]
    questions = (gettext("Difficult questions"), asked)
    lists = {
        "groups": (groups,),
        "owners": (groups, partners),
        "events": (dated,),
        "roles": (roles,),
        "helped": (roles, groups),
        "entries": (groups, events, offers, partners, roles, questions),
    }
    return {name: [pair for pair in found if pair[1]] for name, found in lists.items()}


def _named(views: Iterable[OwnerView | OfferedView]) -> list[tuple[str, str]]:
    return [(view.id, view.title) for view in views if view.has_form]


def _dates(event: EventView) -> Iterator[list[str]]:
    """The next dates of an event that take place: each date in the data, and the day to which it moved, if it did."""
    if event.status in ("cancelled", "postponed"):
        return
    for date in islice((date for date in event.coming if not date.is_off), MAX_DATES_OFFERED):
        days = (f"{date.series_date}", f"{date.first_day}")
        yield list(dict.fromkeys(days))
