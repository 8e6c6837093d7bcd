"""What annotators disagree on, span by span.

Spans that both annotators have can differ in their attributes only. The others are paired where
they overlap, one to one, so that the pairs are as alike as can be in sum (an optimal assignment,
by Kuhn and Munkres): alike is the share of code points two spans have in common, and one more where
the label is the same. A pair with the same boundaries differs in its label, one with the same label
in its boundaries; any other pair differs in both. A span left without a partner was missed by the
other annotator.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from goldspan.agreement.disagreements import DisagreementGroup, Disagreements, MarkedText
from goldspan.disagreements import Kind, SpanDisagreement
from goldspan.gold.measures.shared import Pair
from goldspan.spans import Span, quoted

_EXAMPLES = 5
_TIE = 1e-9

_Partners = tuple[Span | None, Span | None]
"""A span of the first annotator and one of the second that stands for the same mention."""


def find_disagreements(pairs: Iterable[Pair]) -> list[SpanDisagreement]:
    """Every disagreement of every two annotators of a sentence, in the order of the pairs."""
    return [found for pair in pairs for found in _of_pair(pair)]


def group_disagreements(disagreements: Iterable[SpanDisagreement]) -> Disagreements:
    """Disagreements on the same strings with the same labels together, the most frequent first."""
    kinds: Counter[str] = Counter()
    sentences: dict[tuple[Kind, tuple[MarkedText, ...]], list[str]] = {}
    for found in disagreements:
        kinds[found.kind] += 1
        marked = sorted(_marked(span, found.kind) for span in found.spans)
        sentences.setdefault((found.kind, tuple(marked)), []).append(found.sentence)
    groups = [
        DisagreementGroup(
            kind=kind,
            marked=list(marked),
            count=len(where),
            sentences=list(dict.fromkeys(where))[:_EXAMPLES],
        )
        for (kind, marked), where in sorted(
            sentences.items(), key=lambda item: (-len(item[1]), item[0])
        )
    ]
    return Disagreements(kinds=dict(sorted(kinds.items())), groups=groups)


def _marked(span: Span, kind: Kind) -> MarkedText:
    attributes = [f"{name}={value}" for name, value in sorted(span.attributes.items())]
    return MarkedText(span.text or "", span.label, tuple(attributes if kind == "attribute" else ()))


def _of_pair(pair: Pair) -> Iterator[SpanDisagreement]:
    first, second = pair
    if first.spans == second.spans:
        return
    ours = {span.key: span for span in first.spans}
    theirs = {span.key: span for span in second.spans}
    mine = [ours[key] for key in sorted(ours.keys() - theirs.keys())]
    yours = [theirs[key] for key in sorted(theirs.keys() - ours.keys())]
    both = [(ours[key], theirs[key]) for key in ours.keys() & theirs.keys()]
    differing = [(one, other) for one, other in both if one.attributes != other.attributes]
    for one, other in sorted([*_partners(mine, yours), *differing], key=_place):
        yield SpanDisagreement(
            sentence=first.sentence,
            doc=first.doc,
            lang=first.lang,
            section=first.section,
            kind=_kind(one, other),
            first=first.annotator,
            second=second.annotator,
            first_span=one and quoted(one, first.text),
            second_span=other and quoted(other, second.text),
        )


def _place(partners: _Partners) -> list[tuple[int, int, str]]:
    return [span.key for span in partners if span]


def _kind(one: Span | None, other: Span | None) -> Kind:
    if one is None or other is None:
        return "missed"
    if one.key == other.key:
        return "attribute"
    if one.label == other.label:
        return "boundary"
    if (one.start, one.end) == (other.start, other.end):
        return "label"
    return "boundary and label"


def _partners(mine: Sequence[Span], yours: Sequence[Span]) -> list[_Partners]:
    """The pairs, and the spans without a partner."""
    alike = {
        (row, column): likeness
        for row, one in enumerate(mine)
        for column, other in enumerate(yours)
        if (likeness := _likeness(one, other))
    }
    partners = dict(alike.keys())
    if not len(partners) == len(alike) == len(set(partners.values())):
        partners = _assign(alike, (len(mine), len(yours)))
    found: list[_Partners] = [
        (one, yours[partners[place]] if place in partners else None)
        for place, one in enumerate(mine)
    ]
    taken = set(partners.values())
    return found + [(None, other) for place, other in enumerate(yours) if place not in taken]


def _assign(alike: dict[tuple[int, int], float], shape: tuple[int, int]) -> dict[int, int]:
    """The partner of each of the first spans that gets one."""
    from scipy.optimize import linear_sum_assignment

    weights = np.zeros(shape)
    for (row, column), likeness in alike.items():
        # Of equally good assignments the one that pairs earlier spans, whoever's name is first.
        weights[row, column] = likeness - _TIE * (row + column)
    rows, columns = linear_sum_assignment(weights, maximize=True)
    chosen = zip(rows.tolist(), columns.tolist(), strict=True)
    return {row: column for row, column in chosen if (row, column) in alike}


def _likeness(one: Span, other: Span) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    if common <= 0:
        return 0.0
    either = max(one.end, other.end) - min(one.start, other.start)
    return common / either + (one.label == other.label)
