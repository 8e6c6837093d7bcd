"""Push sentences into a Label Studio project, each exactly once."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from goldspan.annotate.calibration import set_overlaps
from goldspan.annotate.controls import CONTROL
from goldspan.annotate.present import Present, list_present
from goldspan.annotate.project import (
    annotation_page,
    begin_with,
    find_project,
    make_or_update_project,
)
from goldspan.annotate.selection import EVERYTHING, Selection, Wanted, select
from goldspan.annotate.sending import sending
from goldspan.annotate.server import Server
from goldspan.annotate.suggesting import Begin, Suggester, Suggestions
from goldspan.annotate.tasks import SUGGESTION, begun_with
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
        blind: of the new tasks, those kept without suggestions for comparison.
        held_out: those without, because the extractor will be scored on them.
        failed: those without, because the extractor failed on them.
        unmapped: spans not suggested by label, because ``--map`` doesn't say what they are.
    """

    project: int
    made: int
    present: int
    suggested: int = 0
    stale: int = 0
    twice: int = 0
    controls: int = 0
    held_back: int = 0
    blind: int = 0
    held_out: int = 0
    failed: int = 0
    unmapped: dict[str, int] = {}


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
    suggestions: Suggestions | None = None,
    annotators_per_sentence: int | None = None,
    wanted: Wanted = EVERYTHING,
) -> Pushed:
    """Make a task for each sentence that the project doesn't hold yet.

    After any interruption the next push completes it: the server's own list of tasks says what is
    missing. So is it when the extractor fails: what was pushed before stays.

    Raises:
        GoldspanError: the extractor can't go on, or its answers are unsound.
        ServerError: the server refuses, or stored less than it was sent.
    """
    project = make_or_update_project(
        server, project_name, annotation_page(guidelines), annotators_per_sentence
    )
    suggester = Suggester(suggestions, guidelines.label_names)
    with sending(server, project, _keys(sentences)) as sender:
        selection = select(sentences, sender.present, guidelines, wanted)
        suggested = sender.send(
            selection.new, lambda batch: _tasks(selection, batch, suggester.begins(batch))
        )
        if suggested and suggestions:
            begin_with(server, project, SUGGESTION)
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
        blind=suggester.counts["blind"],
        held_out=suggester.counts["held out"],
        failed=suggester.counts["failed"],
        unmapped=dict(suggester.unmapped),
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
    selection: Selection, sentences: Sequence[Sentence], begins: Sequence[Begin]
) -> list[dict[str, Any]]:
    """The tasks of a batch."""
    begun = selection.begun
    return [
        {
            "data": selection.data[sentence.key],
            "predictions": [begun_with(begun[sentence.key])]
            if sentence.key in begun
            else begin.predictions,
            "meta": begin.meta | (CONTROL if sentence.key in selection.controls else {}),
        }
        for sentence, begin in zip(sentences, begins, strict=True)
    ]
