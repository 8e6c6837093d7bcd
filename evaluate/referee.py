"""seqeval as the referee: it counts the same spans, and must say the same to the last digit.

It is shown the spans as tags, in layers (see `layers`), or the very tags that were given. Beyond
20,000 sentences it sees a random sample of documents, unless it is to see all.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

from goldspan.counts import F1, PRECISION, RECALL, SUPPORT, Counts, figures
from goldspan.errors import RefereeError
from goldspan.evaluate.arrays import Flags, Numbers
from goldspan.evaluate.case import Case
from goldspan.evaluate.judge import (
    JudgeMode,
    Tags,
    Verdict,
    judge,
    nothing,
    safe_names,
    seqeval_version,
)
from goldspan.evaluate.layers import UNIT, sequences_of
from goldspan.evaluate.result import Referee
from goldspan.resampling import SEED

Extent = Literal["full", "sample", "off"]

FULL_UP_TO = 20_000
"""Up to so many sentences seqeval sees all of them by default."""


class Shown(NamedTuple):
    """What seqeval is shown, and how it is to read it.

    Attributes:
        tags: the tags of gold and of predictions for some sentences.
        mode: strict or default.
        scheme: a scheme of seqeval.
        unit: what a tag stands for, for the report.
    """

    tags: Callable[[Numbers], tuple[Tags, Tags]]
    mode: JudgeMode
    scheme: str
    unit: str


def layered(case: Case, mode: JudgeMode = "strict") -> Shown:
    """The spans in layers, as IOB2; well formed, so that both modes read them alike."""
    return Shown(lambda rows: sequences_of(case, rows), mode, "IOB2", UNIT)


class Drawn(NamedTuple):
    """The documents that seqeval sees."""

    documents: Flags
    extent: Extent


def referee(case: Case, extent: Extent | None = None, shown: Shown | None = None) -> Referee:
    """Let seqeval count, and compare.

    Args:
        case: what is scored.
        extent: full, sample or off; None: full up to 20,000 sentences, else a sample.
        shown: what seqeval is shown; None: the spans in layers, to be read as strict IOB2.

    Raises:
        RefereeError: seqeval counts otherwise; the message shows the first such sentence.
    """
    document = case.corpus.document.codes
    drawn = draw(np.bincount(document, minlength=case.corpus.documents), extent)
    sentences = np.flatnonzero(drawn.documents[document])
    shown = shown or layered(case)
    sequences = 0
    if drawn.extent != "off":
        y_true, y_pred = shown.tags(sentences)
        sequences = len(y_true)
        verdict = judge(y_true, y_pred, shown.mode, shown.scheme)
        if difference := _difference(case, _counts(case, sentences), verdict):
            raise _disagreement(case, sentences, shown, difference)
    return judged(drawn, len(sentences), sequences, shown)


def referee_of_part(case: Case, drawn: Drawn, shown: Shown) -> tuple[int, int]:
    """Let seqeval count a part of what was drawn from a corpus.

    With one more match of each label no count of the part can hide behind a figure that is 0; where
    the counts of all parts are equal, so are those of the whole, and its figures.

    Returns:
        How many sentences it saw, and how many sequences.

    Raises:
        RefereeError: seqeval counts otherwise; the message shows the first such sentence.
    """
    sentences = np.flatnonzero(drawn.documents[case.corpus.document.codes])
    if not len(sentences):
        return 0, 0
    y_true, y_pred = shown.tags(sentences)
    if difference := _difference_in(case, sentences, shown, (y_true, y_pred)):
        raise _disagreement(case, sentences, shown, difference)
    return len(sentences), len(y_true)


def judged(drawn: Drawn, sentences: int, sequences: int, shown: Shown) -> Referee:
    """What a report says of a referee that counts the same."""
    return Referee(
        name="seqeval",
        version=None if drawn.extent == "off" else seqeval_version(),
        mode=shown.mode,
        scheme=shown.scheme,
        unit=shown.unit,
        extent=drawn.extent,
        documents=int(drawn.documents.sum()),
        sentences=sentences,
        sequences=sequences,
        agrees=None if drawn.extent == "off" else True,
    )


def draw(sizes: Numbers, extent: Extent | None) -> Drawn:
    """Which documents seqeval is to see.

    Args:
        sizes: the sentences of each document.
        extent: as for `referee`.
    """
    wanted = np.zeros(len(sizes), dtype=bool)
    if extent == "off":
        return Drawn(wanted, "off")
    if extent == "full" or int(sizes.sum()) <= FULL_UP_TO:
        return Drawn(~wanted, "full")
    order = np.random.default_rng(SEED).permutation(len(sizes))
    wanted[order[: max(1, int((np.cumsum(sizes[order]) <= FULL_UP_TO).sum()))]] = True
    return Drawn(wanted, "sample")


def _counts(case: Case, sentences: Numbers) -> Counts:
    """Goldspan's own counts in some sentences: all labels together, then each."""
    wanted = np.zeros(len(case.corpus), dtype=bool)
    wanted[sentences] = True
    matching = case.matching
    gold, predicted = matching.gold, matching.predicted
    sides = (
        predicted.label[wanted[predicted.sentence] & matching.is_matched],
        predicted.label[wanted[predicted.sentence]],
        gold.label[wanted[gold.sentence]],
    )
    labels = len(case.corpus.labels)
    by_label = np.stack([np.bincount(side, minlength=labels) for side in sides], axis=1)
    return np.concatenate([by_label.sum(axis=0, keepdims=True), by_label])


def _difference(case: Case, counts: Counts, verdict: Verdict) -> str | None:
    """The first figure that differs in any digit, in words."""
    labels = case.corpus.labels
    names = ["overall", *labels]
    of_labels = [verdict.labels.get(name, nothing()) for name in safe_names(labels)]
    judged = [verdict.overall, *of_labels]
    for name, total, value, theirs in zip(names, counts, figures(counts), judged, strict=True):
        ours = {
            "precision": float(value[PRECISION]),
            "recall": float(value[RECALL]),
            "f1": float(value[F1]),
            "support": float(total[SUPPORT]),
        }
        for key, figure in theirs.items():
            if ours[key] != figure:
                return (
                    f"{name}: {key} is {ours[key]!r} by goldspan's count and {figure!r} by"
                    " seqeval's"
                )
    return None


def _disagreement(case: Case, sentences: Numbers, shown: Shown, difference: str) -> RefereeError:
    """The refusal to report a figure that differs from seqeval's in any digit."""
    message = f"{difference}; this is a fault of goldspan, please report it with both files."
    for sentence in sentences.tolist():
        one = np.array([sentence])
        if there := _difference_in(case, one, shown, shown.tags(one)):
            text = case.corpus.texts_of([sentence]).get(sentence)
            message += (
                f" First in sentence {case.corpus.ids[sentence].as_py()}:"
                f" {text!r}: with one more match of each label, {there}."
            )
            break
    return RefereeError(message)


def _difference_in(
    case: Case, sentences: Numbers, shown: Shown, tags: tuple[Tags, Tags]
) -> str | None:
    """What differs in some sentences.

    A match of each label is added on both sides: without any match, precision is 0 however many
    spans are predicted.
    """
    y_true, y_pred = tags
    single = {"IOB1": "I", "IOBES": "S", "BILOU": "U"}.get(shown.scheme, "B")
    matches = [[f"{single}-{name}"] for name in safe_names(case.corpus.labels)]
    verdict = judge([*y_true, *matches], [*y_pred, *matches], shown.mode, shown.scheme)
    counts = _counts(case, sentences) + 1
    counts[0] += len(matches) - 1
    return _difference(case, counts, verdict)
