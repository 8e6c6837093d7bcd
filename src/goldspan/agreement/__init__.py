"""How far annotators agree, as one stage writes it down and others read it.

* ``result``: a whole measurement, what its JSON holds and where
* ``spans``: F1 between annotators, and looser measures beside it
* ``corrected``: agreement corrected for chance: alpha, gamma, token kappa
* ``disagreements``: what annotators disagree on
* ``accuracy``: annotators against adjudicated spans, which is no agreement
"""
