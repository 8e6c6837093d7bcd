"""Annotations -> gold dataset.

* ``merge``: several annotators' annotations as one, where they agree
* ``build``: the verb
* ``agreement``: how far annotators agree, and its table
* ``write``: the dataset's folder, all or nothing
* ``parquet``: the dataset's tables
* ``card``: its README
* ``cli``: ``goldspan gold``
"""
