"""What a push sends: the new sentences, or those of the calibration share, and controls."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from goldspan.annotate.calibration import calibration_share
from goldspan.annotate.controls import controls, mixed
from goldspan.annotate.present import Present
from goldspan.annotate.tasks import task_data
from goldspan.guidelines.model import Guidelines
from goldspan.sentences import Sentence


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a push is asked for beyond the sentences themselves.

    Attributes:
        calibrate: push only a share of this many sentences, which everybody is to annotate; None
            for all sentences.
        controls: the share of hidden control sentences, 0 to 1.
    """

    calibrate: int | None = None
    controls: float = 0.0


EVERYTHING = Wanted()


class Selection(msgspec.Struct, frozen=True):
    """What is to be sent, in order, and what isn't.

    Attributes:
        new: the sentences and controls the project lacks.
        controls: the keys of the controls among them.
        data: task data by key.
        present: how many of the wanted sentences are there already.
        held_back: how many sentences wait until calibration is over.
    """

    new: list[Sentence]
    controls: set[str]
    data: dict[str, dict[str, Any]]
    present: int
    held_back: int

    @property
    def made(self) -> int:
        """How many sentences are new, without controls."""
        return len(self.new) - len(self.controls)


def select(
    sentences: Sequence[Sentence], present: Present, guidelines: Guidelines, wanted: Wanted
) -> Selection:
    """What to send of these sentences, to a project that holds `present`."""
    data = task_data(sentences)
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
        held_back=len({s.key for s in sentences} - set(present.tasks) - {s.key for s in new}),
    )
