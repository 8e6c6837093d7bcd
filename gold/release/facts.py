"""What a card is made of."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from goldspan.agreement.result import Agreement
from goldspan.dataset import CONFIGS, Manifest
from goldspan.files import sha256_of
from goldspan.gold.release.about import About
from goldspan.gold.release.manifest import TextPolicy
from goldspan.gold.release.statistics import DatasetFigures
from goldspan.guidelines.model import Guidelines


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One Parquet file: a configuration's rows of one split.

    Attributes:
        path: inside the release.
        rows: how many there are.
        arrow_bytes: their size in memory.
        size: the file's size.
        sha256: the file's.
    """

    path: str
    rows: int
    arrow_bytes: int
    size: int
    sha256: str


class CardFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a card says.

    Attributes:
        tables: by configuration and split.
        features: by configuration, as the Hub's YAML writes them.
        agreement: on all that was annotated; None where the dataset doesn't say.
        examples: mentions of each label, by language; empty where no text may be shown.
        paragraphs: the maintainers' own, by name.
        charts: each chart's file and what it shows.
        misaligned: some spans that tokens cannot show, quoted in their surroundings.
    """

    repository: str
    version: str
    text: TextPolicy
    about: About
    guidelines: Guidelines
    manifest: Manifest
    figures: DatasetFigures
    agreement: Agreement | None
    tables: Mapping[str, Mapping[str, Table]]
    features: Mapping[str, list[Any]]
    examples: Mapping[str, list[str]]
    misaligned: list[str]
    paragraphs: Mapping[str, str]
    charts: Mapping[str, str]

    @property
    def title(self) -> str:
        """The dataset's title."""
        return self.about.title or f"{self.guidelines.title}: gold dataset"

    @property
    def languages(self) -> list[str]:
        """Languages in the data, ``und`` left out."""
        return [name for name in self.figures.sentences_by_language if name != "und"]

    @property
    def authors(self) -> list[str]:
        """Whom to cite."""
        named = [author.name for author in self.about.authors]
        return named or [self.repository.partition("/")[0]]

    @property
    def tag(self) -> str:
        """The version's tag on the Hub."""
        return f"v{self.version}"


def tables_of(folder: Path, splits: Mapping[str, int]) -> dict[str, dict[str, Table]]:
    """The tables of a release's folder, by configuration and split."""
    import pyarrow.parquet

    found: dict[str, dict[str, Table]] = {}
    for config, name in CONFIGS.items():
        for split in splits:
            path = folder / name / f"{split}.parquet"
            if path.exists():
                with pyarrow.parquet.ParquetFile(path) as file:
                    sizes = [batch.nbytes for batch in file.iter_batches()]
                    rows = file.metadata.num_rows
                found.setdefault(config, {})[split] = Table(
                    path=f"{name}/{split}.parquet",
                    rows=rows,
                    arrow_bytes=sum(sizes),
                    size=path.stat().st_size,
                    sha256=sha256_of(path),
                )
    return found


def features_of(path: Path) -> list[Any]:
    """A table's features, as the Hub's YAML writes them."""
    import pyarrow.parquet
    from datasets import Features

    features = Features.from_arrow_schema(pyarrow.parquet.read_schema(path))
    found: list[Any] = features._to_yaml_list()
    return found
