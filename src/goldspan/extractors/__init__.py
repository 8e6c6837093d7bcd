"""Extractors: whatever finds spans in sentences.

* ``protocol``: what an extractor is
* ``claims``: what it answers, in its own units
* ``edge``: where answers become predictions, in code points and checked
* ``label_map``: an extractor's labels in the words of the guidelines
* ``kinds``: kinds of extractors, with their options
* ``table``: the extractors there are, by name
* ``baseline``: rules and name lists, built in
"""

from goldspan.extractors.claims import Answer, Claim, Offsets, Usage
from goldspan.extractors.edge import predictions_of
from goldspan.extractors.kinds import Kind, Task
from goldspan.extractors.label_map import read_label_map
from goldspan.extractors.protocol import Extractor
from goldspan.extractors.table import find_extractor

__all__ = [
    "Answer",
    "Claim",
    "Extractor",
    "Kind",
    "Offsets",
    "Task",
    "Usage",
    "find_extractor",
    "predictions_of",
    "read_label_map",
]
