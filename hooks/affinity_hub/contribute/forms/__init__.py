"""Proposing a change without git: forms on GitHub, and how their answers become lines in the data files.

`links` lead from the pages to the forms, `answers` reads what was filled in, `names` finds the record that is meant,
`single` checks each date and time by itself, `drafts` says which change, `lines` makes it in the text of a file, and
`apply` puts it all together and lets nothing through that damages a file. `in_fields` says what is wrong in the words
of the form.
"""

from typing import Final

FORMS: Final = ("add-event", "cancel-or-move", "new-group", "fix-a-mistake", "become-a-facilitator")
