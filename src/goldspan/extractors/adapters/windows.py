"""A sentence's tokens as a model reads them, in windows, and as one again afterwards."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

Aggregation = Literal["token", "first", "average", "max"]
Probabilities: TypeAlias = npt.NDArray[np.float32]
"""Of one token, for each of the model's tags; of a window, a row for each token."""


class Piece(NamedTuple):
    """A token of a sentence: where it stands, and which word it belongs to."""

    start: int
    end: int
    word: int | None


class Window(NamedTuple):
    """Some tokens of a sentence as the model takes them.

    Attributes:
        sentence: its number in the batch.
        first: the number of its first token in the sentence, special ones apart.
        inputs: what the tokenizer made of it.
        pieces: its tokens, special ones apart, each with its place in `inputs`.
    """

    sentence: int
    first: int
    inputs: dict[str, list[int]]
    pieces: list[tuple[int, Piece]]


def windows_of(
    texts: Sequence[str], tokenizer: "PreTrainedTokenizerFast", length: int, stride: int
) -> Iterator[Window]:
    """The windows of texts.

    Args:
        texts: may be none.
        tokenizer: knows where its tokens stand.
        length: tokens in a window, special ones included.
        stride: tokens that a window shares with the next one.
    """
    if not texts:
        return
    made = tokenizer(
        [*texts],
        truncation=True,
        max_length=length,
        stride=stride,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
        return_special_tokens_mask=True,
    )
    step = length - tokenizer.num_special_tokens_to_add() - stride
    names = [name for name in tokenizer.model_input_names if name in made]
    seen = [0] * len(texts)
    for number, sentence in enumerate(made["overflow_to_sample_mapping"]):
        words = made.word_ids(number)
        places = made["offset_mapping"][number]
        special = made["special_tokens_mask"][number]
        yield Window(
            sentence=sentence,
            first=seen[sentence] * step,
            inputs={name: made[name][number] for name in names},
            pieces=[
                (place, Piece(places[place][0], places[place][1], words[place]))
                for place in range(len(places))
                if not special[place]
            ],
        )
        seen[sentence] += 1


def merged(
    sentences: int, windows: Sequence[Window], probabilities: Sequence[Probabilities]
) -> list[tuple[list[Piece], list[Probabilities]]]:
    """Of each sentence its tokens, each from the window where it is furthest from an edge."""
    best: list[dict[int, tuple[int, Piece, Probabilities]]] = [{} for _ in range(sentences)]
    last = {window.sentence: number for number, window in enumerate(windows)}
    for number, (window, rows) in enumerate(zip(windows, probabilities, strict=True)):
        size = len(window.pieces)
        for inner, (place, piece) in enumerate(window.pieces):
            before = inner if window.first else size
            after = size - 1 - inner if last[window.sentence] != number else size
            context = min(before, after)
            known = best[window.sentence].get(window.first + inner)
            if known is None or context > known[0]:
                best[window.sentence][window.first + inner] = (context, piece, rows[place])
    return [
        (
            [found[place][1] for place in sorted(found)],
            [found[place][2] for place in sorted(found)],
        )
        for found in best
    ]


def by_word(
    pieces: Sequence[Piece], rows: Sequence[Probabilities], aggregation: Aggregation
) -> tuple[list[Piece], list[Probabilities]]:
    """Words in the place of pieces, as transformers' aggregation strategies of these names."""
    words: list[Piece] = []
    parts: list[list[Probabilities]] = []
    for piece, row in zip(pieces, rows, strict=True):
        if words and piece.word is not None and piece.word == words[-1].word:
            words[-1] = words[-1]._replace(end=piece.end)
            parts[-1].append(row)
        else:
            words.append(piece)
            parts.append([row])
    if aggregation == "first":
        return words, [part[0] for part in parts]
    if aggregation == "average":
        return words, [np.mean(part, axis=0) for part in parts]
    return words, [max(part, key=lambda row: float(row.max())) for part in parts]
