"""What tests of push and pull share: an article, and a look at the server."""

from goldspan.annotations import Annotation
from goldspan.records import read_records

ARTICLE = """Leaders meet
-----
PresidentPutin met  Trần Đại Quang.
🙂 Vietnamgives priorities to Russia.
Nothing here.
"""


def tasks_of(server, project_id):
    listed = server.client.tasks.list(project=project_id, fields="all")
    return {task.data["index"]: task for task in listed}


def span(start, end, label, **value):
    return {
        "id": f"{start}",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": start, "end": end, "labels": [label], **value},
    }


def records_of(path):
    return {record.index: record for _, record in read_records(path, Annotation)}
