"""The dataset's tables as Parquet, with the features that Hugging Face's datasets reads back."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goldspan.dataset import GoldAnnotation, GoldSentence, GoldSpan
from goldspan.schemes import IOB2, tag_names
from goldspan.spans import Span
from goldspan.tagging import Misfit, tag_spans
from goldspan.tokens import Tokeniser

if TYPE_CHECKING:
    from datasets import Features

_ROWS = 10_000
"""Rows in a group: what is in memory at once, and what a reader can skip."""

_PROVENANCE = ("origin", "votes", "annotators", "adjudicator", "verdict")


def write_sentences(path: Path, sentences: Sequence[GoldSentence]) -> None:
    """Configuration "default": sentences with exact spans, offsets in code points."""
    from datasets import Features, Value

    features = Features(
        {
            **_texts("id", "doc"),
            "index": Value("int32"),
            **_texts("text", "lang", "section"),
            "spans": [
                {
                    **_span_features(),
                    "origin": Value("string"),
                    "votes": Value("int32"),
                    "annotators": Value("int32"),
                    **_texts("adjudicator", "verdict"),
                }
            ],
            "flags": [Value("string")],
            "annotators": Value("int32"),
            "guidelines": [Value("string")],
            "suggested_by": [Value("string")],
            **_texts("text_sha256", "meta"),
            "adjudicators": [Value("string")],
        }
    )
    rows = (
        {
            **{name: getattr(sentence, name) for name in features},
            "spans": [
                {**_span(span), **{name: getattr(span, name) for name in _PROVENANCE}}
                for span in sentence.spans
            ],
        }
        for sentence in sentences
    )
    write_rows(path, rows, features)


def write_tokens(
    path: Path, sentences: Sequence[GoldSentence], labels: Sequence[str], tokeniser: Tokeniser
) -> list[tuple[str, Misfit[GoldSpan]]]:
    """Configuration "bio": tokens with ``ner_tags`` (IOB2).

    Returns:
        The spans that the tags can't show, with their sentence's id; ``lossless`` is false there.
    """
    from datasets import ClassLabel, Features, Value

    names = tag_names(labels)
    features = Features(
        {
            **_texts("id", "doc", "lang"),
            "tokens": [Value("string")],
            "token_starts": [Value("int32")],
            "ner_tags": [ClassLabel(names=names)],
            "lossless": Value("bool"),
        }
    )
    misaligned: list[tuple[str, Misfit[GoldSpan]]] = []

    def rows() -> Iterator[dict[str, Any]]:
        numbers = {name: number for number, name in enumerate(names)}
        for sentence in sentences:
            tokens = tokeniser.tokenise(sentence.text)
            tags, misfits = tag_spans(sentence.spans, tokens, IOB2)
            misaligned.extend((sentence.id, misfit) for misfit in misfits)
            yield {
                "id": sentence.id,
                "doc": sentence.doc,
                "lang": sentence.lang,
                "tokens": [sentence.text[start:end] for start, end in tokens],
                "token_starts": [start for start, _ in tokens],
                "ner_tags": [numbers[tag] for tag in tags],
                "lossless": not misfits,
            }

    write_rows(path, rows(), features)
    return misaligned


def write_annotations(path: Path, annotations: Iterable[GoldAnnotation]) -> None:
    """Configuration "annotations": what each annotator said of the sentences in gold."""
    from datasets import Features, Value

    features = Features(
        {
            **_texts("id", "annotator"),
            "spans": [_span_features()],
            "flags": [Value("string")],
            "seconds": Value("float64"),
            **_texts("suggested_by", "guidelines"),
        }
    )
    rows = (
        {
            **{name: getattr(annotation, name) for name in features},
            "spans": [_span(span) for span in annotation.spans],
        }
        for annotation in annotations
    )
    write_rows(path, rows, features)


def _texts(*names: str) -> dict[str, Any]:
    from datasets import Value

    return {name: Value("string") for name in names}


def _span_features() -> dict[str, Any]:
    from datasets import Value

    return {
        "start": Value("int32"),
        "end": Value("int32"),
        **_texts("label", "text"),
        "attributes": [_texts("name", "value")],
    }


def _span(span: Span) -> dict[str, Any]:
    return {
        "start": span.start,
        "end": span.end,
        "label": span.label,
        "text": span.text,
        "attributes": [
            {"name": name, "value": value} for name, value in sorted(span.attributes.items())
        ]
        if span.attributes
        else [],
    }


def write_rows(path: Path, rows: Iterable[dict[str, Any]], features: "Features") -> None:
    """Write rows as ``Dataset.to_parquet`` does (the same features, chunks that deduplicate)."""
    import pyarrow as arrow
    from pyarrow.parquet import ParquetWriter

    path.parent.mkdir(parents=True, exist_ok=True)
    schema = features.arrow_schema
    remaining = iter(rows)
    with ParquetWriter(
        path, schema, use_content_defined_chunking=True, write_page_index=True
    ) as writer:
        while group := list(islice(remaining, _ROWS)):
            writer.write_table(arrow.Table.from_pylist(group, schema=schema))
