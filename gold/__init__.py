"""Annotations -> gold dataset.

* ``merge``: several annotators' annotations as one, where they agree
* ``build``: the verb
* ``parquet``: the dataset's tables
* ``card``: its README
* ``cli``: ``goldspan gold``
"""
