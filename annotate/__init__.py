"""Sentences -> Label Studio -> annotations.

* ``sources``: sentences from text, JSON Lines, CSV and Hugging Face datasets
* ``segment``: sentences from articles that have none yet
* ``server``: a checked connection to Label Studio, its errors in plain sentences
* ``present``: the tasks a project holds, by sentence
* ``journal``: whether the last push is known to have arrived
* ``sending``: new tasks, each once whatever interrupts it
* ``project``: the project, made from the guidelines
* ``tasks``: a sentence as a Label Studio task, with its context and suggestions
* ``push``, ``pull``: the two verbs
* ``store``: everything that was ever pulled, kept
* ``reader``: exported tasks as annotation records
* ``adjudicate``: disagreements to adjudicators, with a ``marks_table`` of who marked what;
  ``decisions``: what they decided
* ``quiz``: a qualification quiz from the guidelines, and its grades
* ``results``: what Label Studio stored of an annotation, checked span by span
* ``status``: how far a project is
* ``cli``: ``goldspan annotate``
"""
