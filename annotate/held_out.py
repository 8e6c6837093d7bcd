"""Which sentences are of a test split, so that their annotators are shown no suggestion."""

from collections.abc import Iterable
from pathlib import Path

from goldspan.errors import InputError
from goldspan.records import read_records
from goldspan.sentences import Sentence
from goldspan.splits import SPLITS_FILE, Assignment, is_test


def held_out(sentences: Iterable[Sentence], splits: Path | None) -> set[str]:
    """The ids of those that are of a test split.

    A sentence is, if its ``meta`` says so (``{"split": "test"}``), or if its document is: a new
    sentence of a document goes where the others are.

    Args:
        sentences: to choose from.
        splits: a dataset's folder that was split, or a file of `Assignment`; None if there is none.

    Raises:
        InputError: there is no such file, or it holds something else.
    """
    documents: set[str] = set()
    if splits is not None:
        file = splits / SPLITS_FILE if splits.is_dir() else splits
        if not file.exists():
            raise InputError(f"{file}: there is no such file; split first: goldspan gold split.")
        documents = {
            assignment.doc
            for _, assignment in read_records(file, Assignment)
            if is_test(assignment.split)
        }
    return {
        sentence.id
        for sentence in sentences
        if sentence.doc in documents or is_test(sentence.meta.get("split"))
    }
