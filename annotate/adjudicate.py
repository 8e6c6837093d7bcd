"""Push the sentences on which annotators disagree to an adjudication project.

A task is told apart by its sentence, text and dispute: a sentence whose dispute has changed is
pushed anew, and its old task is stale.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from goldspan.adjudication import DISAGREEMENTS, Disagreement, Marked
from goldspan.annotate.marks_table import marks_table
from goldspan.annotate.present import Present, list_present
from goldspan.annotate.project import Page, Project, find_project, make_or_update_project
from goldspan.annotate.push import Plan, Pushed
from goldspan.annotate.sending import sending
from goldspan.annotate.server import Server
from goldspan.annotate.tasks import marks, of_sentence, task_data
from goldspan.dataset import read_gold
from goldspan.errors import InputError
from goldspan.files import write_text
from goldspan.guidelines.labelling_config import FLAGS, adjudication_config
from goldspan.guidelines.model import Guidelines
from goldspan.guidelines.page import adjudication_html
from goldspan.records import read_records
from goldspan.sentences import sha256_of_text
from goldspan.workspace import workspace

EVERYTHING = "agreed and disputed"
"""The suggestion an adjudicator begins with; those of single annotators are A, B, C ..."""


class Dispute(msgspec.Struct, frozen=True):
    """A task for an adjudicator: its data, the predictions, and who A, B, C are."""

    data: dict[str, Any]
    predictions: list[dict[str, Any]]
    letters: dict[str, str]

    @property
    def key(self) -> str:
        """What tells the task apart."""
        return str(self.data["key"])


def adjudicate(
    server: Server, disputes: Sequence[Dispute], *, project_name: str, guidelines: Guidelines
) -> Pushed:
    """Make a task for each dispute that the project doesn't hold yet.

    Raises:
        InputError: the project is for annotators, or what was kept of it here is damaged.
        ServerError: the server refuses, or stored less than it was sent.
    """
    page = Page(
        guidelines=guidelines.stamp,
        labels=guidelines.label_names,
        config=adjudication_config(guidelines),
        instructions=adjudication_html(guidelines),
        starts_with=EVERYTHING,
    )
    project = make_or_update_project(server, project_name, page, None)
    _keep_letters(server, project, disputes)
    with sending(server, project, _keys(disputes)) as sender:
        new = [one for one in disputes if one.key not in sender.present.tasks]
        sender.send(
            new,
            lambda batch: [{"data": one.data, "predictions": one.predictions} for one in batch],
        )
    return Pushed(
        project=project.id,
        made=len(new),
        present=len(disputes) - len(new),
        stale=sender.stale,
        twice=sender.twice,
    )


def planned(server: Server, disputes: Sequence[Dispute], *, project_name: str) -> Plan:
    """What `adjudicate` would do; nothing is written."""
    project = find_project(server, project_name)
    present = list_present(server, project) if project else Present()
    made = sum(one.key not in present.tasks for one in disputes)
    return Plan(made=made, present=len(disputes) - made, stale=len(present.stale(_keys(disputes))))


def read_disputes(gold: Path, guidelines: Guidelines) -> list[Dispute]:
    """The disagreements that ``gold build`` listed, ready for adjudicators.

    Args:
        gold: the dataset's folder.
        guidelines: for labels and colours.

    Raises:
        InputError: it isn't a dataset's folder, or the list is damaged.
    """
    dataset = read_gold(gold)
    disagreements = [record for _, record in read_records(gold / DISAGREEMENTS, Disagreement)]
    documents = {one.doc for one in disagreements}
    known = [one.as_sentence for one in disagreements]
    known += [one.as_sentence for one in dataset.sentences() if one.doc in documents]
    lost = sorted(
        {m.span.label for one in disagreements for m in one.disputed} - set(guidelines.label_names)
    )
    if lost:
        raise InputError(
            f"{gold}: the guidelines lack labels that are disputed: {', '.join(lost)}."
        )
    context = task_data(known)
    places = {(sentence.doc, sentence.index) for sentence in known}
    return [
        _dispute(one, _without_gaps(context[one.as_sentence.key], places), guidelines)
        for one in disagreements
    ]


def letters_of(key: str, annotators: Iterable[str]) -> dict[str, str]:
    """What each annotator of a sentence is called on its page: A, B, C ...

    The order looks random and follows from the sentence's key alone, so that nobody learns to know
    an annotator, and it can be told afterwards who was who.
    """
    shuffled = sorted(annotators, key=lambda name: sha256_of_text(f"{key} {name}"))
    return {
        name: chr(ord("A") + place) if place < 26 else f"Z{place - 25}"
        for place, name in enumerate(shuffled)
    }


def _keys(disputes: Iterable[Dispute]) -> dict[str, str]:
    """The key of each sentence's task, by the sentence's id."""
    return {one.data["id"]: one.key for one in disputes}


def _dispute(one: Disagreement, context: dict[str, Any], guidelines: Guidelines) -> Dispute:
    letters = letters_of(one.as_sentence.key, one.annotators)
    agreed = [part for marked in one.agreed for part in marks(marked.span, one.text, "right")]
    flags = [
        flag.name
        for flag in guidelines.flags
        if all(flag.name in one.flags.get(name, []) for name in one.annotators)
    ]
    if flags:
        agreed.append(of_sentence(FLAGS, "choices", {"choices": flags}))

    def prediction(name: str, disputed: Iterable[Marked]) -> dict[str, Any]:
        parts = [part for marked in disputed for part in marks(marked.span, one.text)]
        return {"model_version": name, "result": [*parts, *agreed]}

    return Dispute(
        data={
            **context,
            "key": f"{one.as_sentence.key}~{one.dispute}",
            "dispute": one.dispute,
            "marks": marks_table(one, letters, guidelines),
        },
        predictions=[
            *(
                prediction(letter, (m for m in one.disputed if name in m.annotators))
                for name, letter in sorted(letters.items(), key=lambda item: item[1])
            ),
            prediction(EVERYTHING, one.disputed),
        ],
        letters=letters,
    )


def _without_gaps(data: Mapping[str, Any], places: set[tuple[str, int]]) -> dict[str, Any]:
    """Without a neighbour that isn't the next line, because that one isn't in the dataset."""
    shown = dict(data)
    for name, step in (("previous", -1), ("next", 1)):
        if (data["doc"], data["index"] + step) not in places:
            shown[name] = ""
    return shown


def _keep_letters(server: Server, project: Project, disputes: Iterable[Dispute]) -> None:
    """Keep who A, B, C were, by the task's key, where its owner alone can read it.

    Raises:
        InputError: what was kept so far is damaged.
    """
    identity = hashlib.sha256(server.identity.encode()).hexdigest()[:8]
    path = workspace() / "adjudications" / f"{identity}-project-{project.id}.json"
    kept: dict[str, dict[str, str]] = {}
    if path.exists():
        try:
            kept = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, str]])
        except msgspec.MsgspecError as error:
            raise InputError(
                f"{path}: damaged: {error}. It says who A, B and C are; restore it from a copy, or"
                " move it away to begin a new one."
            ) from None
    kept.update({dispute.key: dispute.letters for dispute in disputes})
    write_text(path, msgspec.json.encode(kept, order="sorted").decode(), private=True)
