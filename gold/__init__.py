"""Annotations -> gold dataset.

* ``build``: the verb; ``read`` its inputs, ``count`` which annotations do, ``merge`` them sentence
  by sentence as the ``policy`` says, ``decide`` the gold, ``outcome`` and ``counts`` of it all
* ``agreement``: how far annotators agree, with its result, table and command line;
  ``measures`` are the measures, each by itself
* ``check``: the verb; ``checks`` is its table, ``finding`` what checks look at and give;
  ``check_spans``, ``check_strings`` (with ``occurrences``) and ``check_sets`` are the checks
* ``split`` (with ``assign``): what goes where; ``split_dataset`` is the verb, ``split_report`` and
  ``split_table`` describe it
* ``near_duplicates``: sentences that are the same but for noise
* ``write``: the dataset's folder, all or nothing
* ``parquet``: the dataset's tables
* ``card``: its README
* ``cli``: ``goldspan gold``
"""
