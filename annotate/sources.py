"""Sentences from files: text, JSON Lines, CSV, and Hugging Face datasets on disk."""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import msgspec

from goldspan.errors import InputError
from goldspan.files import read_text
from goldspan.languages import UNDETERMINED, guess_language
from goldspan.sentences import Section, Sentence, distinct, read_placed_sentences

_RULER = re.compile(r"([-=_*~#—–─])\1{2,}\Z")
_FIELDS = ("id", "doc", "index", "text", "lang", "section", "meta")

Placed = tuple[str, Sentence]


def read_sources(
    paths: Iterable[Path], *, lang: str | None, languages: Collection[str]
) -> list[Sentence]:
    """The sentences of all sources, in their order, exact repeats once.

    Args:
        paths: text (``.txt``: an article a file), ``.jsonl``, ``.csv``, or a dataset's folder.
        lang: the language of every sentence that names none itself.
        languages: what to guess from, document by document, when `lang` isn't given.

    Raises:
        InputError: a source can't be read or is empty, a text can't be annotated, or one id has
            two texts.
    """
    placed: list[Placed] = []
    for path in paths:
        found = list(_reader(path)(path))
        if not found:
            raise InputError(f"{path}: there is no sentence in it.")
        placed += found
    return _with_language(distinct(placed), lang, languages)


def is_ruler(line: str) -> bool:
    """Whether a line is nothing but three or more of one ruler character."""
    return bool(_RULER.match(line.strip()))


def _reader(path: Path) -> Callable[[Path], Iterator[Placed]]:
    if path.is_dir():
        return _read_dataset
    jsonl = read_placed_sentences
    readers = {".txt": _read_text, ".jsonl": jsonl, ".ndjson": jsonl, ".csv": _read_csv}
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder.")
    if path.suffix.lower() not in readers:
        raise InputError(
            f"{path}: unknown kind of source {path.suffix!r};"
            f" there are {', '.join(readers)} and dataset folders."
        )
    return readers[path.suffix.lower()]


def _read_text(path: Path) -> Iterator[Placed]:
    """An article: a sentence each non-blank line; what stands above the first ruler is headline."""
    lines = re.split(r"\r\n|\r|\n", read_text(path))
    rulers = [number for number, line in enumerate(lines) if is_ruler(line)]
    above = [line for line in lines[: rulers[0]] if line.strip()] if rulers else []
    headline_until = rulers[0] if above else 0
    index = 0
    for number, line in enumerate(lines):
        text = line.strip()
        if not text or number in rulers:
            continue
        yield (
            f"{path}:{number + 1}",
            Sentence(
                doc=path.stem,
                index=index,
                text=text,
                section="headline" if number < headline_until else "body",
            ),
        )
        index += 1


def _read_csv(path: Path) -> Iterator[Placed]:
    reader = csv.DictReader(io.StringIO(read_text(path)))
    columns = reader.fieldnames or []
    if "text" not in columns:
        raise InputError(
            f"{path}:1: there is no column 'text'; the columns are {', '.join(columns) or 'none'}."
        )
    rows = ((f"{path}:{reader.line_num}", row) for row in reader)
    yield from _from_rows(rows, path.stem)


def _read_dataset(path: Path) -> Iterator[Placed]:
    """A dataset saved by ``save_to_disk``, or a folder that ``load_dataset`` reads; all splits."""
    import datasets

    datasets.disable_progress_bars()
    is_saved = (path / "state.json").exists() or (path / "dataset_dict.json").exists()
    try:
        if is_saved:
            loaded = datasets.load_from_disk(str(path))
        else:
            # Its cache knows a local folder by name only, and would give another folder's rows.
            loaded = datasets.load_dataset(str(path), download_mode="force_redownload")
    except Exception as error:
        raise InputError(f"{path}: not a dataset that can be loaded: {error}.") from None
    splits = loaded if isinstance(loaded, dict) else {path.name: loaded}
    for split, dataset in splits.items():
        if "text" not in dataset.column_names:
            raise InputError(
                f"{path}: split {split} has no column 'text';"
                f" the columns are {', '.join(dataset.column_names)}."
            )
        mark = {"split": split} if len(splits) > 1 else {}
        rows = ((f"{path}:{split}[{n}]", {**mark, **row}) for n, row in enumerate(dataset))
        yield from _from_rows(rows, split)


def _from_rows(rows: Iterable[tuple[str, Mapping[str, Any]]], doc: str) -> Iterator[Placed]:
    """Rows with a column `text`; the other fields of a sentence are optional, the rest is meta."""
    counts: dict[str, int] = {}
    for where, row in rows:
        given = {name: row[name] for name in _FIELDS if row.get(name) not in (None, "")}
        given.setdefault("doc", doc)
        index = counts.get(given["doc"], 0)
        given.setdefault("index", index)
        counts[given["doc"]] = index + 1
        others = {
            name: value
            for name, value in row.items()
            if name not in _FIELDS and isinstance(value, str | int | float | bool)
        }
        given["meta"] = {**given.get("meta", {}), **others}
        if given.get("section", "body") not in get_args(Section):
            del given["section"]
        try:
            yield where, msgspec.convert({"text": "", **given}, Sentence, strict=False)
        except msgspec.ValidationError as error:
            raise InputError(f"{where}: not a sentence: {error}.") from None


def _with_language(
    sentences: list[Sentence], lang: str | None, languages: Collection[str]
) -> list[Sentence]:
    documents: dict[str, list[str]] = {}
    for sentence in sentences:
        documents.setdefault(sentence.doc, []).append(sentence.text)
    guessed = {
        doc: lang or guess_language("\n".join(texts), languages) for doc, texts in documents.items()
    }
    return [
        msgspec.structs.replace(sentence, lang=guessed[sentence.doc])
        if sentence.lang == UNDETERMINED
        else sentence
        for sentence in sentences
    ]
