"""Checks that compare how the same words are tagged in different sentences."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from goldspan.dataset import GoldSentence
from goldspan.gold.checks.finding import Corpus, Found, shown, sound_spans
from goldspan.gold.checks.occurrences import Occurrence

_SHOWN = 5


def other_labels(corpus: Corpus) -> Iterator[Found]:
    """Words under another label than nearly everywhere else."""
    share, least = corpus.thresholds["other-label-share"], corpus.thresholds["other-label-count"]
    for places in corpus.occurrences:
        labelled = [
            (place, span) for place in places for span in place.spans if place.status == "tagged"
        ]
        counts = Counter(span.label for _, span in labelled)
        usual, count = counts.most_common(1)[0]
        if count < least or count / len(labelled) < share:
            continue
        for place, span in labelled:
            if span.label != usual and not _has(place, usual):
                yield Found(
                    f"{shown(place.sentence, span)}, but {usual} in {count} other places",
                    place.sentence,
                    (span,),
                    _others(
                        labelled_place for labelled_place, other in labelled if other.label == usual
                    ),
                )


def other_boundaries(corpus: Corpus) -> Iterator[Found]:
    """Words tagged in part where they are nearly always tagged whole, or the other way round."""
    share = corpus.thresholds["other-boundaries-share"]
    least = corpus.thresholds["other-boundaries-count"]
    for places in corpus.occurrences:
        whole = [place for place in places if place.status == "tagged"]
        in_part = [place for place in places if place.status == "in part"]
        for usual, odd, how in (
            (whole, in_part, "in part, but whole"),
            (in_part, whole, "whole, but in part"),
        ):
            if odd and len(usual) >= least and len(usual) / (len(usual) + len(odd)) >= share:
                for place in odd:
                    yield Found(
                        f"{place.text!r} is tagged {how} in {len(usual)} other places",
                        place.sentence,
                        place.spans,
                        _others(usual),
                    )


def missed_mentions(corpus: Corpus) -> Iterator[Found]:
    """Words that are tagged nearly everywhere else, in a sentence that has other spans."""
    yield from _free(corpus, "missed-mention", with_spans=True)


def sentences_without_spans(corpus: Corpus) -> Iterator[Found]:
    """Words that are mostly tagged elsewhere, in a sentence without any span."""
    yield from _free(corpus, "untagged-sentence", with_spans=False)


def _free(corpus: Corpus, name: str, *, with_spans: bool) -> Iterator[Found]:
    share, least = corpus.thresholds[f"{name}-share"], corpus.thresholds[f"{name}-count"]
    missed: dict[str, list[tuple[Occurrence, list[Occurrence]]]] = defaultdict(list)
    for places in corpus.occurrences:
        tagged = [place for place in places if place.status == "tagged"]
        free = [place for place in places if place.status == "free"]
        if len(tagged) >= least and len(tagged) / (len(tagged) + len(free)) >= share:
            for place in free:
                if bool(place.sentence.spans) == with_spans:
                    missed[place.sentence.id].append((place, tagged))
    for found in missed.values():
        outermost = list(_outermost(found))
        yield Found(
            "; ".join(
                f"{place.text!r} at {place.start} is not tagged, but {_usual_label(tagged)}"
                f" in {len(tagged)} other places"
                for place, tagged in outermost
            ),
            outermost[0][0].sentence,
            (),
            _others(other for _, tagged in outermost for other in tagged[:_SHOWN]),
        )


def _usual_label(tagged: list[Occurrence]) -> str:
    return Counter(span.label for place in tagged for span in place.spans).most_common(1)[0][0]


def _outermost(
    found: list[tuple[Occurrence, list[Occurrence]]],
) -> Iterator[tuple[Occurrence, list[Occurrence]]]:
    """Without words that lie inside longer ones, such as the family name in a full name."""
    end = -1
    for place, tagged in sorted(found, key=lambda item: (item[0].start, -item[0].end)):
        if place.end > end:
            yield place, tagged
            end = place.end


def _has(place: Occurrence, label: str) -> bool:
    return any(span.label == label for span in place.spans)


def _others(places: Iterable[Occurrence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.sentence.id for place in places))[:_SHOWN]


def cut_tokens(corpus: Corpus) -> Iterator[Found]:
    """A span that begins or ends inside a word, where what is left over is no word.

    A name inside a glued word is meant to be tagged alone; there the rest (two letters or more)
    stands elsewhere as a word of its own, or the name does as a span.
    """
    words = Counter(
        sentence.text[start:end].casefold()
        for sentence, tokens in zip(corpus.sentences, corpus.tokens, strict=True)
        for start, end in tokens
    )
    names = {
        place.text.casefold()
        for places in corpus.occurrences
        for place in places
        if place.status == "tagged"
    }
    for sentence, tokens in zip(corpus.sentences, corpus.tokens, strict=True):
        for span in sound_spans(sentence):
            rests = _rests(sentence, span.start, span.end, tokens)
            name = sentence.text[span.start : span.end].casefold()
            strange = [rest for rest in rests if len(rest) < 2 or not words[rest.casefold()]]
            if strange and name not in names:
                yield Found(
                    f"{shown(sentence, span)} cuts a word: {', '.join(map(repr, strange))}"
                    " is left over",
                    sentence,
                    (span,),
                )


def _rests(
    sentence: GoldSentence, start: int, end: int, tokens: list[tuple[int, int]]
) -> list[str]:
    """What is left of the words that the span's edges cut."""
    rests = []
    for begin, stop in tokens:
        if begin < start < stop:
            rests.append(sentence.text[begin:start])
        if begin < end < stop:
            rests.append(sentence.text[end:stop])
    return rests
