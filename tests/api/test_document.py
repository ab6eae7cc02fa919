"""The keys of each record in `/api/hub.json`, and the keys that it leaves out."""

from __future__ import annotations

import pytest
from affinity_hub.api import document
from affinity_hub.api.document import ApiFacilitator, ApiGroup, ApiOpportunity, ApiPartner
from affinity_hub.api.events import ApiEvent
from affinity_hub.api.model import ApiModel
from affinity_hub.schema import Event, Facilitator, Group, Opportunity, Partner, Record
from affinity_hub.schema.record import public_fields

# hub.json has these keys for no record: they are for people who edit the data, and decide which records are listed.
FOR_EDITORS = {"added_on", "draft", "hidden", "was"}
# The dates of an event are in `coming`, and its last day to sign up is in `sign_up_by`.
IN_OTHER_WORDS = {"changes", "ends", "no_school", "registration", "rrule", "skip", "starts", "times", "until", "zone"}
LEFT_OUT: list[tuple[type[Record], type[ApiModel], set[str]]] = [
    (Event, ApiEvent, IN_OTHER_WORDS | {"facilitators", "last_confirmed", "reason"}),
    (Group, ApiGroup, {"calendar_title", "confidentiality", "inquiry", "join", "milestones"}),
    (Opportunity, ApiOpportunity, {"details", "reason"}),
    (Partner, ApiPartner, {"aliases", "in_place", "last_confirmed", "last_contact", "offers", "relationship"}),
    (Facilitator, ApiFacilitator, {"last_confirmed", "vacancy"}),
]


def test_the_schema_is_the_output_of_make_docs() -> None:
    assert document.SCHEMA_FILE.read_bytes() == document.schema(), "run:  make docs"


@pytest.mark.parametrize("record, shape, left_out", LEFT_OUT)
def test_each_public_key_is_in_hub_json_or_left_out_on_purpose(
    record: type[Record], shape: type[ApiModel], left_out: set[str]
) -> None:
    missing = set(public_fields(record)) - set(shape.model_fields) - FOR_EDITORS
    assert missing == left_out, "add the key to the shape in api/document.py or api/events.py, or to LEFT_OUT here"
