"""What seqeval says of tags, in either of its modes."""

from typing import Any, Literal, TypeAlias

import msgspec

Tags: TypeAlias = list[list[str]]
JudgeMode = Literal["strict", "default"]

OUTSIDE = "O"
_AVERAGES = ("micro avg", "macro avg", "weighted avg")


class Verdict(msgspec.Struct, frozen=True):
    """seqeval's figures: precision, recall, F1 and support, overall and by label."""

    overall: dict[str, float]
    labels: dict[str, dict[str, float]]
    sequences: int


def judge(y_true: Tags, y_pred: Tags, mode: JudgeMode, scheme: str) -> Verdict:
    """Seqeval's report.

    Args:
        y_true: the tags of gold.
        y_pred: the tags predicted.
        mode: ``strict``, or ``default``, which is conlleval's.
        scheme: the name of a scheme of seqeval; the default mode knows none.
    """
    import warnings

    from seqeval import scheme as schemes
    from seqeval.metrics import classification_report

    if not any(tag != OUTSIDE for side in (y_true, y_pred) for tags in side for tag in tags):
        # seqeval has nothing to report on and fails.
        return Verdict(_figures({}), {}, len(y_true))
    how = {"mode": "strict", "scheme": getattr(schemes, scheme)} if mode == "strict" else {}
    with warnings.catch_warnings():
        # A mean over no labels is of no concern here; sums and labels are compared.
        warnings.simplefilter("ignore", RuntimeWarning)
        found: dict[str, dict[str, Any]] = classification_report(
            y_true, y_pred, output_dict=True, zero_division=0, **how
        )
    return Verdict(
        overall=_figures(found.get("micro avg", {})),
        labels={
            label: _figures(values) for label, values in found.items() if label not in _AVERAGES
        },
        sequences=len(y_true),
    )


def seqeval_version() -> str:
    """The version of seqeval that judges."""
    from importlib.metadata import version

    return version("seqeval")


def nothing() -> dict[str, float]:
    """The figures of a label that neither side has."""
    return _figures({})


def safe_names(labels: list[str]) -> list[str]:
    """Names for labels that seqeval keeps apart.

    Its strict mode strips hyphens from a label's ends, so ``A-`` would count as ``A``; a label may
    also be called like one of its averages.
    """
    if all(label and label == label.strip("-") and label not in _AVERAGES for label in labels):
        return labels
    return [f"label {number}" for number in range(len(labels))]


def _figures(report: dict[str, Any]) -> dict[str, float]:
    return {
        "precision": float(report.get("precision", 0)),
        "recall": float(report.get("recall", 0)),
        "f1": float(report.get("f1-score", 0)),
        "support": float(report.get("support", 0)),
    }
