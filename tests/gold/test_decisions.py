"""Adjudicators' decisions: when they hold, and what becomes of what they decide."""

from goldspan.adjudication import Decision
from goldspan.gold.building.counts import counts_of
from goldspan.gold.building.merge import merge

from .test_merge import DEMONYM, PUTIN, VIETNAM, decided, gold_of, merged, open_of, said, texts

A, B = said("a", PUTIN, VIETNAM), said("b", VIETNAM)
LATE = said("c", PUTIN)


def spans(gold):
    return [(s.text, s.origin, s.votes, s.annotators, s.adjudicator) for s in gold.spans]


def reasons(result):
    return [left.reason for left in result.left_out]


def dispute(*records, **options):
    return open_of(*records, **options).dispute


def test_a_decision_makes_gold_and_agreed_spans_stay_agreed():
    verdicts = [Decision(PUTIN, "missed"), Decision(VIETNAM, "right")]
    decision = decided("x", PUTIN, VIETNAM, dispute=dispute(A, B), decisions=verdicts)
    gold = gold_of(A, B, decision)
    assert spans(gold) == [
        ("Putin", "adjudicated", 1, 2, "x"),
        ("Vietnam", "agreed", 2, 2, None),
    ]
    assert [span.verdict for span in gold.spans] == ["missed", None]
    assert gold.adjudicators == ["x"]


def test_what_is_decided_against_is_left_out_with_the_reason():
    decision = decided("x", decisions=[Decision(PUTIN, "spurious")], dispute=dispute(A, B))
    result = merged(A, B, decision)
    assert [(r.reason, r.span, r.annotators, r.verdict) for r in result.left_out] == [
        ("not adjudicated in", VIETNAM, ["a", "b"], None),
        ("not adjudicated in", PUTIN, ["a"], "spurious"),
    ]
    assert result.gold[0].sentence.spans == []


def test_what_a_majority_outvotes_is_outvoted_beside_a_decision_too():
    records = A, B, said("c", VIETNAM)
    result = merged(*records, decided("x", VIETNAM), policy="majority")
    assert [(left.reason, left.span) for left in result.left_out] == [("outvoted", PUTIN)]


def test_a_decision_on_a_sentence_that_is_gone_is_stale():
    decision = decided("x", PUTIN)
    assert [(left.reason, left.sentence) for left in merge({}, [A, decision]).left_out] == [
        ("stale", "d#0"),
        ("stale", "d#0"),
    ]


def test_a_span_that_nobody_had_marked_can_be_decided_in():
    new = decided("x", VIETNAM, DEMONYM.__class__(start=0, end=15, label="LEADER"))
    assert ("President Putin", "adjudicated", 0, 2, "x") in spans(gold_of(A, B, new))


def test_attributes_decided_otherwise_are_adjudicated():
    [span] = gold_of(said("a", VIETNAM), said("b", VIETNAM), decided("x", DEMONYM)).spans
    assert (span.attributes, span.origin, span.votes) == ({"form": "demonym"}, "adjudicated", 2)


def test_the_deciding_adjudicators_flags_are_golds():
    records = said("a", PUTIN, flags=["garbled"]), said("b", flags=["unsure"])
    assert gold_of(*records, decided("x", PUTIN, flags=["boilerplate"])).flags == ["boilerplate"]


def test_a_dispute_keeps_its_name_so_that_decisions_of_earlier_versions_hold():
    assert dispute(A, B) == "unanimous:89f5e897fa03a0f3"
    assert dispute(A, B, policy="majority") == "majority:89f5e897fa03a0f3"


def test_a_late_annotation_that_changes_what_is_agreed_makes_it_disputed_again():
    decision = decided("x", PUTIN, VIETNAM, dispute=dispute(A, B))
    result = merged(A, B, LATE, decision)
    [waiting] = result.disagreements
    assert waiting.disagreement.reason == "decided on other annotations"
    assert waiting.disagreement.dispute != decision.adjudication.dispute
    assert texts(waiting.disagreement.disputed) == [("Putin", ["a", "c"]), ("Vietnam", ["a", "b"])]
    assert reasons(result) == ["outdated"]
    again = decided("x", PUTIN, dispute=waiting.disagreement.dispute, updated_at="2026-01-02")
    result = merged(A, B, LATE, decision, again)
    assert spans(result.gold[0].sentence) == [("Putin", "adjudicated", 2, 3, "x")]
    assert reasons(result) == ["outdated", "not adjudicated in"]


def test_a_late_annotation_that_changes_nothing_leaves_it_decided():
    decision = decided("x", PUTIN, VIETNAM, dispute=dispute(A, B))
    gold = gold_of(A, B, said("c", VIETNAM), decision)
    assert spans(gold) == [
        ("Putin", "adjudicated", 1, 3, "x"),
        ("Vietnam", "agreed", 3, 3, None),
    ]


def test_a_decision_is_good_again_once_its_dispute_is_back():
    first = decided("x", PUTIN, dispute=dispute(A, B), stale=True, updated_at="2026-01-01")
    second = decided("x", dispute=dispute(A, B, LATE), updated_at="2026-01-02")
    assert [span.text for span in gold_of(A, B, first, second).spans] == ["Putin"]
    assert gold_of(A, B, LATE, first, second).spans == []


def test_a_decision_of_another_text_is_stale():
    decision = decided("x", PUTIN, dispute=dispute(A, B))
    fields = {"text": "New text.", "text_sha256": "0"}
    new = [type(A)(**{**{f: getattr(A, f) for f in A.__struct_fields__}, **fields, "spans": []})]
    assert reasons(merged(decision, *new)) == ["stale"]


def test_a_decision_holds_under_another_policy():
    decision = decided("x", dispute=dispute(A, B))
    for policy in ("majority", "annotator:a", "annotator:nobody"):
        assert gold_of(A, B, decision, policy=policy).spans == []
    nobody = gold_of(A, B, decided("x", VIETNAM), policy="annotator:nobody")
    assert spans(nobody) == [("Vietnam", "agreed", 2, 2, None)], "all who are there agree on it"


def test_a_majority_that_a_late_annotation_makes_outdates_a_decision_on_the_tie():
    tie = dispute(A, B, policy="majority")
    decision = decided("x", VIETNAM, dispute=tie)
    result = merged(A, B, said("c", PUTIN, VIETNAM), decision, policy="majority")
    assert spans(result.gold[0].sentence) == [
        ("Putin", "agreed", 2, 3, None),
        ("Vietnam", "agreed", 3, 3, None),
    ]
    assert reasons(result) == ["outdated"]


def test_adjudicators_who_decide_the_same_are_both_named():
    decisions = [decided(name, PUTIN, dispute=dispute(A, B)) for name in "yx"]
    gold = gold_of(A, B, *decisions)
    assert (gold.adjudicators, gold.spans[0].adjudicator) == (["x", "y"], "x")


def test_adjudicators_who_decide_differently_leave_it_disputed():
    decisions = [decided("x", PUTIN), decided("y", VIETNAM)]
    result = merged(A, B, *decisions)
    [waiting] = result.disagreements
    assert waiting.disagreement.reason == "adjudicators differ"
    assert waiting.adjudications == decisions
    assert counts_of(result, [A, B, *decisions], 1)["adjudications_in_disagreements"] == 2
    later = decided("y", PUTIN, updated_at="2026-01-02")
    result = merged(A, B, *decisions, later)
    assert [span.text for span in result.gold[0].sentence.spans] == ["Putin"]
    assert reasons(result)[0] == "superseded"


def test_adjudicators_who_differ_can_decide_again_under_one_annotators_word():
    options = {"policy": "annotator:a"}
    decisions = [decided("x", PUTIN), decided("y", VIETNAM)]
    named = dispute(A, B, *decisions, **options)
    again = decided("x", VIETNAM, dispute=named, updated_at="2026-01-02")
    assert spans(gold_of(A, B, *decisions, again, **options)) == [("Vietnam", "agreed", 2, 2, None)]


def test_a_skipped_or_unfinished_decision_decides_nothing():
    for status in ("skipped", "draft"):
        result = merged(A, B, decided("x", status=status, dispute=dispute(A, B)))
        assert (len(result.disagreements), reasons(result)) == (1, [status])
        late = merged(A, B, LATE, decided("x", status=status, dispute=dispute(A, B)))
        assert reasons(late) == [status], "nor is it outdated"
        assert late.disagreements[0].disagreement.reason == "annotators differ"
