"""What tests of choosing share: the samples as a pool, and what an extractor says of it."""

from goldspan.annotations import Annotation
from goldspan.predictions import PredictedSpan, Prediction
from goldspan.records import read_records
from goldspan.samples import sample_annotations, sample_articles
from goldspan.sentences import Sentence


def said(sentence="d#0", *spans, score=None, error=None):
    return Prediction(
        sentence=sentence,
        spans=[PredictedSpan(start=s, end=e, label=label, score=score) for s, e, label in spans],
        error=error,
    )


def sample():
    sentences = [record for path in sample_articles() for _, record in read_records(path, Sentence)]
    truth = {
        record.sentence: record
        for _, record in read_records(sample_annotations("machine-a"), Annotation)
    }
    return [one for one in sentences if one.section != "boilerplate"], truth
