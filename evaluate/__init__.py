"""Extractor -> predictions -> scores.

* ``predict``: an extractor's spans for a gold dataset's sentences
* ``predictions``: a predictions file, checked against the dataset
* ``counting``: matched, predicted and gold spans, by sentence and label
* ``referee``: the same spans as tags for seqeval, whose figures are the headline
* ``score``: the verb; ``result`` is what it returns, ``table`` how a terminal shows it
* ``cli``: ``goldspan evaluate``
"""
