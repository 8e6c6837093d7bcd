"""What suggestions do to annotators: shown against blind, by hand, by simulation, and for real."""

import json

import numpy as np
import pytest

from goldspan.annotate.anchoring import anchoring_of
from goldspan.annotate.push import push
from goldspan.annotate.suggesting import Suggestions
from goldspan.annotate.tasks import region
from goldspan.annotations import Annotation, Origin
from goldspan.extractors.claims import Answer, Claim, Offsets
from goldspan.sentences import Sentence
from goldspan.spans import Span

PUTIN, MOSCOW = Span(start=0, end=5, label="LEADER"), Span(start=9, end=15, label="COUNTRY")
TEXT = "Putin in Moscow"


def task(number, *, blind, suggested, own, doc="d", anew=False, error=None):
    """An exported task, and the annotation that counts."""
    builtin = [{"start": s.start, "end": s.end, "label": s.label} for s in suggested]
    prediction = {"id": 1000 + number, "result": [region(s, TEXT) for s in suggested]}
    said = {
        "id": number,
        "parent_prediction": None if blind or anew else prediction["id"],
        "prediction": {} if blind else prediction,
    }
    meta = {"suggestion": {"extractor": "x 1", "blind": blind, "spans": builtin if blind else [],
                           "error": error}}  # fmt: skip
    annotation = Annotation(
        sentence=f"{doc}#{number}", doc=doc, index=number, text=TEXT, text_sha256="", spans=own,
        annotator="a", origin=Origin(project=1, task=number, annotation=number),
    )  # fmt: skip
    return {"meta": meta, "annotations": [said]}, annotation


def of(*pairs):
    return anchoring_of([exported for exported, _ in pairs], [one for _, one in pairs])


def test_by_hand():
    found = of(
        task(1, blind=False, suggested=[PUTIN], own=[PUTIN]),
        task(2, blind=False, suggested=[PUTIN], own=[PUTIN, MOSCOW], doc="e"),
        task(3, blind=True, suggested=[PUTIN], own=[MOSCOW]),
        task(4, blind=True, suggested=[PUTIN], own=[], doc="e"),
        task(5, blind=False, suggested=[PUTIN], own=[], anew=True),
        task(6, blind=False, suggested=[], own=[PUTIN], error="timed out"),
    )
    [one] = found.values()
    assert list(found) == ["x 1"]
    assert (one.shown.annotations, one.shown.matched, one.shown.unchanged) == (2, 2, 1)
    assert one.shown.f1 == pytest.approx(4 / 5) and one.blind.f1 == 0
    assert (one.blind.suggested, one.blind.own, one.blind.documents) == (2, 1, 2)
    assert one.f1.value == pytest.approx(4 / 5) and one.unchanged.value == pytest.approx(1 / 2)
    assert one.spans_per_sentence.value == pytest.approx(3 / 2 - 1 / 2)
    assert one.anew == 1 and one.too_few


def test_without_blind_sentences_there_is_nothing_to_compare():
    [one] = of(task(1, blind=False, suggested=[PUTIN], own=[PUTIN])).values()
    assert (one.blind.annotations, one.f1, one.too_few) == (0, None, True)
    assert anchoring_of([], []) == {}


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    """Annotators follow suggestions 9 times in 10, and find the same by themselves 7 times."""
    chance = np.random.default_rng(0)
    held = []
    for _ in range(120):
        pairs = []
        for number in range(300):
            blind = number % 10 < 3
            leaning = 0.08 * np.sin(number // 10)  # documents differ
            agrees = chance.random() < (0.7 if blind else 0.9) + leaning
            own = [PUTIN] if agrees else [MOSCOW]
            pairs.append(task(number, blind=blind, suggested=[PUTIN], own=own,
                              doc=f"d{number // 10}"))  # fmt: skip
        [one] = of(*pairs).values()
        low, high = one.f1.interval
        assert low < one.f1.value < high and not one.too_few
        held.append(low <= 0.2 <= high)
    assert 0.88 <= np.mean(held) <= 0.99


class Half:
    """Says that every sentence names Putin."""

    name, offsets, labels = "half 1", Offsets(), ("LEADER",)
    configuration = {}

    def extract(self, sentences):
        claim = Claim(label="LEADER", start=0, end=5)
        return [Answer(claims=[claim]) for _ in sentences]


def test_a_sleepy_annotator_is_found_out(goldspan, server, guidelines, project):
    """Takes what is shown; by themselves they'd have marked Moscow in every other sentence."""
    sentences = [
        Sentence(doc=f"d{n // 10}", index=n % 10, text=f"Putin in Moscow, day {n}.")
        for n in range(64)
    ]
    done = push(server, sentences, project_name=project, guidelines=guidelines,
                suggestions=Suggestions(Half(), blind=0.5))  # fmt: skip
    for n, listed in enumerate(server.client.tasks.list(project=done.project, fields="all")):
        if listed.predictions:
            [shown] = listed.predictions
            server.client.annotations.create(
                listed.id, result=shown.result, parent_prediction=shown.id
            )
        else:
            own = [region(PUTIN if n % 2 else MOSCOW, listed.data["text"])]
            server.client.annotations.create(listed.id, result=own)
    status = ("annotate", "status", "--project", project, "--quality")
    run = goldspan(*status, "--json")
    assert run.code == 0, run.err
    one = json.loads(run.out)["suggestions"]["half 1"]
    assert one["blind"]["annotations"] == done.blind
    assert one["shown"]["f1"] == 1.0 and 0.3 < one["blind"]["f1"] < 0.7
    low, high = one["f1"]["interval"]
    assert 0 < low < one["f1"]["value"] < high < 1
    table = goldspan(*status).out
    assert "half 1, shown" in table and "gold leans its way" in table
