"""Extractors: whatever finds spans in sentences.

* ``protocol``: what an extractor is
* ``claims``: what it answers, in its own units
* ``edge``: where answers become predictions, in code points and checked
* ``table``: the extractors there are, by name
* ``baseline``: rules and name lists, built in
"""

from goldspan.extractors.edge import predictions_of
from goldspan.extractors.protocol import Extractor
from goldspan.extractors.table import find_extractor

__all__ = ["Extractor", "find_extractor", "predictions_of"]
