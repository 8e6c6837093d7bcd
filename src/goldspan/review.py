"""Suspicious gold sentences back to people: what a check found becomes tasks of a review project.

The gold spans are the suggestion a reviewer begins with, the findings stand above the sentence.
What reviewers submit is pulled as any annotation is; ``gold build --adjudicated`` lets it decide.
"""

from collections.abc import Iterable, Iterator, Sequence

from goldspan.annotate.push import Pushed, push
from goldspan.annotate.selection import Shown, Wanted
from goldspan.annotate.server import Server, connect
from goldspan.annotations import Annotation
from goldspan.dataset import GoldDataset, GoldSentence
from goldspan.gold.check import Finding
from goldspan.gold.checks.finding import sound_spans
from goldspan.guidelines.model import Guidelines
from goldspan.spans import Span
from goldspan.wording import how_many

SUGGESTED_BY = "gold"
"""What the suggestions are named, so that annotations tell what they began with."""


def review_project(project: str) -> str:
    """The title of the project in which the sentences of a project are reviewed."""
    return f"{project} review"


def push_for_review(
    dataset: GoldDataset, findings: Sequence[Finding], project: str, guidelines: Guidelines
) -> Iterator[str]:
    """Push what was found in a dataset to the review project of an annotated one.

    Args:
        dataset: the gold dataset.
        findings: what was found in it.
        project: the title of the project that was annotated.
        guidelines: for the page and its instructions.

    Yields:
        What was done, and what to do now, in lines for people.

    Raises:
        InputError: the project is for other work.
        ServerError: there is no server, it refuses, or stored less than it was sent.
    """
    if not any(finding.sentence for finding in findings):
        yield "Nothing to review: nothing was found in any sentence"
        return
    name = review_project(project)
    with connect() as server:
        pushed = push_review(
            server, dataset.sentences(), findings, project_name=name, guidelines=guidelines
        )
        yield (
            f"{how_many(pushed.made, 'sentence')} pushed,"
            f" {how_many(pushed.present, 'was', 'were')} there already;"
            f" review at {server.url}/projects/{pushed.project}/data?labeling=1"
        )
    yield (
        f"Then: goldspan annotate pull --project '{name}' -o review.jsonl, and"
        " goldspan gold build ... --adjudicated review.jsonl"
    )


def push_review(
    server: Server,
    sentences: Sequence[GoldSentence],
    findings: Iterable[Finding],
    *,
    project_name: str,
    guidelines: Guidelines,
) -> Pushed:
    """Make a task for each sentence of which something was found, once a project.

    Args:
        server: the server.
        sentences: all of the dataset's; the others are shown as neighbours and headline.
        findings: those without a sentence, which are of the whole dataset, are passed over.
        project_name: the review project's; made if there is none.
        guidelines: for the page and its instructions.

    Raises:
        InputError: the project is for other work.
        ServerError: the server refuses, or stored less than it was sent.
    """
    found: dict[str, list[str]] = {}
    for finding in findings:
        if finding.sentence is not None:
            found.setdefault(finding.sentence, []).append(f"{finding.check}: {finding.what}")
    suspicious = [one for one in sentences if one.id in found]
    documents = {one.doc for one in suspicious}
    context = [one for one in sentences if one.doc in documents and one.id not in found]
    return push(
        server,
        [one.as_sentence for one in suspicious],
        project_name=project_name,
        guidelines=guidelines,
        wanted=Wanted(
            context=[one.as_sentence for one in context],
            shown={
                one.as_sentence.key: Shown(
                    "\u26a0 " + " \u00b7 ".join(found[one.id]), _annotation(one, guidelines)
                )
                for one in suspicious
            },
        ),
    )


def _annotation(sentence: GoldSentence, guidelines: Guidelines) -> Annotation:
    """What gold says of a sentence, as far as the labelling page can show it."""
    attributes = {label.name: label.attributes for label in guidelines.labels}
    spans = {
        span.key: Span(
            start=span.start,
            end=span.end,
            label=span.label,
            attributes={
                name: value
                for name, value in span.attributes.items()
                if value in attributes[span.label].get(name, [])
            },
        )
        for span in sound_spans(sentence)
        if span.label in attributes
    }
    return Annotation(
        sentence=sentence.id,
        doc=sentence.doc,
        index=sentence.index,
        text=sentence.text,
        text_sha256=sentence.text_sha256,
        annotator=SUGGESTED_BY,
        spans=list(spans.values()),
        flags=[flag.name for flag in guidelines.flags if flag.name in sentence.flags],
    )
