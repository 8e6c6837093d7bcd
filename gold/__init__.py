"""Annotations -> gold dataset.

* ``merge``: several annotators' annotations as one, where they agree
* ``build``: the verb
* ``agreement``: how far annotators agree, and its table
* ``parquet``: the dataset's tables
* ``card``: its README
* ``cli``: ``goldspan gold``
"""
