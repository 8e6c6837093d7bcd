"""A corpus, what one extractor said of it, and what is derived from both once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from goldspan.evaluate.arrays import Flags
from goldspan.evaluate.arrow import all_equal, taken, whole
from goldspan.evaluate.corpus import Corpus
from goldspan.evaluate.errors import Anatomy, anatomy
from goldspan.evaluate.matching import Matching, match
from goldspan.evaluate.predicted import Fault, Predicted
from goldspan.evaluate.texts import OutsideText, Scan, scan


@dataclass(frozen=True, eq=False)
class Case:
    """What is scored.

    Attributes:
        corpus: sentences and gold spans.
        predicted: predictions for them.
    """

    corpus: Corpus
    predicted: Predicted

    @cached_property
    def matching(self) -> Matching:
        """Which prediction is which gold span."""
        return match(self.corpus.spans, self.predicted.spans)

    @cached_property
    def anatomy(self) -> Anatomy:
        """What became of each span."""
        return anatomy(self.matching, None if self.glued is None else self.glued[0])

    @cached_property
    def scan(self) -> Scan | None:
        """What the texts say of gold spans and of located predictions; None without texts.

        Raises:
            Fault: a prediction doesn't lie inside its text, or quotes something else.
            OutsideText: a gold span doesn't.
        """
        if self.corpus.texts is None:
            return None
        spans = self.predicted.spans
        others = spans.take(self.others)
        try:
            found = scan(self.corpus.texts, [self.corpus.spans, others])
        except OutsideText as error:
            if error.side == 0:
                raise
            raise Fault("a prediction doesn't lie inside its text") from None
        self._check_quotes(found)
        return found

    @cached_property
    def others(self) -> Flags:
        """Which predictions are in the text, but match no gold span."""
        return self.predicted.spans.located & ~self.matching.is_matched

    @cached_property
    def glued(self) -> tuple[Flags, Flags] | None:
        """Which gold spans and which predictions touch further letters."""
        if self.scan is None:
            return None
        gold, others = self.scan.sides
        predicted = np.zeros(len(self.predicted.spans), dtype=bool)
        predicted[self.others] = others.glued
        hits = self.matching.is_matched
        predicted[hits] = gold.glued[self.matching.gold_of[hits]]
        return gold.glued, predicted

    def _check_quotes(self, found: Scan) -> None:
        if self.predicted.quotes is None:
            return
        import pyarrow

        gold, others = found.sides
        where = np.flatnonzero(self.others)
        hits = np.flatnonzero(self.matching.is_matched)
        here = pyarrow.concat_arrays(
            [
                whole(others.strings),
                taken(whole(gold.strings), self.matching.gold_of[hits]),
            ]
        )
        said = taken(self.predicted.quotes, np.concatenate([where, hits]))
        if not all_equal(here, said):
            raise Fault("a prediction quotes something else than its offsets select")
