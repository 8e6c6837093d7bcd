"""Push sentences into a Label Studio project, each exactly once."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import msgspec

from goldspan.annotate.calibration import set_overlaps
from goldspan.annotate.controls import CONTROL
from goldspan.annotate.present import Present, list_present
from goldspan.annotate.project import annotation_page, find_project, make_or_update_project
from goldspan.annotate.selection import EVERYTHING, Selection, Wanted, select
from goldspan.annotate.sending import sending
from goldspan.annotate.server import Server
from goldspan.annotate.tasks import begun_with, suggestion
from goldspan.extractors import Extractor, predictions_of
from goldspan.guidelines.model import Guidelines
from goldspan.sentences import Sentence


class Pushed(msgspec.Struct, frozen=True):
    """What a push did.

    Attributes:
        project: its number.
        made: tasks made.
        present: sentences that were there already.
        suggested: suggested spans that came with the new tasks.
        stale: tasks whose sentence has another text now: marked, or removed if nobody had
            annotated them.
        twice: surplus tasks of one sentence that an interrupted push had left, removed.
        controls: hidden control sentences made.
        held_back: sentences that wait until the calibration share is done.
    """

    project: int
    made: int
    present: int
    suggested: int = 0
    stale: int = 0
    twice: int = 0
    controls: int = 0
    held_back: int = 0


class Plan(msgspec.Struct, frozen=True):
    """What a push would do: see `Pushed`."""

    made: int
    present: int
    stale: int
    controls: int = 0
    held_back: int = 0


def push(
    server: Server,
    sentences: Sequence[Sentence],
    *,
    project_name: str,
    guidelines: Guidelines,
    extractor: Extractor | None = None,
    annotators_per_sentence: int | None = None,
    wanted: Wanted = EVERYTHING,
) -> Pushed:
    """Make a task for each sentence that the project doesn't hold yet.

    After any interruption the next push completes it: the server's own list of tasks says what is
    missing.

    Raises:
        ServerError: the server refuses, or stored less than it was sent.
    """
    project = make_or_update_project(
        server, project_name, annotation_page(guidelines), annotators_per_sentence
    )
    with sending(server, project, _keys(sentences)) as sender:
        selection = select(sentences, sender.present, guidelines, wanted)
        suggested = sender.send(
            selection.new, partial(_tasks, selection, extractor, guidelines.label_names)
        )
        if wanted.calibrate is not None or annotators_per_sentence is not None:
            set_overlaps(server, list_present(server, project).overlaps)
    return Pushed(
        project=project.id,
        made=selection.made,
        present=selection.present,
        suggested=suggested,
        stale=sender.stale,
        twice=sender.twice,
        controls=len(selection.controls),
        held_back=selection.held_back,
    )


def plan(
    server: Server,
    sentences: Sequence[Sentence],
    *,
    project_name: str,
    guidelines: Guidelines,
    wanted: Wanted = EVERYTHING,
) -> Plan:
    """What a push would do; nothing is written."""
    project = find_project(server, project_name)
    present = list_present(server, project) if project else Present()
    selection = select(sentences, present, guidelines, wanted)
    return Plan(
        made=selection.made,
        present=selection.present,
        stale=len(present.stale(_keys(sentences))),
        controls=len(selection.controls),
        held_back=selection.held_back,
    )


def _keys(sentences: Iterable[Sentence]) -> dict[str, str]:
    """The key of each sentence's task, by the sentence's id."""
    return {sentence.id: sentence.key for sentence in sentences}


def _tasks(
    selection: Selection,
    extractor: Extractor | None,
    labels: Sequence[str],
    sentences: Sequence[Sentence],
) -> list[dict[str, Any]]:
    """The tasks of a batch."""
    predictions: Iterable[list[dict[str, Any]]] = [[] for _ in sentences]
    if extractor:
        predictions = [
            [suggestion(extractor.name, sentence.text, prediction.spans)]
            for sentence, prediction in zip(
                sentences, predictions_of(extractor, sentences, labels), strict=True
            )
        ]
    begun = selection.begun
    return [
        {
            "data": selection.data[sentence.key],
            "predictions": [begun_with(begun[sentence.key])]
            if sentence.key in begun
            else of_sentence,
            "meta": CONTROL if sentence.key in selection.controls else {},
        }
        for sentence, of_sentence in zip(sentences, predictions, strict=True)
    ]
