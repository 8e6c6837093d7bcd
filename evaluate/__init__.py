"""Extractor -> predictions -> scores.

* ``predict``: an extractor's spans for a gold dataset's sentences
* ``inputs``: from files to a ``case``: a ``corpus`` (read by ``goldfile``) and what was
  ``predicted`` for it (read by ``predictions``); ``stored`` reads some rows at a time, ``scan``
  says what the ``texts`` tell of spans (with ``letters``), ``arrow`` hands Arrow's columns to numpy
* ``arrays``, ``matching``, ``counting``: spans as columns of numbers, matched and counted
* ``figures``, ``slices``: counts to figures with intervals, overall, by label and by part
* ``overlaps``, ``errors``, ``semeval``, ``strings``, ``anatomy_counts``, ``examples``: what went
  wrong; ``anatomy_report`` says it
* ``tally``: all that a report's figures come from; those of parts of a corpus add up
* ``referee``: the same spans as tags for seqeval, which must count the same
* ``scoring``: the verb; ``result`` (with ``result_errors``) is what it returns, ``table`` how a
  terminal shows it
* ``tags`` (of the ``same_tokens``), ``shown_tags``, ``layers``, ``judge``: tags in, and tags for
  seqeval
* ``compare`` (of each ``contestant``), ``comparison``, ``pairing``, ``randomisation``: several
  systems
* ``gate``, ``junit``: yes or no, for continuous integration
* ``thresholds`` (a ``curve``), ``shown_report`` (``shown``): what a report that people look at has
  besides; ``report``: its pages; ``history``: past scores
* ``score_files``, ``score_tags``, ``compare_files``: the verbs for files; ``library``: score what a
  program has in hand
* ``cluster``: score and predict on many machines
* ``cli``, ``compare_cli``, ``report_cli``: ``goldspan evaluate``; ``shell`` is what they share
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goldspan.evaluate.library import score as score

__all__ = ["score"]


def __getattr__(name: str) -> object:
    """Import `score` only when it is wanted: numpy and Arrow come with it."""
    if name == "score":
        from goldspan.evaluate.library import score

        return score
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
