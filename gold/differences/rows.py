"""Tables row by row: which rows of two columns differ, without making Python objects of them."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Flags: TypeAlias = npt.NDArray[np.bool_]


def differing(one: pa.Array | pa.ChunkedArray, other: pa.Array | pa.ChunkedArray) -> Flags:
    """Whether each row of a column differs from the same row of another, lists and structs too.

    Args:
        one: a pyarrow array.
        other: another of as many rows and of the same type.
    """
    one, other = _whole(one), _whole(other)
    if pa.types.is_list(one.type) or pa.types.is_large_list(one.type):
        return _differing_lists(one, other)
    if pa.types.is_struct(one.type):
        found = _flags(pc.xor(one.is_null(), other.is_null()))
        for field in one.type:
            found |= differing(pc.struct_field(one, field.name), pc.struct_field(other, field.name))
        return found
    unequal = pc.not_equal(one, other)
    return _flags(pc.coalesce(unequal, pc.xor(one.is_null(), other.is_null())))


def _differing_lists(one: pa.Array, other: pa.Array) -> Flags:
    lengths = pc.fill_null(pc.list_value_length(one), -1).to_numpy(zero_copy_only=False)
    found: Flags = lengths != pc.fill_null(pc.list_value_length(other), -1).to_numpy(
        zero_copy_only=False
    )
    alike = pa.array(~found)
    if not lengths[~found].any():
        return found
    items = differing(pc.list_flatten(one.filter(alike)), pc.list_flatten(other.filter(alike)))
    row_of_item = np.repeat(np.flatnonzero(~found), np.maximum(lengths[~found], 0))
    found[row_of_item[items]] = True
    return found


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _flags(values: pa.Array) -> Flags:
    flags: Flags = values.to_numpy(zero_copy_only=False).astype(np.bool_)
    return flags
