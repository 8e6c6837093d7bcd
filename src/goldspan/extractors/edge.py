"""Where an extractor's answers become predictions: offsets in code points, each span checked."""

from collections.abc import Collection, Sequence

from goldspan.errors import InputError
from goldspan.extractors.claims import Answer, Claim
from goldspan.extractors.label_map import unknown_labels
from goldspan.extractors.placing import in_code_points
from goldspan.extractors.protocol import Extractor
from goldspan.extractors.quotes import with_offsets
from goldspan.predictions import PredictedSpan, Prediction, Unlocated
from goldspan.sentences import Sentence


def predictions_of(
    extractor: Extractor, sentences: Sequence[Sentence], labels: Collection[str]
) -> list[Prediction]:
    """What an extractor says of each sentence, in code points and checked.

    Raises:
        InputError: it gives another number of answers, an unknown label, or a quote that isn't what
            its offsets select.
    """
    answers = extractor.extract(sentences)
    check_answers(extractor, sentences, answers)
    return placed_answers(extractor, sentences, answers, labels)


def check_answers(
    extractor: Extractor, sentences: Sequence[Sentence], answers: Sequence[Answer]
) -> None:
    """Refuse answers that can't be those of these sentences.

    Raises:
        InputError: there is another number of them.
    """
    if len(answers) != len(sentences):
        raise InputError(
            f"extractor {extractor.name} gave {len(answers)} answers for {len(sentences)}"
            " sentences; it must give one each, in their order."
        )


def placed_answers(
    extractor: Extractor,
    sentences: Sequence[Sentence],
    answers: Sequence[Answer],
    labels: Collection[str],
) -> list[Prediction]:
    """Predictions from answers that an extractor gave.

    Raises:
        InputError: they hold an unknown label, or a quote that isn't what its offsets select.
    """
    given = dict.fromkeys(claim.label for answer in answers for claim in answer.claims)
    if unknown := [label for label in given if label not in labels]:
        raise unknown_labels(extractor, unknown, [*labels])
    return [
        prediction_of(extractor, sentence, answer)
        for sentence, answer in zip(sentences, answers, strict=True)
    ]


def prediction_of(extractor: Extractor, sentence: Sentence, answer: Answer) -> Prediction:
    """One answer as a prediction; a claim that is nowhere in the text is kept as unlocated."""
    here, nowhere = in_code_points(extractor.name, extractor.offsets, sentence, answer.claims)
    claims, located = with_offsets(here, sentence.text)
    spans: list[PredictedSpan] = []
    unlocated = [_unlocated(claim) for claim in nowhere]
    for claim in claims:
        if claim.start is None or claim.end is None:
            unlocated.append(_unlocated(claim))
        else:
            spans.append(
                PredictedSpan(
                    start=claim.start,
                    end=claim.end,
                    label=claim.label,
                    attributes=claim.attributes,
                    text=claim.text,
                    score=claim.score,
                )
            )
    return Prediction(
        sentence=sentence.id,
        spans=spans,
        extractor=extractor.name,
        text_sha256=sentence.text_sha256,
        unlocated=unlocated,
        error=answer.error,
        seconds=answer.seconds,
        unmapped=answer.unmapped,
        located=located,
    )


def _unlocated(claim: Claim) -> Unlocated:
    return Unlocated(label=claim.label, text=claim.text or "")
