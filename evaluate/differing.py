"""What systems say differently, span by span, and the sentences they differ in."""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from goldspan.evaluate.arrays import Flags, Numbers, Spans, joined, keys_of
from goldspan.evaluate.case import Case
from goldspan.evaluate.comparison import Alone, Differing, DifferingSentence, PlainSpan
from goldspan.evaluate.shown_report import groups_of, spread, that_fit

MOST_SENTENCES = 1000
MOST_CHARACTERS = 1_000_000


class Said:
    """Every distinct span that gold or a system has, and who has it.

    A system has a span that at least half of its runs have. Of equal claims in a sentence that
    aren't in the text there is one.

    Attributes:
        spans: in order.
        is_gold: which of them gold has.
        has: which of them each system has: (spans, systems).
    """

    def __init__(self, systems: Sequence[Sequence[Case]]) -> None:
        """Lay the spans of all runs side by side.

        Args:
            systems: the runs of each; all are about one corpus.
        """
        self.case = systems[0][0]
        runs = [(number, run) for number, cases in enumerate(systems) for run in cases]
        sides = [self.case.matching.gold, *(run.matching.predicted for _, run in runs)]
        every = reduce(joined, sides)
        _, first, inverse = np.unique(keys_of(every), return_index=True, return_inverse=True)
        self.spans: Spans = every.take(first)
        shares = np.zeros((len(first), len(systems)))
        ends = np.cumsum([len(side) for side in sides])
        self.is_gold: Flags = np.zeros(len(first), dtype=bool)
        self.is_gold[inverse[: ends[0]]] = True
        for (number, _), begin, end in zip(runs, ends[:-1], ends[1:], strict=True):
            shares[np.unique(inverse[begin:end]), number] += 1 / len(systems[number])
        self.has: Flags = shares >= 0.5 - 1e-9
        self._systems = systems

    def spurious(self, first: int, second: int) -> Alone:
        """The predictions of two systems that aren't gold, by who made them."""
        one, other = (self.has[:, number] & ~self.is_gold for number in (first, second))
        return Alone(
            both=int((one & other).sum()),
            only_first=int((one & ~other).sum()),
            only_second=int((other & ~one).sum()),
        )

    def sentences_apart(self, first: int, second: int) -> int:
        """In how many sentences two systems say different things."""
        apart = self.has[:, first] != self.has[:, second]
        return len(np.unique(self.spans.sentence[apart]))

    def differing(self, slices: Sequence[tuple[str, str]]) -> Differing:
        """The sentences in which any two systems say different things, as far as they fit.

        Args:
            slices: the groups that the sentences name.
        """
        apart = self.has.any(axis=1) & ~self.has.all(axis=1)
        rows: Numbers = np.unique(self.spans.sentence[apart]).astype(np.int64)
        chosen = that_fit(self.case, spread(rows, MOST_SENTENCES), MOST_CHARACTERS)
        members = [groups_of(runs[0], slices, chosen) for runs in self._systems]
        corpus = self.case.corpus
        texts = corpus.texts_of(chosen.tolist())
        return Differing(
            count=len(rows),
            slices=list(slices),
            shown=[
                DifferingSentence(
                    id=corpus.ids[sentence].as_py(),
                    doc=corpus.document.names[corpus.document.codes[sentence]],
                    text=texts.get(sentence),
                    gold=self._spans(sentence, self.is_gold),
                    systems=[self._spans(sentence, has) for has in self.has.T],
                    slices=sorted(set().union(*(found[sentence] for found in members))),
                )
                for sentence in chosen.tolist()
            ],
        )

    def _spans(self, sentence: int, which: Flags) -> list[PlainSpan]:
        rows = self.spans.rows_of(sentence, sentence + 1)
        labels = self.case.corpus.labels
        return [
            PlainSpan(
                start=int(self.spans.start[row]),
                end=int(self.spans.end[row]),
                label=labels[self.spans.label[row]],
            )
            for row in range(rows.start, rows.stop)
            if which[row]
        ]
