"""Whatever comes in, each annotation and each annotated span ends in exactly one place."""

from collections import Counter

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.adjudication import Adjudication
from goldspan.gold.building.counts import counts_of
from goldspan.gold.building.merge import Options, merge
from goldspan.gold.building.policy import Policy, dispute_of

from ..strategies import spans_on
from .test_merge import TEXT, said

ATTRIBUTES = st.sampled_from([{}, {}, {"noise": "mt"}, {"noise": "mt", "form": "demonym"}])
FLAGS = st.lists(st.sampled_from(["boilerplate", "garbled"]), max_size=1)
POLICIES = ["unanimous", "majority", "annotator:a"]


@st.composite
def marked(draw):
    """Spans of few kinds, so that annotators often agree."""
    spans = draw(st.one_of(spans_on(TEXT, max_size=2), spans_on(TEXT[:2], max_size=3)))
    return [msgspec.structs.replace(span, attributes=draw(ATTRIBUTES)) for span in spans]


@st.composite
def records(draw):
    """What several annotators and adjudicators said of a few sentences, at several times."""
    made = []
    for _ in range(draw(st.integers(0, 12))):
        record = said(
            draw(st.sampled_from("abcd")),
            *draw(marked()),
            index=draw(st.integers(0, 2)),
            status=draw(st.sampled_from(["submitted"] * 4 + ["skipped", "draft"])),
            updated_at=draw(st.sampled_from(["2026-01-01", "2026-01-02"])),
            flags=draw(FLAGS),
            stale=draw(st.sampled_from([False] * 5 + [True])),
        )
        made.append(record)
    for _ in range(draw(st.integers(0, 4))):
        index = draw(st.integers(0, 2))
        on = [r for r in made if r.index == index and not r.adjudication]
        on = draw(st.lists(st.sampled_from(on), unique_by=lambda r: r.annotator)) if on else []
        policy = Policy(draw(st.sampled_from(POLICIES)))
        if policy.annotator and all(r.annotator != policy.annotator for r in on):
            policy = Policy("unanimous")
        decision = said(
            draw(st.sampled_from("xy")),
            *draw(marked()),
            index=index,
            status=draw(st.sampled_from(["submitted"] * 4 + ["skipped", "draft"])),
            updated_at=draw(st.sampled_from(["2026-01-01", "2026-01-02"])),
            flags=draw(FLAGS),
        )
        dispute = dispute_of(decision.as_sentence, on, policy)
        named = draw(st.sampled_from([dispute, dispute, None, "nonsense"]))
        made.append(msgspec.structs.replace(decision, adjudication=Adjudication(dispute=named)))
    return made


options = st.builds(
    Options,
    policy=st.sampled_from(POLICIES).map(Policy),
    leave_out_skipped=st.booleans(),
    leave_out_flagged=st.sampled_from([frozenset(), frozenset(["garbled"])]),
)


def sentences_of(made):
    return {record.sentence: record.as_sentence for record in made if not record.stale}


def lines(made):
    return Counter(msgspec.json.encode(record) for record in made)


def marks_of(records):
    """Each span that an annotator marked in an annotation of a sentence."""
    return Counter(
        (record.sentence, record.annotator, span.key)
        for record in records
        if not record.adjudication
        for span in record.spans
    )


@settings(max_examples=500, deadline=None)
@given(records(), options, st.randoms())
def test_each_annotation_and_each_span_ends_in_exactly_one_place(made, options, random):
    result = merge(sentences_of(made), made, options)

    ended = [one for kept in result.gold for one in (*kept.annotations, *kept.adjudications)]
    ended += [one for o in result.disagreements for one in (*o.annotations, *o.adjudications)]
    ended += [left.annotation for left in result.left_out if left.annotation]
    assert lines(ended) == lines(made)

    ends = Counter()
    for kept in result.gold:
        gold = {span.key for span in kept.sentence.spans}
        in_gold = marks_of(kept.annotations)
        ends.update({mark: n for mark, n in in_gold.items() if mark[2] in gold})
        for span in kept.sentence.spans:
            assert span.votes == sum(mark[2] == span.key for mark in in_gold)
    for one in result.disagreements:
        found = one.disagreement
        for marked in (*found.agreed, *found.disputed, *found.outvoted):
            ends.update((found.sentence, name, marked.span.key) for name in marked.annotators)
    for left in result.left_out:
        if left.annotation:
            ends.update(marks_of([left.annotation]))
        if left.span:
            ends.update((left.sentence, name, left.span.key) for name in left.annotators)
    assert ends == marks_of(made)

    shuffled = random.sample(made, len(made))
    assert merge(sentences_of(shuffled), shuffled, options) == result


@settings(max_examples=300, deadline=None)
@given(records(), options)
def test_the_counts_add_up(made, options):
    known = sentences_of(made)
    counts = counts_of(merge(known, made, options), made, len(known))
    for what in ("annotations", "adjudications", "sentences", "annotated_spans"):
        parts = sum(count for name, count in counts.items() if name.startswith(f"{what}_"))
        assert counts[what] == parts, what
    assert counts["spans"] == sum(n for name, n in counts.items() if name.startswith("spans_"))
