"""A dataset without its text: offsets and hashes only, and the text put back from its owner's copy.

What goes: the text, the quotes of spans, tokens, and of ``meta`` all but where the text is to be
found. What stays is enough to put everything back and to see whether it is the same text.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from goldspan.dataset import CONFIGS
from goldspan.errors import InputError
from goldspan.gold.parquet import write_rows
from goldspan.sentences import Sentence, sha256_of_text
from goldspan.tokens import Tokeniser

CONFIG_OF = {folder: config for config, folder in CONFIGS.items()}
"""Whose tables each folder holds."""

KEPT_META = ("url", "source", "date", "licence", "license", "text_of")
"""Fields of ``meta`` that say where a text is to be found, and hold none of it."""

Row: TypeAlias = dict[str, Any]

_META_HASH = "meta_sha256"


def strip_text(source: Path, target: Path, config: str) -> None:
    """Write one table without its text."""
    _rewrite(source, target, _STRIPPERS[config])


def put_text_back(
    source: Path,
    target: Path,
    config: str,
    sentences: Mapping[str, Sentence],
    tokeniser: Tokeniser,
) -> None:
    """Write one table with its text, each sentence checked before (:func:`check_text`)."""

    def restore(row: Row) -> Row:
        sentence = sentences[row["id"]]
        if config == "bio":
            tokens = tokeniser.tokenise(sentence.text)
            return {**row, "tokens": [sentence.text[start:end] for start, end in tokens]}
        return _RESTORERS[config](row, sentence)

    _rewrite(source, target, restore)


def check_text(release: Path, splits: Mapping[str, int], found: Mapping[str, Sentence]) -> None:
    """Check that the owner's copy has every sentence, with the very text that was annotated.

    Raises:
        InputError: sentences are missing or differ; each is named.
    """
    faults: list[str] = []
    for split in splits:
        for row in _rows(release / CONFIGS["default"] / f"{split}.parquet"):
            sentence = found.get(row["id"])
            if sentence is None:
                faults.append(f"sentence {row['id']} is missing")
            elif sentence.text_sha256 != row["text_sha256"]:
                faults.append(f"sentence {row['id']} has another text{_guess(sentence.text, row)}")
            elif _meta(row, sentence) is None:
                faults.append(f"sentence {row['id']} has another meta")
    if faults:
        more = f"; and {len(faults) - 10} more" if len(faults) > 10 else ""
        raise InputError(f"the text can't be put back: {'; '.join(faults[:10])}{more}.")


def fill_text(folder: Path, splits: Mapping[str, int], sentences: Mapping[str, Sentence]) -> None:
    """Put back in place what text is known; where it isn't the same, it becomes empty.

    So that a release without text can be compared with a dataset that has it.
    """
    changed: set[str] = set()

    def fill(row: Row, config: str) -> Row:
        sentence = sentences.get(row["id"])
        if config == "default" and (sentence is None or sentence.text_sha256 != row["text_sha256"]):
            changed.add(row["id"])
        if sentence is None or row["id"] in changed:
            sentence = Sentence(doc="", index=0, text="")
        restored = _RESTORERS[config](row, sentence)
        if config == "default" and restored["meta"] is None:
            restored["meta"] = row["meta"]
        return restored

    for config in ("default", "annotations"):
        for split in splits:
            path = folder / CONFIGS[config] / f"{split}.parquet"
            if path.exists():
                filled = path.with_suffix(".filled")
                _rewrite(path, filled, partial(fill, config=config))
                filled.replace(path)


def _guess(text: str, row: Mapping[str, Any]) -> str:
    """What would make the text fit, if it is something usual."""
    changes = {
        "in Unicode form NFC it fits": unicodedata.normalize("NFC", text),
        "in Unicode form NFD it fits": unicodedata.normalize("NFD", text),
        "without white space at its ends it fits": text.strip(),
        "with plain spaces for non-breaking ones it fits": text.replace("\u00a0", " "),
        "with single spaces it fits": " ".join(text.split()),
    }
    for name, changed in changes.items():
        if sha256_of_text(changed) == row["text_sha256"]:
            return f" ({name})"
    end = max((span["end"] for span in row["spans"]), default=0)
    return f" (it is shorter than its spans, {len(text)} of {end})" if len(text) < end else ""


def _strip_sentence(row: Row) -> Row:
    meta = msgspec.json.decode(row["meta"])
    kept = {name: value for name, value in meta.items() if name in KEPT_META}
    kept[_META_HASH] = sha256_of_text(row["meta"])
    return {
        **row,
        "text": None,
        "spans": [{**span, "text": None} for span in row["spans"]],
        "meta": msgspec.json.encode(kept, order="sorted").decode(),
    }


def _restore_sentence(row: Row, sentence: Sentence) -> Row:
    return {
        **row,
        "text": sentence.text,
        "spans": _quoted(row["spans"], sentence.text),
        "meta": _meta(row, sentence),
    }


def _meta(row: Mapping[str, Any], sentence: Sentence) -> str | None:
    """The ``meta`` that fits the published hash: the owner's, none at all, or what was kept."""
    kept = msgspec.json.decode(row["meta"])
    wanted = kept.pop(_META_HASH, None)
    for meta in (sentence.meta, {}, kept):
        encoded = msgspec.json.encode(meta, order="sorted").decode()
        if sha256_of_text(encoded) == wanted:
            return encoded
    return None


def _strip_tokens(row: Row) -> Row:
    return {**row, "tokens": None}


def _strip_annotation(row: Row) -> Row:
    return {**row, "spans": [{**span, "text": None} for span in row["spans"]]}


def _restore_annotation(row: Row, sentence: Sentence) -> Row:
    return {**row, "spans": _quoted(row["spans"], sentence.text)}


def _quoted(spans: list[Row], text: str) -> list[Row]:
    return [{**span, "text": text[span["start"] : span["end"]]} for span in spans]


_STRIPPERS: dict[str, Callable[[Row], Row]] = {
    "default": _strip_sentence,
    "bio": _strip_tokens,
    "annotations": _strip_annotation,
}
_RESTORERS: dict[str, Callable[[Row, Sentence], Row]] = {
    "default": _restore_sentence,
    "annotations": _restore_annotation,
}


def _rewrite(source: Path, target: Path, change: Callable[[Row], Row]) -> None:
    import pyarrow.parquet
    from datasets import Features

    features = Features.from_arrow_schema(pyarrow.parquet.read_schema(source))
    write_rows(target, (change(row) for row in _rows(source)), features)


def _rows(path: Path) -> Iterator[Row]:
    import pyarrow.parquet

    with pyarrow.parquet.ParquetFile(path) as file:
        for batch in file.iter_batches():
            yield from batch.to_pylist()
