"""The public data for other programs: `/api/hub.json`, described by a JSON Schema.

Takes views and returns artifacts. `document` is the whole document, `events` has its events, `progress` and `library`
have the lists of the data files with these names, and `model` has the base of all published models. Nothing private
reaches this package, because views have no private fields.
"""

from .document import files

__all__ = ["files"]
