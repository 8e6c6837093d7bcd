"""Two sides of tags, from CoNLL files or lists, as what is scored.

A token becomes a word of a text joined by spaces, so that spans of tokens are spans of characters.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from msgspec.structs import replace

from goldspan.conll import ConllFile, decode_conll, read_conll
from goldspan.counts import F1, PRECISION, RECALL, figures
from goldspan.decoding import Decoded, Repair, decode_all
from goldspan.errors import InputError
from goldspan.evaluate.arrays import Column, Numbers, Spans, column, distinct_in_order, in_order
from goldspan.evaluate.case import Case
from goldspan.evaluate.corpus import Category, Corpus, category
from goldspan.evaluate.judge import Tags
from goldspan.evaluate.matching import match
from goldspan.evaluate.predicted import Predicted
from goldspan.evaluate.referee import Shown
from goldspan.evaluate.result import OtherMode, Repaired
from goldspan.evaluate.same_tokens import compare_lengths, compare_tokens, compare_with_tokens
from goldspan.evaluate.scoring import Reading
from goldspan.evaluate.shown_tags import shown_tags
from goldspan.evaluate.texts import HeldTexts
from goldspan.files import STANDARD_STREAM, sha256_of
from goldspan.schemes import SCHEMES, Scheme
from goldspan.wording import how_many

Mode = Literal["strict", "conlleval"]

_UNKNOWN = "_"

_REPAIRS: dict[Mode, Repair] = {"strict": "discard", "conlleval": "conlleval"}


class Tagged(NamedTuple):
    """What is scored, how its tags were read, and what seqeval is shown."""

    case: Case
    reading: Reading
    shown: Shown


def conll_case(
    gold: Path, predictions: Path, scheme: str, mode: Mode | None, repair: Repair | None
) -> Tagged:
    """Two CoNLL files of the same tokens.

    Args:
        gold: the file of gold tags.
        predictions: the file of predicted tags.
        scheme: the scheme of both.
        mode: strict or conlleval; None: strict, and invalid sequences are refused.
        repair: how invalid sequences are read; None: as the mode does.

    Raises:
        InputError: a file can't be read, the tokens differ, or a sequence is invalid.
    """
    sides = read_conll(gold), read_conll(predictions)
    compare_tokens(*sides)
    how = repair or (_REPAIRS[mode] if mode else None)
    decoded = tuple(decode_conll(side, SCHEMES[scheme], how) for side in sides)
    marked = sides[0].documents[-1] > 0
    sentences = len(sides[0].starts)
    corpus = _corpus(
        sides[0],
        document=column(sides[0].documents if marked else np.arange(sentences)),
        sha256=sha256_of(gold) if gold != STANDARD_STREAM else "",
        unit="document" if marked else "sentence",
    )
    return _tagged(
        corpus,
        sides[0].tokens,
        (sides[0].tags, sides[1].tags),
        sides[0].starts,
        (decoded[0], decoded[1]),
        SCHEMES[scheme],
        mode or ("conlleval" if repair == "conlleval" else "strict"),
        how,
        sha256=sha256_of(predictions) if predictions != STANDARD_STREAM else None,
    )


def list_case(
    gold: Tags,
    predicted: Tags,
    scheme: str = "IOB2",
    mode: Mode | None = None,
    documents: Sequence[str] | None = None,
    tokens: Sequence[Sequence[str]] | None = None,
) -> Tagged:
    """Two lists of tag sequences, as seqeval takes them.

    Args:
        gold: the gold tags.
        predicted: the predicted tags.
        scheme: the scheme of both.
        mode: strict or conlleval; None: strict, and invalid sequences are refused.
        documents: each sequence's document; None: each stands for itself.
        tokens: what the tags stand for; None: it isn't known, and strings in the report say ``_``.

    Raises:
        InputError: the lengths differ, or a sequence is invalid and `mode` is None.
    """
    compare_lengths(gold, predicted)
    if documents and len(documents) != len(gold):
        raise InputError(f"gold has {how_many(len(gold), 'sequence')}, documents {len(documents)}.")
    sides = []
    for name, sequences in (("gold", gold), ("predicted", predicted)):
        side = ConllFile(Path(name))
        for tags in sequences:
            side.starts.append(len(side.tags))
            side.tags += tags
            side.lines += [len(side.starts)] * len(tags)
        sides.append(side)
    if tokens is not None:
        compare_with_tokens(gold, tokens)
        # An empty token would make a span of nothing.
        sides[0].tokens = [token or _UNKNOWN for words in tokens for token in words]
    else:
        sides[0].tokens = [_UNKNOWN] * len(sides[0].tags)
    sides[0].ids = [None] * len(gold)
    how = _REPAIRS[mode] if mode else None
    first, second = (decode_conll(side, SCHEMES[scheme], how) for side in sides)
    corpus = _corpus(sides[0], document=column(np.arange(len(gold))), sha256="", unit="sentence")
    if documents:
        corpus = replace(corpus, document=category(documents), unit="document")
    return _tagged(
        corpus,
        sides[0].tokens,
        (sides[0].tags, sides[1].tags),
        sides[0].starts,
        (first, second),
        SCHEMES[scheme],
        mode or "strict",
        how,
        sha256=None,
    )


def _tagged(
    corpus: Corpus,
    tokens: list[str],
    tags: tuple[list[str], list[str]],
    starts: list[int],
    decoded: tuple[Decoded, Decoded],
    scheme: Scheme,
    mode: Mode,
    repair: Repair | None,
    *,
    sha256: str | None,
) -> Tagged:
    """What is scored, from tags that are read."""
    labels = sorted({label for side in decoded for label in side.labels})
    offsets = _offsets(tokens, decoded[0].bounds)
    gold, predicted = (_spans(side, labels, offsets) for side in decoded)
    case = Case(
        Corpus(
            labels=labels,
            ids=corpus.ids,
            texts=corpus.texts,
            document=corpus.document,
            spans=distinct_in_order(gold)[0],
            sha256=corpus.sha256,
            unit=corpus.unit,
        ),
        Predicted(in_order(predicted)[0], sha256=sha256),
    )
    faults = [len(side.faults) for side in decoded]
    return Tagged(
        case,
        Reading(
            mode=mode,
            other=_other_mode(case, tags, starts, scheme, mode, offsets) if any(faults) else None,
            repaired=Repaired(how=repair, gold=faults[0], predicted=faults[1])
            if repair and any(faults)
            else None,
        ),
        shown_tags(tags, decoded[0].bounds, scheme, mode, labels),
    )


def _other_mode(
    case: Case,
    tags: tuple[list[str], list[str]],
    starts: list[int],
    scheme: Scheme,
    mode: Mode,
    offsets: tuple[Numbers, Numbers],
) -> OtherMode | None:
    """What seqeval's other mode makes of the same tags; None if the same."""
    other: Mode = "conlleval" if mode == "strict" else "strict"
    decoded = [decode_all(side, starts, scheme, _REPAIRS[other]) for side in tags]
    labels = sorted({label for side in decoded for label in side.labels})
    gold, predicted = (in_order(_spans(side, labels, offsets))[0] for side in decoded)
    matching, here = match(gold, predicted), case.matching
    counts = [
        [int(found.is_matched.sum()), len(found.predicted), len(found.gold)]
        for found in (matching, here)
    ]
    value, ours = figures(np.array(counts))
    if counts[0] == counts[1]:
        return None
    return OtherMode(
        mode=other,
        precision=float(value[PRECISION]),
        recall=float(value[RECALL]),
        f1=float(value[F1]),
        f1_difference=float(value[F1] - ours[F1]),
    )


def _corpus(
    file: ConllFile, *, document: Column, sha256: str, unit: Literal["document", "sentence"]
) -> Corpus:
    """The sentences, without spans yet."""
    import pyarrow

    cuts = [*file.starts, len(file.tokens)]
    texts = [" ".join(file.tokens[begin:end]) for begin, end in zip(cuts, cuts[1:], strict=False)]
    ids = [name or f"sentence {number}" for number, name in enumerate(file.ids, start=1)]
    names = [f"document {number + 1}" for number in range(int(document.max(initial=-1)) + 1)]
    return Corpus(
        labels=[],
        ids=pyarrow.array(ids, pyarrow.string()),
        texts=HeldTexts(texts),
        document=Category(document, ids if unit == "sentence" else names),
        spans=Spans(*(column([]) for _ in range(4))),
        sha256=sha256,
        unit=unit,
    )


def _offsets(tokens: Sequence[str], bounds: Numbers) -> tuple[Numbers, Numbers]:
    """Where each token begins and ends in its sentence's text, tokens joined by spaces."""
    lengths = np.fromiter(map(len, tokens), np.int64, len(tokens))
    end = np.cumsum(lengths + 1) - 1
    begin = end - lengths
    first = np.repeat(begin[bounds[:-1]], np.diff(bounds))
    return begin - first, end - first


def _spans(decoded: Decoded, labels: list[str], offsets: tuple[Numbers, Numbers]) -> Spans:
    """Chunks of tokens as spans of characters."""
    begin, end = offsets
    table = column([labels.index(label) for label in decoded.labels])
    return Spans(
        column(decoded.sequence),
        column(begin[decoded.start]),
        column(end[decoded.stop - 1]),
        table[decoded.label] if len(decoded.label) else column([]),
    )
