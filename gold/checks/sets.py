"""Checks that look at the dataset as a whole: its labels, guidelines, repetitions and splits."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from goldspan.dataset import GoldSentence
from goldspan.gold.checks.finding import Corpus, Found, sound_spans
from goldspan.gold.splits.boilerplate import is_boilerplate
from goldspan.languages import guess_language
from goldspan.near_duplicates import bare, bare_places
from goldspan.splits import is_test
from goldspan.wording import how_many


def repeated_ids(corpus: Corpus) -> Iterator[Found]:
    """Two sentences under one id."""
    counts = Counter(sentence.id for sentence in corpus.sentences)
    for sentence in corpus.sentences:
        if counts[sentence.id] > 1:
            yield Found(f"{counts[sentence.id]} sentences have this id", sentence)
            counts[sentence.id] = 0


def rare_labels(corpus: Corpus) -> Iterator[Found]:
    """A label with few spans."""
    least = corpus.thresholds["rare-label"]
    counts = Counter(span.label for sentence in corpus.sentences for span in sentence.spans)
    for label in corpus.dataset.manifest.labels:
        if counts[label] < least:
            yield Found(f"{label} has {how_many(counts[label], 'span')}")


def mixed_guidelines(corpus: Corpus) -> Iterator[Found]:
    """Sentences annotated under other guidelines than most."""
    stamps: dict[str, list[GoldSentence]] = defaultdict(list)
    for sentence in corpus.sentences:
        for stamp in sentence.guidelines:
            stamps[stamp].append(sentence)
    usual = max(stamps, key=lambda stamp: (len(stamps[stamp]), stamp), default="")
    for stamp in sorted(set(stamps) - {usual}):
        for sentence in stamps[stamp]:
            yield Found(f"annotated under {_short(stamp)}, most under {_short(usual)}", sentence)


def _short(stamp: str) -> str:
    version, _, digest = stamp.partition(" sha256:")
    return f"guidelines {version} ({digest[:8]})"


def near_duplicate_spans(corpus: Corpus) -> Iterator[Found]:
    """A near duplicate of a sentence where the same words are tagged otherwise."""
    first: dict[int, int] = {}
    for place, key in enumerate(corpus.near.keys):
        earlier = [first[other] for other in (key, *corpus.near.near[key]) if other in first]
        first.setdefault(key, place)
        for other in sorted(earlier):
            one, two = corpus.sentences[other], corpus.sentences[place]
            if differing := _differences(one, two):
                yield Found(
                    f"near duplicate of {one.id}; {'; '.join(differing)}",
                    two,
                    tuple(sound_spans(two)),
                    (one.id,),
                )


def _differences(one: GoldSentence, two: GoldSentence) -> list[str]:
    """Words that both sentences have and only one tags, as clauses."""
    first, second = _placed(one), _placed(two)
    blocks = [
        (block.a, block.b, block.size)
        for block in Indel.editops(bare(one.text), bare(two.text)).as_matching_blocks()
    ]
    there = {moved: words for span, words in first.items() if (moved := _moved(span, blocks))}
    back = [(b, a, size) for a, b, size in blocks]
    shared = {span: words for span, words in second.items() if _moved(span, back)}
    return [
        f"{words!r} is {span[2]} {where}"
        for spans, others, where in ((there, shared, "there only"), (shared, there, "here only"))
        for span, words in sorted(spans.items())
        if span not in others
    ]


Placed = tuple[int, int, str]


def _placed(sentence: GoldSentence) -> dict[Placed, str]:
    """The spans by their offsets in the bare form, and their words."""
    places = bare_places(sentence.text)
    found: dict[Placed, str] = {}
    for span in sound_spans(sentence):
        inside = [n for n, place in enumerate(places) if span.start <= place < span.end]
        if inside:
            words = sentence.text[span.start : span.end]
            found[inside[0], inside[-1] + 1, span.label] = words
    return found


def _moved(span: Placed, blocks: Sequence[tuple[int, int, int]]) -> Placed | None:
    """Where a span of one bare form stands in the other; None if its letters aren't all there."""
    for here, there, size in blocks:
        if here <= span[0] and span[1] <= here + size:
            return (span[0] - here + there, span[1] - here + there, span[2])
    return None


def repeated_lines(corpus: Corpus) -> Iterator[Found]:
    """The same line in many documents, not marked as boilerplate."""
    least = corpus.thresholds["repeated-line"]
    copies: dict[int, list[GoldSentence]] = defaultdict(list)
    for sentence, key in zip(corpus.sentences, corpus.near.keys, strict=True):
        copies[key].append(sentence)
    for sentences in copies.values():
        documents = {sentence.doc for sentence in sentences}
        unmarked = [sentence for sentence in sentences if not is_boilerplate(sentence)]
        if len(documents) >= least and unmarked:
            yield Found(
                f"stands in {len(documents)} documents, and isn't marked as boilerplate in all",
                unmarked[0],
                (),
                tuple(sentence.id for sentence in unmarked[1:]),
            )


def other_languages(corpus: Corpus) -> Iterator[Found]:
    """A sentence that seems to be in another language than it is said to be."""
    least = corpus.thresholds["other-language-words"]
    languages = corpus.guidelines.languages
    for sentence in corpus.sentences:
        if sentence.lang not in languages or "wrong_language" in sentence.flags:
            continue
        guess = guess_language(sentence.text, languages)
        if guess in languages and guess != sentence.lang and len(sentence.text.split()) >= least:
            yield Found(f"seems to be {guess}, is said to be {sentence.lang}", sentence)


def unsure(corpus: Corpus) -> Iterator[Found]:
    """A sentence of which an annotator was unsure."""
    for sentence in corpus.sentences:
        if "unsure" in sentence.flags:
            yield Found("an annotator was unsure", sentence)


def documents_in_two_splits(corpus: Corpus) -> Iterator[Found]:
    """A document of which two splits hold sentences."""
    documents: dict[str, dict[str, GoldSentence]] = defaultdict(dict)
    for split, sentences in corpus.dataset.splits.items():
        for sentence in sentences:
            documents[sentence.doc].setdefault(split, sentence)
    for document, splits in documents.items():
        if len(splits) > 1:
            one, *others = splits.values()
            yield Found(
                f"document {document} is in {' and '.join(splits)}",
                one,
                (),
                tuple(sentence.id for sentence in others),
            )


def duplicates_in_two_splits(corpus: Corpus) -> Iterator[Found]:
    """Near duplicates that different splits hold."""
    for places in corpus.near.clusters():
        sentences = [corpus.sentences[place] for place in places]
        splits = sorted({corpus.splits[sentence.id] for sentence in sentences})
        if len(splits) > 1:
            yield Found(
                f"has near duplicates in {' and '.join(splits)}",
                sentences[0],
                (),
                tuple(sentence.id for sentence in sentences[1:]),
            )


def boilerplate_in_test(corpus: Corpus) -> Iterator[Found]:
    """Page furniture in the split "test", once there are other splits."""
    if len(corpus.dataset.splits) > 1:
        for sentence in corpus.dataset.splits.get("test", []):
            if is_boilerplate(sentence):
                yield Found("is boilerplate, and in split test", sentence)


def suggested_in_test(corpus: Corpus) -> Iterator[Found]:
    """Sentences of a test split whose annotators began with suggestions, once there are others."""
    if len(corpus.dataset.splits) > 1:
        for split, sentences in corpus.dataset.splits.items():
            for sentence in sentences if is_test(split) else ():
                if sentence.suggested_by:
                    yield Found(
                        f"is in split {split}, and its annotators began with suggestions of"
                        f" {', '.join(sentence.suggested_by)}, which will look too good on it",
                        sentence,
                    )
