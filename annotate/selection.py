"""What a push sends: the new sentences, or those of the calibration share, and controls."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from goldspan.annotate.calibration import calibration_share
from goldspan.annotate.controls import controls, mixed
from goldspan.annotate.present import Present
from goldspan.annotate.tasks import task_data
from goldspan.annotations import Annotation
from goldspan.guidelines.model import Guidelines
from goldspan.sentences import Sentence


class Shown(msgspec.Struct, frozen=True):
    """What a task shows besides its sentence, neighbours and headline.

    Attributes:
        remark: stands above the sentence, before the headline.
        annotation: what work begins with, as a suggestion by its annotator.
    """

    remark: str
    annotation: Annotation


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a push is asked for beyond the sentences themselves.

    Attributes:
        calibrate: push only a share of this many sentences, which everybody is to annotate; None
            for all sentences.
        controls: the share of hidden control sentences, 0 to 1.
        context: further sentences of the documents, shown as neighbours and headline only.
        shown: what else a sentence's task shows, by the sentence's key.
    """

    calibrate: int | None = None
    controls: float = 0.0
    context: Sequence[Sentence] = ()
    shown: Mapping[str, Shown] = {}


EVERYTHING = Wanted()


class Selection(msgspec.Struct, frozen=True):
    """What is to be sent, in order, and what isn't.

    Attributes:
        new: the sentences and controls the project lacks.
        controls: the keys of the controls among them.
        data: task data by key.
        begun: what work begins with, by key; for most sentences nothing.
        present: how many of the wanted sentences are there already.
        held_back: how many sentences wait until calibration is over.
    """

    new: list[Sentence]
    controls: set[str]
    data: dict[str, dict[str, Any]]
    present: int
    held_back: int
    begun: Mapping[str, Annotation] = {}

    @property
    def made(self) -> int:
        """How many sentences are new, without controls."""
        return len(self.new) - len(self.controls)


def select(
    sentences: Sequence[Sentence], present: Present, guidelines: Guidelines, wanted: Wanted
) -> Selection:
    """What to send of these sentences, to a project that holds `present`."""
    pushed = {sentence.id for sentence in sentences}
    around = [sentence for sentence in wanted.context if sentence.id not in pushed]
    data = task_data([*sentences, *around])
    for key, shown in wanted.shown.items():
        parts = [shown.remark, data[key]["headline"]]
        data[key]["headline"] = " \u2014 ".join(part for part in parts if part)
    share = list(sentences)
    if wanted.calibrate is not None:
        share = calibration_share(sentences, wanted.calibrate, present.calibration)
        for sentence in share:
            data[sentence.key]["calibration"] = True
    new = [sentence for sentence in share if sentence.key not in present.tasks]
    hidden: list[Sentence] = []
    if wanted.controls:
        languages = present.languages + Counter(sentence.lang for sentence in new)
        hidden, data_of_hidden = controls(guidelines, languages, wanted.controls)
        hidden = [sentence for sentence in hidden if sentence.key not in present.tasks]
        data |= data_of_hidden
    return Selection(
        new=list(mixed(new, hidden)),
        controls={sentence.key for sentence in hidden},
        data=data,
        present=len(share) - len(new),
        begun={key: shown.annotation for key, shown in wanted.shown.items()},
        held_back=len({s.key for s in sentences} - set(present.tasks) - {s.key for s in new}),
    )
