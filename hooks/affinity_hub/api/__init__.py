"""The public data for other programs: `/api/hub.json`, described by a JSON Schema.

`hub` is the whole, `progress` and `library` are what those files say, `parts` splits what is too long for one file,
`shape` is what all published shapes have in common.
"""

from .document import files

__all__ = ["files"]
