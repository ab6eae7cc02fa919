"""Which fields the public may see: those listed here, and no others.

A field that is in no list reaches no view, so a new one is private until somebody decides. What is never to be seen is
marked `Private` where it is defined; a test fails for a field that is neither listed nor marked.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from pydantic import BaseModel

PUBLIC: Final = {
    "Record": "id was draft hidden added_on last_confirmed",
    "Group": "name short_name aliases kind status summary purpose subjects open_to meets confidentiality join "
    "calendar_title facilitators partners inquiry milestones",
    "Confidentiality": "statement attendance_recorded",
    "Join": "contact steps reply_within",
    "Inquiry": "leadership membership facilitator_training meetings district_support",
    "EarlierAnswer": "answer asked_on answered_by",
    "Answer": "earlier",
    "Milestone": "title strand due status owner evidence reflection integrated_into closed_on",
    "Facilitator": "role summary contact vacancy",
    "Vacancy": "about contact closes",
    "Event": "title kind summary groups partners facilitators starts ends zone repeats rrule until times no_school "
    "skip changes place online status reason open_to registration prerequisites clock_hours cost travel details url",
    "Skip": "date reason",
    "Change": "date and_later starts ends cancelled title place online facilitators details reason",
    "Place": "name address private",
    "Register": "url by",
    "Opportunity": "title kind open_to summary status reason groups partners facilitators commitment matching apply_by "
    "starts ends when prerequisites hours stipend cost travel contact url details",
    "Partner": "name short_name aliases kind summary relationship in_place offers last_contact url",
    "Offer": "title kind url format size accessible language",
    "LastContact": "date by",
    "NoSchool": "name starts ends",
    "Progress": "milestones findings stakeholders inquiry resources measures updates start_a_group reading "
    "data_collection feedback",
    "ProgressMilestone": "groups findings measures",
    "Finding": "need heard_from done_about_it",
    "Stakeholder": "name about asked heard changed",
    "InquiryEntry": "step date question finding decision stopped learned",
    "Resource": "title kind source sustained_until",
    "Measure": "title definition unit population cohort snapshot source counted_by out_of part_of parts figures "
    "adjustments",
    "Figure": "year count",
    "Update": "title school_year season published summary body",
    "FoundingStep": "title details decided_by",
    "Reading": "title author published why url",
    "Library": "difficult_questions claims glossary",
    "DifficultQuestion": "question short_answer answer basis sources links reviewed_by reviewed_on",
    "Link": "title url",
    "Claim": "claim citation kind strength limits url",
    "Term": "term expansion meaning aliases",
    "DataItem": "item why collected_how decided_with who_sees kept_how_long",
    "FeedbackWay": "title details contact anonymous read_by",
    "Settings": "name summary organization url repository branch folder uid_domain time_zone contact nondiscrimination "
    "working_toward stale_after_days cancelled_shown_days cancelled_style feed_past_days embed_hosts example",
    "Organization": "name short_name url",
    "Nondiscrimination": "statement approved_by review_by",
}


@cache
def public_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The names of the public fields of a model, in the order in which they are defined."""
    listed = {name for kind in model.__mro__ for name in PUBLIC.get(kind.__name__, "").split()}
    return tuple(name for name in model.model_fields if name in listed)
