"""Read what a gold dataset is built from, every record checked."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from goldspan.adjudication import Adjudication
from goldspan.annotations import Annotation
from goldspan.errors import InputError
from goldspan.guidelines.model import Guidelines
from goldspan.records import read_records
from goldspan.sentences import Section, Sentence, distinct, read_placed_sentences, sha256_of_text
from goldspan.spans import fault_of

Placed = tuple[str, Annotation]
"""A record, and where it was read: ``file:line``."""

_Facts = tuple[str, str, int, str, Section]


def read_annotations(path: Path, guidelines: Guidelines) -> list[Placed]:
    """The records with where each was read, every one checked against its text.

    Raises:
        InputError: there is none, or one doesn't fit its text or the guidelines.
    """
    labels = guidelines.label_names
    found = []
    for number, record in read_records(path, Annotation):
        if fault := _fault(record, labels):
            raise InputError(f"{path}:{number}: sentence {record.sentence}: {fault}.")
        found.append((f"{path}:{number}", record))
    if not found:
        raise InputError(f"{path}: there is no annotation in it.")
    return found


def read_adjudications(path: Path, guidelines: Guidelines) -> list[Placed]:
    """Annotations each of which is an adjudicator's decision, also where it doesn't say so.

    Raises:
        InputError: there is none, or one doesn't fit its text or the guidelines.
    """
    return [
        (
            where,
            record
            if record.adjudication
            else msgspec.structs.replace(record, adjudication=Adjudication()),
        )
        for where, record in read_annotations(path, guidelines)
    ]


def read_sentences(path: Path | None, annotations: Iterable[Placed]) -> dict[str, Sentence]:
    """All sentences by id: those of the file, else those that the annotations name.

    Raises:
        InputError: an annotation is of none of them, or one id has two texts.
    """
    placed = list(_named(annotations))
    if path is None:
        return {sentence.id: sentence for sentence in distinct(placed)}
    known = {sentence.id: sentence for sentence in distinct(read_placed_sentences(path))}
    for where, sentence in placed:
        if sentence.id not in known:
            raise InputError(f"{where}: sentence {sentence.id} isn't in {path}.")
        if known[sentence.id].text != sentence.text:
            raise InputError(f"{where}: sentence {sentence.id} has another text in {path}.")
    return known


def _named(annotations: Iterable[Placed]) -> Iterator[tuple[str, Sentence]]:
    """Each sentence as annotations have it; as decisions do where there is no annotation.

    Where records differ in more than the text, the least of them is first, in any order of input.
    """
    said: dict[str, dict[_Facts, str]] = {}
    decided: dict[str, dict[_Facts, str]] = {}
    for where, record in annotations:
        if not record.stale:
            named = decided if record.adjudication else said
            facts = (record.text, record.doc, record.index, record.lang, record.section)
            named.setdefault(record.sentence, {}).setdefault(facts, where)
    for sentence, variants in {**decided, **said}.items():
        for (text, doc, index, lang, section), where in sorted(variants.items()):
            yield (
                where,
                Sentence(id=sentence, doc=doc, index=index, text=text, lang=lang, section=section),
            )


def _fault(record: Annotation, labels: Sequence[str]) -> str | None:
    """What is wrong with a record, as half a sentence; None if it is sound."""
    if sha256_of_text(record.text) != record.text_sha256:
        return "the text isn't the one its hash was made of"
    for span in record.spans:
        if fault := fault_of(span, record.text, labels):
            return fault
    return _repeated(record)


def _repeated(record: Annotation) -> str | None:
    keys = [span.key for span in record.spans]
    if len(set(keys)) == len(keys):
        return None
    start, end, label = next(key for key in keys if keys.count(key) > 1)
    return f"the span {start}..{end} {label} stands in it twice"
