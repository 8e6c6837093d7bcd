"""Measures of how far annotators agree, each by itself.

* ``shared``: the annotations that count, sentence by sentence and pair by pair
* ``matching``: spans of two annotators that match: strictly, overlapping, by boundaries
* ``alpha``: Krippendorff's unitised alpha
* ``gamma``: the gamma of Mathet, Widlöcher and Métivier, from ``alignment`` and ``chance``
* ``token_kappa``: Cohen's kappa on tokens, for comparison with papers that report it
* ``disagreements``: what annotators disagree on: missed, boundary, label
* ``accuracy``: an annotator against adjudicated gold, which is no agreement
"""
