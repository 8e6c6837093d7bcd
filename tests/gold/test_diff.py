"""What changed between two versions, counted to the last span, and the level it calls for."""

import json
import shutil
import time

import msgspec
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldspan.gold.diff import diff
from goldspan.gold.differences.rows import differing
from goldspan.gold.differences.spans import span_changes

from ..strategies import spans_on, texts
from .datasets import gold_sentence, gold_span, write_gold

TEXT = "President Putin visited Vietnam."
PUTIN, VIETNAM = (10, 15, "LEADER"), (24, 31, "COUNTRY")
ONE = gold_sentence(TEXT, [PUTIN, VIETNAM])
TWO = gold_sentence("Xi Jinping left.", [(0, 10, "LEADER")], index=1)


@pytest.fixture
def compare(tmp_path):
    def run(before, after, *, old=None, new=None):
        return diff(
            write_gold(tmp_path / "a", before, **(old or {})),
            write_gold(tmp_path / "b", after, **(new or {})),
        )

    return run


def reasons(difference):
    return [(reason.level, reason.what) for reason in difference.reasons]


def replaced(**fields):
    return msgspec.structs.replace(ONE, **fields)


def test_the_same_dataset_differs_in_nothing(compare):
    difference = compare({"test": [ONE, TWO]}, {"test": [TWO, ONE]})
    assert reasons(difference) == [("patch", "the card changed")]  # it names the files' hashes
    same = compare({"test": [ONE, TWO]}, {"test": [ONE, TWO]})
    assert (same.level, same.reasons, same.changes) == ("none", [], [])
    assert same.sentences["unchanged"] == 2


def test_sentences_added_are_minor_and_removed_ones_major(compare):
    more = compare({"test": [ONE]}, {"test": [ONE, TWO]})
    assert reasons(more)[0] == ("minor", "1 sentence added")
    [change] = more.changes
    assert (change.sentence, change.changes, change.splits) == ("d#1", ["added"], (None, "test"))
    less = compare({"test": [ONE, TWO]}, {"test": [ONE]})
    assert reasons(less)[0] == ("major", "1 sentence removed")
    assert less.sentences["removed"] == 1


@pytest.mark.parametrize(
    ("spans", "change"),
    [
        ([PUTIN], "removed"),
        ([PUTIN, VIETNAM, (0, 9, "LEADER")], "added"),
        ([(0, 15, "LEADER"), VIETNAM], "boundary"),
        ([(10, 15, "COUNTRY"), VIETNAM], "label"),
        ([(0, 15, "COUNTRY"), VIETNAM], "boundary and label"),
    ],
)
def test_a_changed_span_is_major_and_named(compare, spans, change):
    difference = compare({"test": [ONE, TWO]}, {"test": [gold_sentence(TEXT, spans), TWO]})
    assert difference.level == "major"
    assert {kind: n for kind, n in difference.spans.items() if n} == {change: 1}
    assert sum(sum(counts.values()) for counts in difference.labels.values()) == 1
    assert difference.sentences["spans"] == 1 and difference.sentences["unchanged"] == 1
    assert [c.change for c in difference.changes[0].spans] == [change]


def test_attributes_are_major_and_origins_a_patch(compare):
    attributes = replaced(spans=[ONE.spans[0], gold_span(TEXT, *VIETNAM, form="demonym")])
    assert compare({"test": [ONE]}, {"test": [attributes]}).spans["attributes"] == 1
    origin = replaced(spans=[gold_span(TEXT, *PUTIN, "adjudicated"), ONE.spans[1]])
    difference = compare({"test": [ONE]}, {"test": [origin]})
    assert reasons(difference)[0] == ("patch", "1 span with another origin")
    assert difference.sentences["spans"] == 0 and difference.sentences["origin"] == 1
    assert difference.before.origins == {"agreed": 2}
    assert difference.after.origins == {"adjudicated": 1, "agreed": 1}


def test_a_changed_text_keeps_the_spans_it_still_has(compare):
    text = "Yesterday President Putin visited Vietnam."
    moved = gold_sentence(text, [(20, 25, "LEADER")])
    difference = compare({"test": [ONE]}, {"test": [moved]})
    assert ("major", "1 sentence with another text") in reasons(difference)
    [change] = difference.changes
    assert change.changes == ["text", "spans"] and change.texts == (TEXT, text)
    assert [(c.change, c.before.text) for c in change.spans] == [("removed", "Vietnam")]


def test_sentences_that_move_between_splits_are_major(compare):
    difference = compare({"train": [ONE], "test": [TWO]}, {"train": [], "test": [ONE, TWO]})
    assert reasons(difference)[0] == ("major", "1 sentence moved to another split")
    assert difference.moves == {"train -> test": 1}


def test_other_fields_are_a_patch_and_named(compare):
    difference = compare({"test": [ONE]}, {"test": [replaced(flags=["unclear"], lang="vi")]})
    assert reasons(difference)[0] == ("patch", "1 sentence with other fields changed")
    assert difference.changes[0].fields == ["lang", "flags"]


@pytest.mark.parametrize(
    ("manifest", "level", "what"),
    [
        ({"labels": ["LEADER", "COUNTRY", "AGREEMENT", "PLACE"]}, "minor", "labels LEADER"),
        ({"labels": ["COUNTRY", "LEADER", "AGREEMENT"]}, "major", "labels LEADER"),
        ({"labels": ["LEADER", "COUNTRY"]}, "major", "labels LEADER"),
        ({"tokeniser": "whitespace"}, "major", "tokeniser goldspan-1 became whitespace"),
        ({"guidelines": {"version": "1.1.0"}}, "patch", "guidelines 1.0.0 became 1.1.0"),
        ({"guidelines": {"version": "1.0.0", "sha256": "1"}}, "patch", "changed without a new"),
    ],
)
def test_the_manifest_is_compared(compare, manifest, level, what):
    difference = compare({"test": [ONE]}, {"test": [ONE]}, new=manifest)
    assert difference.level == level
    assert what in difference.reasons[0].what


def test_a_card_edited_by_hand_is_a_patch(tmp_path):
    for name in "ab":
        write_gold(tmp_path / name, {"test": [ONE]})
    card = tmp_path / "b" / "README.md"
    card.write_text(card.read_text() + "Thanks to all annotators.\n")
    difference = diff(tmp_path / "a", tmp_path / "b")
    assert reasons(difference) == [("patch", "the card changed")]


def test_annotations_are_compared(tmp_path):
    for name in "ab":
        write_gold(tmp_path / name, {"test": [ONE, TWO]})
    parquet = tmp_path / "b" / "annotations" / "test.parquet"
    table = pa.parquet.read_table(parquet)
    pa.parquet.write_table(table.slice(1), parquet)
    difference = diff(tmp_path / "a", tmp_path / "b")
    assert reasons(difference) == [("patch", "the annotators' own annotations changed")]


def test_annotations_may_be_left_out_of_a_version(tmp_path):
    for name in "ab":
        write_gold(tmp_path / name, {"test": [ONE, TWO]})
    shutil.rmtree(tmp_path / "b" / "annotations")
    gone, come = (diff(tmp_path / a, tmp_path / b) for a, b in ("ab", "ba"))
    assert reasons(gone) == [("major", "the annotators' own annotations are gone")]
    assert reasons(come) == [("minor", "the annotators' own annotations added")]
    assert diff(tmp_path / "b", tmp_path / "b").level == "none"


def test_columns_of_another_type_and_new_columns_are_read(tmp_path):
    for name in "ab":
        write_gold(tmp_path / name, {"test": [ONE, TWO]})
    parquet = tmp_path / "a" / "sentences" / "test.parquet"
    table = pa.parquet.read_table(parquet)
    index = table.column_names.index("index")
    wide = table.set_column(index, "index", table["index"].cast(pa.int64()))
    pa.parquet.write_table(wide, parquet)
    assert diff(tmp_path / "a", tmp_path / "b").level == "none"


def test_the_command_shows_it_and_json_holds_it(goldspan, tmp_path):
    a = write_gold(tmp_path / "a", {"test": [ONE]})
    b = write_gold(tmp_path / "b", {"test": [gold_sentence(TEXT, [(0, 15, "LEADER")]), TWO]})
    run = goldspan("gold", "diff", a, b)
    assert run.code == 0
    for line in (
        "Sentences: 1 added, 1 with other spans.",
        "d#0 (test) spans",
        "- 10..15 [Putin](LEADER)",
        "+ 0..15 [President Putin](LEADER)",
        "- 24..31 [Vietnam](COUNTRY)",
        "+ Xi Jinping left.",
        "major: 2 spans changed, added or removed",
    ):
        assert line in run.out
    document = json.loads(goldspan("gold", "diff", a, b, "--json").out)
    assert document["level"] == "major"
    assert document["labels"]["LEADER"]["boundary"] == 1
    assert goldspan("gold", "diff", a, b, "--exit-code").code == 3
    assert goldspan("gold", "diff", a, a, "--exit-code").code == 0
    assert "No difference." in goldspan("gold", "diff", a, a).out
    assert "... and 1 more sentences" in goldspan("gold", "diff", a, b, "--limit", "1").out


def test_what_is_no_dataset_is_refused(goldspan, tmp_path):
    a = write_gold(tmp_path / "a", {"test": [ONE]})
    run = goldspan("gold", "diff", a, tmp_path)
    assert run.code == 1 and "not a gold dataset (no manifest.json)" in run.err
    (a / "sentences" / "test.parquet").write_bytes(b"PAR1")
    run = goldspan("gold", "diff", a, a)
    assert run.code == 1 and "test.parquet: can't be read" in run.err
    assert "Traceback" not in run.err


@settings(deadline=None)
@given(st.data(), texts)
def test_every_span_is_kept_or_in_one_change(data, text):
    before, after = (gold_sentence(text, data.draw(spans_on(text))) for _ in range(2))
    changes = span_changes(before, after)
    for side, sentence in (("before", before), ("after", after)):
        changed = [getattr(c, side) for c in changes if getattr(c, side)]
        assert len({span.key for span in changed}) == len(changed)
        assert all(span in sentence.spans for span in changed)
    kept = {span.key for span in before.spans} & {span.key for span in after.spans}
    touched = {s.key for c in changes for s in (c.before, c.after) if s}
    assert len(before.spans) == len(kept) + sum(c.before is not None for c in changes)
    assert len(after.spans) == len(kept) + sum(c.after is not None for c in changes)
    assert {span.key for span in [*before.spans, *after.spans]} == kept | touched


ROW = st.one_of(
    st.none(),
    st.lists(
        st.fixed_dictionaries(
            {
                "start": st.one_of(st.none(), st.integers(0, 3)),
                "attributes": st.one_of(
                    st.none(),
                    st.lists(st.fixed_dictionaries({"name": st.sampled_from("ab")}), max_size=2),
                ),
            }
        ),
        max_size=2,
    ),
)
TYPE = pa.list_(
    pa.struct([("start", pa.int32()), ("attributes", pa.list_(pa.struct([("name", pa.string())])))])
)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(ROW, ROW)), st.booleans())
def test_rows_are_compared_as_python_compares_them(rows, chunked):
    one, other = (pa.array([row[side] for row in rows], TYPE) for side in (0, 1))
    if chunked:
        one = pa.chunked_array([one.slice(0, 1), one.slice(1)], TYPE)
    assert differing(one, other).tolist() == [a != b for a, b in rows]


def test_twenty_thousand_sentences_take_a_moment(tmp_path):
    sentences = [gold_sentence(TEXT, [PUTIN, VIETNAM], index=index) for index in range(20_000)]
    a = write_gold(tmp_path / "a", {"test": sentences})
    sentences[10_000] = gold_sentence(TEXT, [PUTIN], index=10_000)
    b = write_gold(tmp_path / "b", {"test": sentences})
    begin = time.process_time()
    difference = diff(a, b)
    assert time.process_time() - begin < 3
    assert difference.sentences["unchanged"] == 19_999
