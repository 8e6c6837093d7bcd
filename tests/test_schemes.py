"""Tags and chunks: what tags can show comes back, and both ways of reading are seqeval's."""

import warnings

import pytest
from conlleval import evaluate as conlleval
from hypothesis import given, settings
from hypothesis import strategies as st
from seqeval import scheme as strict
from seqeval.metrics.sequence_labeling import get_entities

from goldspan.decoding import UnknownTag, decode, decode_all
from goldspan.schemes import SCHEMES, Chunk, encode

LABELS = ["LEADER", "COUNTRY", "NON-STATE"]
STRICT = {
    "IOB2": strict.IOB2,
    "IOB1": strict.IOB1,
    "BIOES": strict.IOBES,
    "BILOU": strict.BILOU,
}
schemes = st.sampled_from(list(SCHEMES.values()))


@st.composite
def chunks_in(draw, length):
    """Chunks of any kind in a sequence: overlapping, nested, neighbours."""
    pairs = st.tuples(st.integers(0, length), st.integers(0, length), st.sampled_from(LABELS))
    found = draw(st.lists(pairs.filter(lambda row: row[0] < row[1]), max_size=8, unique=True))
    return [Chunk(*row) for row in found]


def tags_of(scheme):
    return ["O", *(f"{prefix}-{label}" for prefix in scheme.roles for label in LABELS)]


@st.composite
def wild(draw, names=tuple(SCHEMES)):
    """A scheme, and a sequence of its tags in any order."""
    scheme = SCHEMES[draw(st.sampled_from(names))]
    return scheme, draw(st.lists(st.sampled_from(tags_of(scheme)), max_size=12))


@settings(deadline=None)
@given(st.data(), schemes, st.integers(0, 10), st.sampled_from(["discard", "conlleval"]))
def test_chunks_become_tags_and_chunks_again_and_none_disappears(data, scheme, length, repair):
    chunks = data.draw(chunks_in(length)) if length else []
    tags, left_over = encode(chunks, length, scheme)
    assert len(tags) == length
    decoded = decode_all(tags, [0], scheme, repair)
    assert decoded.faults == []
    [shown] = decoded.chunks()
    assert sorted([*shown, *left_over]) == sorted(chunks)


@settings(deadline=None)
@given(st.data(), schemes, st.integers(1, 10))
def test_flat_chunks_are_never_left_over(data, scheme, length):
    place, chunks = 0, []
    while place < length:
        stop = data.draw(st.integers(place + 1, length))
        label = data.draw(st.sampled_from(["O", *LABELS]))
        if label != "O" and not (
            scheme.name == "IO" and chunks and chunks[-1][1:] == (place, label)
        ):
            chunks.append(Chunk(place, stop, label))
        place = stop
    tags, left_over = encode(chunks, length, scheme)
    assert left_over == []
    assert decode(tags, scheme) == chunks


@settings(deadline=None, max_examples=600)
@given(wild(tuple(STRICT)))
def test_discard_is_seqevals_strict_mode(case):
    scheme, tags = case
    theirs = strict.Tokens(tags, STRICT[scheme.name], sent_id=0).entities
    assert decode(tags, scheme, "discard") == [Chunk(e.start, e.end, e.tag) for e in theirs]


@settings(deadline=None, max_examples=600)
@given(wild())
def test_conlleval_is_seqevals_default_mode(case):
    scheme, tags = case
    letters = {"L": "E", "U": "S"}  # seqeval's default mode knows those of BIOES alone
    known = [letters.get(tag[0], tag[0]) + tag[1:] for tag in tags]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        theirs = get_entities(known)
    assert decode(tags, scheme, "conlleval") == [
        Chunk(start, end + 1, label) for label, start, end in theirs
    ]


@settings(deadline=None, max_examples=200)
@given(st.data(), st.sampled_from(["IOB2", "IOB1", "BIOES", "IO"]))
def test_conlleval_counts_as_conlleval_does(data, name):
    scheme = SCHEMES[name]
    tag = st.sampled_from(tags_of(scheme))
    sentences = data.draw(st.lists(st.lists(st.tuples(tag, tag), min_size=1), min_size=1))
    lines = [line for pairs in sentences for line in (*(f"x {a} {b}" for a, b in pairs), "")]
    theirs = conlleval(lines)["overall"]["chunks"]["stats"]
    gold = [set(decode([a for a, _ in pairs], scheme, "conlleval")) for pairs in sentences]
    predicted = [set(decode([b for _, b in pairs], scheme, "conlleval")) for pairs in sentences]
    assert theirs == {
        "gold": sum(map(len, gold)),
        "pred": sum(map(len, predicted)),
        "correct": sum(len(a & b) for a, b in zip(gold, predicted, strict=True)),
    }


@settings(deadline=None, max_examples=200)
@given(wild())
def test_both_ways_differ_only_where_a_fault_is_named(case):
    scheme, tags = case
    discard, conlleval = (decode_all(tags, [0], scheme, way) for way in ("discard", "conlleval"))
    assert discard.faults == conlleval.faults
    if not discard.faults:
        assert list(discard.chunks()) == list(conlleval.chunks())
        assert encode(decode(tags, scheme), len(tags), scheme) == (tags, [])


@settings(deadline=None)
@given(st.data(), schemes, st.sampled_from(["discard", "conlleval"]))
def test_many_sequences_at_once_are_each_read_alone(data, scheme, repair):
    sequences = data.draw(st.lists(st.lists(st.sampled_from(tags_of(scheme)), max_size=5)))
    starts, flat = [], []
    for tags in sequences:
        starts.append(len(flat))
        flat += tags
    decoded = decode_all(flat, starts, scheme, repair)
    assert list(decoded.chunks()) == [decode(tags, scheme, repair) for tags in sequences]


@pytest.mark.parametrize(
    ("name", "tags", "faults"),
    [
        ("IOB2", "B-A I-A O I-A I-A", [(3, "I-A continues no A")]),
        ("IOB2", "B-A I-B I-A", [(1, "I-B continues no B"), (2, "I-A continues no A")]),
        ("IOB1", "I-A B-A O B-A I-A", [(3, "B-A follows no A; IOB1 has I- here")]),
        ("BIOES", "B-A I-A O S-A E-A", [(1, "I-A isn't ended by E-A"), (4, "E-A continues no A")]),
        ("BILOU", "U-A U-A B-A L-A", []),
        ("IO", "I-A I-B O I-A", []),
    ],
)
def test_faults_are_placed_and_named(name, tags, faults):
    assert decode_all(tags.split(), [0], SCHEMES[name]).faults == faults


@pytest.mark.parametrize("tag", ["PERSON", "E-A", "b-A", "ORG", "", "B_A", "-A"])
def test_a_tag_of_another_scheme_is_refused_by_name(tag):
    with pytest.raises(UnknownTag, match="isn't one of IOB2 \\(O, B-LABEL, I-LABEL\\)") as refused:
        decode(["O", tag], SCHEMES["IOB2"])
    assert refused.value.place == 1


def test_a_label_keeps_its_hyphens_and_a_bare_tag_has_none():
    assert decode(["B--A-", "B", "I"], SCHEMES["IOB2"]) == [Chunk(0, 1, "-A-"), Chunk(1, 3, "_")]
