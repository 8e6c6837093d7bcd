"""Gold datasets on disk in short, written as a build writes them."""

import msgspec

from goldspan.dataset import GoldAnnotation, GoldSentence, GoldSpan, Manifest
from goldspan.gold.write import Dataset, write_dataset
from goldspan.guidelines.read import find_guidelines
from goldspan.sentences import sha256_of_text
from goldspan.spans import in_order

COUNTS = ("sentences_in_gold", "spans", "spans_agreed", "spans_single")
COUNTS_OUT = ("sentences_in_disagreements", "sentences_not_annotated")


def gold_span(text, start, end, label, origin="agreed", **attributes):
    return GoldSpan(
        start=start, end=end, label=label, text=text[start:end], origin=origin,
        attributes=attributes,
    )  # fmt: skip


def gold_sentence(text, spans=(), index=0, **fields):
    """Spans are of any kind, or rows of start, end and label."""
    found = [
        span if isinstance(span, GoldSpan) else gold_span(text, *getattr(span, "key", span))
        for span in spans
    ]
    sentence = GoldSentence(
        id=f"d#{index}",
        doc="d",
        index=index,
        text=text,
        lang="en",
        section="body",
        spans=in_order(found),
        flags=[],
        annotators=2,
        guidelines=[],
        suggested_by=[],
        text_sha256=sha256_of_text(text),
        meta="{}",
    )
    return msgspec.structs.replace(sentence, **fields)


def write_gold(folder, splits, **manifest):
    """Write a dataset of sentences by split; each annotated by one annotator as it is."""
    guidelines = find_guidelines()
    described = {
        "goldspan": "0",
        "tokeniser": "goldspan-1",
        "labels": guidelines.label_names,
        "guidelines": {"version": "1.0.0", "sha256": "0"},
        "inputs": {},
        "counts": dict.fromkeys((*COUNTS, *COUNTS_OUT), 0),
        "splits": {},
        **manifest,
    }
    annotations = {
        sentence.id: [
            GoldAnnotation(id=sentence.id, annotator="a", spans=[*sentence.spans], flags=[])
        ]
        for sentences in splits.values()
        for sentence in sentences
    }
    dataset = Dataset(splits=splits, annotations=annotations, disagreements=[], left_out=[])
    write_dataset(folder, dataset, manifest=Manifest(**described), guidelines=guidelines)
    return folder
