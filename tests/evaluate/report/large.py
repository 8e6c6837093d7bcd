"""A large corpus with errors, for the page's size and speed."""

from goldspan.evaluate.case import Case
from goldspan.evaluate.inputs import dataset_case
from goldspan.spans import Span

from ..builders import dataset, gold, predicted

TEXT = (
    "President Putin and Prime Minister Nguyễn Xuân Phúc visited Đà Nẵng, Vietnam, and signed"
    " the joint declaration number {} on Friday afternoon 🇻🇳."
)
SPANS = [(10, 15, "LEADER"), (35, 51, "LEADER"), (69, 76, "COUNTRY"), (93, 110, "AGREEMENT")]
MOVED = [(10, 15, "LEADER"), (35, 46, "LEADER"), (69, 76, "LEADER"), (60, 67, "COUNTRY")]


def large_case(sentences: int, with_errors: int) -> Case:
    """So many sentences of four spans each, in so many of which three are wrong."""
    every = sentences // with_errors
    corpus, predictions = [], {}
    for number in range(sentences):
        said = MOVED if number % every == 0 else SPANS
        spans, claims = (
            [Span(start=start, end=end, label=label) for start, end, label in side]
            for side in (SPANS, said)
        )
        sentence = gold(TEXT.format(number), spans, index=number, doc=f"d{number // 20}")
        corpus.append(sentence)
        predictions[sentence.id] = predicted(sentence, claims)
    return dataset_case(dataset(corpus), predictions)
