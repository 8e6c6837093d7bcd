"""The exports that are text: CoNLL, JSON Lines, and brackets."""

from collections.abc import Iterable
from typing import BinaryIO

import msgspec

from goldspan.conll import sentence_lines
from goldspan.dataset import GoldSentence
from goldspan.gold.exports.settings import Settings, loss, plain, without_attributes
from goldspan.losses import Loss
from goldspan.spanned_text import SpannedText
from goldspan.tagging import tag_spans

NO_SUCH_VALUE = "an attribute holds white space, a bracket or an equals sign"


def write_jsonl(
    file: BinaryIO, sentences: Iterable[GoldSentence], settings: Settings
) -> list[Loss]:
    """A `SpannedText` a line; nothing is lost."""
    encoder = msgspec.json.Encoder()
    for sentence in sentences:
        record = SpannedText(
            text=sentence.text,
            spans=[plain(span) for span in sentence.spans],
            id=sentence.id,
            doc=sentence.doc,
            index=sentence.index,
            lang=sentence.lang,
            section=sentence.section,
            flags=sentence.flags,
            meta=msgspec.json.decode(sentence.meta),
        )
        file.write(encoder.encode(record) + b"\n")
    return []


def write_conll(
    file: BinaryIO, sentences: Iterable[GoldSentence], settings: Settings
) -> list[Loss]:
    """A token, a tab and its tag a line; the outermost of nested spans is tagged."""
    losses: list[Loss] = []
    for sentence in sentences:
        tokens = settings.tokeniser.tokenise(sentence.text)
        tags, misfits = tag_spans(sentence.spans, tokens, settings.scheme)
        comments = [("doc", sentence.doc), ("id", sentence.id)] if settings.ids else []
        words = [sentence.text[start:end] for start, end in tokens]
        file.write(sentence_lines(words, tags, comments).encode())
        losses += [loss(sentence, misfit.span, misfit.reason) for misfit in misfits]
        held = {span.key for span in sentence.spans} - {misfit.span.key for misfit in misfits}
        losses += without_attributes(sentence, held)
    return losses


def write_brackets(
    file: BinaryIO, sentences: Iterable[GoldSentence], settings: Settings
) -> list[Loss]:
    """A sentence a line, its spans marked as in guidelines; crossing spans can't be."""
    from goldspan.guidelines.markup import as_markup

    losses: list[Loss] = []
    for sentence in sentences:
        marked = as_markup(sentence.text, sentence.spans)
        file.write(marked.markup.encode() + b"\n")
        losses += [loss(sentence, span, reason) for span, reason in marked.left_over]
        losses += [
            loss(sentence, span, NO_SUCH_VALUE, attributes_only=True) for span in marked.bare
        ]
    return losses
