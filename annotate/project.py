"""The Label Studio project: found by its exact name, made and kept up to date from the guidelines.

The project's description lists which guidelines were in force since when, one line for each; the
server thus knows under which version an annotation was made.
"""

import re
from datetime import datetime, timezone
from typing import Any

import msgspec

from goldspan.annotate.server import ONCE, Server, server_errors
from goldspan.annotations import GuidelinesStamp
from goldspan.console import say
from goldspan.errors import InputError, ServerError
from goldspan.guidelines.labelling_config import LABELS, is_adjudication_config, labelling_config
from goldspan.guidelines.model import Guidelines
from goldspan.guidelines.page import instructions_html
from goldspan.wording import how_many

_SINCE = re.compile(
    r"Guidelines (?P<version>\S+) \(sha256 (?P<sha256>[0-9a-f]{64})\) since (?P<since>\S+)"
)


class Project(msgspec.Struct, frozen=True):
    """A project on the server.

    Attributes:
        created_at: when it was made.
        annotators_per_sentence: how many people the labelling stream gives each sentence to.
        history: (since, guidelines) in order of time.
    """

    id: int
    title: str
    created_at: datetime
    annotators_per_sentence: int
    history: list[tuple[datetime, GuidelinesStamp]]

    def guidelines_at(self, moment: datetime) -> GuidelinesStamp | None:
        """The guidelines in force at a moment; the first ones for anything earlier."""
        stamps = [stamp for since, stamp in self.history if since <= moment]
        return stamps[-1] if stamps else self.history[0][1] if self.history else None


def find_project(server: Server, name: str) -> Project | None:
    """The project with exactly this title (or, for a name of digits, this id), or None.

    Raises:
        ServerError: two projects have this title.
    """
    with server_errors(server.url):
        if name.isdigit():
            found = [p for p in server.client.projects.list() if p.id == int(name)]
        else:
            # The server's own filter finds titles that merely contain the name.
            found = [p for p in server.client.projects.list(title=name) if p.title == name]
        if len(found) > 1:
            ids = ", ".join(str(project.id) for project in found)
            raise ServerError(
                f"{server.url} has {len(found)} projects named {name!r}:"
                f" give one by its number, --project {found[0].id} (there are {ids})."
            )
        if not found:
            return None
        return _project(server.client.projects.get(found[0].id))


def need_project(server: Server, name: str) -> Project:
    """The project with this name.

    Raises:
        InputError: there is none.
    """
    project = find_project(server, name)
    if project is None:
        raise InputError(
            f"{server.url} has no project named {name!r}; push sentences first, or name another"
            " with --project."
        )
    return project


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What people work on.

    Attributes:
        guidelines: that it is made of.
        config: the labelling page.
        instructions: as HTML.
        starts_with: whose suggestions work begins with; None for the first extractor's.
    """

    guidelines: GuidelinesStamp
    labels: list[str]
    config: str
    instructions: str
    starts_with: str | None = None


def annotation_page(guidelines: Guidelines) -> Page:
    """The page for annotators."""
    return Page(
        guidelines=guidelines.stamp,
        labels=guidelines.label_names,
        config=labelling_config(guidelines),
        instructions=instructions_html(guidelines),
    )


def make_or_update_project(
    server: Server, name: str, page: Page, annotators_per_sentence: int | None
) -> Project:
    """The project with this name, its page and instructions those given.

    Raises:
        InputError: the name is too short or too long, the project is somebody else's or for other
            work, or it has labels which the guidelines lack (annotations may hold them).
        ServerError: the server dropped a setting.
    """
    if not name.isdigit() and not 3 <= len(name) <= 50:
        raise InputError(f"--project {name!r}: a name has 3 to 50 characters.")
    project = find_project(server, name)
    settings = _settings(page)
    if annotators_per_sentence is not None:
        settings["maximum_annotations"] = annotators_per_sentence
    with server_errors(server.url):
        if project is None:
            settings["description"] = _line(page.guidelines)
            made = server.client.projects.create(title=name, request_options=ONCE, **settings)
            say(f"Made project {name!r} with guidelines {page.guidelines.version}")
            return _read_back(server, made.id, settings)
        current = server.client.projects.get(project.id)
        changed = {
            key: value for key, value in settings.items() if getattr(current, key, None) != value
        }
        if not changed:
            return project
        if not project.history and current.task_number:
            raise InputError(
                f"project {project.title!r} holds {how_many(current.task_number, 'task')} that"
                " goldspan didn't"
                " push; name another project with --project."
            )
        if project.history and "label_config" in changed:
            _refuse_other_work(project, current.label_config, page)
            _refuse_lost_labels(project, current.label_config, page)
        if not project.history or project.history[-1][1] != page.guidelines:
            old = (current.description or "").strip()
            changed["description"] = f"{old}\n{_line(page.guidelines)}".strip()
        server.client.projects.update(project.id, request_options=ONCE, **changed)
        say(f"Updated project {name!r} to guidelines {page.guidelines.version}")
        return _read_back(server, project.id, changed)


def begin_with(server: Server, project: Project, version: str) -> None:
    """Let work begin with the suggestions of this name, which the project must already hold.

    Label Studio shows no others; left to itself, it shows those that came first.
    """
    with server_errors(server.url):
        if server.client.projects.get(project.id).model_version != version:
            server.client.projects.update(project.id, model_version=version, request_options=ONCE)


def _settings(page: Page) -> dict[str, Any]:
    _interface(page.config).validate()
    return {
        "label_config": page.config,
        "expert_instruction": page.instructions,
        "show_instruction": True,
        "show_skip_button": True,
        "enable_empty_annotation": True,
        "show_collab_predictions": True,
        **({"model_version": page.starts_with} if page.starts_with else {}),
    }


def _read_back(server: Server, project_id: int, settings: dict[str, Any]) -> Project:
    """The project as the server now has it: some settings are dropped without an error."""
    stored = server.client.projects.get(project_id)
    dropped = [key for key, value in settings.items() if getattr(stored, key, None) != value]
    if dropped:
        raise ServerError(
            f"{server.url} didn't store {', '.join(dropped)} of project {project_id};"
            " goldspan is tested with Label Studio 1.23.2."
        )
    return _project(stored)


def _refuse_other_work(project: Project, config: str, page: Page) -> None:
    is_adjudication = is_adjudication_config(config)
    if is_adjudication != is_adjudication_config(page.config):
        work = "adjudicating" if is_adjudication else "annotating"
        raise InputError(
            f"project {project.title!r} is for {work} sentences; name another with --project."
        )


def _refuse_lost_labels(project: Project, config: str, page: Page) -> None:
    there = set(_interface(config).get_control(LABELS).labels)
    lost = sorted(there - set(page.labels))
    if lost:
        raise InputError(
            f"project {project.title!r} has labels that the guidelines lack: {', '.join(lost)};"
            " annotations may hold them, so push to another project (--project)."
        )


def _interface(config: str) -> Any:  # noqa: ANN401
    """A labelling page as the SDK reads it."""
    from label_studio_sdk.label_interface.interface import LabelInterface

    return LabelInterface(config)


def _project(stored: Any) -> Project:  # noqa: ANN401
    history = [
        (
            datetime.fromisoformat(line["since"].replace("Z", "+00:00")),
            GuidelinesStamp(version=line["version"], sha256=line["sha256"]),
        )
        for line in _SINCE.finditer(stored.description or "")
    ]
    return Project(
        id=stored.id,
        title=stored.title,
        created_at=stored.created_at,
        annotators_per_sentence=stored.maximum_annotations,
        history=history,
    )


def _line(stamp: GuidelinesStamp) -> str:
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return f"Guidelines {stamp.version} (sha256 {stamp.sha256}) since {now}"
