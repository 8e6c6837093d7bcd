"""A dataset as spaCy's DocBin: exact spans in ``doc.spans["sc"]``, flat ones in ``doc.ents``."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, BinaryIO

from goldspan.dataset import GoldSentence
from goldspan.errors import GoldspanError
from goldspan.gold.exports.settings import Settings, loss
from goldspan.losses import Loss
from goldspan.spans import in_order
from goldspan.tagging import CUTS_A_TOKEN

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

SPANS_KEY = "sc"
"""Where spaCy's span categoriser looks for spans, unless told otherwise."""


def write_docbin(
    file: BinaryIO, sentences: Iterable[GoldSentence], settings: Settings
) -> list[Loss]:
    """A Doc for each sentence, its text kept to the last space.

    ``doc.ents`` holds the longest of overlapping spans. ``doc.user_data`` holds the sentence's
    ``id``, ``doc``, ``index``, ``lang`` and ``section``, and the ``attributes`` of each span of
    ``doc.spans["sc"]``, in their order.

    Raises:
        GoldspanError: spaCy isn't installed.
    """
    try:
        from spacy.tokens import DocBin
    except ImportError:
        raise GoldspanError(
            'exporting to spaCy needs the package spacy: pip install "goldspan[spacy]"'
        ) from None
    vocabs: dict[str, Vocab] = {}
    found = DocBin(store_user_data=True)
    losses: list[Loss] = []
    for sentence in sentences:
        if sentence.lang not in vocabs:
            vocabs[sentence.lang] = _vocab(sentence.lang)
        doc, lost = _doc(sentence, settings, vocabs[sentence.lang])
        found.add(doc)
        losses += lost
    file.write(found.to_bytes())
    return losses


def words_and_spaces(text: str, tokens: Sequence[tuple[int, int]]) -> tuple[list[str], list[bool]]:
    """The text as spaCy writes it: words, and whether a single space follows each.

    White space that isn't such a space is words of its own, so nothing of the text is lost.
    """
    words: list[str] = []
    spaces: list[bool] = []
    place = 0
    for start, end in [*tokens, (len(text), len(text))]:
        gap = text[place:start]
        if words and gap.startswith(" "):
            spaces[-1] = True
            gap = gap[1:]
        for word in (gap, text[start:end]):
            if word:
                words.append(word)
                spaces.append(False)
        place = end
    return words, spaces


def _vocab(lang: str) -> "Vocab":
    from spacy.attrs import LANG
    from spacy.vocab import Vocab

    return Vocab(lex_attr_getters={LANG: lambda _: lang})


def _doc(sentence: GoldSentence, settings: Settings, vocab: "Vocab") -> tuple["Doc", list[Loss]]:
    from spacy.tokens import Doc
    from spacy.util import filter_spans

    tokens = settings.tokeniser.tokenise(sentence.text)
    words, spaces = words_and_spaces(sentence.text, tokens)
    doc = Doc(vocab, words=words, spaces=spaces)
    held, lost = [], []
    attributes: list[dict[str, str]] = []
    for span in in_order(sentence.spans):
        found = doc.char_span(span.start, span.end, label=span.label)
        if found is None:
            lost.append(loss(sentence, span, CUTS_A_TOKEN))
        else:
            held.append(found)
            attributes.append(span.attributes)
    doc.spans[SPANS_KEY] = held
    doc.ents = tuple(filter_spans(held))
    for name in ("id", "doc", "index", "lang", "section"):
        doc.user_data[name] = getattr(sentence, name)
    doc.user_data["attributes"] = attributes
    return doc, lost
