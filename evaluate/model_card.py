"""A score in a model's card on the Hub: its ``model-index``, and the Hub's evaluation results.

Both name the dataset, its configuration, split and revision, so that a reader can score again.
"""

import re
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import yaml

from goldspan.dataset import MANIFEST
from goldspan.errors import InputError
from goldspan.evaluate.result import Score
from goldspan.files import read_text, write_text

RESULTS = Path(".eval_results")
_CONFIG = "default"
_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)


class Published(NamedTuple):
    """A dataset on the Hub; `revision` is a tag or a commit, None where nobody said."""

    repository: str
    revision: str | None


class _Release(msgspec.Struct, frozen=True):
    repository: str
    version: str


class _Manifest(msgspec.Struct, frozen=True):
    release: _Release | None = None


def find_published(gold: Path, named: str | None) -> Published:
    """The dataset that a gold folder is a copy of.

    Args:
        gold: the folder; a downloaded release says itself what it is.
        named: ``NAMESPACE/NAME`` or ``NAMESPACE/NAME@REVISION``, instead.

    Raises:
        InputError: neither says it.
    """
    if named:
        repository, _, revision = named.partition("@")
        if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
            raise InputError(f"--dataset {named}: write NAMESPACE/NAME or NAMESPACE/NAME@REVISION.")
        return Published(repository, revision or None)
    try:
        manifest = msgspec.json.decode((gold / MANIFEST).read_bytes(), type=_Manifest)
    except (OSError, msgspec.DecodeError):
        manifest = _Manifest()
    if manifest.release is None:
        raise InputError(
            f"{gold} isn't a downloaded release; name the dataset: --dataset NAMESPACE/NAME@v1.0.0"
        )
    return Published(manifest.release.repository, f"v{manifest.release.version}")


def write_model_card(card: Path, score: Score, dataset: Published) -> Path:
    """Put a score into a model's card; another score on the same split is replaced.

    Args:
        card: the model's README.md; made if there is none. All else in it stays as it is.
        score: the score.
        dataset: what it was scored on.

    Returns:
        The file of evaluation results written beside the card.

    Raises:
        InputError: the card's front matter can't be read.
    """
    matter, body = _read_card(card)
    matter["model-index"] = _model_index(matter, score, dataset, card)
    write_text(card, f"---\n{_yaml(matter)}---\n{body}")
    results = card.parent / RESULTS / f"{dataset.repository.replace('/', '--')}.yaml"
    write_text(results, _yaml([_evaluation_result(score, dataset)]))
    return results


def _read_card(card: Path) -> tuple[dict[str, Any], str]:
    text = read_text(card) if card.exists() else f"\n# {card.absolute().parent.name}\n"
    match = _MATTER.match(text)
    if match is None:
        return {}, text
    try:
        matter = yaml.safe_load(match[1]) or {}
    except yaml.YAMLError as error:
        raise InputError(f"{card}: not YAML: {' '.join(str(error).split())}.") from None
    if not isinstance(matter, dict):
        raise InputError(f"{card}: its front matter isn't a mapping.")
    return matter, text[match.end() :]


def _model_index(
    matter: dict[str, Any], score: Score, dataset: Published, card: Path
) -> list[dict[str, Any]]:
    """The first model's results with this one, those of other datasets and splits as they were."""
    [first, *others] = matter.get("model-index") or [{}]
    wanted = _dataset(score, dataset)
    kept = [one for one in first.get("results") or [] if not _is_same(one, wanted)]
    name = first.get("name") or score.predictions.extractor or card.absolute().parent.name
    return [{**first, "name": name, "results": [*kept, _result(score, wanted)]}, *others]


def _is_same(result: dict[str, Any], dataset: dict[str, Any]) -> bool:
    found = result.get("dataset") or {}
    task = (result.get("task") or {}).get("type")
    return task == "token-classification" and all(
        found.get(name) == dataset.get(name) for name in ("type", "config", "split", "revision")
    )


def _result(score: Score, dataset: dict[str, Any]) -> dict[str, Any]:
    how = f"exact spans, seqeval {score.mode}"
    figures = score.overall
    return {
        "task": {"type": "token-classification", "name": "Named Entity Recognition"},
        "dataset": dataset,
        "metrics": [
            {"type": name, "value": value, "name": f"{name.capitalize()} ({how})"}
            for name, value in (
                ("f1", figures.f1),
                ("precision", figures.precision),
                ("recall", figures.recall),
            )
        ],
    }


def _dataset(score: Score, dataset: Published) -> dict[str, Any]:
    return {
        "type": dataset.repository,
        "name": dataset.repository.partition("/")[2],
        "config": _CONFIG,
        **({"split": score.gold.split} if score.gold.split else {}),
        **({"revision": dataset.revision} if dataset.revision else {}),
    }


def _evaluation_result(score: Score, dataset: Published) -> dict[str, Any]:
    """An entry of ``.eval_results/*.yaml``; its `revision` may be a commit only."""
    revision = dataset.revision or ""
    is_commit = bool(re.fullmatch("[0-9a-f]{40}", revision))
    interval = score.overall.f1_interval
    notes = [
        f"F1 on exact spans, seqeval {score.mode}",
        f"split {score.gold.split}" if score.gold.split else "all splits",
        *([f"revision {revision}"] if revision and not is_commit else []),
        f"{score.gold.entities} entities",
        *([f"95% interval {interval[0]:.4f}-{interval[1]:.4f}"] if interval else []),
    ]
    return {
        "dataset": {
            "id": dataset.repository,
            "task_id": _CONFIG,
            **({"revision": revision} if is_commit else {}),
        },
        "value": score.overall.f1,
        "notes": "; ".join(notes),
    }


def _yaml(content: object) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
