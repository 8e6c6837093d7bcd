"""The sample articles that come with goldspan, and their recorded annotations."""

from importlib.resources import files
from pathlib import Path

ANNOTATORS = ("machine-a", "machine-b")


def sample_articles() -> list[Path]:
    """The articles, one file each, in order."""
    return sorted((_folder() / "articles").glob("*.jsonl"))


def sample_annotations(annotator: str) -> Path:
    """What one annotator said of every sentence of the articles."""
    return _folder() / "annotations" / f"{annotator}.jsonl"


def _folder() -> Path:
    return Path(str(files("goldspan") / "examples"))
