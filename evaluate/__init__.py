"""Extractor -> predictions -> scores.

* ``predict``: an extractor's spans for a gold dataset's sentences
* ``inputs``: from files to a ``case``: a ``corpus`` (read by ``goldfile``) and what was
  ``predicted`` for it (read by ``predictions``); ``texts`` says what the texts tell of spans
* ``arrays``, ``matching``, ``counting``: spans as columns of numbers, matched and counted
* ``figures``, ``slices``: counts to figures with intervals, overall, by label and by part
* ``overlaps``, ``errors``, ``semeval``, ``strings``, ``anatomy_report``: what went wrong
* ``referee``: the same spans as tags for seqeval, which must count the same
* ``scoring``: the verb; ``result`` is what it returns, ``table`` how a terminal shows it
* ``cli``: ``goldspan evaluate``
"""
