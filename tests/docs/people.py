"""Those who work between two commands of a page: annotators, and an adjudicator."""

import re

from goldspan.annotate.adjudicate import EVERYTHING
from goldspan.annotate.server import connect_to
from goldspan.annotate.tasks import marks, result_of
from goldspan.annotations import Annotation
from goldspan.records import read_records
from goldspan.samples import sample_annotations
from goldspan.spans import Span
from goldspan.studio.accounts import find_or_make_account

RECORDED = {"Lan": "machine-a", "Minh": "machine-b"}
"""Who says what two annotators recorded of the samples."""


def recorded(name):
    records = (record for _, record in read_records(sample_annotations(name), Annotation))
    return {record.sentence: record for record in records}


class People:
    """They annotate what a command has pushed; at the end their projects are gone."""

    def __init__(self, studio):
        self.studio = studio

    def __enter__(self):
        with self.server() as server:
            self.before = {project.id for project in server.client.projects.list()}
        return self

    def __exit__(self, *_):
        with self.server() as server:
            for project in server.client.projects.list():
                if project.id not in self.before:
                    server.client.projects.delete(project.id)

    def server(self, token=None):
        return connect_to(self.studio.url, token or self.studio.secrets.token, identity="docs")

    def work_after(self, line, printed):
        """Do what a page asks people to do once this command has printed where."""
        found = re.search(r"/projects/(\d+)/", printed)
        if not found:
            return
        project = int(found[1])
        if line.startswith("goldspan annotate adjudicate"):
            self.adjudicate(project)
        elif "--annotators-per-sentence" in line or "--calibrate" in line:
            for person in RECORDED:
                self.annotate(project, person)
        else:
            self.annotate(project)

    def tasks(self, server, project):
        return list(server.client.tasks.list(project=project, fields="all"))

    def annotate(self, project, person=None):
        """As recorded where the sentence is a sample's, else as suggested."""
        account = find_or_make_account(self.studio, person) if person else None
        known = recorded(RECORDED[person or "Lan"])
        with self.server(account and account.token) as server:
            for task in self.tasks(server, project):
                mine = [one for one in task.annotations or [] if _by(one, account)]
                if mine:
                    continue
                first = task.predictions[0] if task.predictions else None
                record = known.get(task.data.get("id"))
                server.client.annotations.create(
                    task.id,
                    result=result_of(record) if record else first.result if first else [],
                    parent_prediction=first.id if first and not record else None,
                    lead_time=3.0,
                )

    def adjudicate(self, project):
        """What the recorded adjudication holds is right, all else spurious."""
        known = recorded("adjudicated")
        with self.server() as server:
            for task in self.tasks(server, project):
                if task.annotations:
                    continue
                text = task.data["text"]
                right = known[task.data["id"]].spans
                [shown] = [
                    one.result for one in task.predictions if one.model_version == EVERYTHING
                ]
                wrong = [
                    Span(start=value["start"], end=value["end"], label=value["labels"][0])
                    for value in (one["value"] for one in shown if one["from_name"] == "label")
                ]
                keys = {span.key for span in right}
                result = [part for span in right for part in marks(span, text, "right")]
                for span in wrong:
                    if span.key not in keys:
                        keys.add(span.key)
                        result += marks(span, text, "spurious")
                server.client.annotations.create(task.id, result=result, lead_time=3.0)


def _by(annotation, account):
    done_by = annotation["completed_by"]
    number = done_by["id"] if isinstance(done_by, dict) else done_by
    return account is None or number == account.user
