"""The public data for other programs: `/api/hub.json`, described by a JSON Schema.

In come views. Out come artifacts. `document` is the whole; `progress` and `library` are the lists of those data files;
`shape` is common to all published shapes. Nothing private gets here, because views have no private fields.
"""

from .document import files

__all__ = ["files"]
