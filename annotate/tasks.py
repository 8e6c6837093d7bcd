"""Our records as Label Studio's: a sentence as a task, spans and annotations as results."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from goldspan.adjudication import Verdict
from goldspan.annotate.criteria_names import SELECTION
from goldspan.annotations import Annotation
from goldspan.guidelines.labelling_config import (
    FLAGS,
    LABELS,
    NOTE,
    TEXT,
    VERDICT,
    attribute_control,
)
from goldspan.predictions import PredictedSpan
from goldspan.sentences import Sentence
from goldspan.spans import Span


def task_data(sentences: Sequence[Sentence]) -> dict[str, dict[str, Any]]:
    """Each sentence's task data by its key, with the document's headline and the neighbours.

    The headline is the document's headline lines; without any, its first line, if it has others.
    """
    documents: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        documents.setdefault(sentence.doc, []).append(sentence)
    data: dict[str, dict[str, Any]] = {}
    for document in documents.values():
        document.sort(key=lambda sentence: sentence.index)
        headline = _headline(document)
        for place, sentence in enumerate(document):
            data[sentence.key] = {
                "key": sentence.key,
                "id": sentence.id,
                "doc": sentence.doc,
                "index": sentence.index,
                "lang": sentence.lang,
                "section": sentence.section,
                "text": sentence.text,
                "text_sha256": sentence.text_sha256,
                "headline": headline,
                "previous": document[place - 1].text if place else "",
                "next": document[place + 1].text if place + 1 < len(document) else "",
                "meta": {k: v for k, v in sentence.meta.items() if k != SELECTION},
            }
    return data


SUGGESTION = "suggestion"
"""What all suggestions are called on the server, whoever made them.

Label Studio shows those of one name in a project, the first that came; the extractor's own name is
in the task's ``meta``.
"""


def suggestion(text: str, spans: Iterable[PredictedSpan]) -> dict[str, Any]:
    """An extractor's spans as a Label Studio prediction, with their scores where it gives any.

    The page shows a region's score beside its label; that of the whole is its least sure span's.
    """
    result = [
        region(span, text) | ({} if span.score is None else {"score": span.score}) for span in spans
    ]
    scores = [part["score"] for part in result if "score" in part]
    return {
        "model_version": SUGGESTION,
        "result": result,
        **({"score": min(scores)} if scores else {}),
    }


def begun_with(annotation: Annotation) -> dict[str, Any]:
    """A whole annotation as a Label Studio prediction, for somebody to begin with."""
    return {"model_version": annotation.annotator, "result": result_of(annotation)}


def region(span: Span, text: str) -> dict[str, Any]:
    """A span as a Label Studio region (without its attributes)."""
    return {
        "id": f"{span.start}-{span.end}-{span.label}",
        "from_name": LABELS,
        "to_name": TEXT,
        "type": "labels",
        "value": {
            "start": span.start,
            "end": span.end,
            "text": text[span.start : span.end],
            "labels": [span.label],
        },
    }


def marks(span: Span, text: str, verdict: Verdict | None = None) -> list[dict[str, Any]]:
    """A span as Label Studio has it: a region, and what is said of it.

    Its id tells spans apart that differ in attributes alone, as annotators' do. The page makes a
    CSS class of it: what such a name can't hold is written as its code, or there is no colour.
    """
    of_span = region(span, text)
    of_span["id"] += "".join(
        "-" + re.sub(r"[\W_]", lambda sign: f"_{ord(sign[0]):x}_", part)
        for attribute in sorted(span.attributes.items())
        for part in attribute
    )
    said = {attribute_control(span.label, name): value for name, value in span.attributes.items()}
    if verdict:
        said[VERDICT] = verdict
    return [
        of_span,
        *(
            {
                **of_span,
                "from_name": control,
                "type": "choices",
                "value": {"start": span.start, "end": span.end, "choices": [choice]},
            }
            for control, choice in said.items()
        ),
    ]


def result_of(annotation: Annotation) -> list[dict[str, Any]]:
    """An annotation as Label Studio's ``result``: spans, their attributes, flags and note."""
    result = [part for span in annotation.spans for part in marks(span, annotation.text)]
    if annotation.flags:
        result.append(of_sentence(FLAGS, "choices", {"choices": annotation.flags}))
    if annotation.note:
        result.append(of_sentence(NOTE, "textarea", {"text": [annotation.note]}))
    return result


def of_sentence(control: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    """What is said of the whole sentence."""
    return {"id": control, "from_name": control, "to_name": TEXT, "type": kind, "value": value}


def _headline(document: list[Sentence]) -> str:
    lines = [sentence.text for sentence in document if sentence.section == "headline"]
    if not lines and len(document) > 1:
        lines = [document[0].text]
    return " / ".join(lines)
