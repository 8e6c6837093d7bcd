"""Annotations -> gold dataset.

The verbs: ``build``, ``agreement``, ``check``, ``split``, ``export``, ``diff``, ``publish`` and
``restore``. What each rests on:

* ``building``: the policy, and what it decides sentence by sentence
* ``measures``: of agreement, each by itself
* ``checks``: what a sound dataset doesn't have
* ``splits``: near duplicates, and what goes where
* ``exports``: other formats
* ``differences``: between two versions
* ``release``: what is published
* ``read``, ``write``, ``parquet``, ``card``: the files that go in, the folder that comes out
* ``commands``, ``cli``: ``goldspan gold``
"""
