"""Agreement on the sentences that a dataset holds, which is no agreement on all that was annotated.

Sentences on which annotators differ aren't gold until somebody decides, so that here they seem to
agree nearly always; what they agreed on all they did is measured when the dataset is built.
"""

from collections.abc import Mapping, Sequence

import msgspec

from goldspan.agreement.spans import Agreed
from goldspan.annotations import Annotation
from goldspan.dataset import GoldAnnotation, GoldSentence
from goldspan.gold.agreement import agreement


class AgreementInside(msgspec.Struct, frozen=True, kw_only=True):
    """Agreement between annotators on a dataset's own sentences, before any decision.

    Attributes:
        overall: all labels together.
        labels: by label.
        languages: by language.
        interval_method: how the intervals are found.
    """

    overall: Agreed
    labels: dict[str, Agreed]
    languages: dict[str, Agreed]
    interval_method: str = ""


def agreement_inside(
    sentences: Mapping[str, GoldSentence],
    annotations: Sequence[GoldAnnotation],
    labels: Sequence[str],
) -> AgreementInside | None:
    """How far annotators agreed; None where nobody shares a sentence.

    Args:
        sentences: those of the dataset, by id.
        annotations: what each annotator said of them.
        labels: all labels.
    """
    measured = agreement((_annotation(one, sentences[one.id]) for one in annotations), labels)
    if not measured.annotators:
        return None
    return AgreementInside(
        overall=measured.overall,
        labels=measured.labels,
        languages=measured.languages,
        interval_method=measured.interval_method,
    )


def _annotation(one: GoldAnnotation, sentence: GoldSentence) -> Annotation:
    return Annotation(
        sentence=one.id,
        doc=sentence.doc,
        index=sentence.index,
        text=sentence.text,
        text_sha256=sentence.text_sha256,
        annotator=one.annotator,
        spans=one.spans,
        lang=sentence.lang,
        section=sentence.section,
    )
