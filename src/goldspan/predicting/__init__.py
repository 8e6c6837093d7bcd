"""Running an extractor over many sentences: retried, kept, accounted for.

* ``asking``: a batch of sentences, asked until each has an answer or has failed for good
* ``patience``: how often and after how long to ask again
* ``cache``: answers kept on disk, by text and extractor
* ``running``: all sentences, in batches, by several threads where that helps
* ``run``: the account of a run, written beside its predictions
"""

from goldspan.predicting.asking import Asked, ask
from goldspan.predicting.cache import Cache, open_cache
from goldspan.predicting.patience import Patience
from goldspan.predicting.running import Predicted, predict

__all__ = ["Asked", "Cache", "Patience", "Predicted", "ask", "open_cache", "predict"]
