"""Gold sentences and predictions in short."""

from goldspan.dataset import GoldDataset, GoldSentence, GoldSpan, Manifest
from goldspan.predictions import PredictedSpan, Prediction, Unlocated
from goldspan.sentences import sha256_of_text

from ..strategies import LABELS


def gold(text, spans, index=0, doc="d"):
    return GoldSentence(
        id=f"{doc}#{index}",
        doc=doc,
        index=index,
        text=text,
        lang="en",
        section="body",
        spans=[GoldSpan(start=s.start, end=s.end, label=s.label, origin="agreed") for s in spans],
        flags=[],
        annotators=2,
        guidelines=[],
        suggested_by=[],
        text_sha256=sha256_of_text(text),
        meta="{}",
    )


def predicted(sentence, spans, unlocated=()):
    return Prediction(
        sentence=sentence.id,
        spans=[PredictedSpan(start=s.start, end=s.end, label=s.label) for s in spans],
        unlocated=[Unlocated(label=label, text="invented") for label in unlocated],
        extractor="test",
    )


def dataset(sentences, split="test"):
    manifest = Manifest(
        goldspan="0",
        tokeniser="t",
        labels=list(LABELS),
        guidelines={"version": "1.0.0", "sha256": "0"},
        inputs={},
        counts={},
        splits={split: len(sentences)},
    )
    return GoldDataset(manifest=manifest, splits={split: sentences}, sha256="0")
