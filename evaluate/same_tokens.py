"""Whether two sides of tags are about the same tokens."""

from collections.abc import Sequence

from goldspan.conll import ConllFile
from goldspan.errors import InputError
from goldspan.evaluate.judge import Tags
from goldspan.wording import how_many


def compare_tokens(gold: ConllFile, predicted: ConllFile) -> None:
    """Refuse files that aren't about the same tokens, at the first difference.

    Raises:
        InputError: they differ.
    """
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


def compare_lengths(gold: Tags, predicted: Tags) -> None:
    """Refuse lists of different lengths, at the first difference.

    Raises:
        InputError: they differ.
    """
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


def compare_with_tokens(tags: Tags, tokens: Sequence[Sequence[str]]) -> None:
    """Refuse tokens that aren't as many as the tags, at the first difference.

    Raises:
        InputError: their numbers differ.
    """
    if len(tags) != len(tokens):
        raise InputError(f"gold has {how_many(len(tags), 'sequence')}, texts {len(tokens)}.")
    for number, (wanted, found) in enumerate(zip(tags, tokens, strict=True), start=1):
        if len(wanted) != len(found):
            raise InputError(
                f"sequence {number}: {how_many(len(wanted), 'tag')}, but its text has"
                f" {how_many(len(found), 'token')}; between the tokens of a text with tags there"
                " must be white space."
            )
