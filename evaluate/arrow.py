"""Arrow columns as numpy's, by the shortest way.

``Array.to_numpy`` imports pandas where it is installed, and importing ``pyarrow.compute`` wraps
every function there is; each costs more than to score 100,000 sentences. Buffers and the plain call
do the same.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from goldspan.evaluate.arrays import Column, Flags, column

NULL = -1


def call(function: str, *arguments: Any) -> Any:  # noqa: ANN401
    """Call one of Arrow's compute functions by its name, with its default options."""
    from pyarrow._compute import call_function

    return call_function(function, list(arguments))


def numbers(array: Any) -> npt.NDArray[Any]:  # noqa: ANN401
    """An Arrow array of integers as numpy's, without a copy; nulls become -1."""
    place = slice(array.offset, array.offset + len(array))
    validity, data = array.buffers()
    kind = np.dtype(f"i{array.type.bit_width // 8}")
    values = np.frombuffer(data, kind)[place] if data else np.empty(0, kind)
    if validity is None or not array.null_count:
        return values
    return np.where(_bits(validity)[place], values, NULL)


def floats(array: Any) -> npt.NDArray[np.float64]:  # noqa: ANN401
    """An Arrow array of numbers as numpy's floats; nulls become nan."""
    import pyarrow

    if array.type != pyarrow.float64():
        return np.array(
            [np.nan if value is None else value for value in array.to_pylist()], dtype=np.float64
        )
    place = slice(array.offset, array.offset + len(array))
    validity, data = array.buffers()
    values = np.frombuffer(data, np.float64)[place] if data else np.empty(0)
    if validity is None or not array.null_count:
        return values
    return np.where(_bits(validity)[place], values, np.nan)


def items_of(lists: Any) -> Any:  # noqa: ANN401
    """The items of an Arrow array of lists, one after the other."""
    bounds = numbers(lists.offsets)
    return lists.values[int(bounds[0]) : int(bounds[-1])]


def rows_of(lists: Any) -> npt.NDArray[np.int64]:  # noqa: ANN401
    """Of each item of an Arrow array of lists, the number of the list it is in."""
    return np.repeat(np.arange(len(lists)), np.diff(numbers(lists.offsets)))


def flags(array: Any) -> Flags:  # noqa: ANN401
    """An Arrow array of booleans as numpy's; it has no nulls."""
    _, data = array.buffers()
    if not len(array):
        return no_flags()
    found: Flags = _bits(data)[array.offset : array.offset + len(array)]
    return found


def is_valid(array: Any) -> Flags:  # noqa: ANN401
    """Where an Arrow array holds no null."""
    return flags(call("is_valid", array)) if len(array) else no_flags()


def no_flags() -> Flags:
    """No flags at all."""
    return np.empty(0, dtype=bool)


def mask(chosen: Flags) -> Any:  # noqa: ANN401
    """Flags as an Arrow array."""
    import pyarrow

    bits = pyarrow.py_buffer(np.packbits(chosen, bitorder="little"))
    return pyarrow.Array.from_buffers(pyarrow.bool_(), len(chosen), [None, bits])


def taken(array: Any, rows: npt.NDArray[Any]) -> Any:  # noqa: ANN401
    """Some rows of an Arrow array."""
    import pyarrow

    places = pyarrow.py_buffer(np.ascontiguousarray(rows, dtype=np.int64))
    indices = pyarrow.Array.from_buffers(pyarrow.int64(), len(rows), [None, places])
    return call("take", array, indices)


def whole(values: Any) -> Any:  # noqa: ANN401
    """A column in one chunk."""
    return values.combine_chunks() if hasattr(values, "combine_chunks") else values


def encoded(values: Any) -> tuple[npt.NDArray[Any], Any]:  # noqa: ANN401
    """The number of each string (-1 for null) and the distinct strings, an Arrow array."""
    import pyarrow

    if not pyarrow.types.is_dictionary(values.type):
        values = call("dictionary_encode", values)
    return numbers(values.indices), values.dictionary


def coded(values: Any, known: dict[str, int]) -> Column:  # noqa: ANN401
    """The number of each string among the known ones; new strings get the next one."""
    codes, names = encoded(values)
    table = [
        known.setdefault(name, len(known)) if name is not None else NULL
        for name in names.to_pylist()
    ]
    found: Column = column([*table, NULL])[codes]
    return found


def all_equal(first: Any, second: Any) -> bool:  # noqa: ANN401
    """Whether two arrays of strings are equal wherever neither is null."""
    same = call("equal", first, second)
    return call("all", call("coalesce", same, _true())).as_py() is not False


def _true() -> Any:  # noqa: ANN401
    import pyarrow

    return pyarrow.scalar(True)


def _bits(buffer: Any) -> Flags:  # noqa: ANN401
    return np.unpackbits(np.frombuffer(buffer, np.uint8), bitorder="little").astype(bool)
