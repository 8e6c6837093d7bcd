"""Measures of how far annotators agree, each by itself.

* ``shared``: the annotations that count, sentence by sentence and pair by pair
* ``matching``: spans of two annotators that match: strictly, overlapping, by boundaries
* ``slices``: all figures on matches, slice by slice, with their intervals
* ``alpha``: Krippendorff's unitised alpha
* ``gamma``: the gamma of Mathet, Widlöcher and Métivier, from ``alignment`` and ``chance``
* ``corrected``: the intervals of these two
* ``token_kappa``: Cohen's kappa on tokens, for comparison with papers that report it
* ``disagreements``: what annotators disagree on: missed, boundary, label
* ``accuracy``: an annotator against adjudicated gold, which is no agreement
"""
