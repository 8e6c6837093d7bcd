"""Predictions as Parquet: the fields of JSON Lines, mappings as lists of names with values."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from goldspan.predictions import Prediction

if TYPE_CHECKING:
    from pyarrow import Schema, Table


def table_of(predictions: Iterable[Prediction]) -> "Table":
    """Predictions as a table, a row each, in their order."""
    import pyarrow

    return pyarrow.Table.from_pylist([_row(one) for one in predictions], schema=schema())


def schema() -> "Schema":
    """The columns of a table of predictions."""
    import pyarrow as arrow

    text, number, whole = arrow.string(), arrow.float64(), arrow.int32()
    span = [("start", whole), ("end", whole), ("label", text)]
    span += [("attributes", _pairs(text)), ("text", text), ("score", number)]
    tiers = [(name, whole) for name in ("exact", "normalised", "fuzzy")]
    return arrow.schema(
        [
            ("sentence", text),
            ("spans", arrow.list_(arrow.struct(span))),
            ("extractor", text),
            ("text_sha256", text),
            ("unlocated", arrow.list_(arrow.struct([("label", text), ("text", text)]))),
            ("error", text),
            ("seconds", number),
            ("unmapped", _pairs(whole)),
            ("located", arrow.struct(tiers)),
        ]
    )


def _pairs(value: Any) -> Any:  # noqa: ANN401
    import pyarrow as arrow

    return arrow.list_(arrow.struct([("name", arrow.string()), ("value", value)]))


def _row(prediction: Prediction) -> dict[str, Any]:
    import msgspec

    row: dict[str, Any] = msgspec.to_builtins(prediction)
    row["unmapped"] = _named(row["unmapped"])
    for span in row["spans"]:
        span["attributes"] = _named(span["attributes"])
    return row


def _named(values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"name": name, "value": value} for name, value in values.items()]
