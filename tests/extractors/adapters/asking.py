"""What tests of models share: to ask an extractor, and to look at what it says."""

import pytest

from goldspan.errors import InputError
from goldspan.extractors import find_extractor, predictions_of
from goldspan.sentences import Sentence

LABELS = ["LEADER", "COUNTRY", "AGREEMENT"]


def sentences(*texts):
    return [Sentence(doc="d", index=number, text=text) for number, text in enumerate(texts)]


def keys_of(predictions):
    return [[span.key for span in prediction.spans] for prediction in predictions]


def found(extractor, *texts):
    """What it finds in each text, as words and labels."""
    return [
        [(span.text, span.label) for span in prediction.spans]
        for prediction in predictions_of(extractor, sentences(*texts), LABELS)
    ]


def failure(name, *options, **further):
    with pytest.raises(InputError) as caught:
        find_extractor(name, LABELS, options=options, **further)
    return str(caught.value)
