"""Write a gold dataset in other tools' formats, and list what those can't hold."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import msgspec

from goldspan.console import progress
from goldspan.dataset import GoldSentence, read_gold
from goldspan.errors import InputError
from goldspan.files import STANDARD_STREAM, replacing
from goldspan.gold.exports.formats import FORMATS, Format
from goldspan.gold.exports.settings import Settings
from goldspan.losses import Loss
from goldspan.records import write_records
from goldspan.schemes import IOB2, SCHEMES
from goldspan.tokens import find_tokeniser


class Exported(msgspec.Struct, frozen=True):
    """What was written.

    Attributes:
        format: its name.
        settings: the tokeniser and scheme, where the format has them.
        sentences: how many were written.
        spans: how many the dataset has in them.
        held: how many of these the file holds, with or without their attributes.
        lost: how many spans aren't in it, by reason.
        bare: how many are in it without their attributes, by reason.
        losses: each of both.
    """

    format: str
    settings: dict[str, str]
    sentences: int
    spans: int
    held: int
    lost: dict[str, int]
    bare: dict[str, int]
    losses: list[Loss]


def export(
    folder: Path,
    output: Path,
    *,
    format: str,
    split: str | None = None,
    lang: str | None = None,
    tokeniser: str | None = None,
    scheme: str | None = None,
    ids: bool = False,
    losses_file: Path | None = None,
) -> Exported:
    """Export a dataset, all or nothing.

    Args:
        folder: the dataset's.
        output: the file; ``-`` is standard output, for formats of text.
        format: a name of `FORMATS`.
        split: this split only.
        lang: sentences of this language only.
        tokeniser: whose tokens; None for the dataset's own.
        scheme: of the tags; None for IOB2.
        ids: write each sentence's document and id as comments.
        losses_file: where to list what the format can't hold.

    Raises:
        InputError: there is no such dataset, split, format, tokeniser or scheme, nothing is left to
            write, or the format doesn't heed a setting.
    """
    chosen = FORMATS.get(format)
    if chosen is None:
        raise InputError(f"there is no format {format!r}; there are {', '.join(FORMATS)}.")
    given = {"tokeniser": tokeniser, "scheme": scheme, "ids": ids or None}
    for name in (name for name, value in given.items() if value is not None):
        if name not in chosen.settings:
            raise InputError(f"--{name} means nothing for format {format}; leave it out.")
    if output == STANDARD_STREAM and not chosen.is_text:
        raise InputError(f"format {format} isn't text; name a file with -o.")
    if scheme is not None and scheme not in SCHEMES:
        raise InputError(f"there is no scheme {scheme!r}; there are {', '.join(SCHEMES)}.")
    dataset = read_gold(folder)
    sentences = [sentence for sentence in dataset.sentences(split) if lang in (None, sentence.lang)]
    if not sentences:
        languages = sorted({sentence.lang for sentence in dataset.sentences(split)})
        raise InputError(
            f"{folder}: no sentence is left to export; languages there: {', '.join(languages)}."
        )
    settings = Settings(
        tokeniser=find_tokeniser(tokeniser or dataset.manifest.tokeniser),
        scheme=SCHEMES[scheme] if scheme else IOB2,
        ids=ids,
    )
    losses = _write(output, chosen, sentences, settings, losses_file)
    return _exported(chosen, sentences, settings, losses)


def _write(
    output: Path,
    format: Format,
    sentences: Sequence[GoldSentence],
    settings: Settings,
    losses_file: Path | None,
) -> list[Loss]:
    write = format.load()
    to_stdout = output == STANDARD_STREAM
    place: AbstractContextManager[Path] = nullcontext(output) if to_stdout else replacing(output)
    with progress("Exporting", len(sentences)) as advance, place as path:

        def counted() -> Iterator[GoldSentence]:
            for sentence in sentences:
                yield sentence
                advance()

        if to_stdout:
            losses = write(sys.stdout.buffer, counted(), settings)
            sys.stdout.buffer.flush()
        else:
            with path.open("wb") as file:
                losses = write(file, counted(), settings)
        if losses_file is not None:
            write_records(losses_file, losses)
    return losses


def _exported(
    format: Format, sentences: Sequence[GoldSentence], settings: Settings, losses: list[Loss]
) -> Exported:
    spans = sum(len(sentence.spans) for sentence in sentences)
    lost = Counter(loss.reason for loss in losses if loss.lost == "span")
    names = {"tokeniser": settings.tokeniser.name, "scheme": settings.scheme.name}
    return Exported(
        format=format.name,
        settings={name: value for name, value in names.items() if name in format.settings},
        sentences=len(sentences),
        spans=spans,
        held=spans - lost.total(),
        lost=dict(lost),
        bare=dict(Counter(loss.reason for loss in losses if loss.lost == "attributes")),
        losses=losses,
    )
