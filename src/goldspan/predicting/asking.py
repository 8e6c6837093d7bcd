"""One batch of sentences, asked until each has an answer or has failed for good."""

import time
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from goldspan.errors import GoldspanError
from goldspan.extractors.claims import Answer, Usage
from goldspan.extractors.edge import check_answers
from goldspan.extractors.protocol import Extractor
from goldspan.predicting.patience import Patience, Pause
from goldspan.sentences import Sentence


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What came of asking for one sentence.

    Attributes:
        answer: the last one; its error if all tries failed.
        seconds: the last try took, or its share of the batch it was asked in.
        failures: tries that failed, by the kind of error.
        usage: of all tries; null where nothing is counted.
    """

    answer: Answer
    seconds: float = 0.0
    failures: dict[str, int] = {}
    usage: Usage | None = None


def ask(
    extractor: Extractor,
    sentences: Sequence[Sentence],
    patience: Patience | None = None,
    pause: Pause | None = None,
) -> list[Asked]:
    """Ask for a batch of sentences, and again for those that failed.

    Needs nothing but its arguments, so that it can run in any thread, process or machine.

    Args:
        extractor: what is asked.
        sentences: a batch.
        patience: how often to ask again.
        pause: shared with the threads that ask the same server.

    Raises:
        GoldspanError: the extractor can't go on at all.
    """
    patience, pause = patience or Patience(), pause or Pause()
    results: dict[int, Asked] = {}
    pending = [*range(len(sentences))]
    for retry in range(patience.retries + 1):
        pause.sit_out()
        started = time.perf_counter()
        answers = _tried(extractor, [sentences[place] for place in pending])
        share = (time.perf_counter() - started) / max(len(pending), 1)
        for place, answer in zip(pending, answers, strict=True):
            results[place] = _added(results.get(place), answer, share)
        again = [p for p in pending if results[p].answer.error and not results[p].answer.is_final]
        if not again or retry == patience.retries:
            break
        _wait([results[place].answer for place in again], retry, patience, pause)
        pending = again
    return [results[place] for place in range(len(sentences))]


def _tried(extractor: Extractor, sentences: Sequence[Sentence]) -> list[Answer]:
    """The answers of one try; where the extractor breaks down, the sentences are told apart."""
    try:
        answers = extractor.extract(sentences)
    except GoldspanError:
        raise
    except Exception as error:
        if len(sentences) == 1:
            kind = type(error).__name__
            return [Answer(error=f"{kind}: {error}", kind=kind, wait=0)]
        middle = len(sentences) // 2
        return _tried(extractor, sentences[:middle]) + _tried(extractor, sentences[middle:])
    check_answers(extractor, sentences, answers)
    return answers


def _added(before: Asked | None, answer: Answer, share: float) -> Asked:
    """One more try, with what was known of those before it."""
    failures = {**before.failures} if before else {}
    if answer.error is not None:
        failures[answer.kind] = failures.get(answer.kind, 0) + 1
        answer = replace(answer, claims=[], unmapped={})
    seconds = share if answer.seconds is None else answer.seconds
    return Asked(
        answer=replace(answer, usage=None, seconds=None),
        seconds=round(seconds, 6),
        failures=failures,
        usage=total(before.usage if before else None, answer.usage),
    )


def total(first: Usage | None, second: Usage | None) -> Usage | None:
    """Two usages together; None where nothing was counted."""
    if first is None or second is None:
        return first or second
    return Usage(
        input_tokens=first.input_tokens + second.input_tokens,
        output_tokens=first.output_tokens + second.output_tokens,
    )


def _wait(answers: Sequence[Answer], retry: int, patience: Patience, pause: Pause) -> None:
    """Wait as long as the most demanding of these asks; all threads wait if the server said so."""
    seconds = max(patience.wait(retry, answer.wait) for answer in answers)
    if any(answer.wait for answer in answers):
        pause.extend(seconds)
    else:
        time.sleep(seconds)
