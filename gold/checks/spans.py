"""Checks that look at one sentence and its spans."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from goldspan.dataset import GoldSentence, GoldSpan
from goldspan.gold.checks.finding import Corpus, Found, shown, sound_spans
from goldspan.sentences import sha256_of_text

_OPENING = {"(": ")", "[": "]", "{": "}", "“": "”", "‘": "’", "«": "»", '"': '"', "（": "）"}
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}


def _marked(corpus: Corpus) -> Iterator[tuple[GoldSentence, GoldSpan, str]]:
    """Each span that lies inside its text, with its sentence and its words."""
    for sentence in corpus.sentences:
        for span in sound_spans(sentence):
            yield sentence, span, sentence.text[span.start : span.end]


def _pairs(corpus: Corpus) -> Iterator[tuple[GoldSentence, GoldSpan, GoldSpan]]:
    """Every two such spans of a sentence."""
    for sentence in corpus.sentences:
        for one, other in combinations(sound_spans(sentence), 2):
            yield sentence, one, other


def text_hash(corpus: Corpus) -> Iterator[Found]:
    """The text isn't the one its hash was made of: somebody edited the dataset."""
    for sentence in corpus.sentences:
        if sentence.text_sha256 != sha256_of_text(sentence.text):
            yield Found("the text isn't the one its hash was made of", sentence)


def offsets(corpus: Corpus) -> Iterator[Found]:
    """Spans without length or outside the text."""
    for sentence in corpus.sentences:
        for span in sentence.spans:
            if not 0 <= span.start < span.end <= len(sentence.text):
                kind = "has no length" if span.start == span.end else "lies outside the text"
                yield Found(
                    f"span {span.start}..{span.end} {span.label} {kind}"
                    f" (of {len(sentence.text)} characters)",
                    sentence,
                    (span,),
                )


def quotes(corpus: Corpus) -> Iterator[Found]:
    """The span's quote isn't what its offsets select."""
    for sentence, span, words in _marked(corpus):
        if span.text is not None and span.text != words:
            what = f"the quote {span.text!r} isn't what offsets {span.start}..{span.end} select"
            yield Found(f"{what}: {words!r}", sentence, (span,))


def edge_spaces(corpus: Corpus) -> Iterator[Found]:
    """White space at a span's edge."""
    for sentence, span, words in _marked(corpus):
        if words != words.strip():
            yield Found(f"white space at the edge of {shown(sentence, span)}", sentence, (span,))


def edge_punctuation(corpus: Corpus) -> Iterator[Found]:
    """Punctuation at a span's edge that is neither an abbreviation's point nor a bracket's mate."""
    for sentence, span, words in _marked(corpus):
        bare = words.strip()
        if bare and (_hangs_before(bare) or _hangs_after(bare)):
            yield Found(f"punctuation at the edge of {shown(sentence, span)}", sentence, (span,))


def _hangs_before(words: str) -> bool:
    return _is_punctuation(words[0]) and _OPENING.get(words[0], "\0") not in words[1:]


def _hangs_after(words: str) -> bool:
    last = words[-1]
    if last == ".":
        word = words.split()[-1][:-1]
        return not ("." in word or (len(word) <= 4 and word[:1].isupper()))
    return _is_punctuation(last) and _CLOSING.get(last, "\0") not in words[:-1]


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] == "P"


def no_letters(corpus: Corpus) -> Iterator[Found]:
    """A span without any letter."""
    for sentence, span, words in _marked(corpus):
        if not any(character.isalpha() for character in words):
            yield Found(f"there is no letter in {shown(sentence, span)}", sentence, (span,))


def long_spans(corpus: Corpus) -> Iterator[Found]:
    """A span longer than so many code points."""
    limit = corpus.thresholds["long-span"]
    for sentence, span, words in _marked(corpus):
        if len(words) > limit:
            yield Found(f"{len(words)} characters: {shown(sentence, span)}", sentence, (span,))


def duplicates(corpus: Corpus) -> Iterator[Found]:
    """The same span twice."""
    for sentence in corpus.sentences:
        for key, count in Counter(span.key for span in sound_spans(sentence)).items():
            if count > 1:
                spans = tuple(span for span in sentence.spans if span.key == key)
                yield Found(f"{shown(sentence, spans[0])} stands {count} times", sentence, spans)


def two_labels(corpus: Corpus) -> Iterator[Found]:
    """One place under two labels."""
    for sentence, one, other in _pairs(corpus):
        if (one.start, one.end) == (other.start, other.end) and one.label != other.label:
            yield Found(f"{shown(sentence, one)} is {other.label}, too", sentence, (one, other))


def crossings(corpus: Corpus) -> Iterator[Found]:
    """Two spans that overlap, neither inside the other."""
    for sentence, one, other in _pairs(corpus):
        if one.start < other.start < one.end < other.end or (
            other.start < one.start < other.end < one.end
        ):
            what = f"{shown(sentence, one)} crosses {shown(sentence, other)}"
            yield Found(what, sentence, (one, other))


def nested_alike(corpus: Corpus) -> Iterator[Found]:
    """A span inside another of the same label."""
    for sentence, one, other in _pairs(corpus):
        inner, outer = sorted((one, other), key=lambda span: span.end - span.start)
        is_inside = outer.start <= inner.start and inner.end <= outer.end
        if is_inside and one.label == other.label and one.key != other.key:
            what = f"{shown(sentence, inner)} lies inside {shown(sentence, outer)}"
            yield Found(what, sentence, (inner, outer))


def unknown_names(corpus: Corpus) -> Iterator[Found]:
    """Labels, attributes, values and flags that the guidelines don't have."""
    labels = {label.name: label.attributes for label in corpus.guidelines.labels}
    flags = {flag.name for flag in corpus.guidelines.flags}
    for sentence in corpus.sentences:
        for span in sentence.spans:
            if span.label not in labels:
                yield Found(f"the guidelines have no label {span.label!r}", sentence, (span,))
                continue
            for name, value in span.attributes.items():
                if value not in labels[span.label].get(name, []):
                    yield Found(
                        f"the guidelines have no {name}={value} for {span.label}",
                        sentence,
                        (span,),
                    )
        for flag in sentence.flags:
            if flag not in flags:
                yield Found(f"the guidelines have no flag {flag!r}", sentence)


def damaged_texts(corpus: Corpus) -> Iterator[Found]:
    """Text that was decoded wrongly once: the replacement character."""
    for sentence in corpus.sentences:
        place = sentence.text.find("\ufffd")
        if place >= 0:
            yield Found(f"a character was lost at offset {place} (U+FFFD)", sentence)
