"""The calibration share: sentences that every annotator does before the rest is pushed."""

from collections.abc import Collection, Mapping, Sequence

from goldspan.annotate.server import ONCE, Server, server_errors
from goldspan.console import progress
from goldspan.sentences import Sentence, sha256_of_text

EVERYBODY = 1000
"""The overlap of a task that all annotators are to do."""


def calibration_share(
    sentences: Sequence[Sentence], count: int, chosen: Collection[str]
) -> list[Sentence]:
    """The sentences of the share, in their order: chosen by the hash of their keys, as by lot.

    Boilerplate is passed over. The share stays the same when it is asked for again, and grows when
    `count` does.

    Args:
        sentences: to choose from.
        count: how many.
        chosen: the keys of those the project's share already has; they count.
    """
    lots = sorted(
        (sentence for sentence in sentences if sentence.section != "boilerplate"),
        key=lambda sentence: (
            sentence.key not in chosen,
            sha256_of_text(f"calibration {sentence.key}"),
        ),
    )
    elsewhere = len(set(chosen) - {sentence.key for sentence in sentences})
    share = {sentence.key for sentence in lots[: max(count - elsewhere, 0)]}
    return [sentence for sentence in sentences if sentence.key in share]


def set_overlaps(server: Server, overlaps: Mapping[int, int]) -> None:
    """Set how many annotators the labelling stream gives each of these tasks to.

    Where some tasks of a project have an overlap of their own, Label Studio changes only those when
    the project's is changed.
    """
    with server_errors(server.url), progress("Overlap", total=len(overlaps)) as advance:
        for task, overlap in overlaps.items():
            server.client.tasks.update(str(task), overlap=overlap, request_options=ONCE)
            advance()
