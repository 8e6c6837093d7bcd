"""Extractors: whatever finds spans in sentences.

* ``protocol``: what an extractor is
* ``baseline``: rules and name lists, built in
"""

from goldspan.extractors.protocol import Extractor, find_extractor

__all__ = ["Extractor", "find_extractor"]
