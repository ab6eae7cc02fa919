"""What a change of the data changes for people: two folders of data, expanded, compared and told in plain words.

`dates` compares the dates of one event, `records` everything else, `report` tells it as a comment on GitHub.
"""

from .report import between, report

__all__ = ["between", "report"]
