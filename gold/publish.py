"""Publish a gold dataset to the Hugging Face Hub: one commit, one tag, all or nothing."""

import shutil
import tempfile
from datetime import datetime, timezone
from pathlib import Path

import msgspec

from goldspan.errors import InputError
from goldspan.files import replacing_folder
from goldspan.gold.release.about import About
from goldspan.gold.release.asked import Options, Published
from goldspan.gold.release.changes import (
    Changes,
    changes_since,
    first_version,
    next_version,
    with_entry,
)
from goldspan.gold.release.compile import (
    CHANGELOG,
    Compiled,
    Papers,
    compile_tables,
    write_papers,
)
from goldspan.gold.release.edits import merged_paragraphs, text_on_hub
from goldspan.gold.release.hub import MAIN, Hub, Proposal, Remote
from goldspan.gold.release.known import known
from goldspan.gold.release.leaks import refuse_leaks
from goldspan.gold.release.manifest import ReleaseManifest
from goldspan.gold.release.plan import (
    compare,
    fetch_tables,
    is_changed,
    published_manifest,
)
from goldspan.gold.release.proposals import find_waiting
from goldspan.gold.release.quotes import refuse_quotes
from goldspan.guidelines.model import Guidelines
from goldspan.wording import how_many


def publish(
    gold: Path, repository: str, *, guidelines: Guidelines, about: About, options: Options
) -> Published:
    """Publish, or say what publishing would do.

    Raises:
        InputError: the dataset, a version or a paragraph is wrong.
        LeakError: the release holds what must not be published.
        HubError: the Hub can't be reached, or refuses.
    """
    hub = Hub(_name(repository))
    remote = hub.look(options.revision)
    _check(hub, remote, options)
    published = published_manifest(hub, remote)
    with tempfile.TemporaryDirectory(prefix="goldspan-release-") as temporary:
        folder = Path(temporary) / "release"
        folder.mkdir()
        compiled = compile_tables(
            gold, folder, text=options.text, without=options.without, guidelines=guidelines
        )
        paragraphs, notes = merged_paragraphs(hub, remote, published, gold)
        papers = Papers(
            repository=repository,
            version=published.release.version if published else first_version(options.version),
            changelog=text_on_hub(hub, CHANGELOG, remote.sha) if published else "",
            about=about,
            guidelines=guidelines,
            paragraphs=paragraphs,
        )
        changes: Changes | None = None
        if published:
            write_papers(compiled, papers)
            if is_changed(compare(folder, remote, published)):
                changes = _changes(hub, remote, published, compiled, Path(temporary) / "published")
        else:
            changes = Changes("minor", [_first_line(compiled)])
        if changes is not None:
            papers = _next(papers, published, changes, options)
            write_papers(compiled, papers)
        _refuse_private(compiled, options)
        if options.output:
            _keep(folder, options.output)
        done = Published(
            outcome="dry run" if options.dry_run else "nothing to do",
            repository=repository,
            before=published.release.version if published else None,
            version=papers.version,
            level=changes.level if changes and published else None,
            reasons=changes.lines if changes else [],
            parent=remote.sha,
            commit=None,
            tag=None,
            url=f"{hub.endpoint}/datasets/{repository}",
            files=compare(folder, remote, published),
            notes=notes,
        )
        if options.pull_request and is_changed(done.files):
            waiting = find_waiting(
                hub, folder, published, title=_title(""), revision=options.revision
            )
            if waiting.same:
                return _found(done, waiting.same)
            done = msgspec.structs.replace(done, notes=[*notes, *map(_other, waiting.others)])
        if options.dry_run:
            return done
        return _send(hub, remote, published, done, folder, options)


def _send(
    hub: Hub,
    remote: Remote,
    published: ReleaseManifest | None,
    done: Published,
    folder: Path,
    options: Options,
) -> Published:
    """Make the repository and the branch where needed, then the commit, then the tag."""
    if published and f"v{published.release.version}" not in remote.tags:
        done = _complete_tag(hub, remote, published, done, options)
    if not is_changed(done.files):
        return done
    tag = f"v{done.version}"
    if tag in remote.tags:
        raise InputError(
            f"{hub.repo} has a tag {tag} at commit {remote.tags[tag][:12]} already; take another"
            " number with --version."
        )
    parent = remote.sha or hub.make(private=options.private)
    if not remote.has_branch or (remote.sha is None and options.revision != MAIN):
        hub.branch(options.revision, parent)
    commit, pull_request = hub.commit(
        folder,
        add=[file.path for file in done.files if file.change in ("new", "changed")],
        delete=[file.path for file in done.files if file.change == "removed"],
        parent=parent,
        revision=options.revision,
        message=_title(done.version),
        description="\n".join(f"- {line}" for line in done.reasons),
        pull_request=options.pull_request,
    )
    done = msgspec.structs.replace(done, parent=parent, commit=commit)
    if pull_request:
        return msgspec.structs.replace(done, outcome="proposed", url=pull_request)
    hub.tag(tag, commit, _title(done.version))
    return msgspec.structs.replace(done, outcome="published", tag=tag)


def _found(done: Published, proposal: Proposal) -> Published:
    """A pull request with this release is open: there is nothing to be opened."""
    return msgspec.structs.replace(
        done, outcome="proposed already", commit=proposal.commit, url=proposal.url
    )


def _other(proposal: Proposal) -> str:
    return (
        f"pull request {proposal.number} ({proposal.title}) is open, too, with other content; close"
        f" it if this one is to take its place: {proposal.url}"
    )


def _complete_tag(
    hub: Hub, remote: Remote, published: ReleaseManifest, done: Published, options: Options
) -> Published:
    """Tag what an interrupted publish, or a merged pull request, left without its tag."""
    version = published.release.version
    commit = hub.commit_titled(_title(version), options.revision) or remote.sha or MAIN
    hub.tag(f"v{version}", commit, _title(version))
    return msgspec.structs.replace(done, outcome="tagged", commit=commit, tag=f"v{version}")


def _title(version: str) -> str:
    return f"Release v{version}"


def _name(repository: str) -> str:
    from huggingface_hub.errors import HFValidationError
    from huggingface_hub.utils._validators import validate_repo_id

    try:
        validate_repo_id(repository)
    except HFValidationError:
        repository = ""
    if repository.count("/") != 1:
        raise InputError("a dataset on the Hub is named NAMESPACE/NAME, such as acme/diplomacy.")
    return repository


def _check(hub: Hub, remote: Remote, options: Options) -> None:
    if options.private and remote.private is False:
        raise InputError(
            f"--private: {hub.repo} is public already; make it private in its settings on the Hub,"
            " then publish."
        )
    if options.parent and not (remote.sha or "").startswith(options.parent):
        raise InputError(
            f"--parent {options.parent}: {hub.repo} is at commit {(remote.sha or 'none')[:12]};"
            " somebody committed since. Look at what changed with --dry-run."
        )


def _changes(
    hub: Hub, remote: Remote, published: ReleaseManifest, compiled: Compiled, folder: Path
) -> Changes:
    folder.mkdir()
    fetch_tables(hub, str(remote.sha), published, folder)
    return changes_since(published, folder, compiled)


def _next(
    papers: Papers, published: ReleaseManifest | None, changes: Changes, options: Options
) -> Papers:
    before = published.release.version if published else None
    version = next_version(before, changes.level, options.version)
    today = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    return msgspec.structs.replace(
        papers,
        version=version,
        changelog=with_entry(papers.changelog, version, today, changes.lines),
    )


def _first_line(compiled: Compiled) -> str:
    splits = compiled.dataset.manifest.splits
    named = ", ".join(
        f"{how_many(count, 'sentence')} in {split}" for split, count in splits.items()
    )
    return f"First version: {named}."


def _refuse_private(compiled: Compiled, options: Options) -> None:
    private = known(options.allow)
    refuse_leaks(compiled.folder, private)
    if compiled.text == "offsets":
        refuse_quotes(compiled.folder, compiled.texts, private.allowed)


def _keep(folder: Path, output: Path) -> None:
    if output.exists() and not (output / "manifest.json").exists() and any(output.iterdir()):
        raise InputError(f"{output} exists and isn't a release; name another with --output.")
    with replacing_folder(output) as temporary:
        shutil.copytree(folder, temporary, dirs_exist_ok=True)
