"""Looking through tables without making Python objects of every row."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt


def suspect_rows(
    batch: Any,  # noqa: ANN401
    pattern: str,
    columns: Mapping[str, str] | None = None,
) -> npt.NDArray[np.int64]:
    """The rows of a record batch with a string, however deep, in which a pattern is found.

    Args:
        batch: a pyarrow record batch.
        pattern: in RE2's syntax.
        columns: further patterns for single columns.
    """
    none = np.empty(0, dtype=np.int64)
    rows: npt.NDArray[np.int64] = np.concatenate(
        [
            none,
            *(_rows(one, pattern) for one in batch.columns),
            *(
                _rows(batch.column(name), further)
                for name, further in (columns or {}).items()
                if name in batch.schema.names
            ),
        ]
    )
    return np.unique(rows)


def _rows(array: Any, pattern: str) -> npt.NDArray[np.int64]:  # noqa: ANN401
    import pyarrow as arrow
    import pyarrow.compute as pc

    if arrow.types.is_string(array.type) or arrow.types.is_large_string(array.type):
        is_found = pc.fill_null(pc.match_substring_regex(array, pattern), False)
        return np.flatnonzero(is_found.to_numpy(zero_copy_only=False))
    if arrow.types.is_list(array.type) or arrow.types.is_large_list(array.type):
        parents = pc.list_parent_indices(array).to_numpy(zero_copy_only=False)
        return np.asarray(parents[_rows(pc.list_flatten(array), pattern)], dtype=np.int64)
    if arrow.types.is_struct(array.type):
        parts = [_rows(part, pattern) for part in array.flatten()]
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
    return np.empty(0, dtype=np.int64)
