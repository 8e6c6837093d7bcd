"""The demo, unattended, and what it leaves behind."""

import json

import psutil

from goldspan.annotations import Annotation
from goldspan.dataset import read_gold
from goldspan.records import read_records
from goldspan.samples import ANNOTATORS, sample_annotations


def test_the_demo_runs_the_whole_loop(goldspan, running_studio, workspace, tmp_path):
    run = goldspan("demo")
    assert run.code == 0, run.err
    recorded = {
        (record.sentence, tuple(span.key for span in record.spans))
        for annotator in ANNOTATORS
        for _, record in read_records(sample_annotations(annotator), Annotation)
    }
    output = tmp_path / "goldspan-demo"
    pulled = [record for _, record in read_records(output / "annotations.jsonl", Annotation)]
    assert {(r.sentence, tuple(span.key for span in r.spans)) for r in pulled} == recorded
    assert len({record.annotator for record in pulled}) == len(ANNOTATORS)
    dataset = read_gold(output / "gold")
    report = json.loads((output / "report.json").read_text())
    assert report["gold"]["sentences"] == len(dataset.sentences()) > 200
    assert f"{report['overall']['f1']:.4f}" in run.out
    assert "Too good" not in run.out, "nobody began with a suggestion"
    assert psutil.pid_exists(running_studio.pid), "a server that ran before is left running"
