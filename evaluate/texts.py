"""The sentences' texts: held in memory, or read again from their files when they are wanted."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pyarrow import Array


class Texts(Protocol):
    """The texts of a corpus' sentences, in its order."""

    def chunks(self) -> "Iterator[Array]":
        """All of them, some at a time, as Arrow arrays of strings."""
        ...

    def of(self, sentences: Iterable[int]) -> dict[int, str]:
        """Those of some sentences, by their numbers."""
        ...


class HeldTexts:
    """Texts in memory."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Hold them."""
        import pyarrow

        self._texts: Array = pyarrow.array([*texts], pyarrow.string())

    def chunks(self) -> "Iterator[Array]":
        """All of them at once."""
        yield self._texts

    def of(self, sentences: Iterable[int]) -> dict[int, str]:
        """Those of some sentences, by their numbers."""
        return {sentence: self._texts[sentence].as_py() for sentence in sentences}
