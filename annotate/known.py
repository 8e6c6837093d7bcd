"""What was annotated already, or waits for annotators: nothing that needs choosing."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from goldspan.annotate.project import need_project
from goldspan.annotate.server import Server, server_errors
from goldspan.annotations import Annotation
from goldspan.dataset import GoldSentence, read_aside, read_gold
from goldspan.mentions import wording
from goldspan.records import read_records


class Known(msgspec.Struct):
    """What was annotated.

    Attributes:
        keys: of sentences.
        texts: of the same.
        strings: how often each string was annotated as a mention, as `wording`.
    """

    keys: set[str] = msgspec.field(default_factory=set)
    texts: list[str] = msgspec.field(default_factory=list)
    strings: Counter[str] = msgspec.field(default_factory=Counter)


def known_of(annotated: Iterable[Path]) -> Known:
    """What files of annotations and folders of gold datasets hold; drafts count for nothing.

    Raises:
        InputError: one can't be read.
    """
    known = Known()
    said: dict[str, set[tuple[int, int]]] = {}
    texts: dict[str, str] = {}
    for path in annotated:
        found: list[Annotation | GoldSentence]
        if path.is_dir():
            found = [*read_gold(path).sentences(), *read_aside(path)[0]]
        else:
            found = [one for _, one in read_records(path, Annotation) if one.status != "draft"]
        for one in found:
            sentence = one.as_sentence
            texts[sentence.key] = sentence.text
            said.setdefault(sentence.key, set()).update((s.start, s.end) for s in one.spans)
    for key, text in texts.items():
        known.keys.add(key)
        known.texts.append(text)
        known.strings.update(wording(text[start:end]) for start, end in said[key])
    return known


def add_project(known: Known, server: Server, name: str) -> None:
    """Add the sentences of a project, annotated or not.

    Raises:
        InputError: there is no such project.
        ServerError: the server can't be reached or refuses.
    """
    project = need_project(server, name)
    with server_errors(server.url):
        listed = server.client.tasks.list(
            project=project.id, fields="task_only", include="id,data", page_size=1000
        )
        for task in listed:
            key = task.data.get("key")
            if key is not None and key not in known.keys:
                known.keys.add(key)
                known.texts.append(task.data["text"])
