"""The JSON Schemas of the records that goldspan reads and writes."""

from typing import Any

import msgspec

from goldspan.adjudication import Disagreement
from goldspan.agreement.result import Agreement
from goldspan.annotations import Annotation
from goldspan.dataset import GoldAnnotation, GoldSentence, Manifest
from goldspan.disagreements import SpanDisagreement
from goldspan.evaluate.comparison import Comparison
from goldspan.evaluate.history import PastScore
from goldspan.evaluate.result import Score
from goldspan.gold.building.outcome import LeftOut
from goldspan.gold.release.about import About
from goldspan.gold.release.manifest import ReleaseManifest
from goldspan.gold.write import Misaligned
from goldspan.losses import Loss
from goldspan.predicting.run import PredictionRun
from goldspan.predictions import Prediction
from goldspan.sentences import Sentence
from goldspan.spanned_text import SpannedText
from goldspan.splits import Assignment

RECORDS: dict[str, type[msgspec.Struct]] = {
    "sentence": Sentence,
    "annotation": Annotation,
    "prediction": Prediction,
    "prediction-run": PredictionRun,
    "disagreement": Disagreement,
    "agreement": Agreement,
    "span-disagreement": SpanDisagreement,
    "gold-sentence": GoldSentence,
    "gold-annotation": GoldAnnotation,
    "left-out": LeftOut,
    "misaligned": Misaligned,
    "spanned-text": SpannedText,
    "loss": Loss,
    "manifest": Manifest,
    "release-manifest": ReleaseManifest,
    "about": About,
    "split": Assignment,
    "report": Score,
    "comparison": Comparison,
    "past-score": PastScore,
}


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one kind of record."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **msgspec.json.schema(RECORDS[name]),
    }
