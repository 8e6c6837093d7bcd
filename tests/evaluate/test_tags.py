"""CoNLL files: every scheme, both of seqeval's modes, and conlleval's own count."""

import json
import random
import warnings
from pathlib import Path

import pytest
from conlleval import evaluate as conlleval
from seqeval import scheme as schemes
from seqeval.metrics import classification_report

from goldspan.errors import InputError
from goldspan.evaluate.figures import linearised_figures
from goldspan.evaluate.referee import referee
from goldspan.evaluate.tags import list_case
from goldspan.evaluate.tally import count_labels
from goldspan.schemes import SCHEMES

SAMPLE = Path(__file__).parent / "conll2000"
SCHEME = {"IOB2": schemes.IOB2, "IOB1": schemes.IOB1, "BIOES": schemes.IOBES}
GOLDEN = {
    # seqeval 1.2.2's own sample: matched, predicted, gold, P, R, F1, macro F1
    "strict": (322, 455, 459, 0.707692, 0.701525, 0.704595, 0.545949),
    "conlleval": (371, 539, 459, 0.688312, 0.808279, 0.743487, 0.553976),
}
NOTHING = {"precision": 0, "recall": 0, "f1-score": 0, "support": 0}
BY_LABEL = {"NP": 0.7116, "PP": 0.9036, "VP": 0.7380, "ADVP": 0.5263, "SBAR": 0.4444, "ADJP": 0}


def conll(*arguments, goldspan):
    return goldspan("evaluate", "score", *arguments, "--json")


@pytest.mark.parametrize("mode", GOLDEN)
def test_the_golden_numbers_of_the_conll_2000_sample(goldspan, mode):
    files = ("--gold", SAMPLE / "gold.conll", "--predictions", SAMPLE / "predicted.conll")
    run = conll(*files, "--mode", mode, goldspan=goldspan)
    assert run.code == 0, run.err
    report = json.loads(run.out)
    overall = report["overall"]
    *counts, precision, recall, f1, macro = GOLDEN[mode]
    assert [overall[name] for name in ("matched", "predicted", "support")] == counts
    assert overall["precision"] == pytest.approx(precision, abs=1e-6)
    assert overall["recall"] == pytest.approx(recall, abs=1e-6)
    assert overall["f1"] == pytest.approx(f1, abs=1e-6)
    assert report["macro"]["f1"] == pytest.approx(macro, abs=1e-6)
    other = "conlleval" if mode == "strict" else "strict"
    assert report["other_mode"]["f1"] == pytest.approx(GOLDEN[other][5], abs=1e-6)
    difference = GOLDEN[other][5] - f1
    assert report["other_mode"]["f1_difference"] == pytest.approx(difference, abs=1e-5)
    assert report["repaired"] == {
        "how": "discard" if mode == "strict" else "conlleval",
        "gold": 0,
        "predicted": 84,
    }
    assert report["referee"]["agrees"]
    assert report["referee"]["mode"] == ("strict" if mode == "strict" else "default")
    if mode == "conlleval":
        for label, expected in BY_LABEL.items():
            assert report["labels"][label]["f1"] == pytest.approx(expected, abs=1e-4)
        semeval = report["errors"]["semeval"]
        names = ("correct", "incorrect", "partial", "missing", "spurious")
        found = {kind: tuple(semeval[kind][name] for name in names) for kind in semeval}
        assert found["strict"] == (371, 85, 0, 3, 83)
        assert found["exact"] == (381, 75, 0, 3, 83)
        assert found["partial"] == (381, 0, 75, 3, 83)
        assert found["type"][0] >= 433, "nervaluate's greedy pairing finds 433"


def test_invalid_tags_are_refused_unless_it_is_said_how_to_read_them(goldspan):
    files = ("--gold", SAMPLE / "gold.conll", "--predictions", SAMPLE / "predicted.conll")
    run = conll(*files, goldspan=goldspan)
    assert (run.code, run.out) == (1, "")
    assert "predicted.conll:1: I-NP continues no NP, which IOB2 doesn't allow (84" in run.err
    for repair, mode in (("discard", "strict"), ("conlleval", "conlleval")):
        report = json.loads(conll(*files, "--repair", repair, goldspan=goldspan).out)
        assert report["mode"] == mode
        assert report["overall"]["matched"] == GOLDEN[mode][0]
    run = conll(*files, "--repair", "discard", "--mode", "conlleval", goldspan=goldspan)
    assert run.code == 2


def test_the_table_says_how_tags_were_read_and_what_the_other_mode_makes_of_them(
    goldspan, tmp_path
):
    (tmp_path / "a.conll").write_text("A B-X\nb I-X\nc O\n\nd I-X\ne O\n")
    (tmp_path / "b.conll").write_text("A B-X\nb I-Y\nc O\n\nd I-X\ne O\n")
    files = ("--gold", "a.conll", "--predictions", "b.conll")
    run = goldspan("evaluate", "score", *files, "--repair", "conlleval")
    said = " ".join(run.out.split())
    assert "Invalid tags in 1 place of gold and 2 of predictions, read as conlleval does." in said
    assert "Read as strict F1 is 0.0000 (-0.4000)." in said
    assert "No documents are marked: intervals take sentences as wholes, too narrow." in said


def some_tags(r, scheme, length):
    """Any tags of the scheme, valid sequences or not."""
    prefixes = list(SCHEMES[scheme].roles)
    return [
        "O" if r.random() < 0.4 else f"{r.choice(prefixes)}-{r.choice(['X', 'Y', 'NO-Z'])}"
        for _ in range(length)
    ]


def differ(y_true, y_pred, scheme):
    """Compare with seqeval in both modes, and with conlleval."""
    if not any(tag != "O" for side in (y_true, y_pred) for tags in side for tag in tags):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reports = {
            "conlleval": classification_report(y_true, y_pred, output_dict=True, zero_division=0)
        }
        if scheme in SCHEME:
            reports["strict"] = classification_report(
                *(y_true, y_pred),
                mode="strict",
                scheme=SCHEME[scheme],
                output_dict=True,
                zero_division=0,
            )
    for mode, report in reports.items():
        tagged = list_case(y_true, y_pred, scheme, mode)
        labels = tagged.case.corpus.labels
        found = dict(zip(labels, linearised_figures(count_labels(tagged.case)), strict=True))
        for label, figures in found.items():
            theirs = report.get(label, NOTHING)
            assert figures.support == theirs["support"]
            assert abs(figures.precision - theirs["precision"]) < 1e-12
            assert abs(figures.recall - theirs["recall"]) < 1e-12
            assert abs(figures.f1 - theirs["f1-score"]) < 1e-12
        assert {*report} - {"micro avg", "macro avg", "weighted avg"} <= {*found}
    lines = []
    for true, predicted in zip(y_true, y_pred, strict=True):
        lines += [f"x {a} {b}" for a, b in zip(true, predicted, strict=True)] + [""]
    theirs = conlleval(lines)["overall"]["chunks"]["stats"]
    tagged = list_case(y_true, y_pred, scheme, "conlleval")
    matching = tagged.case.matching
    ours = (int(matching.is_matched.sum()), len(matching.predicted), len(matching.gold))
    assert (theirs["correct"], theirs["pred"], theirs["gold"]) == ours


@pytest.mark.parametrize(
    "seeds", [range(2000), pytest.param(range(2000, 102_000), marks=pytest.mark.long)]
)
@pytest.mark.timeout(3600)
def test_no_count_differs_from_seqevals_or_conllevals(seeds):
    for seed in seeds:
        r = random.Random(seed)
        scheme = r.choice(["IOB2", "IOB2", "IOB1", "BIOES", "IO"])
        lengths = [r.randint(1, 8) for _ in range(r.randint(1, 3))]
        y_true, y_pred = ([some_tags(r, scheme, length) for length in lengths] for _ in range(2))
        if r.random() < 0.5:
            y_pred = [[tag if r.random() < 0.8 else "O" for tag in tags] for tags in y_true]
        differ(y_true, y_pred, scheme)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("mode", ["strict", "conlleval"])
def test_the_referee_agrees_in_every_scheme_and_mode(scheme, mode):
    r = random.Random(f"{scheme} {mode}")
    y_true, y_pred = ([some_tags(r, scheme, 6) for _ in range(40)] for _ in range(2))
    tagged = list_case(y_true, y_pred, scheme, mode)
    assert referee(tagged.case, None, tagged.shown).agrees
    other = tagged.reading.other
    if scheme == "IO":
        assert other is None, "every IO sequence is valid"
    else:
        assert other is not None and other.mode != mode


def test_labels_that_seqeval_would_mix_up_are_kept_apart():
    """Its strict mode strips hyphens: A- counts as A."""
    y_true, y_pred = [["B-A-", "O", "B-micro avg"]], [["B-A", "O", "B-micro avg"]]
    tagged = list_case(y_true, y_pred)
    judged = referee(tagged.case, None, tagged.shown)
    assert judged.agrees
    assert int(tagged.case.matching.is_matched.sum()) == 1


OTHER_TOKENS = {
    "token": ("b O\n", "p.conll:1: token 'b', where {gold}:1 has 'a'"),
    "longer": ("a O\nc O\n", "p.conll:2: token 'c', where the other file has ended"),
}


@pytest.mark.parametrize("name", OTHER_TOKENS)
def test_files_of_other_tokens_are_refused_at_the_first_difference(goldspan, tmp_path, name):
    text, message = OTHER_TOKENS[name]
    (tmp_path / "g.conll").write_text("a O\n")
    (tmp_path / "p.conll").write_text(text)
    run = conll("--gold", "g.conll", "--predictions", "p.conll", goldspan=goldspan)
    assert run.code == 1
    assert message.format(gold="g.conll") in run.err


def test_files_of_other_sentences_are_refused(goldspan, tmp_path):
    (tmp_path / "g.conll").write_text("a O\n\nb O\n")
    (tmp_path / "p.conll").write_text("a O\nb O\n")
    run = conll("--gold", "g.conll", "--predictions", "p.conll", goldspan=goldspan)
    assert "p.conll:2: a sentence doesn't begin here, unlike at g.conll:3" in run.err


def test_documents_marked_in_the_file_are_the_units(goldspan, tmp_path):
    marked = "-DOCSTART- O\n\na B-X\n\n-DOCSTART- O\n\nb B-X\n"
    (tmp_path / "g.conll").write_text(marked)
    files = ("--gold", "g.conll", "--predictions", "g.conll")
    report = json.loads(conll(*files, goldspan=goldspan).out)
    assert (report["gold"]["documents"], report["interval"]["unit"]) == (2, "document")
    (tmp_path / "g.conll").write_text("a B-X\n\nb B-X\n\nc O\n")
    report = json.loads(conll(*files, goldspan=goldspan).out)
    assert (report["gold"]["documents"], report["interval"]["unit"]) == (3, "sentence")
    assert report["errors"]["classes"]["correct"] == {"gold": 2, "predicted": 2}


def test_lists_of_other_lengths_are_refused():
    with pytest.raises(InputError, match="sequence 2: gold has 2 tags, predictions have 1"):
        list_case([["O"], ["O", "O"]], [["O"], ["O"]])
    with pytest.raises(InputError, match="gold has 2 sequences, predictions have 1"):
        list_case([["O"], ["O"]], [["O"]])
