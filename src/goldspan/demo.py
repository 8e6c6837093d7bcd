"""The whole loop on the sample articles, unattended, against a real Label Studio."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from goldspan.annotate.project import find_project
from goldspan.annotate.pull import pulled_project
from goldspan.annotate.push import Pushed, push
from goldspan.annotate.server import ONCE, Server, connect_to, server_errors
from goldspan.annotate.sources import read_sources
from goldspan.annotate.suggesting import Suggestions
from goldspan.annotate.tasks import result_of
from goldspan.annotations import Annotation
from goldspan.console import progress, say, show
from goldspan.dataset import read_gold
from goldspan.evaluate.inputs import GoldFolder
from goldspan.evaluate.report.write import write_report
from goldspan.evaluate.scoring import score_case
from goldspan.evaluate.table import score_table
from goldspan.extractors import find_extractor
from goldspan.gold.build import build
from goldspan.guidelines.model import Guidelines
from goldspan.guidelines.read import find_guidelines
from goldspan.predicting import predict
from goldspan.records import read_records, write_records
from goldspan.samples import ANNOTATORS, sample_annotations, sample_articles
from goldspan.studio.accounts import Account, find_or_make_account
from goldspan.studio.server import Studio, find_studio, start_studio, stop_studio
from goldspan.wording import how_many

OUTPUT = Path("goldspan-demo")


def run_demo(*, keep: bool) -> None:
    """Push, annotate, pull, build and score, printing what happens.

    Args:
        keep: leave Label Studio running at the end. One that ran before is never stopped.
    """
    was_running = find_studio() is not None
    studio = start_studio()
    try:
        with connect_to(studio.url, studio.secrets.token, identity="studio") as server:
            project = _loop(studio, server, find_guidelines())
    finally:
        if not (keep or was_running):
            stop_studio()
    page = f"{studio.url}/projects/{project}/data"
    if keep or was_running:
        say(f"\nLabel Studio is running: {page}")
        say("Password: goldspan studio status --show-secrets    Stop it: goldspan studio stop")
    else:
        say("\nLabel Studio is stopped. To look at the project, start it again:")
        say(f"  goldspan studio start    then open {page}")
    say(f"Everything made is in {OUTPUT}/: annotations, gold dataset, predictions, report.")


def _loop(studio: Studio, server: Server, guidelines: Guidelines) -> int:
    baseline = find_extractor("baseline", guidelines.label_names)
    articles = sample_articles()

    say(f"\n1. push: {len(articles)} articles, with suggestions by {baseline.name}")
    sentences = read_sources(articles, lang=None, languages=guidelines.languages)
    pushed = push(
        server,
        sentences,
        project_name=_free_name(server),
        guidelines=guidelines,
        suggestions=Suggestions(baseline),
        annotators_per_sentence=len(ANNOTATORS),
    )
    say(f"   {pushed.made} sentences, {pushed.suggested} suggested spans")

    say(f"2. annotate: {len(ANNOTATORS)} annotators submit what they recorded")
    _annotate(studio, server, pushed)

    say("3. pull: every annotation back, checked span by span")
    with pulled_project(server, project_name=str(pushed.project), guidelines=guidelines) as pulled:
        write_records(OUTPUT / "annotations.jsonl", pulled.records())
    summary = pulled.summary
    say(f"   {summary.statuses.total()} annotations, {how_many(len(summary.problems), 'problem')}")

    say("4. build: where they agree is gold")
    built = build([OUTPUT / "annotations.jsonl"], OUTPUT / "gold", guidelines=guidelines)
    counts = built.manifest.counts
    say(
        f"   {counts['sentences_in_gold']} sentences with {counts['spans']} spans;"
        f" {how_many(counts['sentences_in_disagreements'], 'sentence')} in disagreement;"
        f" {counts['spans_misaligned']} spans don't fit tokens (kept as spans)"
    )

    say("5. score: the baseline against gold\n")
    dataset = read_gold(OUTPUT / "gold")
    sentences = [sentence.as_sentence for sentence in dataset.sentences()]
    predicted = predict(baseline, sentences, dataset.manifest.labels)
    write_records(OUTPUT / "predictions.jsonl", predicted.predictions)
    case = GoldFolder(OUTPUT / "gold").case(OUTPUT / "predictions.jsonl")
    result = score_case(case, with_sentences=True)
    write_report(result, OUTPUT)
    show(score_table(result))
    return pushed.project


def _free_name(server: Server) -> str:
    """A project of its own for each run: nothing that was annotated before is touched."""
    name, number = "goldspan demo", 1
    while find_project(server, name) is not None:
        number += 1
        name = f"goldspan demo {number}"
    return name


def _annotate(studio: Studio, server: Server, pushed: Pushed) -> None:
    """Each annotator submits, signed in as themselves, what they said of each sentence."""
    with server_errors(server.url):
        listed = server.client.tasks.list(
            project=pushed.project, fields="task_only", include="id,data", page_size=1000
        )
        tasks = {task.data["id"]: task.id for task in listed}
    accounts = [find_or_make_account(studio, name) for name in ANNOTATORS]
    total = len(tasks) * len(accounts)
    with (
        progress("Annotating", total=total) as advance,
        ThreadPoolExecutor(len(accounts)) as people,
    ):

        def work(account: Account, name: str) -> int:
            records = [
                record
                for _, record in read_records(sample_annotations(name), Annotation)
                if record.sentence in tasks
            ]
            with connect_to(studio.url, account.token, identity="studio") as annotator:
                for record in records:
                    _submit(annotator, tasks[record.sentence], record)
                    advance(1)
            return len(records)

        done = list(people.map(work, accounts, ANNOTATORS))
    say(f"   {sum(done)} annotations submitted by {len(done)} accounts")


def _submit(server: Server, task: int, record: Annotation) -> None:
    """Submit one recorded annotation; its id in Label Studio follows from task and annotator."""
    with server_errors(server.url):
        server.client.annotations.create(
            task,
            result=result_of(record),
            was_cancelled=record.status == "skipped",
            lead_time=record.seconds,
            unique_id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{task}/{record.annotator}")),
            request_options=ONCE,
        )
