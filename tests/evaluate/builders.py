"""Gold sentences, predictions and systems in short."""

from goldspan.dataset import GoldDataset, GoldSentence, GoldSpan, Manifest
from goldspan.evaluate.contestant import Contestant
from goldspan.predictions import PredictedSpan, Prediction, Unlocated
from goldspan.sentences import sha256_of_text

from ..strategies import LABELS
from .generated import Sentences, case_of


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


def finding(**found):
    """Systems by how many of the ten spans of each document they find."""
    [documents] = {len(counts) for counts in found.values()}
    spans = [(2 * place, 2 * place + 1, "A") for place in range(10)]
    return [
        Contestant(
            name,
            [],
            [
                case_of(
                    Sentences(
                        texts=["x " * 10] * documents,
                        documents=[f"d{place}" for place in range(documents)],
                        gold=[spans] * documents,
                        predicted=[spans[:count] for count in counts],
                    )
                )
            ],
        )
        for name, counts in found.items()
    ]
