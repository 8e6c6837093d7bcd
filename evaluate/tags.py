"""Two sides of tags, from CoNLL files or lists, as what is scored.

A token becomes a word of a text joined by spaces, so that spans of tokens are spans of characters.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from goldspan.conll import ConllFile, decode_conll, read_conll
from goldspan.counts import F1, PRECISION, RECALL, figures
from goldspan.decoding import Decoded, Repair, decode_all
from goldspan.errors import InputError
from goldspan.evaluate.arrays import Column, Numbers, Spans, column, distinct_in_order, in_order
from goldspan.evaluate.case import Case
from goldspan.evaluate.corpus import Category, Corpus
from goldspan.evaluate.judge import JudgeMode, Tags, safe_names
from goldspan.evaluate.matching import match
from goldspan.evaluate.predicted import Predicted
from goldspan.evaluate.referee import Shown
from goldspan.evaluate.result import OtherMode, Repaired
from goldspan.evaluate.scoring import Reading
from goldspan.evaluate.texts import HeldTexts
from goldspan.files import STANDARD_STREAM, sha256_of
from goldspan.schemes import SCHEMES, Scheme

Mode = Literal["strict", "conlleval"]

_REPAIRS: dict[Mode, Repair] = {"strict": "discard", "conlleval": "conlleval"}
_OF_SEQEVAL = {"IOB1": "IOB1", "IOB2": "IOB2", "BIOES": "IOBES", "BILOU": "BILOU"}


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
    _compare_tokens(*sides)
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
    gold: Tags, predicted: Tags, scheme: str = "IOB2", mode: Mode | None = None
) -> Tagged:
    """Two lists of tag sequences, as seqeval takes them.

    Raises:
        InputError: the lengths differ, or a sequence is invalid and `mode` is None.
    """
    _compare_lengths(gold, predicted)
    sides = []
    for name, sequences in (("gold", gold), ("predicted", predicted)):
        side = ConllFile(Path(name))
        for tags in sequences:
            side.starts.append(len(side.tags))
            side.tags += tags
            side.lines += [len(side.starts)] * len(tags)
        sides.append(side)
    sides[0].tokens = ["_"] * len(sides[0].tags)
    sides[0].ids = [None] * len(gold)
    how = _REPAIRS[mode] if mode else None
    first, second = (decode_conll(side, SCHEMES[scheme], how) for side in sides)
    corpus = _corpus(sides[0], document=column(np.arange(len(gold))), sha256="", unit="sentence")
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
        _shown(tags, decoded[0].bounds, scheme, mode, labels),
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


def _shown(
    tags: tuple[list[str], list[str]],
    bounds: Numbers,
    scheme: Scheme,
    mode: Mode,
    labels: list[str],
) -> Shown:
    """The very tags for seqeval, in letters it knows.

    Its default mode knows ``E`` and ``S`` but not ``L`` and ``U``; it has no scheme IO, which
    reads the same in the default mode.
    """
    how: JudgeMode = "strict" if mode == "strict" and scheme.name in _OF_SEQEVAL else "default"
    name = dict(zip(labels, safe_names(labels), strict=True))
    letters = {"L": "E", "U": "S"} if how == "default" and scheme.name == "BILOU" else {}
    translated: dict[str, str] = {}
    for tag in {*tags[0], *tags[1]}:
        parsed = scheme.parse(tag)
        if parsed is None or not parsed[1]:
            translated[tag] = "O"
        else:
            prefix = tag.partition("-")[0]
            translated[tag] = f"{letters.get(prefix, prefix)}-{name[parsed[1]]}"

    def of_sentences(rows: Numbers) -> tuple[Tags, Tags]:
        cuts = [(int(bounds[row]), int(bounds[row + 1])) for row in rows.tolist()]
        y_true, y_pred = (
            [[translated[tag] for tag in side[begin:end]] for begin, end in cuts] for side in tags
        )
        return y_true, y_pred

    return Shown(of_sentences, how, _OF_SEQEVAL.get(scheme.name, "IOB2"), "the tokens given")


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


def _compare_tokens(gold: ConllFile, predicted: ConllFile) -> None:
    """Refuse files that aren't about the same tokens, at the first difference."""
    if gold.tokens == predicted.tokens and gold.starts == predicted.starts:
        return
    gold_starts, predicted_starts = set(gold.starts), set(predicted.starts)
    for place, (wanted, found) in enumerate(zip(gold.tokens, predicted.tokens, strict=False)):
        where = predicted.place(place)
        if wanted != found:
            raise InputError(
                f"{where}: token {found!r}, where {gold.place(place)} has {wanted!r};"
                " both files must have the same tokens."
            )
        if (place in gold_starts) != (place in predicted_starts):
            begins = "begins" if place in predicted_starts else "doesn't begin"
            raise InputError(
                f"{where}: a sentence {begins} here, unlike at {gold.place(place)}; both files must"
                " have the same sentences."
            )
    longer = gold if len(gold.tokens) > len(predicted.tokens) else predicted
    shorter = min(len(gold.tokens), len(predicted.tokens))
    raise InputError(
        f"{longer.place(shorter)}: token {longer.tokens[shorter]!r}, where the other file has"
        " ended; both files must have the same tokens."
    )


def _compare_lengths(gold: Tags, predicted: Tags) -> None:
    """Refuse lists of different lengths, at the first difference."""
    if len(gold) != len(predicted):
        raise InputError(
            f"gold has {len(gold)} sequences, predictions have {len(predicted)}; they must be about"
            " the same sentences."
        )
    for number, (wanted, found) in enumerate(zip(gold, predicted, strict=True), start=1):
        if len(wanted) != len(found):
            raise InputError(
                f"sequence {number}: gold has {len(wanted)} tags, predictions have {len(found)}."
            )
