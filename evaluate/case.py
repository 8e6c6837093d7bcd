"""A corpus, what one extractor said of it, and what is derived from both once."""

from functools import cached_property

import numpy as np
from msgspec import Struct

from goldspan.evaluate.arrays import Flags
from goldspan.evaluate.arrow import all_equal, taken
from goldspan.evaluate.corpus import Corpus
from goldspan.evaluate.counting import Counter
from goldspan.evaluate.errors import Anatomy, anatomy
from goldspan.evaluate.matching import Matching, match
from goldspan.evaluate.predicted import Fault, Predicted
from goldspan.evaluate.scan import OutsideText, Scan, Side, scan
from goldspan.evaluate.strings import Mentions, Seen, seen_mentions


class Case(Struct, frozen=True, eq=False, dict=True):
    """What is scored.

    Attributes:
        corpus: sentences and gold spans.
        predicted: predictions for them.
        train: the mentions of gold in the train split, where another one is scored.
    """

    corpus: Corpus
    predicted: Predicted
    train: Mentions | None = None

    @cached_property
    def matching(self) -> Matching:
        """Which prediction is which gold span."""
        return match(self.corpus.spans, self.predicted.spans)

    @cached_property
    def counter(self) -> Counter:
        """Counts the spans by document and whatever groups them."""
        return Counter(self.matching, self.corpus.document.codes, self.corpus.documents)

    @cached_property
    def anatomy(self) -> Anatomy:
        """What became of each span."""
        return anatomy(self.matching, None if self.glued is None else self.glued[0])

    @cached_property
    def scan(self) -> Scan | None:
        """What the texts say of gold spans and of located predictions; None without texts.

        Of gold spans that were found the strings are looked up only where they are compared.

        Raises:
            Fault: a prediction doesn't lie inside its text, or quotes something else.
            OutsideText: a gold span doesn't.
        """
        if self.corpus.texts is None:
            return None
        compared = self.predicted.quotes is not None or self.train is not None
        gold = Side(self.corpus.spans, None if compared else ~self.matching.is_found)
        others = Side(self.predicted.spans.take(self.others))
        try:
            found = scan(self.corpus.texts.chunks(), [gold, others])
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
        """Which gold spans and which unmatched predictions touch further letters."""
        if self.scan is None:
            return None
        gold, others = self.scan.sides
        return gold.glued, self._of_unmatched(others.glued)

    @cached_property
    def seen(self) -> Seen | None:
        """Which gold spans and which unmatched predictions the train split holds, too."""
        if self.scan is None or self.train is None:
            return None
        gold, others = (
            seen_mentions(self.train, side.strings, side.spans.label, self.corpus.labels)
            for side in self.scan.sides
        )
        return Seen(gold, self._of_unmatched(others))

    def _of_unmatched(self, others: Flags) -> Flags:
        """What holds for each unmatched prediction; for none that isn't in the text."""
        is_other = self.others[self.matching.unmatched]
        found: Flags = np.zeros(len(is_other), dtype=bool)
        found[is_other] = others
        return found

    def _check_quotes(self, found: Scan) -> None:
        if self.predicted.quotes is None:
            return
        import pyarrow

        gold, others = found.sides
        where = np.flatnonzero(self.others)
        hits = np.flatnonzero(self.matching.is_matched)
        here = pyarrow.concat_arrays(
            [
                others.strings_of(np.arange(len(where))),
                gold.strings_of(self.matching.gold_of[hits]),
            ]
        )
        said = taken(self.predicted.quotes, np.concatenate([where, hits]))
        if not all_equal(here, said):
            raise Fault("a prediction quotes something else than its offsets select")
