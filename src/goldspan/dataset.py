"""The gold dataset on disk: what is in its folder, and how it is read back.

::

    README.md                  the card; names the configurations and their files
    sentences/<split>.parquet  configuration "default": sentences with their exact spans; of a large
                               split shards, <split>-<number>.parquet
    tokens/<split>.parquet     configuration "bio": tokens with ner_tags
    annotations/<split>.parquet  configuration "annotations": what each annotator said
    agreement.json             how far annotators agreed on all they annotated, before any decision
    manifest.json              where it comes from: hashes, versions, counts
    disagreements.jsonl        sentences that wait for an adjudicator
    adjudications.jsonl        the decisions that gold rests on, with verdicts and notes
    left_out.jsonl             sentences, annotations and spans that aren't in gold, with the reason
    misaligned.jsonl           spans that the tokens can't show
    splits.jsonl               once it was split: which sentence is where, see goldspan.splits
    aside/<name>.parquet       sentences that no split holds, and what each annotator said of them
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec

from goldspan.adjudication import Verdict
from goldspan.errors import InputError
from goldspan.sentences import Section, Sentence
from goldspan.spans import Span
from goldspan.splits import SplitSettings

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "manifest.json"
AGREEMENT_FILE = "agreement.json"
CONFIGS = {"default": "sentences", "bio": "tokens", "annotations": "annotations"}
"""The configurations that ``load_dataset`` knows, and the folder of each."""

ASIDE = "aside"

Row = TypeVar("Row", bound=msgspec.Struct)

SpanOrigin = Literal["agreed", "adjudicated", "single"]


class GoldSpan(Span, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """A span of the gold set, and where it comes from.

    Attributes:
        origin: ``agreed``: by `votes` of `annotators` annotators, as many as the policy wants;
            ``adjudicated``: by an adjudicator, whatever the votes; ``single``: one annotator's
            word, because there was no other, or because the policy asks for it.
        votes: annotators who marked it.
        annotators: annotators who annotated the sentence.
        adjudicator: who decided, a pseudonym; null unless adjudicated.
        verdict: why it was decided so, see `Decision.verdict`; null where nobody said.
    """

    origin: SpanOrigin
    votes: int = 0
    annotators: int = 0
    adjudicator: str | None = None
    verdict: Verdict | None = None


class GoldSentence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """A sentence of the gold set.

    Attributes:
        spans: the mentions; empty means "there are none here".
        flags: those that any deciding annotator gave it.
        annotators: how many people annotated it.
        guidelines: versions and hashes of the guidelines it was annotated under.
        suggested_by: extractors whose suggestions its annotators were shown first.
        text_sha256: the SHA-256 of the text's UTF-8 bytes.
        meta: further fields of the sentence, as a JSON object in a string.
        adjudicators: who decided it, by pseudonym; empty where annotators alone did.
    """

    id: str
    doc: str
    index: int
    text: str
    lang: str
    section: Section
    spans: list[GoldSpan]
    flags: list[str]
    annotators: int
    guidelines: list[str]
    suggested_by: list[str]
    text_sha256: str
    meta: str
    adjudicators: list[str] = []

    @property
    def as_sentence(self) -> Sentence:
        """The sentence alone, without what annotators said of it."""
        return Sentence(
            id=self.id,
            doc=self.doc,
            index=self.index,
            text=self.text,
            lang=self.lang,
            section=self.section,
            meta=msgspec.json.decode(self.meta),
        )


class GoldAnnotation(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False
):
    """What one annotator said of a sentence of the gold set, as the dataset keeps it.

    Attributes:
        id: the sentence's id.
        annotator: a pseudonym.
        spans: the mentions; empty means "there are none here".
        flags: sentence flags of the guidelines.
        seconds: working time, as Label Studio measured it.
        suggested_by: the extractor whose suggestions were shown first; null for none.
        guidelines: the version in force when it was last changed; null when not known.
    """

    id: str
    annotator: str
    spans: list[Span]
    flags: list[str]
    seconds: float | None = None
    suggested_by: str | None = None
    guidelines: str | None = None


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """Where a gold dataset comes from.

    Attributes:
        goldspan: the version of goldspan that built it.
        tokeniser: the name of the tokeniser of the configuration "bio".
        labels: all labels, in the order of the guidelines.
        guidelines: version and hash of the guidelines it was built with.
        inputs: SHA-256 of the records of each kind that went in, whatever their order.
        colours: each label's colour in the guidelines, as ``#rrggbb``.
        libraries: versions of the libraries that wrote its files.
        policies: how it was decided what is gold, by the names of the options.
        counts: how many sentences, spans and annotations went in and came out.
        splits: how many sentences are in each split.
        split: how it was split; null if it wasn't.
    """

    goldspan: str
    tokeniser: str
    labels: list[str]
    guidelines: dict[str, str]
    inputs: dict[str, str]
    colours: dict[str, str] = {}
    libraries: dict[str, str] = {}
    policies: dict[str, str | list[str]] = {}
    counts: dict[str, int]
    splits: dict[str, int]
    split: SplitSettings | None = None


class GoldDataset(msgspec.Struct, frozen=True):
    """A gold dataset as read back.

    Attributes:
        manifest: where it comes from.
        splits: the sentences of each split.
        sha256: the hash of the files that hold the sentences; reports name it.
    """

    manifest: Manifest
    splits: dict[str, list[GoldSentence]]
    sha256: str

    def sentences(self, split: str | None = None) -> list[GoldSentence]:
        """The sentences of one split, or of all.

        Raises:
            InputError: there is no such split.
        """
        if split is None:
            return [sentence for sentences in self.splits.values() for sentence in sentences]
        if split not in self.splits:
            raise InputError(f"there is no split {split!r}; there are {', '.join(self.splits)}.")
        return self.splits[split]


def read_manifest(folder: str | Path) -> Manifest:
    """The manifest of a gold dataset.

    Raises:
        InputError: the folder isn't a gold dataset, or its manifest is damaged.
    """
    folder = Path(folder)
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(
            f"{folder}: not a gold dataset (no {MANIFEST}); make one with goldspan gold build."
        ) from None
    except OSError as error:
        raise InputError(f"{folder / MANIFEST}: can't be read: {error.strerror}.") from None
    except msgspec.DecodeError as error:
        raise InputError(f"{folder / MANIFEST}: damaged: {error}.") from None


def read_gold(folder: str | Path) -> GoldDataset:
    """Read a folder that ``goldspan gold build`` wrote.

    Raises:
        InputError: it isn't such a folder, it is damaged, or it was published without its text.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    if _is_without_text(folder / MANIFEST):
        raise InputError(
            f"{folder} was published without its text; put it back with"
            f" goldspan gold restore {folder} SENTENCES... -o gold/"
        )
    splits: dict[str, list[GoldSentence]] = {}
    digest = hashlib.sha256()
    for split in manifest.splits:
        splits[split] = []
        for path in sentence_files(folder, split):
            try:
                digest.update(path.read_bytes())
            except OSError as error:
                raise InputError(f"{path}: can't be read: {error}.") from None
            splits[split] += _rows(path, GoldSentence)
    return GoldDataset(manifest=manifest, splits=splits, sha256=digest.hexdigest())


def sentence_files(folder: Path, split: str) -> list[Path]:
    """The files of a split's sentences, in order: one, or shards such as ``test-00000.parquet``."""
    whole = folder / CONFIGS["default"] / f"{split}.parquet"
    if whole.exists():
        return [whole]
    return sorted(whole.parent.glob(f"{split}-[0-9]*.parquet")) or [whole]


class _Release(msgspec.Struct, frozen=True):
    text: str = "full"


class _Published(msgspec.Struct, frozen=True):
    release: _Release = _Release()


def _is_without_text(manifest: Path) -> bool:
    return msgspec.json.decode(manifest.read_bytes(), type=_Published).release.text != "full"


def read_gold_annotations(folder: str | Path, split: str) -> Iterator[GoldAnnotation]:
    """What each annotator said of the sentences of one split, in the order of the sentences.

    Raises:
        InputError: the file is missing or damaged.
    """
    return _rows(Path(folder) / CONFIGS["annotations"] / f"{split}.parquet", GoldAnnotation)


def read_aside(folder: str | Path) -> tuple[list[GoldSentence], list[GoldAnnotation]]:
    """The gold sentences that no split holds, and what each annotator said of them.

    Raises:
        InputError: a file is damaged.
    """
    aside = Path(folder) / ASIDE
    if not aside.exists():
        return [], []
    return (
        list(_rows(aside / "sentences.parquet", GoldSentence)),
        list(_rows(aside / "annotations.parquet", GoldAnnotation)),
    )


def records_of(rows: "pa.Table | pa.RecordBatch", kind: type[Row]) -> Iterator[Row]:
    """The records of a pyarrow table or batch of a dataset's files.

    Raises:
        msgspec.ValidationError: a row isn't such a record.
    """
    for row in rows.to_pylist():
        for span in row["spans"]:
            span["attributes"] = {item["name"]: item["value"] for item in span["attributes"]}
        yield msgspec.convert(row, kind)


def _rows(path: Path, kind: type[Row]) -> Iterator[Row]:
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches():
                yield from records_of(batch, kind)
    except (OSError, msgspec.ValidationError, ValueError) as error:
        raise InputError(f"{path}: can't be read: {error}.") from None
