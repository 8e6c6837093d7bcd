"""Running an extractor over many sentences: retried, kept, accounted for.

* ``asking``: a batch of sentences, asked until each has an answer or has failed for good
* ``patience``: how often and after how long to ask again
* ``cache``: answers kept on disk, by text and extractor
* ``threads``: work done by several threads
* ``running``: all sentences, in batches, by several threads where that helps
* ``run``: the account of a run, written beside its predictions; ``told``: the same in words
* ``plan``: what a run would ask for
* ``summed``: the account of a run in several processes
"""

from goldspan.predicting.asking import Asked, ask
from goldspan.predicting.cache import Cache, open_cache
from goldspan.predicting.patience import Patience
from goldspan.predicting.running import Predicted, Settings, predict

__all__ = ["Asked", "Cache", "Patience", "Predicted", "Settings", "ask", "open_cache", "predict"]
