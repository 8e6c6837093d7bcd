"""The names of the criteria by which sentences are chosen, and of what is said of them."""

from typing import Literal

Criterion = Literal["disagreement", "doubt", "strings", "novelty"]
CRITERIA: tuple[Criterion, ...] = ("disagreement", "doubt", "strings", "novelty")

Measure = Literal["entropy", "f1"]
"""Of disagreement: vote entropy in bits, or one minus the mean F1 of pairs."""

Confidence = Literal["min", "mean"]
"""Of a sentence: that of its least sure span, or of the mean span."""

SELECTED, SELECTION = "selected", "selection"
"""Fields of a chosen sentence's ``meta``: by score or by lot; and the reasons, which name what
extractors take for mentions, so that annotators mustn't see them."""
